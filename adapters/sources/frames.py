"""Frames on a pipe: four bytes of length, then that many bytes."""

import struct
from typing import IO

_LENGTH = struct.Struct(">I")


class FrameTooLong(Exception):
    """The other side announced more bytes than were asked for."""


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Write one frame; the caller flushes. Raises OSError where the other side has gone."""
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)


def read_frame(stream: IO[bytes], *, most: int) -> bytes:
    """Read one frame of at most `most` bytes. Raises EOFError where the stream ends, and FrameTooLong."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if length > most:
        raise FrameTooLong(length)
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    body = stream.read(count)
    if len(body) < count:
        raise EOFError
    return body
