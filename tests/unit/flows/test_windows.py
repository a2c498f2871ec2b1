"""What an edition covers goes by what was stored when, not by clocks; nothing comes twice or is lost."""

import asyncio
import threading
from datetime import UTC, datetime, time

import pytest

from bot.flows.courier import Courier
from bot.flows.digests import Digests, Wish
from bot.flows.intake import Intake
from bot.flows.publishing import CANDIDATES
from bot.flows.subscriptions import Subscriptions
from bot.model.brief import Reading
from bot.model.digest import Edition
from bot.model.schedule import DAILY
from bot.model.source import Delivered, Item, Raw, Source
from bot.ports import Tx
from tests.contracts.drafts import a_brief, a_draft
from tests.fakes import FakePlatform
from tests.unit.flows.newsroom import ANN, DAY, FRIDAY, HOUR, MINUTE, MONDAY, WHERE, Newsroom

DAY_BY_DAY = Wish(at=time(8), days=DAILY)
POLITICS = Wish(at=time(8), days=DAILY, topic="politics")
FRIDAYS, SATURDAYS = "edition:1:2026-10-30", "edition:1:2026-10-31"


class OneStory:
    """A reader that finds one story in whatever it is given."""

    most = 1000

    async def read(self, raw: Raw) -> Delivered:
        reading = Reading(headline=raw.name, brief=a_brief("x"))
        item = Item(key=raw.name, original="It was late.", reading=reading)
        return Delivered(source=Source(key="s", title="S"), items=(item,), entries=1)

    def mark(self, body: bytes) -> str:
        return str(len(body))

    async def close(self) -> None:
        """Close nothing."""


def test_a_story_that_waited_for_its_turn_to_be_stored_is_in_the_next_edition(room: Newsroom) -> None:
    room.add(DAY_BY_DAY)
    intake = Intake(room.store, OneStory(), room.clock)
    free = threading.Event()

    async def busy() -> Edition:
        held_up = asyncio.create_task(room.store.write(lambda _: free.wait(10)))
        await asyncio.sleep(0)
        edition = asyncio.create_task(room.digests.now(WHERE, keep=False))
        await asyncio.sleep(0)
        story = asyncio.create_task(intake.take(Raw(name="The mayor resigns", body=b"")))
        for _ in range(5):
            await asyncio.sleep(0)
        room.clock.at += 30 * MINUTE
        free.set()
        assert await held_up
        receipt = await story
        assert receipt.stories[0].first_seen == room.clock.at
        return await edition

    assert room.do(busy()).stories == ()
    room.sent()
    room.tick(FRIDAY)
    assert "The mayor resigns" in room.sent()[1]


def test_a_clock_that_was_ahead_and_is_set_right_loses_no_story(room: Newsroom) -> None:
    room.add(DAY_BY_DAY)
    room.tick(FRIDAY + 30 * MINUTE)
    room.sent()
    room.story("News of 08:01", FRIDAY + MINUTE)
    room.tick(FRIDAY + DAY)
    assert "News of 08:01" in room.sent()[1]


def test_what_came_in_since_a_digest_was_made_is_in_its_first_edition_whatever_the_clock_showed(
    room: Newsroom,
) -> None:
    room.story("An hour ago", FRIDAY - 2 * HOUR)
    room.story("Long ago", FRIDAY - 300 * DAY)
    room.add(DAY_BY_DAY)
    room.story("With the clock ten days behind", FRIDAY - 10 * DAY)
    room.story("With the clock a day ahead", FRIDAY + DAY)
    room.tick(FRIDAY)
    (text,) = room.sent()
    assert "ten days behind" in text
    assert "a day ahead" in text


def test_a_digest_that_comes_once_a_week_begins_when_it_was_made(room: Newsroom) -> None:
    room.story("Of last week", FRIDAY - 3 * DAY)
    room.add(Wish(at=time(8), days=(2,)))
    room.story("Of Sunday", FRIDAY + 2 * DAY)
    room.tick(FRIDAY + 5 * DAY)
    (text,) = room.sent()
    assert "since Friday 07:00 · 1 story" in text
    assert "Of Sunday" in text


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_while_nobody_knows_whether_a_post_is_there_the_next_edition_waits(
    room: Newsroom, state: str
) -> None:
    room.add(DAY_BY_DAY)
    room.story("News", FRIDAY - MINUTE)
    room.tick(FRIDAY)
    room.becomes(FRIDAYS, state)
    room.tick(FRIDAY + DAY)
    room.tick(FRIDAY + DAY + 14 * MINUTE)
    assert room.verdicts() == {"2026-10-30": "sent"}
    room.becomes(FRIDAYS, "sent")
    room.tick(FRIDAY + DAY + 14 * MINUTE)
    assert room.verdicts() == {"2026-10-30": "sent", "2026-10-31": "quiet"}


