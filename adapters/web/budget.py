"""The time that one fetch has."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.web.faults import late


class Budget:
    """The seconds that a whole fetch has; they run only while it has a turn.

    `waiting_for` is what is still to come, as a sentence goes on: "no answer had come".
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._left = seconds
        self.waiting_for = ""

    @asynccontextmanager
    async def running(self, host: str) -> AsyncIterator[None]:
        """Let the time run. Raises Stop when it is over."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._left):
                yield
        except TimeoutError:
            raise late(host, self.waiting_for, self._seconds) from None
        finally:
            self._left = max(self._left - (loop.time() - began), 0.0)
