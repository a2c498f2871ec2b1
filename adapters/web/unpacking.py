"""Decompressing what strangers send: a little at a time, so that a bomb never goes off."""

import zlib
from collections.abc import Iterator
from typing import Final

STEP: Final = 65_536
"""The most that is decompressed in one step, in bytes."""

MOST_MEMBERS: Final = 16
"""How many gzip members may follow one another in one answer (RFC 1952, 2.2); servers send one."""

BOMB: Final = 100
"""How many times its size an answer may unpack to, once it is beyond `_SMALL`. Text reaches 20."""

_SMALL: Final = 1_000_000
_GZIP: Final = b"\x1f\x8b"
_ZLIB: Final = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


class UnknownPacking(Exception):
    """Compressed in a way that isn't taken: unknown, or twice."""


class TooLarge(Exception):
    """It unpacks to far more than it seems."""


class NotPacked(Exception):
    """What says that it is compressed is not, or stops in the middle."""


def encoding(header: str) -> str | None:
    """Return how an answer is compressed, by its Content-Encoding: "gzip", "deflate" or None.

    Raises UnknownPacking.
    """
    named = [each.strip().lower().removeprefix("x-") for each in header.split(",")]
    packed = [each for each in named if each not in {"", "identity"}]
    if not packed:
        return None
    if len(packed) > 1 or packed[0] not in {"gzip", "deflate"}:
        raise UnknownPacking
    return packed[0]


class Unpacking:
    """Decompresses one answer as it comes. Raises NotPacked and TooLarge."""

    def __init__(self, packed: str) -> None:
        self._packed = packed
        self._engine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if packed == "gzip" else None
        self._members = 1
        self._taken = 0
        self._given = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what the next bytes decompress to, at most `STEP` at a time."""
        self._taken += len(data)
        full = False  # then there may be more to come out, though nothing is left to put in
        while (data or full) and (engine := self._ready(data)):
            try:
                piece = engine.decompress(data, STEP)
            except zlib.error as error:
                raise NotPacked from error
            data = engine.unused_data if engine.eof else engine.unconsumed_tail
            full = len(piece) == STEP and not engine.eof
            self._weigh(len(piece), left=len(data))
            if piece:
                yield piece

    def end(self) -> None:
        """Say that nothing more comes. Raises NotPacked where something is missing."""
        if self._engine and not self._engine.eof:
            raise NotPacked

    def _ready(self, data: bytes) -> "zlib._Decompress | None":
        if self._engine is None:
            # Some servers send deflate without zlib's header, against RFC 9110, 8.4.1.2.
            bare = data[0] & 0x0F != 8
            self._engine = zlib.decompressobj(wbits=-zlib.MAX_WBITS if bare else zlib.MAX_WBITS)
        if self._engine.eof:
            # Zeros and the like after the end are padding, as gzip itself takes them.
            if self._packed != "gzip" or not data.startswith(_GZIP[: len(data)]):
                return None
            self._members += 1
            if self._members > MOST_MEMBERS:
                raise TooLarge
            self._engine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        return self._engine

    def _weigh(self, more: int, *, left: int) -> None:
        self._given += more
        if self._given > _SMALL and self._given > (self._taken - left) * BOMB:
            raise TooLarge


def packed_again(body: bytes | bytearray) -> bool:
    """Say whether what was decompressed is compressed once more."""
    return body.startswith((_GZIP, *_ZLIB))