def test_it_waits_for_a_quarter_of_an_hour_and_then_takes_the_doubtful_post_back(room: Newsroom) -> None:
    room.add(DAY_BY_DAY)
    room.story("News", FRIDAY - MINUTE)
    room.tick(FRIDAY)
    room.becomes(FRIDAYS, "unknown")
    room.tick(FRIDAY + DAY + 15 * MINUTE)
    assert room.verdicts() == {"2026-10-30": "sent", "2026-10-31": "late"}
    doubtful = room.posts()[0]
    assert (doubtful.state.value, doubtful.recalled) == ("unknown", "replaced by the edition of Sat 31 Oct")
    assert "News" in room.sent()[1]


def test_after_a_restart_there_is_time_to_find_out_even_long_behind_the_hour(room: Newsroom) -> None:
    room.add(DAY_BY_DAY)
    room.story("News", FRIDAY - MINUTE)
    room.tick(FRIDAY)
    room.becomes(FRIDAYS, "sending")
    room.clock.at = FRIDAY + DAY + HOUR
    restarted = Digests(room.store, room.clock)
    room.do(restarted.tick())
    assert "2026-10-31" not in room.verdicts()
    room.becomes(FRIDAYS, "sent")
    room.do(restarted.tick())
    assert room.verdicts()["2026-10-31"] == "quiet"


def test_waiting_makes_no_edition_miss_its_grace(room: Newsroom) -> None:
    digests = Digests(room.store, room.clock, grace=10 * MINUTE)
    room.add(DAY_BY_DAY)
    room.tick(FRIDAY)
    room.becomes(FRIDAYS, "unknown")
    for minutes in range(12):
        room.clock.at = FRIDAY + DAY + minutes * MINUTE
        room.do(digests.tick())
    assert room.ledger()["2026-10-31"].decided_at == FRIDAY + DAY + 5 * MINUTE
    assert room.ledger()["2026-10-31"].delivery == SATURDAYS


@pytest.mark.parametrize("state", ["ready", "held", "dead"])
def test_a_post_that_is_not_there_is_replaced_by_the_next_edition(room: Newsroom, state: str) -> None:
    room.add(DAY_BY_DAY)
    room.story("News", FRIDAY - MINUTE)
    room.tick(FRIDAY)
    room.becomes(FRIDAYS, state)
    room.tick(FRIDAY + DAY)
    first, second = room.posts()
    assert (first.state.value, first.reason) == ("withdrawn", "replaced by the edition of Sat 31 Oct")
    assert second.state.value == "ready"


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_a_digest_that_is_turned_off_takes_back_what_may_be_on_its_way(room: Newsroom, state: str) -> None:
    room.add(DAY_BY_DAY)
    room.tick(FRIDAY)
    room.becomes(FRIDAYS, state)
    room.do(room.digests.off(WHERE, ANN))
    assert room.posts()[0].recalled == "Ann turned it off"


def test_a_story_on_the_topic_is_found_behind_any_number_of_others(room: Newsroom) -> None:
    room.add(POLITICS)
    room.tick(FRIDAY)
    room.sent()
    room.story("Government falls", FRIDAY + HOUR, topics=("Politics",))
    room.story("Politics in brief", FRIDAY + HOUR)
    seen = FRIDAY + 2 * HOUR
    later = [a_draft(f"Match {n}", first_seen=seen, published=seen) for n in range(CANDIDATES)]
    room.write(lambda tx: [tx.stories.add(draft) for draft in later])
    room.tick(FRIDAY + DAY)
    text = room.sent()[1]
    assert "Government falls" in text
    assert "2 stories on politics" in text


def test_how_many_are_on_the_topic_is_said_beyond_those_that_are_looked_at(room: Newsroom) -> None:
    room.add(POLITICS)
    drafts = [
        a_draft(f"News {n}", first_seen=FRIDAY, published=FRIDAY, topics=("politics",) if n % 2 else ())
        for n in range(2 * CANDIDATES + 10)
    ]
    room.write(lambda tx: [tx.stories.add(draft) for draft in drafts])
    room.tick(FRIDAY)
    assert f"5 of {CANDIDATES + 5} stories on politics" in room.sent()[0]


@pytest.mark.parametrize("outage", ["dead", "paused"])
def test_what_was_kept_back_is_not_lost_in_weeks_without_an_edition(room: Newsroom, outage: str) -> None:
    room.add(POLITICS)
    room.subscribe()
    room.kept_back(room.story("Cup final", FRIDAY - HOUR))
    room.tick(FRIDAY)
    room.becomes(FRIDAYS, "dead")
    if outage == "paused":
        room.do(room.digests.pause(WHERE, ANN))
        room.write(_take_up_again)
        room.do(room.digests.resume(WHERE))
    for days in range(1, 26):
        room.tick(FRIDAY + days * DAY)
        room.becomes(room.posts()[-1].key, "dead")
    room.tick(FRIDAY + 26 * DAY)
    assert "Cup final" in room.sent()[0]


def _take_up_again(tx: Tx) -> None:
    """Let the fold be in the dead post still, as where the channel was closed to us."""
    (fold,) = tx.subscriptions.open_folds()
    tx.subscriptions.change_fold(fold.model_copy(update={"done": True, "delivery": FRIDAYS}))


