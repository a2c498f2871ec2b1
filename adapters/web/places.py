"""Room for large bodies: how many may be in memory at a time, from their fetch until they were read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from weakref import finalize

LARGE: Final = 512_000
"""A body of more bytes needs a place. Below that, all that are fetched at once take little."""

PLACES: Final = 3


class Place:
    """Room for one body, taken when it turns out to be large, and let go once."""

    def __init__(self, room: asyncio.Semaphore) -> None:
        self._room = room
        self._taken = False

    async def take(self) -> None:
        """Wait for room, unless it was taken already."""
        if not self._taken:
            await self._room.acquire()
            self._taken = True

    def let_go(self) -> None:
        """Give the room to others. May be called twice."""
        if self._taken:
            self._taken = False
            self._room.release()

    def until_gone(self, holder: object) -> None:
        """Let go when nobody has `holder` any more: what was fetched is used up then."""
        finalize(holder, self.let_go).atexit = False


class Places:
    """The places of one web."""

    def __init__(self, count: int = PLACES) -> None:
        self._room = asyncio.Semaphore(count)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Place]:
        """Give a place for a fetch; what fails lets go of it."""
        place = Place(self._room)
        try:
            yield place
        except BaseException:
            place.let_go()
            raise
