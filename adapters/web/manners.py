"""Asking a site's robots.txt before its pages are read, once a day."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from yarl import URL

from adapters.web.budget import Budget
from adapters.web.faults import Stop
from adapters.web.robots import Robots, parse
from bot.model.fetch import Failed, Fault
from bot.ports import Clock

KEPT: Final = timedelta(days=1)
"""How long a robots.txt holds (RFC 9309, 2.4)."""

SOON: Final = timedelta(minutes=15)
"""When one that could not be had is asked for again."""

ROOM: Final = 20_000_000
"""How much memory all that are kept may take, about, in bytes."""

_ITSELF: Final = frozenset({Fault.name, Fault.refused, Fault.tls})
"""What would hit the page, too: it is said as it is."""

_UNREACHABLE: Final = frozenset(
    {Fault.timeout, Fault.server, Fault.busy, Fault.broken, Fault.packed, Fault.too_large}
)

_NEXT: Final = "It is asked again in a quarter of an hour."


@dataclass(frozen=True)
class _Known:
    until: datetime
    rules: Robots | Failed

    @property
    def size(self) -> int:
        return self.rules.size if isinstance(self.rules, Robots) else 1_000


class Manners:
    """Knows the rules of the sites that were asked of late. `read` fetches a robots.txt, or raises Stop."""

    def __init__(self, read: Callable[[URL, Budget], Awaitable[bytes]], clock: Clock) -> None:
        self._read = read
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._room = ROOM

    async def ask(self, url: URL, budget: Budget) -> None:
        """Raise Stop where a site's rules keep programs away from a page, or can't be had."""
        known = self._known.get(str(url.origin()))
        if known is None or known.until <= self._clock.now():
            known = await self._learned(url, budget)
        if isinstance(known.rules, Failed):
            raise Stop.again(known.rules)
        rule = await asyncio.to_thread(known.rules.against, url.raw_path_qs)
        if rule:
            raise Stop(
                Fault.robots,
                f"{url.host} keeps programs away from this page: its robots.txt says “{rule.written[:100]}”.",
                "Ask the site, or take its feed if it has one.",
            )

    async def _learned(self, url: URL, budget: Budget) -> _Known:
        try:
            body = await self._read(url.origin().with_path("/robots.txt"), budget)
        except Stop as stop:
            if stop.failed.fault in _ITSELF:
                raise
            rules = _without(url, stop)
            if stop.failed.fault is Fault.timeout:  # the time may have been spent on the way there
                return _Known(self._clock.now(), rules)
            return self._keep(url, rules)
        return self._keep(url, await asyncio.to_thread(parse, body))

    def _keep(self, url: URL, rules: Robots | Failed) -> _Known:
        key = str(url.origin())
        self._forget(key)
        span = KEPT if isinstance(rules, Robots) else SOON
        known = self._known[key] = _Known(self._clock.now() + span, rules)
        self._room -= known.size
        while self._room < 0 and len(self._known) > 1:
            self._forget(next(iter(self._known)))
        return known

    def _forget(self, key: str) -> None:
        if known := self._known.pop(key, None):
            self._room += known.size


def _without(url: URL, stop: Stop) -> Robots | Failed:
    """Return what holds where there is no robots.txt: anything may be read, or nothing for now.

    RFC 9309, 2.3.1.3 and 2.3.1.4: 4xx is a site without rules, 5xx and silence one that may have some. A 429
    asks for patience, which is no licence.
    """
    fault = stop.failed.fault
    if fault not in _UNREACHABLE or (fault is Fault.server and 400 <= stop.status < 500):
        return Robots()
    return Failed(
        fault=Fault.robots,
        says=f"{url.host} can't show its robots.txt, so its pages may not be read now. {stop.failed.says}",
        next_step=_NEXT,
    )
