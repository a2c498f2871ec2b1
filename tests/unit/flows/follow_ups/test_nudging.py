"""Nudges: once a day, five times, in working hours; then the editors; and nothing is lost or said twice."""

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import plain
from bot.flows.follow_ups.history import Customs
from bot.flows.follow_ups.nudging import Nudges
from bot.model.follow_up import Did
from bot.model.outcome import Closed
from bot.model.people import Actor, Conversation
from bot.model.preferences import Preferences, WorkingHours
from storage.store import open_store
from tests.fakes import Posted
from tests.unit.flows.follow_ups.room import ANNA, BEN, DORA, HERE, Room, channel, place_name, said_by

LONDON = "Europe/London"
OFFICE = WorkingHours(start=time(9), until=time(18))
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def nudges(room: Room) -> Nudges:
    """Return what nudges, in a room whose channel works in London's office hours."""
    room.clock.at = MONDAY
    work_in(room, OFFICE)
    return Nudges(room.store, room.clock, Customs())


def work_in(room: Room, hours: WorkingHours, where: Conversation = HERE, zone: str = LONDON) -> None:
    room.write(lambda tx: tx.preferences.set_channel(where.channel, Preferences(zone=zone, work=hours)))


def has(room: Room, owner: Actor = ANNA, *, due: datetime | None, where: Conversation = HERE) -> int:
    """Let somebody have a follow-up that is due then; return its number."""
    number = room.follow(room.story(f"Story for {owner.name}"), owner, where=where).follow_up.number
    room.wish(Did.claimed, owner, number)
    if due:
        room.wish(Did.due, owner, number, due=due)
    return number


def at(room: Room, moment: datetime, nudges: Nudges) -> None:
    """Let it be that moment, and the bot look."""
    room.clock.at = moment
    room.do(nudges.tick())


def said(room: Room, where: Conversation = HERE) -> list[str]:
    """Return what the bot said in a channel and its threads of its own accord."""
    texts = [plain.render(each.cards[-1], width=1000) for each in posts_in(room, where)]
    return [text for text in texts if text.startswith(("Nobody has", "For the editors", "Anna couldn't"))]


def posts_in(room: Room, where: Conversation) -> list[Posted]:
    """Return the messages of a channel and its threads."""
    room.send()
    posts = room.platforms[where.channel.platform].posts.values()
    return [each for each in posts if each.ref.conversation.channel == where.channel]


def buttons_told(room: Room, person: Actor) -> list[str]:
    """Return what the buttons say in the only message that somebody was sent."""
    (card,) = room.told_cards(person)
    return said_by(card)


def test_the_owner_is_told_privately_when_it_is_due_and_not_before(room: Room, nudges: Nudges) -> None:
    due = MONDAY + timedelta(hours=3)
    has(room, due=due)
    at(room, due - timedelta(seconds=1), nudges)
    assert room.told(ANNA) == []
    at(room, due, nudges)
    (told,) = room.told(ANNA)
    assert told.startswith("Due now: F1")
    assert buttons_told(room, ANNA) == ["done F1", "snooze F1", "drop F1", "story 1"]
    assert room.told(BEN) == []


def test_two_processes_at_once_tell_it_once(room: Room, nudges: Nudges, tmp_path: Path) -> None:
    has(room, due=MONDAY + timedelta(hours=1))
    other = room.do(open_store(tmp_path / "room.db"))
    twin = Nudges(other, room.clock, Customs())
    room.clock.at = MONDAY + timedelta(hours=2)

    async def both() -> None:
        await asyncio.gather(*(each.tick() for each in (nudges, twin) * 5))

    room.do(both())
    room.do(other.close())
    assert len(room.told(ANNA)) == 1
    assert room.did().count("bot nudged") == 1


def test_after_five_days_it_is_put_before_the_editors_in_its_thread(room: Room, nudges: Nudges) -> None:
    post = room.post(room.story())
    room.follow(1, ANNA, on=post)
    room.wish(Did.claimed)
    room.wish(Did.due, due=MONDAY + timedelta(hours=1))
    for hour in range(24 * 14):
        at(room, MONDAY + timedelta(hours=hour), nudges)
    told = [entry.at.astimezone(ZoneInfo(LONDON)) for entry in room.history() if entry.did is Did.nudged]
    assert [f"{each:%a %H}" for each in told] == ["Mon 11", "Tue 11", "Wed 11", "Thu 11", "Fri 11"]
    assert [entry.did for entry in room.history() if entry.by is None][-1] is Did.escalated
    (line,) = [text for text in said(room) if text.startswith("For the editors")]
    assert "Anna has it" in line
    thread = [each for each in posts_in(room, HERE) if each.ref.conversation.thread == post.id]
    assert room.buttons(thread[-1].ref) == ["assign F1 me", "done F1", "drop F1"]
    assert len(room.told(ANNA)) == 5


