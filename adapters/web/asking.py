"""One request to one host: guarded, in its turn, with nothing sent along and nothing kept."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from adapters.web import faults
from adapters.web.budget import Budget
from adapters.web.faults import Stop
from adapters.web.guard import Guard, Hop, literal
from adapters.web.options import WebOptions
from adapters.web.reading import Most, read_body
from adapters.web.turns import HostTurns
from bot.model.fetch import Fault

_ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/html;q=0.8, */*;q=0.5"
)


@dataclass(frozen=True)
class Heard:
    """An answer; only one that succeeded (2xx) has its body read."""

    url: URL
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass
class Outside:
    """What fetches go through. Tests bring their own, to play the whole web on one machine."""

    guard: Guard = field(default_factory=Guard)
    resolver: AbstractResolver | None = None
    tls: ssl.SSLContext | None = None


class Asking:
    """Sends requests, one host's at most a few at a time. `agent` is the User-Agent."""

    def __init__(self, options: WebOptions, outside: Outside, resolver: AbstractResolver, agent: str) -> None:
        self._options = options
        self._guard = outside.guard
        self._resolver = resolver
        self._tls = outside.tls
        self._headers = {"User-Agent": agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"}
        self._turns = HostTurns(a_host=options.limits.a_host, at_once=options.limits.at_once)
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    async def ask(self, url: URL, headers: Mapping[str, str], budget: Budget, most: Most) -> Heard:
        """Ask for an address and follow nothing. Raises Stop."""
        host = url.host or ""
        async with self._turns.at(host.lower().rstrip(".")), budget.running(host):
            hop = Hop(free=self._options.opens(host, url.port or 0))
            try:
                with self._guard.on(hop):
                    return await self._heard(url, headers, budget, most, hop)
            except (aiohttp.ClientError, OSError, ValueError) as error:
                if hop.refused and not hop.opened:
                    raise faults.private(host) from error
                raise faults.of(error, host) from error

    async def close(self) -> None:
        """End what is open. May be called twice."""
        self._closed = True
        if self._session:
            await self._session.close()
            await asyncio.sleep(0)  # so that the transports are gone when the loop ends
        await self._resolver.close()

    async def _heard(
        self, url: URL, headers: Mapping[str, str], budget: Budget, most: Most, hop: Hop
    ) -> Heard:
        budget.waiting_for = "no answer had come"
        if self._options.proxy:
            await self._look_before_the_proxy(url, hop)
        async with self._opened().get(
            url,
            headers={**self._headers, **headers},
            allow_redirects=False,
            proxy=self._options.proxy,
        ) as response:
            body = b""
            if 200 <= response.status < 300:
                body = await read_body(response, budget, most)
            # What else there is isn't read: the connection ends here.
            response.close()
            return Heard(url, response.status, response.headers, body)

    async def _look_before_the_proxy(self, url: URL, hop: Hop) -> None:
        """Judge a host by its name, because the proxy connects; a name that only it knows is its to judge."""
        host = url.host or ""
        if not hop.free:
            spelled = literal(host)
            places = [str(spelled)] if spelled else await self._places(host)
            for place in places:
                ip = literal(place)
                if ip and not self._guard.allows(ip, url.port or 0):
                    raise faults.private(host)
        hop.free = True  # the proxy itself may be anywhere

    async def _places(self, host: str) -> list[str]:
        try:
            return [found["host"] for found in await self._resolver.resolve(host)]
        except OSError:
            return []

    def _opened(self) -> aiohttp.ClientSession:
        if self._closed:
            raise Stop(Fault.refused, "The bot is being stopped and fetches nothing any more.")
        if self._session is None:
            connector = aiohttp.TCPConnector(
                # How many there are is up to the turns, and polls are too far apart to keep connections.
                limit=0,
                force_close=True,
                use_dns_cache=False,
                resolver=self._resolver,
                socket_factory=self._guard.socket,
                ssl=self._tls or True,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, connect=self._options.limits.connecting),
                auto_decompress=False,
                trust_env=False,
            )
        return self._session
