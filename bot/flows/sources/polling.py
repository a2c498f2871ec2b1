"""Asking sources when their time has come, many at once, and keeping what became of it.

A slow source holds up no other: at most two of one host are asked at a time, and many hosts are.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from bot.errors import StoreError
from bot.flows.intake import Receipt
from bot.flows.sources.alarms import Alarms
from bot.flows.sources.outcome import failed, succeeded
from bot.flows.sources.taking import Taking, heard
from bot.model.fetch import Failed, Fetched, Unchanged, Wanted
from bot.model.polled import PolledSource, SourceKind, SourceState
from bot.model.value import Value
from bot.ports import Clock, Store, Tx, Web

_log = logging.getLogger(__name__)

AT_ONCE: Final = 64
"""How many sources are asked at a time."""

A_HOST: Final = 2
"""How many of one host."""

LEASE: Final = timedelta(minutes=15)
"""For how long a source that is being asked is nobody else's; if the process ends, it is asked after that."""

_LOOKED_AT: Final = 500


class Polled(Value):
    """What one poll gave: the source after it, and the receipt; None where nothing could be read."""

    source: PolledSource
    receipt: Receipt | None
    unchanged: bool = False


class Polling:
    """Polls sources in the background; `stop` ends it."""

    def __init__(self, store: Store, web: Web, clock: Clock, *, taking: Taking, alarms: Alarms) -> None:
        self._store = store
        self._web = web
        self._clock = clock
        self._taking = taking
        self._alarms = alarms
        self._asked: dict[int, asyncio.Task[None]] = {}
        self._hosts: Counter[str] = Counter()

    async def tick(self) -> None:
        """Begin to ask the sources whose time has come. May be called as often as one likes."""
        due = await self._store.read(lambda view: view.sources.due(at=self._clock.now(), limit=_LOOKED_AT))
        for source in await self._claimed(self._chosen(due)):
            host = _host(source)
            self._hosts[host] += 1
            task = asyncio.create_task(self._ask(source), name=f"source {source.number}")
            self._asked[source.number] = task
            task.add_done_callback(partial(self._over, source.number, host))

    @property
    def busy(self) -> bool:
        """Whether something is being asked."""
        return bool(self._asked)

    async def idle(self) -> None:
        """Wait until nothing is being asked."""
        while self._asked:
            await asyncio.wait(self._asked.values())

    async def stop(self) -> None:
        """End what is being asked; it is asked again by the next process. May be called twice."""
        tasks = list(self._asked.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def poll(self, source: PolledSource) -> Polled:
        """Ask one source now, whatever its time, and keep what became of it. Raises StoreError."""
        wanted = Wanted(
            url=source.url,
            etag=source.etag,
            last_modified=source.last_modified,
            robots=source.kind is SourceKind.page,
        )
        answer = await self._web.fetch(wanted)
        match answer:
            case Failed():
                return Polled(source=await self._kept(source, answer), receipt=None)
            case Unchanged():
                kept = await self._kept(source, answer, Receipt())
                return Polled(source=kept, receipt=Receipt(), unchanged=True)
            case Fetched() if await self._is_removed(source):  # meanwhile: nothing of it is news any more
                return Polled(source=await self._kept(source, answer), receipt=None)
            case Fetched():
                taken = await self._taking.take(source, answer)
                if isinstance(taken, Failed):
                    return Polled(source=await self._kept(source, taken), receipt=None)
                kept = await self._kept(source, answer, taken)
                return Polled(source=kept, receipt=taken, unchanged=taken.delivered is None)

    async def _is_removed(self, source: PolledSource) -> bool:
        now = await self._store.read(lambda view: view.sources.get(source.number))
        return now is not None and now.state is SourceState.removed

    async def _ask(self, source: PolledSource) -> None:
        try:
            await self.poll(source)
        except StoreError as error:
            _log.warning("what source %s said could not be kept: %s", source.number, error)
        except Exception:  # noqa: BLE001 - the last line of defence
            # One source that meets a fault of ours must not end the others; its lease brings it back.
            _log.exception("asking source %s failed", source.number)

    def _over(self, number: int, host: str, _: asyncio.Task[None]) -> None:
        self._asked.pop(number, None)
        self._hosts[host] -= 1
        if self._hosts[host] <= 0:
            del self._hosts[host]

    def _chosen(self, due: Sequence[PolledSource]) -> list[PolledSource]:
        """Return those for which there is room, the longest due first."""
        hosts = Counter(self._hosts)
        chosen: list[PolledSource] = []
        for source in due:
            host = _host(source)
            if len(self._asked) + len(chosen) >= AT_ONCE:
                break
            if source.number not in self._asked and hosts[host] < A_HOST:
                hosts[host] += 1
                chosen.append(source)
        return chosen

    async def _claimed(self, chosen: Sequence[PolledSource]) -> list[PolledSource]:
        """Take the sources for this process; what another took in between is left to it."""
        if not chosen:
            return []
        at = self._clock.now()

        def work(tx: Tx) -> list[PolledSource]:
            claimed = []
            for source in chosen:
                now = tx.sources.get(source.number)
                if now and now.state is SourceState.active and now.next_at <= at:
                    tx.sources.change(now.model_copy(update={"next_at": at + LEASE}))
                    claimed.append(now)
            return claimed

        return await self._store.write(work)

    async def _kept(
        self, source: PolledSource, answer: Fetched | Unchanged | Failed, receipt: Receipt | None = None
    ) -> PolledSource:
        """Store what the source has become, and say what there is to say of it."""
        at = self._clock.now()

        def work(tx: Tx) -> PolledSource:
            # What people did to it meanwhile stands.
            before = tx.sources.get(source.number) or source
            if isinstance(answer, Failed):
                after = failed(before, answer, at=at)
            else:
                after = succeeded(before, _moved(tx, before, answer), heard(receipt, at=at), at=at)
            if before.state is SourceState.removed:
                return before
            after = self._alarms.sound(tx, after, at=at)
            tx.sources.change(after)
            return after

        return await self._store.write(work)


def _moved(tx: Tx, source: PolledSource, answer: Fetched | Unchanged) -> Fetched | Unchanged:
    """Return the answer; a new address that is another source's already isn't taken over."""
    there = tx.sources.at(answer.moved_to) if answer.moved_to else None
    taken = there is not None and there.number != source.number
    return answer.model_copy(update={"moved_to": None}) if taken else answer


def _host(source: PolledSource) -> str:
    return urlsplit(source.url).hostname or source.url
