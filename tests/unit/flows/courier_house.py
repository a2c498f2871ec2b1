"""A real store, a clock that is set, a platform in memory and a courier between them, for tests."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.flows.courier import Courier
from bot.flows.posts import revise
from bot.flows.settling import Patience
from bot.model.delivery import Delivery, DeliveryState, Pace, Promise
from bot.ports import Store
from storage.store import open_store
from tests.conftest import SetClock
from tests.fakes import FAST, FakePlatform, card

STEADY = Patience(jitter=lambda: 0.0)


@dataclass
class House:
    """What a test works with."""

    store: Store
    clock: SetClock
    platform: FakePlatform
    courier: Courier = field(init=False)

    def __post_init__(self) -> None:
        self.courier = self.another()

    def another(self) -> Courier:
        """Return one more courier on the same store, as another process or a restart has it."""
        return Courier(self.store, self.platform, self.clock, patience=STEADY)

    async def queue(self, *promises: Promise) -> None:
        """Queue promises in one transaction."""
        now = self.clock.now()
        await self.store.write(lambda tx: [tx.deliveries.queue(each, at=now) for each in promises])

    async def revise(self, key: str, text: str) -> None:
        """Make a post say something else."""
        await self.store.write(lambda tx: revise(tx, key, card(text), at=self.clock.now()))

    async def of(self, key: str) -> Delivery:
        """Return the delivery with that key."""
        found = await self.store.read(lambda view: view.deliveries.of(key))
        assert found is not None, key
        return found

    async def states(self, *keys: str) -> list[DeliveryState]:
        """Return how far those deliveries are."""
        return [(await self.of(key)).state for key in keys]

    async def work(self, *, after: float = 0) -> None:
        """Let so many seconds pass, then do all that is due."""
        self.wait(after)
        await self.courier.work_off()

    def wait(self, seconds: float) -> None:
        """Set the clock ahead, or back where negative."""
        self.clock.at += timedelta(seconds=seconds)


@asynccontextmanager
async def open_house(folder: Path, pace: Pace = FAST) -> AsyncIterator[House]:
    """Open a house with a store of its own in the folder."""
    store = await open_store(folder / "house.db")
    clock = SetClock()
    try:
        yield House(store, clock, FakePlatform(clock, pace=pace))
    finally:
        await store.close()


def in_house(pace: Pace = FAST) -> Callable[[Callable[[House], Awaitable[None]]], Callable[[], None]]:
    """Make a test of an async function that is given a house."""

    def decorate(test: Callable[[House], Awaitable[None]]) -> Callable[[], None]:
        async def live() -> None:
            with tempfile.TemporaryDirectory() as folder:
                async with open_house(Path(folder), pace) as house:
                    await test(house)

        def test_in_house() -> None:
            asyncio.run(live())

        return test_in_house

    return decorate


async def until(true: Callable[[], bool]) -> None:
    """Let others go on until it is so."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - what is waited for happens in places that know of no test
            await asyncio.sleep(0)


async def crash(courier: Courier, *, after: Callable[[], bool]) -> None:
    """Run a courier, and drop it in the middle: nothing of what is on its way is settled."""
    running = asyncio.create_task(courier.run())
    await until(after)
    running.cancel()
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
