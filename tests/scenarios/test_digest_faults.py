"""Digests on a locked store, on a full disk, and with a late tick: nothing lost, nothing doubled."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.compose import House, open_house
from bot.model.delivery import DeliveryState
from bot.model.digest import Edition, Verdict
from bot.model.events import CommandTyped
from storage.driver import sqlite3
from storage.store import open_store
from tests.conftest import MONDAY_7AM, SetClock
from tests.contracts.drafts import a_draft
from tests.unit.flows.newsroom import ANN, WHERE

STORIES = 200
EIGHT = MONDAY_7AM.replace(hour=8)


async def said(house: House, text: str) -> str:
    """Type a command as an editor; return the answer's one line."""
    typed = CommandTyped(id=text, at=house.clock.now(), actor=ANN, where=WHERE, text=text)
    return (await house.dispatch.attempt(typed)).card.summary


async def ledger(house: House) -> list[Edition]:
    editions = await house.store.read(lambda view: view.digests.editions(1, limit=10))
    return sorted(editions, key=lambda edition: edition.occasion)


async def waiting(house: House) -> int:
    counts = await house.store.read(lambda view: view.deliveries.counts())
    return counts.get(DeliveryState.ready, 0)


@asynccontextmanager
async def a_house(db: Path, clock: SetClock, *, max_bytes: int | None = None) -> AsyncIterator[House]:
    """Open a house that waits but a moment for a locked store, over a file that may not grow further."""
    opening = partial(open_store, busy_timeout=0.05, max_bytes=max_bytes)
    async with open_house(db, clock=clock, opening=opening) as house:
        yield house


async def with_a_digest(db: Path, clock: SetClock) -> None:
    """Store a digest that comes at 08:00, and so many stories for it that they need room."""
    async with a_house(db, clock) as house:
        assert "set up" in await said(house, "digest at 08:00 daily")
        drafts = [a_draft(first_seen=clock.now(), published=clock.now()) for _ in range(STORIES)]
        await house.store.write(lambda tx: [tx.stories.add(draft) for draft in drafts])


@contextmanager
def locked(db: Path) -> Iterator[None]:
    """Hold the store as another program would."""
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def test_an_edition_that_met_a_locked_store_comes_with_the_next_tick(
    tmp_path: Path, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    db = tmp_path / "s.db"

    async def scenario() -> tuple[list[Edition], int]:
        await with_a_digest(db, clock)
        async with a_house(db, clock) as house:
            clock.at = EIGHT
            with locked(db):
                await house.flows.digests.tick()
            assert (await ledger(house), await waiting(house)) == ([], 0)
            for _ in range(2):
                clock.at += timedelta(seconds=5)
                await house.flows.digests.tick()
            return await ledger(house), await waiting(house)

    (edition,), posts = asyncio.run(scenario())
    assert (edition.verdict, edition.considered, posts) == (Verdict.sent, STORIES, 1)
    assert "is tried again: Another program held the store" in caplog.text


def test_an_edition_for_which_the_disk_was_full_comes_once_there_is_room(
    tmp_path: Path, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    db = tmp_path / "s.db"

    async def scenario() -> tuple[list[Edition], int]:
        await with_a_digest(db, clock)
        clock.at = EIGHT + timedelta(minutes=20)
        async with a_house(db, clock, max_bytes=db.stat().st_size) as full:
            await full.flows.digests.tick()
            assert (await ledger(full), await waiting(full)) == ([], 0)
        async with a_house(db, clock) as house:
            await house.flows.digests.tick()
            return await ledger(house), await waiting(house)

    (edition,), posts = asyncio.run(scenario())
    assert (edition.verdict, edition.considered, posts) == (Verdict.late, STORIES, 1)
    assert "There is no room left" in caplog.text


def test_who_asks_for_an_edition_is_told_that_it_could_not_be_promised(
    tmp_path: Path, clock: SetClock
) -> None:
    db = tmp_path / "s.db"

    async def scenario() -> tuple[str, str, int]:
        await with_a_digest(db, clock)
        async with a_house(db, clock) as house:
            with locked(db):
                busy = await said(house, "digest now")
        async with a_house(db, clock, max_bytes=db.stat().st_size) as house:
            full = await said(house, "digest now")
            return busy, full, await waiting(house)

    busy, full, posts = asyncio.run(scenario())
    assert "held the store" in busy
    assert "nothing was written" in busy
    assert "Try again" in busy
    assert "no room left" in full
    assert "Make room" in full
    assert posts == 0


def test_a_tick_that_comes_minutes_late_is_no_reason_to_say_late(tmp_path: Path, clock: SetClock) -> None:
    db = tmp_path / "s.db"

    async def scenario() -> list[Edition]:
        await with_a_digest(db, clock)
        async with a_house(db, clock) as house:
            for minutes in (4, 4, 7):
                clock.at = EIGHT + timedelta(minutes=minutes)
                await house.flows.digests.tick()
            clock.at = EIGHT + timedelta(days=1, minutes=7)
            await house.flows.digests.tick()
            return await ledger(house)

    assert [edition.verdict for edition in asyncio.run(scenario())] == [Verdict.sent, Verdict.late]
