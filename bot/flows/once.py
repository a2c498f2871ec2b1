"""One event, one effect: what an event changes and that it had its effect are written in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.errors import NutgrafError
from bot.model.health import Finding
from bot.ports import Store, Tx, View

T = TypeVar("T")


class DoneBefore(NutgrafError):
    """An event that was to have its effect has had it, perhaps in another process."""

    def __init__(self) -> None:
        super().__init__("This was done already, so it is not done again.")


@dataclass
class Handled:
    """An event that is being handled; `settled` is set once a write of it was committed."""

    identity: str
    settled: bool = False


_handled: ContextVar[Handled | None] = ContextVar("handled", default=None)


@contextmanager
def handling(identity: str) -> Iterator[Handled]:
    """Let every write in this block belong to the event with that id."""
    event = Handled(identity)
    token = _handled.set(event)
    try:
        yield event
    finally:
        _handled.reset(token)


class Once:
    """A `Store` that settles the event which is being handled in the transaction of its first write.

    So a crash leaves either the whole effect and a settled event, or neither.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Write; the first write of an event settles it. Raises DoneBefore where that was done."""
        event = _handled.get()
        if event is None or event.settled:
            return await self._store.write(work)

        def settling(tx: Tx) -> T:
            if not tx.inbox.settle(event.identity):  # another process has answered it meanwhile
                raise DoneBefore
            return work(tx)

        result = await self._store.write(settling)
        event.settled = True
        return result

    async def read(self, work: Callable[[View], T]) -> T:
        """Read."""
        return await self._store.read(work)

    async def backup(self, to: Path) -> None:
        """Write a copy."""
        await self._store.backup(to)

    async def check(self) -> tuple[Finding, ...]:
        """Look at the store's health."""
        return await self._store.check()

    async def close(self) -> None:
        """Close the store."""
        await self._store.close()
