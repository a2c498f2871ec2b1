"""Looking up names, each in a thread of its own: one that hangs holds up no other, and no end of the bot."""

import asyncio
import socket
from functools import partial
from threading import Thread
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult

MOST: Final = 256
"""How many names may be looked up at a time, those included that nobody waits for any more."""


class ThreadedResolver(AbstractResolver):
    """Asks the system, at most `most` names at a time. For one event loop."""

    def __init__(self, most: int = MOST) -> None:
        self._room = most

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a name. Raises OSError."""
        if not self._room:
            raise socket.gaierror(socket.EAI_AGAIN, "too many names are being looked up")
        loop = asyncio.get_running_loop()
        found: asyncio.Future[list[ResolveResult]] = loop.create_future()
        self._room -= 1

        def look() -> None:
            try:
                done = partial(_set, found, _looked_up(host, port, family))
            except OSError as error:
                done = partial(_fail, found, error)
            try:
                loop.call_soon_threadsafe(self._over, done)
            except RuntimeError:  # the loop has ended: nobody waits
                return

        Thread(target=look, name=f"look up {host}", daemon=True).start()
        return await found

    async def close(self) -> None:
        """Nothing is to be let go: a thread ends with its answer, and with the process at the latest."""

    def _over(self, done: "partial[None]") -> None:
        self._room += 1
        done()


def _set(found: "asyncio.Future[list[ResolveResult]]", result: list[ResolveResult]) -> None:
    if not found.done():
        found.set_result(result)


def _fail(found: "asyncio.Future[list[ResolveResult]]", error: OSError) -> None:
    if not found.done():
        found.set_exception(error)


def _looked_up(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    try:
        found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    except UnicodeError as error:  # a label that is empty or too long
        raise socket.gaierror(socket.EAI_NONAME, "no name of a site") from error
    return [
        ResolveResult(
            hostname=host,
            host=str(place[0]),
            port=int(place[1]),
            family=kind,
            proto=protocol,
            flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        )
        for kind, _, protocol, _, place in found
    ]
