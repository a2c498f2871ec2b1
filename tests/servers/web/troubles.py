"""What each kind of misbehaviour says."""

import gzip
import zlib
from collections.abc import Awaitable, Callable
from functools import cache
from itertools import count

from tests.servers.web.kinds import Kind
from tests.servers.web.talk import Talk

Answer = Callable[[Talk], Awaitable[None]]

FEED = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel>
<title>Harbour News</title>
<link>http://news.example/</link>
<item><title>Ferry runs again</title><link>http://news.example/1</link><guid>1</guid></item>
</channel></rss>
"""
BROKEN_FEED = FEED.replace(
    b"</channel></rss>", b"<item><title>Bread & Butter <</title></item></channel></rss>"
)
PAGE = b"<!doctype html><title>Harbour News</title><p>Here was a feed."
RETRY_DATE = "Mon, 02 Nov 2026 09:00:00 GMT"

_STATUSES = {
    Kind.unauthorised: 401,
    Kind.forbidden: 403,
    Kind.missing: 404,
    Kind.gone: 410,
    Kind.teapot: 418,
    Kind.overloaded: 503,
    Kind.error: 500,
    Kind.nowhere: 302,
    Kind.unasked_304: 304,
    Kind.no_content: 204,
}
_TARGETS = {
    Kind.to_file: "file:///etc/hostname",
    Kind.to_ftp: "ftp://news.example/feed",
    Kind.to_ssh: "http://news.example:22/",
    Kind.to_password: "http://ann:secret@news.example/feed",
    Kind.to_rubbish: "http://[not an address",
}
_TAGS = count(1)


def answers(kind: Kind) -> Answer:
    """Return what misbehaves in that way."""
    return _KINDS[kind]


async def _status(talk: Talk, kind: Kind) -> None:
    await talk.answer(_STATUSES[kind], b"" if kind in {Kind.unasked_304, Kind.no_content} else PAGE)


async def _sent_on(talk: Talk, kind: Kind) -> None:
    await talk.answer(302, headers={"Location": _TARGETS[kind]})


async def _slow_headers(talk: Talk) -> None:
    await talk.left()


async def _slow_drip(talk: Talk) -> None:
    await talk.head(200)
    while not await talk.left(0.02):
        await talk.raw(b"<")


async def _endless(talk: Talk) -> None:
    await talk.head(200)
    while True:
        await talk.raw(b"<" * 65_536)


@cache
def _zeros(wbits: int) -> tuple[bytes, bytes]:
    """Return a million zeros, compressed, as a stream begins, and as it may go on for ever."""
    engine = zlib.compressobj(9, wbits=wbits)
    million = bytes(1_000_000)
    first = engine.compress(million) + engine.flush(zlib.Z_FULL_FLUSH)
    return first, engine.compress(million) + engine.flush(zlib.Z_FULL_FLUSH)


async def _bomb(talk: Talk, encoding: str, wbits: int) -> None:
    await talk.head(200, {"Content-Encoding": encoding})
    first, block = _zeros(wbits)
    await talk.raw(first)
    for _ in range(1_000):
        await talk.raw(block * 10)


async def _bomb_gzip(talk: Talk) -> None:
    await _bomb(talk, "gzip", zlib.MAX_WBITS | 16)


async def _bomb_deflate(talk: Talk) -> None:
    await _bomb(talk, "deflate", zlib.MAX_WBITS)


async def _bomb_brotli(talk: Talk) -> None:
    await talk.answer(body=bytes(421), headers={"Content-Encoding": "br"})


async def _bomb_members(talk: Talk) -> None:
    await talk.head(200, {"Content-Encoding": "gzip"})
    members = gzip.compress(b"<", 9) * 1_000
    while True:
        await talk.raw(members)


async def _double_gzip(talk: Talk) -> None:
    twice = gzip.compress(gzip.compress(FEED))
    await talk.answer(body=twice, headers={"Content-Encoding": "gzip, gzip"})


async def _gzip_in_gzip(talk: Talk) -> None:
    twice = gzip.compress(gzip.compress(FEED))
    await talk.answer(body=twice, headers={"Content-Encoding": "gzip"})


async def _false_gzip(talk: Talk) -> None:
    await talk.answer(body=FEED, headers={"Content-Encoding": "gzip"})


async def _half_gzip(talk: Talk) -> None:
    await talk.answer(body=gzip.compress(FEED)[:-20], headers={"Content-Encoding": "gzip"})


async def _wrong_length(talk: Talk) -> None:
    await talk.head(200, {"Content-Length": str(len(FEED) + 100)})
    await talk.raw(FEED)


async def _said_too_large(talk: Talk) -> None:
    await talk.head(200, {"Content-Length": "10000000000"})
    await talk.raw(FEED)
    await talk.left()


async def _cut_off(talk: Talk) -> None:
    await talk.head(200, {"Transfer-Encoding": "chunked"})
    await talk.raw(b"%x\r\n%b\r\n" % (len(FEED), FEED))


async def _bad_chunk(talk: Talk) -> None:
    await talk.head(200, {"Transfer-Encoding": "chunked"})
    await talk.raw(b"ten\r\n<rss/>\r\n0\r\n\r\n")


async def _no_http(talk: Talk) -> None:
    await talk.raw(b"220 mail.example ESMTP\r\n")


async def _hang_up(talk: Talk) -> None:
    talk.writer.close()


async def _huge_header(talk: Talk) -> None:
    await talk.answer(body=FEED, headers={"X-Long": "x" * 1_000_000})


async def _many_headers(talk: Talk) -> None:
    await talk.answer(body=FEED, headers={f"X-{number}": "x" for number in range(10_000)})


async def _odd_headers(talk: Talk) -> None:
    odd = {
        "Cache-Control": 'max-age=99999999999999999999999, =, ,,,"',
        "Expires": "0",
        "Date": "Tue, 99 Foo 99999 99:99:99 GMT",
        "Age": "-5",
        "Retry-After": "soon",
        "ETag": "\udcff\udcfe",
        "Last-Modified": "x" * 5_000,
        "Content-Type": "\x7f;;;=",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in odd.items())
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(FEED)}\r\n{lines}\r\n"
    await talk.raw(head.encode("utf-8", "surrogateescape") + FEED)


async def _loop(talk: Talk) -> None:
    other = "/".join([*talk.asked.path.split("/")[:-1], "there"])
    here = other.removesuffix("there") + "here"
    await talk.answer(302, headers={"Location": here if talk.asked.path == other else other})


async def _six_hops(talk: Talk) -> None:
    path, _, number = talk.asked.path.partition("?")
    hop = int(number or 0)
    if hop == 6:
        await talk.answer(body=FEED)
    else:
        await talk.answer(302, headers={"Location": f"{path}?{hop + 1}"})


async def _busy_seconds(talk: Talk) -> None:
    await talk.answer(429, headers={"Retry-After": "120"})


async def _busy_date(talk: Talk) -> None:
    await talk.answer(503, headers={"Retry-After": RETRY_DATE})


async def _part(talk: Talk) -> None:
    await talk.answer(206, FEED[:50], {"Content-Range": f"bytes 0-49/{len(FEED)}"})


async def _empty(talk: Talk) -> None:
    await talk.answer()


async def _page(talk: Talk) -> None:
    await talk.answer(body=PAGE, headers={"Content-Type": "text/html"})


async def _broken_xml(talk: Talk) -> None:
    await talk.answer(body=BROKEN_FEED, headers={"Content-Type": "application/rss+xml"})


async def _lying_etag(talk: Talk) -> None:
    await talk.answer(body=FEED, headers={"ETag": f'"{next(_TAGS)}"'})


async def _cookie(talk: Talk) -> None:
    await talk.answer(body=FEED, headers={"Set-Cookie": "who=nutgraf; Path=/"})


def _told(kind: Kind) -> Answer:
    say = _sent_on if kind in _TARGETS else _status
    return lambda talk: say(talk, kind)


_KINDS: dict[Kind, Answer] = {
    **{kind: _told(kind) for kind in (*_STATUSES, *_TARGETS)},
    Kind.slow_headers: _slow_headers,
    Kind.slow_drip: _slow_drip,
    Kind.endless: _endless,
    Kind.bomb_gzip: _bomb_gzip,
    Kind.bomb_deflate: _bomb_deflate,
    Kind.bomb_brotli: _bomb_brotli,
    Kind.bomb_members: _bomb_members,
    Kind.double_gzip: _double_gzip,
    Kind.gzip_in_gzip: _gzip_in_gzip,
    Kind.false_gzip: _false_gzip,
    Kind.half_gzip: _half_gzip,
    Kind.wrong_length: _wrong_length,
    Kind.said_too_large: _said_too_large,
    Kind.cut_off: _cut_off,
    Kind.bad_chunk: _bad_chunk,
    Kind.no_http: _no_http,
    Kind.hang_up: _hang_up,
    Kind.huge_header: _huge_header,
    Kind.many_headers: _many_headers,
    Kind.odd_headers: _odd_headers,
    Kind.loop: _loop,
    Kind.six_hops: _six_hops,
    Kind.busy_seconds: _busy_seconds,
    Kind.busy_date: _busy_date,
    Kind.part: _part,
    Kind.empty: _empty,
    Kind.page: _page,
    Kind.broken_xml: _broken_xml,
    Kind.lying_etag: _lying_etag,
    Kind.cookie: _cookie,
}