def test_nothing_comes_outside_of_working_hours(room: Room, nudges: Nudges) -> None:
    friday_night = datetime(2026, 11, 27, 22, tzinfo=UTC)
    has(room, due=friday_night)
    at(room, friday_night, nudges)
    at(room, datetime(2026, 11, 29, 12, tzinfo=UTC), nudges)
    at(room, datetime(2026, 11, 30, 8, 59, 59, tzinfo=UTC), nudges)
    assert room.told(ANNA) == []
    at(room, datetime(2026, 11, 30, 9, tzinfo=UTC), nudges)
    assert len(room.told(ANNA)) == 1
    assert room.follow_up().nudges == 1


def test_what_came_due_meanwhile_is_one_message_to_each(room: Room, nudges: Nudges) -> None:
    for hour in range(20):
        has(room, due=MONDAY + timedelta(hours=1, minutes=hour))
    has(room, DORA, due=MONDAY + timedelta(hours=1), where=channel("lounge", "discord"))
    at(room, MONDAY + timedelta(days=9), nudges)
    (told,) = room.told(ANNA)
    assert told.startswith("20 follow-ups of yours are due")
    assert "And 5 more" in told
    assert "F1 " in told
    assert len(buttons_told(room, ANNA)) == 15
    assert len(room.told(DORA)) == 1
    assert all(each.nudges == 1 for each in room.every())


def test_who_is_away_is_told_when_they_are_back(room: Room, nudges: Nudges) -> None:
    has(room, due=MONDAY + timedelta(hours=1))
    back = MONDAY + timedelta(days=14)
    room.do(nudges.away(ANNA, back))
    for day in range(1, 14):
        at(room, MONDAY + timedelta(days=day), nudges)
    assert room.told(ANNA) == []
    at(room, back, nudges)
    assert len(room.told(ANNA)) == 1
    assert room.follow_up().nudges == 1


def test_who_comes_back_early_is_told_then(room: Room, nudges: Nudges) -> None:
    has(room, due=MONDAY + timedelta(hours=1))
    room.do(nudges.away(ANNA, MONDAY + timedelta(days=14)))
    at(room, MONDAY + timedelta(days=1), nudges)
    room.do(nudges.away(ANNA, None))
    room.do(nudges.tick())
    assert len(room.told(ANNA)) == 1


def test_what_a_muted_owner_does_not_do_goes_to_the_editors(room: Room, nudges: Nudges) -> None:
    has(room, due=MONDAY + timedelta(hours=1))
    room.do(nudges.mute(ANNA, nudges=False))
    at(room, MONDAY + timedelta(hours=1), nudges)
    at(room, MONDAY + timedelta(days=4), nudges)
    assert said(room) == []
    at(room, MONDAY + timedelta(days=4, hours=1), nudges)
    assert [text.split(":")[0] for text in said(room)] == ["For the editors"]
    assert room.told(ANNA) == []


def test_who_wants_reminders_again_gets_them(room: Room, nudges: Nudges) -> None:
    has(room, due=MONDAY + timedelta(hours=1))
    room.do(nudges.mute(ANNA, nudges=False))
    at(room, MONDAY + timedelta(days=1), nudges)
    room.do(nudges.mute(ANNA, nudges=True))
    room.do(nudges.tick())
    assert len(room.told(ANNA)) == 1


def test_a_snoozed_one_is_quiet_until_then(room: Room, nudges: Nudges) -> None:
    has(room, due=MONDAY + timedelta(hours=1))
    until = MONDAY + timedelta(days=2)
    room.wish(Did.snoozed, due=until)
    room.do(nudges.mute(ANNA, nudges=True))
    at(room, until - timedelta(minutes=1), nudges)
    assert room.told(ANNA) == []
    at(room, until, nudges)
    assert len(room.told(ANNA)) == 1


def test_what_nobody_takes_is_said_in_the_channel_once_in_one_line(room: Room, nudges: Nudges) -> None:
    for _ in range(3):
        room.follow(room.story())
    elsewhere = channel("sports")
    room.follow(room.story(), where=elsewhere)
    at(room, MONDAY + timedelta(hours=23), nudges)
    assert said(room) == []
    for hour in range(25, 100):
        at(room, MONDAY + timedelta(hours=hour), nudges)
    (line,) = said(room)
    assert line.startswith("Nobody has 3 follow-ups of this channel yet")
    (other,) = said(room, elsewhere)
    assert other.startswith("Nobody has this yet: F4")
    assert [place_name(each.ref.conversation) for each in posts_in(room, elsewhere)][-1] == "sports"


