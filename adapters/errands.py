"""Errands: what is done after a platform was told that something arrived. None is lost, each by itself."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Errands:
    """Keeps tasks until they are done: the event loop alone would let them be collected."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin, and return the task. What it raises is logged."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    async def finish(self, within: float) -> None:
        """Wait that many seconds for what is running, then cancel what is left."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=within)
        left = set(self._running)
        for task in left:
            task.cancel()
        if left:
            _log.warning("%d errands took too long; what was saved is done after the next start.", len(left))
            await asyncio.wait(left)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("An errand broke off by a fault of ours.", exc_info=error)
