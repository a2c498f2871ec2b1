"""Whose turn it is: a few fetches a host at a time, and not too many in all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass
class _Queue:
    turns: asyncio.Semaphore
    there: int = 0


class HostTurns:
    """Lets `a_host` fetches run at a time for each host, and `at_once` in all."""

    def __init__(self, *, a_host: int, at_once: int) -> None:
        self._a_host = a_host
        self._all = asyncio.Semaphore(at_once)
        self._queues: dict[str, _Queue] = {}

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn. The host's comes first, so who waits for a slow one is in nobody's way."""
        queue = self._queues.setdefault(host, _Queue(asyncio.Semaphore(self._a_host)))
        queue.there += 1
        try:
            async with queue.turns, self._all:
                yield
        finally:
            queue.there -= 1
            if not queue.there:
                del self._queues[host]

    def __len__(self) -> int:
        """Return how many hosts are being fetched from or waited for."""
        return len(self._queues)