def test_what_is_held_back_by_many_editions_out_of_turn_comes_with_the_next(room: Newsroom) -> None:
    room.add(POLITICS)
    room.subscribe()
    room.kept_back(room.story("Cup final", FRIDAY - HOUR))
    room.tick(FRIDAY)
    for minutes in range(1, 25):
        room.clock.at = FRIDAY + minutes * MINUTE
        room.do(room.digests.now(WHERE))
    room.tick(FRIDAY + DAY)
    assert room.posts()[0].reason == "replaced by the edition of Sat 31 Oct"
    assert "Cup final" in room.sent()[0]


def test_a_story_of_an_earlier_edition_says_what_is_new_whatever_came_between(room: Newsroom) -> None:
    room.add(DAY_BY_DAY)
    again = room.story("The harbour closes", FRIDAY - HOUR)
    room.tick(FRIDAY)
    room.sent()
    room.tick(FRIDAY + DAY)
    room.story("Something else", FRIDAY + DAY + HOUR)
    room.sent()
    room.tick(FRIDAY + 2 * DAY)
    room.sent()
    room.report(again, "The Courier", FRIDAY + 2 * DAY + HOUR)
    room.tick(MONDAY)
    assert "The harbour closes" not in room.sent()[-1]
    room.report(again, "Reuters", MONDAY + HOUR)
    room.tick(MONDAY + DAY)
    assert "New since Friday: Reuters has it too." in room.sent()[-1]


def test_what_nobody_subscribes_to_any_more_is_not_in_the_edition(room: Newsroom) -> None:
    room.add(POLITICS)
    room.kept_back(room.story("Cup final", FRIDAY - HOUR))
    room.tick(FRIDAY)
    assert "Cup final" not in room.sent()[0]


@pytest.mark.parametrize(
    ("before", "after", "sent_at", "next_at"),
    [
        (
            "America/Los_Angeles",
            "Pacific/Auckland",
            datetime(2026, 10, 30, 15, tzinfo=UTC),
            datetime(2026, 10, 31, 19, tzinfo=UTC),
        ),
        (
            "Pacific/Auckland",
            "America/Los_Angeles",
            datetime(2026, 10, 30, 19, tzinfo=UTC),  # Saturday there
            datetime(2026, 11, 1, 16, tzinfo=UTC),
        ),
        (
            "UTC",
            "Europe/Berlin",
            datetime(2026, 10, 30, 8, tzinfo=UTC),
            datetime(2026, 10, 31, 7, tzinfo=UTC),
        ),
        (
            "UTC",
            "Asia/Tokyo",
            datetime(2026, 10, 30, 8, tzinfo=UTC),
            datetime(2026, 10, 30, 23, tzinfo=UTC),
        ),
        (
            "Pacific/Kiritimati",
            "Etc/GMT+12",
            datetime(2026, 10, 30, 18, tzinfo=UTC),  # Saturday there
            datetime(2026, 11, 1, 20, tzinfo=UTC),
        ),
    ],
)
def test_a_zone_changed_after_sending_makes_no_second_edition_that_day(
    room: Newsroom, before: str, after: str, sent_at: datetime, next_at: datetime
) -> None:
    room.clock.at = sent_at - HOUR
    room.add(Wish(at=time(8), days=DAILY, zone=before))
    room.tick(sent_at)
    assert len(room.ledger()) == 1
    wish = Wish(at=time(8), days=DAILY, zone=after)
    assert room.do(room.digests.change(WHERE, 1, wish)).standing.next[0] == next_at
    moment = sent_at
    while moment < next_at:
        room.tick(moment)
        moment += HOUR
    assert len(room.ledger()) == 1
    room.tick(next_at)
    assert len(room.ledger()) == 2


def test_a_zone_that_is_changed_there_and_back_costs_no_day(room: Newsroom) -> None:
    room.add(DAY_BY_DAY)
    room.tick(FRIDAY)
    for zone in ("Pacific/Auckland", "America/Los_Angeles", "Pacific/Auckland", "UTC"):
        room.do(room.digests.change(WHERE, 1, Wish(at=time(8), days=DAILY, zone=zone)))
    room.tick(FRIDAY + DAY)
    assert room.verdicts()["2026-10-31"] == "quiet"


def test_stories_of_the_night_in_a_post_that_never_was_come_after_the_digest_was_turned_off(
    room: Newsroom,
) -> None:
    room.subscribe()
    room.add(DAY_BY_DAY)
    kept = room.story("Cup final", FRIDAY - 3 * DAY)
    room.kept_back(kept)
    room.tick(FRIDAY)
    room.becomes("edition:1:2026-10-30", "unknown")
    room.do(room.digests.off(WHERE, ANN, 1))
    courier = Courier(room.store, FakePlatform(room.clock, name="test"), room.clock)
    subscriptions = Subscriptions(room.store, room.clock)
    for _ in range(30):
        room.clock.at += HOUR
        room.do(courier.work_off())
        room.do(subscriptions.tick())
    states = {post.key: post.state.value for post in room.posts()}
    assert states == {"edition:1:2026-10-30": "withdrawn", "fold:1": "sent"}
