"""The web of the tests, as a test uses it."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Mapping
from ipaddress import IPv4Address
from types import TracebackType
from typing import Self

from adapters.web.asking import Outside
from adapters.web.guard import Address, Guard
from adapters.web.options import Limits, WebOptions
from adapters.web.web import GuardedWeb, guarded_web
from bot.ports import Clock
from tests.conftest import SetClock
from tests.servers.web.kinds import Kind
from tests.servers.web.names import Names
from tests.servers.web.talk import Asked, Talk, heard
from tests.servers.web.tls import serving, trusting
from tests.servers.web.troubles import FEED, Answer, answers

_LOOPBACK = IPv4Address("127.0.0.1")


class LocalWeb:
    """Sites on this machine, from `async with` to its end.

    Places are written without a scheme: "news.example/feed". `asked` is what came, in order; `most` how many
    requests a host was answering at a time at most; `connections` how many were taken in all.
    """

    def __init__(self, *, tls: bool = False) -> None:
        self._tls = tls
        self._answers: dict[str, Answer] = {}
        self._servers: list[asyncio.Server] = []
        self._talks: set[asyncio.Task[None]] = set()
        self._now: Counter[str] = Counter()
        self._ports: dict[int, int] = {}
        self.names = Names(self._ports)
        self.asked: list[Asked] = []
        self.most: Counter[str] = Counter()
        self.connections = 0

    async def __aenter__(self) -> Self:
        await self._listen(80)
        if self._tls:
            await self._listen(443)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    @property
    def port(self) -> int:
        """The port of this machine that plays port 80."""
        return self._ports[80]

    @property
    def places(self) -> list[str]:
        """What was asked for, in order: "news.example/feed"."""
        return [asked.place for asked in self.asked]

    def serve(
        self, place: str, body: bytes = FEED, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer at a place, for whatever query, with this."""
        self.answer(place, lambda talk: talk.answer(status, body, headers))

    def keep(self, place: str, body: bytes = FEED, *, etag: str = '"one"') -> None:
        """Answer at a place with a validator that works: who has it already gets a 304."""

        async def conditional(talk: Talk) -> None:
            same = talk.asked.headers.get("if-none-match") == etag
            await talk.answer(304 if same else 200, b"" if same else body, {"ETag": etag})

        self.answer(place, conditional)

    def redirect(self, place: str, to: str, status: int = 302) -> None:
        """Send on from a place."""
        self.serve(place, b"", status=status, headers={"Location": to})

    def misbehave(self, place: str, kind: Kind) -> None:
        """Misbehave at a place, and below it."""
        self.answer(place, answers(kind))

    def answer(self, place: str, answer: Answer) -> None:
        """Answer at a place in a way of one's own."""
        self._answers[place] = answer

    def fetching(
        self, limits: Limits | None = None, clock: Clock | None = None, options: WebOptions | None = None
    ) -> GuardedWeb:
        """Return the bot's web, for which this one is all there is: all else is guarded from."""
        options = options or WebOptions(limits=limits or Limits())
        return guarded_web(options, clock or SetClock(), self.outside())

    def outside(self) -> Outside:
        """Return how this web is reached: it is taken for public, and nothing else is."""
        return Outside(Guard(self._mine), self.names, trusting() if self._tls else None)

    def _mine(self, ip: Address, port: int) -> bool:
        return ip == _LOOPBACK and port in self._ports.values()

    async def _listen(self, plays: int) -> None:
        secure = plays == 443

        async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task
            self._talks.add(task)
            self.connections += 1
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await self._talk(reader, writer, secure=secure)
            writer.close()
            self._talks.discard(task)

        server = await asyncio.start_server(take, "127.0.0.1", 0, ssl=serving() if secure else None)
        self._servers.append(server)
        self._ports[plays] = server.sockets[0].getsockname()[1]

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, secure: bool
    ) -> None:
        asked = await heard(reader, secure=secure)
        if asked is None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return
        self.asked.append(asked)
        self._now[asked.host] += 1
        self.most[asked.host] = max(self.most[asked.host], self._now[asked.host])
        talk = Talk(asked, reader, writer)
        try:
            await self._answer(asked)(talk)
        finally:
            self._now[asked.host] -= 1

    def _answer(self, asked: Asked) -> Answer:
        place = asked.place.partition("?")[0]
        while place not in self._answers and "/" in place:
            place = place.rpartition("/")[0]
        return self._answers.get(place) or answers(Kind.missing)
