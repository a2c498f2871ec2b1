"""The composition root: with `bot.child`, the only file that imports adapters and storage."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from adapters import plain
from adapters.sources.child import ChildReader
from bot.clock import SystemClock
from bot.commands.catalogue import CATALOGUE
from bot.commands.context import Flows
from bot.commands.dispatch import Dispatch
from bot.flows.bell import Ringing
from bot.flows.desk import Desk
from bot.flows.digests import Digests
from bot.flows.intake import READ_AHEAD, Intake
from bot.flows.outbox import Outbox
from bot.flows.preferences import Settings
from bot.flows.subscriptions import BurstLimits, Subscriptions
from bot.flows.why import Why
from bot.model.card import Card
from bot.model.habits import Habits
from bot.model.source import Raw
from bot.ports import ChatPlatform, Clock, Reader, Store
from storage.store import open_store

if TYPE_CHECKING:
    from bot.app import App


@dataclass(frozen=True)
class House:
    """Everything, put together around one store."""

    store: Ringing
    reader: Reader
    clock: Clock
    flows: Flows
    dispatch: Dispatch

    @property
    def desk(self) -> Desk:
        """Answers questions about stories."""
        return self.flows.desk

    @property
    def intake(self) -> Intake:
        """Takes in what sources deliver."""
        return self.flows.intake


@asynccontextmanager
async def open_house(
    db: Path,
    *,
    clock: Clock | None = None,
    habits: Habits | None = None,
    opening: Callable[[Path], Awaitable[Store]] = open_store,
) -> AsyncIterator[House]:
    """Open the store at that path (made where there is none), and close everything in the end.

    Raises StoreError where the store can't be opened.
    """
    clock, habits = clock or SystemClock(), habits or Habits()
    store = Ringing(await opening(db))
    reader = ChildReader("bot.child", children=READ_AHEAD)
    flows = _flows(store, reader, clock, habits)
    try:
        yield House(store, reader, clock, flows, Dispatch(CATALOGUE, flows))
    finally:
        await reader.close()
        await store.close()


def _flows(store: Store, reader: Reader, clock: Clock, habits: Habits) -> Flows:
    limits = BurstLimits(a_minute=habits.burst_minute, an_hour=habits.burst_hour)
    grace = timedelta(hours=habits.grace_hours)
    subscriptions = Subscriptions(store, clock, zone=habits.zone, limits=limits, grace=grace)
    return Flows(
        desk=Desk(store, clock),
        intake=Intake(store, reader, clock, announce=subscriptions.announce),
        digests=Digests(store, clock, zone=habits.zone, grace=grace),
        subscriptions=subscriptions,
        outbox=Outbox(store, clock),
        why=Why(store, clock),
        preferences=Settings(store, zone=habits.zone),
    )


def app(house: House, platforms: Sequence[ChatPlatform]) -> "App":
    """Return the life of a process that serves these platforms."""
    from bot.app import App, Served, Tick
    from bot.flows.courier import Courier

    return App(
        house.dispatch,
        served=[
            Served(each, Courier(house.store.silent, each, house.clock, bell=house.store.listen()))
            for each in platforms
        ],
        ticks=[
            Tick("digests", 5, house.flows.digests.tick),
            Tick("folded stories", 15, house.flows.subscriptions.tick),
            Tick("old decisions", 6 * 3600, house.flows.why.forget),
        ],
    )


def as_text(card: Card) -> str:
    """Return a card as plain text, times in this machine's zone."""
    return plain.render(card)


def playground(*, history: Path | None, clock: Clock, stories: int) -> ChatPlatform:
    """Return the terminal's chat. `history` is the file that remembers what was typed."""
    from adapters.console.platform import Console

    return Console(history=history, clock=clock, stories=stories)


def samples() -> Iterator[Raw]:
    """Yield the playground's sample data."""
    from adapters.console.samples import samples as every

    return every()