@pytest.mark.parametrize("hours", [0, 48])
def test_a_channel_says_when_it_is_told_what_nobody_takes(room: Room, nudges: Nudges, hours: int) -> None:
    room.follow(room.story())
    room.write(lambda tx: tx.preferences.set_workspace("slack", "w", Preferences(unclaimed=hours)))
    at(room, MONDAY + timedelta(hours=25), nudges)
    assert said(room) == []
    at(room, MONDAY + timedelta(hours=49), nudges)
    assert len(said(room)) == (1 if hours else 0)


def test_one_that_was_given_back_is_said_again(room: Room, nudges: Nudges) -> None:
    room.follow(room.story())
    at(room, MONDAY + timedelta(hours=25), nudges)
    assert len(said(room)) == 1
    room.wish(Did.claimed)
    room.wish(Did.released)
    at(room, MONDAY + timedelta(hours=50), nudges)
    assert len(said(room)) == 2


def test_a_nudge_that_waits_still_is_taken_back_when_it_is_done(room: Room, nudges: Nudges) -> None:
    has(room, due=MONDAY + timedelta(hours=1))
    at(room, MONDAY + timedelta(hours=2), nudges)
    room.wish(Did.done)
    assert room.told(ANNA) == []


def test_a_summary_that_waits_still_leaves_out_what_is_done(room: Room, nudges: Nudges) -> None:
    for _ in range(3):
        has(room, due=MONDAY + timedelta(hours=1))
    at(room, MONDAY + timedelta(hours=2), nudges)
    room.wish(Did.done, number=2)
    room.wish(Did.angled, number=1, words="Who pays?")
    room.do(nudges.tick())
    (told,) = room.told(ANNA)
    assert told.startswith("2 follow-ups of yours are due")
    assert "F2" not in told


def test_an_owner_who_can_not_be_reached_is_said_so_in_the_thread_once(room: Room, nudges: Nudges) -> None:
    has(room, due=MONDAY + timedelta(hours=1))
    room.send()
    for day in range(3):
        room.platforms["slack"].script.append(Closed(reason="Anna takes no messages."))
        at(room, MONDAY + timedelta(days=day, hours=1), nudges)
        room.send()
    (line,) = said(room)
    assert line.startswith("Anna couldn't be reached")
    assert "assign F1 me" in room.buttons(posts_in(room, HERE)[-1].ref)


def test_a_clock_that_steps_back_says_nothing_twice(room: Room, nudges: Nudges) -> None:
    has(room, due=MONDAY + timedelta(hours=1))
    at(room, MONDAY + timedelta(hours=2), nudges)
    at(room, MONDAY + timedelta(hours=1), nudges)
    at(room, MONDAY - timedelta(days=3), nudges)
    at(room, MONDAY + timedelta(hours=3), nudges)
    assert len(room.told(ANNA)) == 1


def test_a_large_backlog_is_one_message_to_each(
    room: Room, nudges: Nudges, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.flows.follow_ups.nudging.AT_ONCE", 2)
    for _ in range(5):
        has(room, due=MONDAY + timedelta(hours=1))
        has(room, BEN, due=MONDAY + timedelta(hours=1))
        room.follow(room.story())
    at(room, MONDAY + timedelta(days=2), nudges)
    assert len(room.told(ANNA)) == len(room.told(BEN)) == len(said(room)) == 1


@st.composite
def _weeks(draw: st.DrawFn) -> tuple[WorkingHours, str, datetime, Sequence[timedelta]]:
    """Working hours in some zone, a due time, and the pauses between the looks of some weeks."""
    start = draw(st.integers(0, 22))
    hours = WorkingHours(
        start=time(start),
        until=time(draw(st.integers(start + 1, 23)), 30),
        days=tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1)))),
    )
    zone = draw(st.sampled_from(["UTC", LONDON, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]))
    due = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 400 * 24 * 60)))
    pause = st.integers(30, 60 * 60) | st.integers(60 * 60, 60 * 60 * 24 * 5)
    pauses = [timedelta(seconds=each) for each in draw(st.lists(pause, min_size=20, max_size=40))]
    return hours, zone, due, pauses


@given(weeks=_weeks())
@settings(max_examples=15)
def test_at_most_one_a_day_five_in_all_and_always_in_working_hours(
    weeks: tuple[WorkingHours, str, datetime, Sequence[timedelta]],
) -> None:
    hours, zone, due, pauses = weeks
    with tempfile.TemporaryDirectory() as folder, Room(Path(folder) / "room.db") as room:
        work_in(room, hours, zone=zone)
        nudges = Nudges(room.store, room.clock, Customs())
        room.clock.at = due - timedelta(days=1)
        has(room, due=due)
        for pause in pauses:
            at(room, room.clock.at + pause, nudges)
        told = [entry.at for entry in room.history() if entry.did is Did.nudged]
        assert len(told) <= 5
        assert all(later - earlier >= timedelta(days=1) for earlier, later in pairwise(told))
        assert all(hours.next(each, zone) == each >= due for each in told)
        assert room.follow_up().nudges == len(told)
