"""The bell: tells who waits for work that there may be some, so that nobody has to ask all the time."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.model.health import Finding
from bot.ports import Store, Tx, View

T = TypeVar("T")


class Bell:
    """A bell with one listener. A ring that nobody waits for is heard by the next wait."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the listener. Rings that come together count as one. Only on the event loop's thread."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Return when the bell has rung since the last wait, or after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return
        self._rung.clear()


class Ringing:
    """A `Store` that rings after each committed write. `silent` is the same store, and rings for nobody."""

    def __init__(self, store: Store, *bells: Bell) -> None:
        self.silent = store
        self._bells = list(bells)

    def listen(self) -> Bell:
        """Return a new bell, for one courier, that rings from now on."""
        self._bells.append(Bell())
        return self._bells[-1]

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Write, then ring."""
        result = await self.silent.write(work)
        for bell in self._bells:
            bell.ring()
        return result

    async def read(self, work: Callable[[View], T]) -> T:
        """Read."""
        return await self.silent.read(work)

    async def backup(self, to: Path) -> None:
        """Write a copy."""
        await self.silent.backup(to)

    async def check(self) -> tuple[Finding, ...]:
        """Look at the store's health."""
        return await self.silent.check()

    async def close(self) -> None:
        """Close the store."""
        await self.silent.close()
