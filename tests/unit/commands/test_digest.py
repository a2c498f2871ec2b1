"""The digest commands, from what is typed to the card that answers."""

import asyncio
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from adapters import plain
from bot.commands.command import AnyCommand
from bot.commands.digest import DIGEST, DIGEST_NOW, DIGEST_OFF, DIGEST_PAUSE, DIGEST_RESUME
from bot.commands.digest_at import DIGEST_AT, DigestAtArguments
from bot.commands.dispatch import Dispatch
from bot.commands.grammar import parse
from bot.compose import open_house
from bot.errors import UsageError
from bot.model.events import CommandTyped
from bot.model.people import Actor, ChannelRef, Conversation, Role
from bot.model.schedule import DAILY, WEEKDAYS
from bot.model.source import Raw
from tests.conftest import SetClock
from tests.feeds import rss

COMMANDS: tuple[AnyCommand, ...] = (DIGEST, DIGEST_AT, DIGEST_NOW, DIGEST_PAUSE, DIGEST_RESUME, DIGEST_OFF)
WHERE = Conversation(channel=ChannelRef(platform="test", workspace="w", id="c"))
SUNDAY = datetime(2026, 11, 22, 18, tzinfo=UTC)
ENTRIES = [("e1", "Council votes on the harbour", "21 Nov 2026 08:00:00 GMT")]


def chat(db: Path, *lines: str, role: Role = Role.editor) -> list[str]:
    """Type the lines one after the other on a Sunday evening; return the answers as text."""

    async def run() -> list[str]:
        async with open_house(db, clock=SetClock(SUNDAY)) as house:
            await house.flows.intake.take(Raw(name="f.xml", body=rss(ENTRIES)))
            dispatch = Dispatch(COMMANDS, house.flows)
            actor = Actor(platform="test", workspace="w", id="u", name="Ann", role=role)
            typed = [CommandTyped(id=line, at=SUNDAY, actor=actor, where=WHERE, text=line) for line in lines]
            return [plain.render(await dispatch.answer(each)) for each in typed]

    return asyncio.run(run())


def arguments(text: str) -> DigestAtArguments:
    parsed = parse(text, COMMANDS).arguments
    assert isinstance(parsed, DigestAtArguments)
    return parsed


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_parses(command: AnyCommand) -> None:
    for example in command.examples:
        assert parse(example, COMMANDS).command is command


@pytest.mark.parametrize(
    ("text", "days", "topic"),
    [
        ("digest at 08:00", None, None),
        ("digest at 08:00 weekdays politics", WEEKDAYS, "politics"),
        ("digest at 8am politics", None, "politics"),
        ("digest at 8 daily", DAILY, None),
        ('digest at 8 mon-wed "machine learning"', (0, 1, 2), "machine learning"),
        ("digest at 8 topic:politics days:sat", (5,), "politics"),
        ("digest at 8 topic:all", None, ""),
    ],
)
def test_days_and_topic_stand_in_their_places(
    text: str, days: tuple[int, ...] | None, topic: str | None
) -> None:
    said = arguments(text)
    assert (said.time, said.days, said.topic) == (time(8), days, topic)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("digest at 8 am", "Write the time as one word, as in 8am"),
        ("digest at 8am mon wed", "Join days with commas, as in mon,wed"),
        ("digest at 08:00 zone:london", "perhaps Europe/London"),
        ("digest at 25:00", "a time of day such as 08:00"),
        ("digest at 11:20 weekly", "name them, as in `digest at 08:00 mon`"),
        ("digest at 08:00 2", "To change digest 2, write number:2."),
        ("digest at 08:00 weekdays 2", "To change digest 2, write number:2."),
        ("digest at 08:00 count:20", "The largest is 10."),
        ("digest 08:00", "`digest at 08:00` sets up a digest"),
        ("digest at", "`digest at 08:00 [weekdays] [topic]"),
    ],
)
def test_what_can_not_be_read_is_answered_with_what_would_be_right(text: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, COMMANDS)
    assert hint in str(caught.value)


def test_the_answer_says_when_the_next_three_come_in_both_clocks(tmp_path: Path) -> None:
    (answer,) = chat(tmp_path / "s.db", "digest at 08:00 zone:europe/london")
    assert "Digest 1 is set up." in answer
    assert "08:00 weekdays, Europe/London, at most 5 stories." in answer
    assert "Mon 23 Nov, 08:00 Europe/London (08:00 UTC)" in answer
    assert "Wed 25 Nov, 08:00 Europe/London (08:00 UTC)" in answer
    assert "Thu 26" not in answer
    assert "number:1" in answer


def test_an_answer_says_why_today_has_no_edition(tmp_path: Path) -> None:
    closed, _, moved = chat(
        tmp_path / "s.db", "digest at 20:00 weekdays", "digest at 17:00 daily", "digest at 20:00 daily"
    )
    assert "Today is Sunday, which is none of its days." in closed
    assert "Today" not in moved


def test_another_day_in_utc_is_said(tmp_path: Path) -> None:
    (answer,) = chat(tmp_path / "s.db", "digest at 08:00 zone:Asia/Tokyo")
    assert "Mon 23 Nov, 08:00 Asia/Tokyo (Sun 22 Nov 23:00 UTC)" in answer


def test_the_life_of_a_digest(tmp_path: Path) -> None:
    lines = [
        "digest",
        "digest at 08:00",
        "digest at 08:00",
        "digest at 09:00 number:1 count:3",
        "digest at 17:00 daily harbour",
        "digest now",
        "digest now 1",
        "digest pause 2",
        "digest",
        "digest resume 2",
        "digest off 2",
        "digest",
    ]
    none, added, same, changed, second, which, sent, paused, listed, resumed, ended, last = chat(
        tmp_path / "s.db", *lines
    )
    assert "This channel has no digest." in none
    assert "Digest 1 is set up." in added
    assert "digest 1 is just so already." in same
    assert "Digest 1 is changed." in changed
    assert "09:00 weekdays, UTC, at most 3 stories" in changed
    assert "Digest 2 is set up." in second
    assert "No story has the topic “harbour” so far." in second
    assert "has 2 digests, so it has to be said which one" in which
    assert "An edition of digest 1 is on its way: 1 story." in sent
    assert "with keep:no" in sent
    assert "Digest 2 is paused." in paused
    assert "2 digests here" in listed
    assert "paused: Ann paused it" in listed
    assert "on its way" in listed
    assert "Digest 1 would look like this now:" in listed
    assert "1. Council votes on the harbour" in listed
    assert "Sun 22 Nov, 17:00" not in resumed
    assert "Mon 23 Nov, 17:00 UTC" in resumed
    assert "Digest 2 has ended." in ended
    assert "1 digest here" in last


def test_a_digest_is_not_made_the_twin_of_another(tmp_path: Path) -> None:
    lines = ["digest at 08:00", "digest at 09:00", "digest at 08:00 number:2", "digest at 9 daily number:2"]
    *_, twin, other = chat(tmp_path / "s.db", *lines)
    assert "Digest 1 is that already: 08:00 weekdays, UTC, at most 5 stories." in twin
    assert "`digest off 2`" in twin
    assert "Digest 2 is changed." in other


def test_readers_look_and_editors_change(tmp_path: Path) -> None:
    looked, changed = chat(tmp_path / "s.db", "digest", "digest at 08:00", role=Role.reader)
    assert "This channel has no digest." in looked
    assert "`digest at` is for editors" in changed
