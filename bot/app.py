"""The life of the process: platforms, a courier for each, and the ticks; started and stopped in order.

A tick only looks; what is due is decided by the ledger and the store. So a tick that comes late, twice or
not at all loses nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import Missing, NutgrafError
from bot.flows.courier import Courier
from bot.ports import Answers, ChatPlatform

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tick:
    """Something to look at again and again, `every` so many seconds."""

    name: str
    every: float
    look: Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Served:
    """A platform, and the courier that sends to it."""

    platform: ChatPlatform
    courier: Courier


class App:
    """Runs platforms until people leave them.

    Start: a first look at what is due, then couriers, ticks and platforms. Stop: platforms first, so that
    nothing new comes in; then ticks; last the couriers, which finish what they have begun. The store is
    closed by who opened it.
    """

    def __init__(self, answers: Answers, *, served: Sequence[Served], ticks: Sequence[Tick]) -> None:
        self._answers = answers
        self._served = tuple(served)
        self._ticks = tuple(ticks)

    async def run(self) -> None:
        """Run until every platform's `run` has ended, or until cancelled; a courier that breaks ends all.

        A platform that can't begin is logged, and the others go on. Raises Missing where none can.
        """
        try:
            await self._run()
        except* Missing as missing:
            raise _first(missing) from None

    async def _run(self) -> None:
        for tick in self._ticks:
            await _looked_at(tick)
        async with asyncio.TaskGroup() as sending:
            couriers = [sending.create_task(each.courier.run()) for each in self._served]
            scheduler = self._scheduler()
            scheduler.start()
            try:
                async with asyncio.TaskGroup() as platforms:
                    refused: list[Missing] = []
                    for each in self._served:
                        platforms.create_task(self._serve(each.platform, refused))
            finally:
                scheduler.shutdown(wait=False)
                for each in self._served:
                    each.courier.stop()
                await asyncio.wait(couriers)

    async def _serve(self, platform: ChatPlatform, refused: list[Missing]) -> None:
        try:
            await platform.run(self._answers)
        except Missing as missing:
            refused.append(missing)
            if len(refused) == len(self._served):
                raise
            _log.error("%s is not served: %s The rest goes on.", platform.name.capitalize(), missing)

    def _scheduler(self) -> AsyncIOScheduler:
        logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it would tell of every single tick
        scheduler = AsyncIOScheduler(timezone=UTC)
        for tick in self._ticks:
            scheduler.add_job(
                _looked_at,
                "interval",
                [tick],
                seconds=tick.every,
                # However late the scheduler is, it looks once, and never twice at a time.
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
        return scheduler


def _first(group: BaseExceptionGroup[Missing]) -> Missing:
    """Return the first error of a group of groups."""
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


async def _looked_at(tick: Tick) -> None:
    """Look; what goes wrong is said in the log, and the next tick looks again."""
    try:
        await tick.look()
    except NutgrafError as error:
        _log.warning("The %s could not be looked at: %s", tick.name, error)
    except Exception:  # noqa: BLE001 - logged; what was not done now is still due at the next tick
        _log.exception("The %s could not be looked at; the next tick tries again.", tick.name)
