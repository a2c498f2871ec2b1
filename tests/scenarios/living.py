"""A bot that runs over a real store, for scenarios: stopped and started, slowed down, and broken."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.clock import SystemClock
from bot.commands.catalogue import CATALOGUE
from bot.commands.dispatch import Dispatch
from bot.compose import House, app, open_house
from bot.errors import StoreFull
from bot.model.card import Card
from bot.model.events import Fact, Incoming
from bot.model.health import Finding
from bot.model.people import MessageRef
from bot.ports import ChatPlatform, Clock, Store, Tx, View
from storage.store import open_store
from tests.contracts.drafts import a_draft

T = TypeVar("T")


class AheadClock:
    """A clock that is `ahead` so many seconds before this machine's."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> datetime:
        """Return this moment, as that clock has it."""
        return SystemClock().now() + timedelta(seconds=self.ahead)


class Stubborn:
    """A store that writes nothing while `full` is set."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.full = False

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Write, or raise StoreFull."""
        if self.full:
            raise StoreFull("There is no room on the disk.", next_step="Make some.")
        return await self._store.write(work)

    async def read(self, work: Callable[[View], T]) -> T:
        """Read."""
        return await self._store.read(work)

    async def backup(self, to: Path) -> None:
        """Write a copy."""
        await self._store.backup(to)

    async def check(self) -> tuple[Finding, ...]:
        """Look at its health."""
        return await self._store.check()

    async def close(self) -> None:
        """Close it."""
        await self._store.close()


class Gated(Dispatch):
    """Answers that wait for a gate: slow work. `begun` counts them.

    While `broken` is set, nothing can be taken in. `reachable` is set once the platform has something to
    bring, `caught_up` once it has been compared.
    """

    gate: asyncio.Event
    reachable: asyncio.Event
    caught_up: asyncio.Event
    begun = 0
    broken = False

    async def accept(self, fact: Fact) -> bool:
        """Save, or break by a fault of ours."""
        if self.broken:
            raise RuntimeError("a fault of ours")
        return await super().accept(fact)

    async def answer(self, incoming: Incoming) -> Card:
        """Answer once the gate is open."""
        self.begun += 1
        await self.gate.wait()
        return await super().answer(incoming)

    async def catch_up(self, platform: ChatPlatform, message: MessageRef | None = None) -> None:
        """Catch up, and say so."""
        self.reachable.set()
        await super().catch_up(platform, message)
        self.caught_up.set()


class Living(ABC):
    """The bot's life. `start` returns once a platform can reach it; `stop` ends it in order."""

    house: House
    store: Stubborn
    gate: asyncio.Event
    reachable: asyncio.Event
    caught_up: asyncio.Event
    dispatch: Gated

    def __init__(self, db: Path) -> None:
        self._db = db
        self._stopping = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    @abstractmethod
    def platforms(self, clock: Clock) -> Sequence[ChatPlatform]:
        """Return the platforms that the bot is to serve, made anew for each start."""

    def clock(self) -> Clock:
        """Return the clock of the bot itself."""
        return SystemClock()

    async def start(self) -> None:
        """Start the bot, and return once it can be reached."""
        self._stopping, self.reachable, self.caught_up = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._life = asyncio.create_task(self._live())
        waiting = asyncio.create_task(self.reachable.wait())
        await asyncio.wait({self._life, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._life.done():
            self._life.result()

    async def stop(self) -> None:
        """Stop the bot in order."""
        if self._life is not None:
            self._stopping.set()
            await self._life
            self._life = None

    async def _live(self) -> None:
        async def opening(path: Path) -> Store:
            self.store = Stubborn(await open_store(path))
            return self.store

        clock = self.clock()
        async with open_house(self._db, clock=clock, opening=opening) as house:
            self.gate = asyncio.Event()
            self.gate.set()
            self.dispatch = Gated(CATALOGUE, house.flows)
            self.dispatch.gate = self.gate
            self.dispatch.reachable, self.dispatch.caught_up = self.reachable, self.caught_up
            self.house = replace(house, dispatch=self.dispatch)
            running = asyncio.create_task(app(self.house, self.platforms(clock)).run())
            stopping = asyncio.create_task(self._stopping.wait())
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            running.cancel()
            await asyncio.wait({running})
            if not running.cancelled() and (error := running.exception()):
                raise error

    async def stories(self, *headlines: str) -> None:
        """Put stories into the store; the first is #1."""
        now = self.clock().now()

        def work(tx: Tx) -> None:
            for headline in headlines:
                tx.stories.add(a_draft(headline, published=now, first_seen=now))

        await self.house.store.write(work)

    async def posts(self, platform: str, *, count: int = 1, within: float = 5.0) -> tuple[MessageRef, ...]:
        """Wait until the store knows that so many posts are there, and return them, the newest first."""
        long_ago = SystemClock().now() - timedelta(days=1)
        async with asyncio.timeout(within):
            while True:
                known = await self.house.store.read(
                    lambda view: view.reactions.open_posts(platform, since=long_ago, limit=count)
                )
                if len(known) >= count:
                    return known
                await asyncio.sleep(0.01)  # so that the bot has the machine for itself

    async def effects(self) -> int:
        """Return how many standing digests there are."""
        return await self.house.store.read(lambda view: len(view.digests.standing()))
