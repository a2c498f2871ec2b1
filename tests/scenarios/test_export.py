"""Follow-ups are exported at the command line, for a spreadsheet, a program and a calendar."""

import asyncio
import csv
import io
import json
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.compose import open_house
from bot.model.events import CommandTyped
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.source import Raw
from tests.conftest import MONDAY_7AM, SetClock
from tests.feeds import rss
from tests.scenarios.commandline import nutgraf

ANNA = Actor(platform="console", workspace="local", id="anna", name="Anna")
HERE = Conversation(channel=ChannelRef(platform="console", workspace="local", id="news"))
SAID = ("follow 1 Who pays?", "claim F1", "due F1 in 3 days", "follow 2", "done F2 =SUM(A1)")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store in which one follow-up is due, and one is done."""
    path = tmp_path_factory.mktemp("export") / "s.db"

    async def fill() -> None:
        async with open_house(path, clock=SetClock()) as house:
            entries = [(n, n, "01 Nov 2026 08:00:00 GMT") for n in ("Bridge closed", "Nurses strike")]
            await house.intake.take(Raw(name="f.xml", body=rss(entries)))
            for text in SAID:
                typed = CommandTyped(id=text, at=MONDAY_7AM, actor=ANNA, where=HERE, text=text)
                assert (await house.dispatch.attempt(typed)).error is None

    asyncio.run(fill())
    return path


def test_a_spreadsheet_and_a_program_get_it_on_standard_output(db: Path) -> None:
    ran = nutgraf("export", "followups", "--format", "csv", db=db)
    assert ran.status == 0
    first, second = csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff")))
    assert (first["number"], first["angle"], first["owner"]) == ("F1", "Who pays?", "Anna")
    assert (second["state"], second["closing"]) == ("done", "'=SUM(A1)")
    first, _ = json.loads(nutgraf("export", "followups", "--format", "json", db=db).out)
    assert [entry["did"] for entry in first["history"]] == ["flagged", "claimed", "due"]


def test_a_calendar_gets_it_in_a_file(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "due.ics"
    ran = nutgraf("export", "followups", "--format", "ics", "--out", str(out), db=db)
    assert (ran.status, ran.out) == (0, "")
    (event,) = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert "Who pays?" in str(event["SUMMARY"])


def test_what_can_not_be_done_is_said(tmp_path: Path) -> None:
    ran = nutgraf("export", "followups", "--format", "csv", db=tmp_path / "none.db")
    assert ran.status == 1
    assert "There is no store" in ran.err
    assert not (tmp_path / "none.db").exists()
