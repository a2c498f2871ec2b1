"""Follow-ups leave as CSV, JSON and iCalendar: whole, safe to open, and the same each time."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from adapters.exports.calendar import as_ics
from adapters.exports.log import as_json
from adapters.exports.spreadsheet import as_csv
from bot.model.exported import Exported
from bot.model.follow_up import Did, Entry, Flag, FollowUp, FollowUpState
from bot.model.people import Actor, ChannelRef, Conversation

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ANNA = Actor(platform="slack", workspace="w", id="U1", name="Anna")
HOME = Conversation(channel=ChannelRef(platform="slack", workspace="w", id="C1"), thread="1.2")


def exported(number: int = 12, angle: str = "Who pays?", **changes: object) -> Exported:
    """Return a follow-up that Anna has, due at noon."""
    follow_up = FollowUp(
        number=number,
        story=142,
        slug="bridge-closed",
        home=HOME,
        made_by=ANNA,
        made_at=NOON - timedelta(days=2),
        state=FollowUpState.claimed,
        angle=angle,
        owner=ANNA,
        due=NOON,
    ).model_copy(update=changes)
    entries = (
        Entry(at=NOON - timedelta(days=2), did=Did.flagged, by=ANNA, where=HOME),
        Entry(at=NOON - timedelta(days=1), did=Did.due, by=ANNA, due=NOON),
    )
    flag = Flag(by=ANNA, way="said", at=NOON - timedelta(days=2))
    return Exported(
        follow_up=follow_up,
        headline="Bridge closed",
        url="https://example.org/bridge",
        flags=(flag,),
        history=entries,
    )


def events(*of: Exported) -> list[Any]:
    """Return the events of a calendar, as a calendar program reads them."""
    return list(Calendar.from_ical(as_ics(of)).walk("VEVENT"))


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_a_line_for_each_with_everything_that_a_list_shows() -> None:
    (row,) = rows(as_csv([exported()]))
    assert row["number"] == "F12"
    assert (row["owner"], row["due"], row["flagged_by"]) == ("Anna", "2026-11-27T12:00:00+00:00", "Anna")
    assert (row["headline"], row["url"]) == ("Bridge closed", "https://example.org/bridge")


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\uff1d"])
def test_no_cell_of_the_csv_is_a_formula(begins: str) -> None:
    (row,) = rows(as_csv([exported(angle=f'{begins}HYPERLINK("https://evil.example","x")')]))
    assert row["angle"].startswith("'")


@given(angle=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=50))
def test_csv_keeps_all_words(angle: str) -> None:
    (row,) = rows(as_csv([exported(angle=angle)]))
    assert row["angle"] in {angle, f"'{angle}"}


def test_json_has_the_whole_history() -> None:
    (record,) = json.loads(as_json([exported()]))
    assert record["name"] == "F12"
    assert [entry["did"] for entry in record["history"]] == ["flagged", "due"]
    own = {name: record[name] for name in FollowUp.model_fields if name in record}
    assert FollowUp.model_validate(own) == exported().follow_up.model_copy(update={"look_at": None})


def test_json_tells_no_time_that_only_the_bot_knows_of() -> None:
    flagged = Entry(at=NOON, did=Did.flagged, by=ANNA, due=NOON + timedelta(days=1))
    one = exported()
    (record,) = json.loads(as_json([one.model_copy(update={"history": (flagged, *one.history)})]))
    assert "due" not in record["history"][0]
    assert not {"look_at", "nudges", "called"} & record.keys()


def test_the_calendar_shows_what_is_to_be_done_at_its_due_time() -> None:
    without = exported(number=13, due=None)
    done = exported(number=14, state=FollowUpState.done)
    (event,) = events(exported(), without, done)
    assert event["UID"] == "follow-up-12@nutgraf"
    assert event["DTSTART"].dt == NOON
    assert event["SUMMARY"] == "F12 Who pays? (Anna)"
    assert "Bridge closed" in event["DESCRIPTION"]


def test_a_calendar_sees_that_an_event_has_moved() -> None:
    moved = exported(due=NOON + timedelta(days=1))
    again = Entry(at=NOON, did=Did.due, by=ANNA, due=NOON + timedelta(days=1))
    moved = moved.model_copy(update={"history": (*moved.history, again)})
    (before,), (after,) = events(exported()), events(moved)
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert after["DTSTAMP"].dt == NOON


def test_nothing_in_a_calendar_breaks_out_of_its_line() -> None:
    hostile = "a\nEND:VEVENT\r\nBEGIN:VALARM;,\\" + "x" * 200
    data = as_ics([exported(angle=hostile)])
    assert len(list(Calendar.from_ical(data).walk())) == 2
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_the_same_is_exported_in_the_same_way() -> None:
    assert as_ics([exported()]) == as_ics([exported()])
