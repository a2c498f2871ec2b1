"""Editions over a real store: they come when they are due, once, with what came in since the last."""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from itertools import takewhile
from pathlib import Path

import pytest

from adapters import plain
from bot.errors import StoreBusy
from bot.flows.digests import Digests, Wish
from bot.model.decision import Choice
from bot.model.delivery import DeliveryState
from bot.model.digest import Verdict
from bot.model.schedule import DAILY, Schedule
from bot.ports import Store, Tx
from storage.store import open_store
from tests.unit.flows.newsroom import (
    DAY,
    FRIDAY,
    HOUR,
    MINUTE,
    MONDAY,
    Newsroom,
    T,
)


def test_monday_reaches_back_over_the_weekend(room: Newsroom) -> None:
    room.clock.at = FRIDAY + 2 * DAY
    room.story("Before Friday's hour", FRIDAY - MINUTE)
    room.story("On Friday afternoon", FRIDAY + 6 * HOUR)
    room.add()
    room.story("On Sunday", FRIDAY + 2 * DAY)
    room.tick(MONDAY + MINUTE)
    (text,) = room.sent()
    assert "Digest · Monday 2 Nov" in text
    assert "since Friday 08:00 · 2 stories" in text
    assert "On Friday afternoon" in text
    assert "On Sunday" in text
    assert "Before Friday" not in text


def test_an_edition_begins_where_the_last_successful_one_ended(room: Newsroom) -> None:
    room.add()
    room.story("First", FRIDAY - MINUTE)
    room.tick(FRIDAY + MINUTE)
    assert "First" in room.sent()[0]
    room.story("Second", FRIDAY + 2 * MINUTE)
    room.tick(MONDAY)
    text = room.sent()[1]
    assert "since Friday 08:01 · 1 story" in text
    assert "Second" in text
    assert "First" not in text


def test_however_often_it_ticks_there_is_one_edition_a_day(room: Newsroom) -> None:
    room.add(Wish(at=time(8), days=DAILY))
    room.story("News", FRIDAY - MINUTE)
    for minutes in (0, 1, 2, -30, 3, 60, 400, 1000):
        room.tick(FRIDAY + minutes * MINUTE)
    assert room.verdicts() == {"2026-10-30": "sent"}
    assert len(room.posts()) == 1


def test_two_processes_on_one_store_decide_once(room: Newsroom, tmp_path: Path) -> None:
    for number in range(5):
        room.add(Wish(at=time(8), topic=f"topic {number}"))

    async def both() -> None:
        other = await open_store(tmp_path / "digests.db")
        try:
            await asyncio.gather(room.digests.tick(), Digests(other, room.clock).tick())
        finally:
            await other.close()

    room.clock.at = FRIDAY + MINUTE
    room.do(both())
    assert [post.key for post in room.posts()] == [f"edition:{n}:2026-10-30" for n in range(1, 6)]


def test_after_days_of_outage_the_latest_day_comes_late_and_covers_them_all(room: Newsroom) -> None:
    room.add(Wish(at=time(8), days=DAILY))
    room.story("On Thursday", FRIDAY - MINUTE)
    room.tick(FRIDAY + MINUTE)
    room.sent()
    room.story("On Friday", FRIDAY + HOUR)
    room.tick(MONDAY + 2 * HOUR)
    assert room.verdicts() == {
        "2026-10-30": "sent",
        "2026-10-31": "missed",
        "2026-11-01": "missed",
        "2026-11-02": "late",
    }
    text = room.sent()[1]
    assert "Late: due at 08:00, here at 10:00, because the bot was not running or was held up then." in text
    assert "since Friday 08:01" in text
    assert "On Friday" in text


def test_beyond_the_grace_it_is_missed_and_the_next_edition_covers_it(room: Newsroom) -> None:
    room.add()
    room.story("News", FRIDAY - MINUTE)
    room.tick(FRIDAY + 7 * HOUR)
    assert room.verdicts() == {"2026-10-30": "missed"}
    assert room.posts() == []
    room.tick(MONDAY)
    assert room.verdicts()["2026-11-02"] == "sent"
    (text,) = room.sent()
    assert "News" in text
    assert "since Thursday 08:00 · 1 story" in text


@pytest.mark.parametrize(("quiet", "posted"), [("say", ["Nothing new since Thursday 08:00."]), ("skip", [])])
def test_a_quiet_morning_is_said_or_skipped_and_either_is_in_the_ledger(
    room: Newsroom, quiet: str, posted: list[str]
) -> None:
    room.add(Wish.model_validate({"at": time(8), "quiet": quiet}))
    room.tick(FRIDAY)
    assert room.sent() == posted
    assert room.verdicts() == {"2026-10-30": "quiet"}


def test_an_edition_that_still_waits_is_replaced_by_the_next(room: Newsroom) -> None:
    room.add()
    room.story("News", FRIDAY - MINUTE)
    room.tick(FRIDAY)
    room.tick(MONDAY)
    first, second = room.posts()
    assert first.state is DeliveryState.withdrawn
    assert first.reason == "replaced by the edition of Mon 2 Nov"
    assert "News" in plain.render(second.card)


def test_a_story_comes_twice_only_where_another_outlet_has_it_since(room: Newsroom) -> None:
    room.add()
    again = room.story("The harbour closes", FRIDAY - HOUR)
    same = room.story("The bridge opens", FRIDAY - HOUR)
    room.tick(FRIDAY)
    room.sent()
    room.report(again, "Reuters", FRIDAY + HOUR)
    room.report(same, "The Courier", FRIDAY + HOUR)
    room.tick(MONDAY)
    text = room.sent()[1]
    assert "The harbour closes" in text
    assert "New since Friday: Reuters has it too." in text
    assert "The bridge opens" not in text
    decided = room.decided(same)
    assert [decision.choice for decision in decided] == [Choice.edition, Choice.repeated]


