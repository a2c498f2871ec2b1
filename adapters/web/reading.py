"""Reading an answer's body: as much as may be, decompressed as it comes."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

import aiohttp

from adapters.web.budget import Budget
from adapters.web.faults import Stop, broken
from adapters.web.places import LARGE, Place
from adapters.web.unpacking import (
    STEP,
    NotPacked,
    TooLarge,
    UnknownPacking,
    Unpacking,
    encoding,
    packed_again,
)
from bot.model.fetch import Fault


@dataclass(frozen=True)
class Most:
    """How many bytes of a body are taken, and where there is room for a large one.

    With `cut`, what is beyond is left; without, there is a fault.
    """

    size: int
    place: Place
    cut: bool = False


async def read_body(response: aiohttp.ClientResponse, budget: Budget, most: Most) -> bytes:
    """Return the body, decompressed. Raises Stop, and what aiohttp raises.

    The event loop gets its turn after each step of decompressing. A large body waits for its place.
    """
    host = response.url.host or ""
    unpacking = _unpacking(response, host)
    if not most.cut and (response.content_length or 0) > most.size:
        raise _too_large(host, most)
    body = bytearray()
    taken = 0
    try:
        async for chunk in response.content.iter_chunked(STEP):
            taken += len(chunk)
            pieces: Iterable[bytes] = unpacking.feed(chunk) if unpacking else (chunk,)
            for piece in pieces:
                body += piece
                if max(len(body), taken) > most.size:
                    if most.cut:
                        return bytes(body[: most.size])
                    raise _too_large(host, most)
                await _room(body, budget, most)
            budget.waiting_for = f"only {taken:,} bytes had come"
        if unpacking:
            unpacking.end()
    except NotPacked:
        raise broken(host) from None
    except TooLarge:
        raise Stop(
            Fault.too_large,
            f"What {host} sends is small, and grows beyond all measure when it is unpacked.",
            "Nothing of it was kept. If this is a source that you trust, tell its people.",
        ) from None
    if unpacking and packed_again(body):
        raise _packed(host)
    return bytes(body)


async def _room(body: bytearray, budget: Budget, most: Most) -> None:
    """Wait for room for a body that has become large; in any case let others have their turn."""
    if len(body) > LARGE:
        budget.waiting_for = "other large answers were still being read"
        await most.place.take()
    await asyncio.sleep(0)


def _unpacking(response: aiohttp.ClientResponse, host: str) -> Unpacking | None:
    try:
        packed = encoding(",".join(response.headers.getall("Content-Encoding", ())))
    except UnknownPacking:
        raise _packed(host) from None
    return Unpacking(packed) if packed else None


def _packed(host: str) -> Stop:
    return Stop(
        Fault.packed,
        f"{host} sends this compressed twice, or in a way that the bot didn't ask for.",
        "The site's own people have to mend this.",
    )


def _too_large(host: str, most: Most) -> Stop:
    return Stop(
        Fault.too_large,
        f"What {host} sends is larger than {most.size / 1_000_000:g} MB, the most that is fetched.",
        "Look for a shorter feed of the site, or one for a single section.",
    )
