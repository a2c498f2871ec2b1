"""Turns: one long piece of work runs between two looks at the network."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Turns:
    """Lets one long piece of work run between two looks at the network: rendering takes milliseconds.

    So however many answers are ready at once, what arrives meanwhile is acknowledged soon.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def take(self, work: Callable[[], T]) -> T:
        """Return what the work returns, when it is its turn."""
        async with self._turn:
            done = work()
            await asyncio.sleep(0)
            return done
