"""The composition root: with `bot.child`, the only file that imports adapters and storage."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters import plain
from adapters.sources.child import ChildReader
from bot.clock import SystemClock
from bot.commands.catalogue import CATALOGUE
from bot.commands.dispatch import Dispatch
from bot.flows.desk import Desk
from bot.flows.intake import READ_AHEAD, Intake
from bot.model.card import Card
from bot.model.source import Raw
from bot.ports import ChatPlatform, Clock, Reader, Store
from storage.store import open_store


@dataclass(frozen=True)
class House:
    """Everything, put together around one store."""

    store: Store
    reader: Reader
    clock: Clock
    desk: Desk
    intake: Intake
    dispatch: Dispatch


@asynccontextmanager
async def open_house(db: Path, *, clock: Clock | None = None) -> AsyncIterator[House]:
    """Open the store at that path (made where there is none), and close everything in the end.

    Raises StoreError where the store can't be opened.
    """
    clock = clock or SystemClock()
    store = await open_store(db)
    reader = ChildReader("bot.child", children=READ_AHEAD)
    desk, intake = Desk(store, clock), Intake(store, reader, clock)
    try:
        yield House(store, reader, clock, desk, intake, Dispatch(CATALOGUE, desk, intake))
    finally:
        await reader.close()
        await store.close()


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
