"""One request as the web of the tests hears it, and what can be said to it: HTTP, or anything else."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field

_REASONS = {200: "OK", 304: "Not Modified", 404: "Not Found"}


@dataclass(frozen=True)
class Asked:
    """A request. `headers` are by their names in lower case."""

    host: str
    path: str
    headers: Mapping[str, str]
    secure: bool = False

    @property
    def place(self) -> str:
        """Where it is, without the scheme: "news.example/feed"."""
        return self.host + self.path


@dataclass
class Talk:
    """What is said to one request."""

    asked: Asked
    reader: asyncio.StreamReader = field(repr=False)
    writer: asyncio.StreamWriter = field(repr=False)

    async def raw(self, said: bytes) -> None:
        """Say exactly this."""
        self.writer.write(said)
        await self.writer.drain()

    async def head(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        """Say the beginning of an answer."""
        lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Said')}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        await self.raw("\r\n".join([*lines, "Connection: close", "", ""]).encode())

    async def answer(
        self, status: int = 200, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        """Say a whole answer."""
        await self.head(status, {"Content-Length": str(len(body)), **(headers or {})})
        await self.raw(body)

    async def left(self, seconds: float | None = None) -> bool:
        """Wait until who asked has gone, at most that long; return whether they have."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return not await self.reader.read(1)
        return False


async def heard(reader: asyncio.StreamReader, *, secure: bool) -> Asked | None:
    """Return the request that comes, or None where there is none."""
    begin = await reader.read(1)
    if not begin.isalpha():  # nothing, or a TLS greeting
        return None
    try:
        head = (begin + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.strip().split("\r\n")
    target = first.split(" ")[1]
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if target.startswith("http://"):  # as a proxy is asked
        host, _, path = target.removeprefix("http://").partition("/")
        return Asked(host, "/" + path, headers, secure)
    return Asked(headers.get("host", ""), target, headers, secure)
