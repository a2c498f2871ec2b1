"""What sources deliver becomes stories: each item once, whatever its date or order."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.compose import House, open_house
from bot.errors import Unreadable
from bot.flows.arrivals import Joined
from bot.flows.intake import Intake, Poll, Receipt
from bot.model.source import Raw, Source
from bot.model.story import Story
from bot.model.value import Utc
from bot.ports import Tx
from tests.conftest import SetClock
from tests.feeds import rss

T = TypeVar("T")
SOURCE = Source(key="https://city.example/feed", title="City Desk")
ENTRIES = tuple(
    (f"e{n}", f"Council votes on plan {n}", f"Mon, 0{n} Jun 2026 08:00:00 GMT") for n in range(1, 7)
)


def in_house(db: Path, work: Callable[[House], Awaitable[T]], clock: SetClock | None = None) -> T:
    async def run() -> T:
        async with open_house(db, clock=clock or SetClock()) as house:
            return await work(house)

    return asyncio.run(run())


def test_a_brief_becomes_a_story_once(tmp_path: Path, brief: bytes) -> None:
    async def twice(house: House) -> tuple[Receipt, Receipt]:
        raw = Raw(name="karpathy.txt", body=brief)
        return await house.intake.take(raw), await house.intake.take(raw)

    first, second = in_house(tmp_path / "s.db", twice)
    assert [story.number for story in first.stories] == [1]
    assert first.stories[0].reports[0].outlet == "Anthropic News"
    assert (second.stories, second.known, second.duplicates, second.entries) == ((), (1,), 1, 1)


def test_an_entry_twice_in_one_feed_is_one_story(tmp_path: Path) -> None:
    async def take(house: House) -> Receipt:
        return await house.intake.take(Raw(name="f.xml", body=rss([*ENTRIES, ENTRIES[0]])))

    receipt = in_house(tmp_path / "s.db", take)
    assert (len(receipt.stories), receipt.duplicates, receipt.entries) == (6, 1, 7)


EDITIONS = (
    *ENTRIES,
    ("e1", "Council votes on plan 1 again", "Tue, 09 Jun 2026 08:00:00 GMT"),
    ("e2", "Plan 2", ""),
)


@settings(max_examples=6)
@given(st.permutations(EDITIONS))
def test_of_several_editions_in_a_feed_the_newest_counts_in_any_order(
    feed: list[tuple[str, str, str]],
) -> None:
    async def take(house: House) -> set[str]:
        receipt = await house.intake.take(Raw(name="f.xml", body=rss(feed)))
        return {report.headline for taken in receipt.taken for report in taken.story.reports}

    with TemporaryDirectory() as place:
        headlines = in_house(Path(place) / "s.db", take)
    assert "Council votes on plan 1 again" in headlines
    assert "Council votes on plan 2" in headlines
    assert len(headlines) == len(ENTRIES)


FEEDS = st.lists(st.lists(st.sampled_from(ENTRIES), max_size=8), min_size=1, max_size=4)


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(FEEDS)
def test_any_order_and_any_repetition_give_the_same_stories(
    feeds: Sequence[Sequence[tuple[str, str, str]]],
) -> None:
    async def take_all(house: House) -> tuple[list[Receipt], set[str]]:
        receipts = [await house.intake.take(Raw(name="f.xml", body=rss(feed))) for feed in feeds]
        page = await house.desk.latest(count=20)
        return receipts, {story.headline for story in page.stories}

    with TemporaryDirectory() as place:
        receipts, headlines = in_house(Path(place) / "s.db", take_all)
    assert headlines == {headline for feed in feeds for _, headline, _ in feed}
    assert sum(len(receipt.taken) for receipt in receipts) == len(headlines)
    assert all(r.entries == len(r.taken) + r.duplicates + r.unusable for r in receipts)


def test_the_same_entry_with_a_new_date_is_the_same_item(tmp_path: Path) -> None:
    moved = [(key, headline, "Tue, 30 Jun 2026 08:00:00 GMT") for key, headline, _ in ENTRIES]

    async def poll(house: House) -> tuple[Receipt, Receipt]:
        return await house.intake.poll(Poll(source=SOURCE, body=rss(ENTRIES))), await house.intake.poll(
            Poll(source=SOURCE, body=rss(moved))
        )

    first, second = in_house(tmp_path / "s.db", poll)
    assert (len(first.stories), first.first_poll) == (6, True)
    assert (second.stories, second.first_poll) == ((), False)


def test_a_poll_brings_exactly_what_is_new(tmp_path: Path) -> None:
    async def poll(house: House) -> Receipt:
        await house.intake.poll(Poll(source=SOURCE, body=rss(ENTRIES[:4])))
        return await house.intake.poll(Poll(source=SOURCE, body=rss(tuple(reversed(ENTRIES)))))

    receipt = in_house(tmp_path / "s.db", poll)
    assert {taken.item for taken in receipt.taken} == {"id:e5", "id:e6"}
    assert (receipt.entries, receipt.duplicates) == (6, 4)


def test_a_poll_that_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    async def poll(house: House) -> tuple[Receipt, int]:
        await house.intake.poll(Poll(source=SOURCE, body=rss(ENTRIES[:1])))
        with pytest.raises(Unreadable):
            await house.intake.poll(Poll(source=SOURCE, body=b"\x00\x01\x02\xff" * 50))
        again = await house.intake.poll(Poll(source=SOURCE, body=rss(ENTRIES[:1])))
        return again, await house.store.read(lambda view: view.stories.count())

    again, stories = in_house(tmp_path / "s.db", poll)
    assert again == Receipt()
    assert stories == 1


def test_two_houses_on_one_store_add_each_item_once(tmp_path: Path) -> None:
    async def both() -> tuple[Receipt, Receipt]:
        async with open_house(tmp_path / "s.db") as one, open_house(tmp_path / "s.db") as other:
            raw = Raw(name="f.xml", body=rss(ENTRIES))
            first, second = await asyncio.gather(one.intake.take(raw), other.intake.take(raw))
            return first, second

    first, second = asyncio.run(both())
    assert len(first.stories) + len(second.stories) == 6
    assert first.duplicates + second.duplicates == 6


class Heard:
    """Hears what is announced, and may refuse it."""

    def __init__(self) -> None:
        self.headlines: list[str] = []
        self.fails = False

    def __call__(self, tx: Tx, stories: Sequence[Story], *, joined: Sequence[Joined], at: Utc) -> None:
        assert not joined
        assert all(story.first_seen == at for story in stories)
        assert tx.stories.get(stories[0].number) == stories[0]
        if self.fails:
            raise ValueError("no")
        self.headlines += [story.headline for story in stories]


def test_what_is_new_is_announced_but_not_what_a_source_held_at_first(tmp_path: Path) -> None:
    async def poll(house: House) -> list[str]:
        heard = Heard()
        intake = Intake(house.store, house.reader, house.clock, announce=heard)
        await intake.poll(Poll(source=SOURCE, body=rss(ENTRIES[:4])))
        assert heard.headlines == []
        assert await house.store.read(lambda v: v.stories.arrivals(0, v.stories.newest_arrival())) == 0
        await intake.poll(Poll(source=SOURCE, body=rss(ENTRIES)))
        await intake.poll(Poll(source=SOURCE, body=rss(ENTRIES[::-1])))
        return heard.headlines

    assert in_house(tmp_path / "s.db", poll) == ["Council votes on plan 5", "Council votes on plan 6"]


def test_a_story_that_cannot_be_announced_is_not_taken_in_and_comes_again(tmp_path: Path) -> None:
    async def take(house: House) -> tuple[int, Receipt]:
        heard = Heard()
        intake = Intake(house.store, house.reader, house.clock, announce=heard)
        heard.fails = True
        with pytest.raises(ValueError, match="no"):
            await intake.take(Raw(name="f.xml", body=rss(ENTRIES)))
        stored = await house.store.read(lambda view: view.stories.count())
        heard.fails = False
        return stored, await intake.take(Raw(name="f.xml", body=rss(ENTRIES)))

    stored, receipt = in_house(tmp_path / "s.db", take)
    assert stored == 0
    assert len(receipt.stories) == 6


def test_the_day_an_item_came_out_is_what_is_known_of_it(tmp_path: Path) -> None:
    clock = SetClock()
    old = [("dated", "Council votes on plan 1", "Mon, 01 Jun 2026 08:00:00 GMT"), ("old", "Bees return", "")]
    new = [*old, ("new", "Mayor resigns over harbour loan", "")]

    async def poll(house: House) -> list[date | None]:
        for items in (old, new):
            await house.intake.poll(Poll(source=SOURCE, body=rss(items)))
        kept = await house.store.write(lambda tx: [tx.groups.kept(story) for story in (1, 2, 3)])
        return [reports[0].sketch.day for reports in kept]

    assert set(in_house(tmp_path / "s.db", poll, clock)) == {date(2026, 6, 1), None, clock.now().date()}
