"""Decompressing a little at a time."""

import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.unpacking import (
    MOST_MEMBERS,
    STEP,
    NotPacked,
    TooLarge,
    UnknownPacking,
    Unpacking,
    encoding,
    packed_again,
)

BODY = b"<item><title>Ferry runs again</title></item>\n" * 5_000


def bare_deflate(body: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(body) + engine.flush()


def pieces(packed: str, data: bytes, step: int = 1_000) -> Iterator[bytes]:
    unpacking = Unpacking(packed)
    for at in range(0, len(data), step):
        yield from unpacking.feed(data[at : at + step])
    unpacking.end()


@pytest.mark.parametrize("step", [1, 7, 1_000, 1_000_000])
@pytest.mark.parametrize(
    ("packed", "data"),
    [
        ("gzip", gzip.compress(BODY)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", bare_deflate(BODY)),
        ("gzip", gzip.compress(BODY[:1_000]) + gzip.compress(BODY[1_000:])),
        ("gzip", gzip.compress(BODY) + bytes(10)),
    ],
    ids=["gzip", "zlib", "bare", "members", "padded"],
)
def test_it_gives_what_was_packed(packed: str, data: bytes, step: int) -> None:
    assert b"".join(pieces(packed, data, step)) == BODY


def test_no_step_gives_more_than_the_bound() -> None:
    given_ = list(pieces("gzip", gzip.compress(BODY), 1_000_000))
    assert len(given_) > 1
    assert max(map(len, given_)) <= STEP


@given(st.binary(max_size=3_000), st.integers(1, 500))
def test_whatever_is_packed_comes_out_again(body: bytes, step: int) -> None:
    assert b"".join(pieces("gzip", gzip.compress(body), step)) == body
    assert b"".join(pieces("deflate", zlib.compress(body), step)) == body


@given(st.sampled_from(["gzip", "deflate"]), st.binary(min_size=1, max_size=200))
def test_what_is_not_packed_is_refused_and_crashes_nothing(packed: str, data: bytes) -> None:
    try:
        b"".join(pieces(packed, data))
    except NotPacked:
        return
    assert packed == "deflate", "200 bytes by chance are no gzip, with its checksum"


def test_what_stops_in_the_middle_is_refused() -> None:
    for cut in (1, 10, 100):
        with pytest.raises(NotPacked):
            list(pieces("gzip", gzip.compress(BODY)[:-cut]))


def test_a_bomb_is_seen_early() -> None:
    coming = pieces("gzip", gzip.compress(bytes(20_000_000)), 65_536)
    assert sum(len(next(coming)) for _ in range(15)) == 15 * STEP
    with pytest.raises(TooLarge):
        next(coming)


def test_members_without_an_end_are_refused() -> None:
    member = gzip.compress(b"<")
    assert b"".join(pieces("gzip", member * MOST_MEMBERS)) == b"<" * MOST_MEMBERS
    with pytest.raises(TooLarge):
        list(pieces("gzip", member * (MOST_MEMBERS + 1)))


@pytest.mark.parametrize(
    ("header", "packed"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        (" X-GZIP ", "gzip"),
        ("identity, deflate", "deflate"),
    ],
)
def test_how_an_answer_is_packed(header: str, packed: str | None) -> None:
    assert encoding(header) == packed


@pytest.mark.parametrize("header", ["br", "zstd", "gzip, gzip", "gzip,br", "compress", "gzip;q=1"])
def test_other_ways_are_refused(header: str) -> None:
    with pytest.raises(UnknownPacking):
        encoding(header)


def test_what_is_packed_again_is_seen() -> None:
    assert packed_again(gzip.compress(BODY))
    assert packed_again(zlib.compress(BODY))
    assert not packed_again(BODY)
    assert not packed_again(b"")