def test_every_story_on_the_topic_has_its_decision(room: Newsroom) -> None:
    room.add(Wish(at=time(8), topic="politics", count=1))
    best = room.story("Vote tonight", FRIDAY - MINUTE, topics=("Politics",))
    over = room.story("Politics in brief", FRIDAY - MINUTE)
    other = room.story("Cup final", FRIDAY - MINUTE, topics=("Sport",))
    room.tick(FRIDAY)
    text = room.sent()[0]
    assert "1 of 2 stories on politics" in text
    assert "Cup final" not in text
    about = {n: room.decided(n) for n in (best, over, other)}
    said = {n: [(d.choice.value, d.detail) for d in decided] for n, decided in about.items()}
    assert said == {
        best: [("edition", "number 1 in the edition of Fri 30 Oct")],
        over: [("cap", "ranked 2 of 2; the edition of Fri 30 Oct has room for 1")],
        other: [],
    }


def test_quiet_hours_stories_stand_under_the_edition_and_their_fold_is_done(room: Newsroom) -> None:
    room.add(Wish(at=time(8), topic="politics"))
    listed = room.story("Vote tonight", FRIDAY - HOUR, topics=("politics",))
    others = [room.story(f"Match {n}", FRIDAY - HOUR + n * MINUTE) for n in range(12)]
    room.subscribe()
    room.kept_back(listed, *others)
    room.tick(FRIDAY)
    (text,) = room.sent()
    assert "While it was quiet" in text
    assert "Match 11" in text
    assert "Match 1\n" not in text
    assert "2 more" in text
    kept = room.write(lambda tx: tx.subscriptions.fold(1))
    assert kept is not None
    assert (kept.done, kept.delivery) == (True, "edition:1:2026-10-30")
    decided = room.decided(others[0])
    assert [decision.choice for decision in decided] == [Choice.edition]


def test_what_a_replaced_edition_took_up_is_in_the_next(room: Newsroom) -> None:
    room.add(Wish(at=time(8), topic="politics"))
    room.subscribe()
    room.kept_back(room.story("Cup final", FRIDAY - HOUR))
    room.tick(FRIDAY)
    room.tick(MONDAY)
    (text,) = room.sent()
    assert "Cup final" in text
    room.tick(MONDAY + DAY)
    assert "Cup final" not in room.sent()[1]


class FailingOnce:
    """A store whose first write fails with that error."""

    def __init__(self, store: Store, error: Exception) -> None:
        self._store = store
        self._errors = [error]
        self.read, self.backup, self.check, self.close = store.read, store.backup, store.check, store.close

    async def write(self, work: Callable[[Tx], T]) -> T:
        if self._errors:
            raise self._errors.pop()
        return await self._store.write(work)


@pytest.mark.parametrize("error", [StoreBusy("Another process holds the store."), RuntimeError("out of ink")])
def test_one_digest_that_fails_does_not_stop_the_others(
    room: Newsroom, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    room.add()
    room.add(Wish(at=time(8), topic="politics"))
    room.clock.at = FRIDAY
    failing = Digests(FailingOnce(room.store, error), room.clock)
    room.do(failing.tick())
    assert [post.key for post in room.posts()] == ["edition:2:2026-10-30"]
    assert "Digest 1 could not be decided" in caplog.text
    room.do(failing.tick())
    assert [post.key for post in room.posts()] == ["edition:2:2026-10-30", "edition:1:2026-10-30"]


def test_a_zone_that_is_known_no_more_stops_its_own_digest_alone(
    room: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    broken = room.add().standing.digest
    room.add(Wish(at=time(8), topic="politics"))
    nowhere = broken.schedule.model_copy(update={"zone": "Atlantis/Centre"})
    room.write(lambda tx: tx.digests.change(broken.model_copy(update={"schedule": nowhere})))
    room.tick(FRIDAY)
    assert [post.key for post in room.posts()] == ["edition:2:2026-10-30"]
    assert "Digest 1 could not be decided" in caplog.text


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/London", datetime(2026, 10, 20, 12, tzinfo=UTC)),  # an hour comes twice
        ("Australia/Lord_Howe", datetime(2026, 9, 28, 12, tzinfo=UTC)),  # half an hour is skipped
        ("America/Santiago", datetime(2026, 8, 31, 12, tzinfo=UTC)),  # midnight is skipped
        ("Pacific/Apia", datetime(2011, 12, 24, 12, tzinfo=UTC)),  # a day is skipped
    ],
)
def test_the_stored_ledger_has_each_date_once_through_outages_and_a_clock_that_steps_back(
    room: Newsroom, zone: str, start: datetime
) -> None:
    chance = random.Random(zone)  # noqa: S311 - a repeatable shuffle, not a secret
    hours = (time(0), time(1, 30), time(2, 30), time(23, 59))
    moment = room.clock.at = start
    for at in hours:
        room.add(Wish(at=at, days=DAILY, zone=zone, quiet="skip"))
    while moment < start + 12 * DAY:
        room.tick(moment)
        moment += timedelta(hours=chance.choice([-1, 3, 5, 9, 40]))
    room.tick(start + 12 * DAY)
    for number, at in enumerate(hours, 1):
        schedule = Schedule(at=at, days=DAILY, zone=zone)
        due = takewhile(lambda each: each[1] <= room.clock.at, schedule.after(start))
        ledger = room.ledger(number)
        real = {day for day, edition in ledger.items() if edition.verdict is not Verdict.no_such_day}
        assert real == {day.isoformat() for day, _ in due}
        assert ledger.keys() - real == ({"2011-12-30"} if zone == "Pacific/Apia" else set())
