"""What must hold whatever the input: no exception but a refusal, and nothing comes out that can't be so."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from adapters.sources import html
from adapters.sources.autodiscovery import feeds_of
from adapters.sources.canonical import believed
from adapters.sources.identity import entry_key, web_url
from adapters.sources.limits import Limits
from adapters.sources.mark import mark_of
from adapters.sources.opml import read_opml
from adapters.sources.protocol import Request
from adapters.sources.worker import deliver
from bot.errors import Unreadable
from bot.model.source import Delivered, Item
from bot.reading.read import read

LIMITS: Final = Limits(entries=100, entry_characters=10_000, unpacked_bytes=1_000_000)
FETCHED: Final = "https://news.example/a/b?c=1"


def any_input(body: bytes, *, name: str = "input", url: str | None = FETCHED) -> Delivered | None:
    """Read it as the child does; None where it is refused. What was read is passed over the next time."""
    mark_of(body)
    try:
        delivered = deliver(Request(name=name, url=url), body, LIMITS, read)
    except Unreadable as refusal:
        says(refusal)
        return None
    assert len(delivered.items) <= delivered.entries
    assert len(delivered.feeds) <= 20
    assert delivered.ttl is None or 0 < delivered.ttl <= 10_080
    for link in delivered.feeds:
        assert is_web(link.url)
    for item in delivered.items:
        holds(item)
    known = {item.key: item.mark for item in delivered.items}
    again = deliver(Request(name=name, url=url, known=known), body, LIMITS, read)
    assert delivered.whole is False or not again.items
    assert again.entries == delivered.entries
    return delivered


def says(refusal: Unreadable) -> None:
    """Check that a refusal says what is wrong and what to do."""
    assert refusal.message
    assert refusal.next_step


def holds(item: Item) -> None:
    """Check what is promised of an item."""
    assert item.key
    assert len(item.key) <= 600
    assert item.mark
    assert item.reading.headline
    assert item.url is None or is_web(item.url)
    for section in item.reading.brief.sections:
        for passage in section.text:
            assert item.original[passage.place.start : passage.place.end] == passage.text


def is_web(url: str) -> bool:
    """Say whether an address can be fetched at all."""
    parts = urlsplit(url)
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and len(url) <= 2_000


def a_feed(body: bytes) -> None:
    """Read bytes that begin as a feed."""
    any_input(b"<rss><channel>" + body, url=None)


def a_page(body: bytes) -> None:
    """Read bytes that begin as a page."""
    any_input(b"<!doctype html><html>" + body)


def a_list(body: bytes) -> None:
    """Read a list of feeds."""
    try:
        found = read_opml(body)
    except Unreadable as refusal:
        says(refusal)
        return
    assert found.feeds
    assert all(is_web(feed.xml_url) for feed in found.feeds)


def addresses(body: bytes) -> None:
    """Take the lines as addresses in every place where there may be one."""
    link, base, *_ = (*body.decode("utf-8", "replace").split("\n", 1), "")
    url = web_url(link, base)
    assert url is None or is_web(url)
    key = entry_key(link, base, url)
    assert key is None or len(key) <= 600
    page = web_url(base) or FETCHED
    own = believed([url], page)
    assert own is not None
    assert is_web(own)
    root = html.parse("<html><head><link rel=alternate type=application/rss+xml></head></html>")
    assert root is not None
    for element in root.iter("link"):
        element.set("href", "".join(sign for sign in link if sign.isprintable()))
    assert all(is_web(found.url) for found in feeds_of(root, page))


TARGETS: Final[tuple[Callable[[bytes], object], ...]] = (any_input, a_feed, a_page, a_list, addresses)
