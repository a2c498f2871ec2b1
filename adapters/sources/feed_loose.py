"""Feeds that are no XML any more, by feedparser, whose tolerant parser takes nearly everything."""

import re
from html import unescape
from typing import Any

import feedparser

from adapters.sources.raw_feed import RawEntry, RawFeed
from adapters.sources.ttl import minutes
from bot.errors import Unreadable

# Its tolerant parser stops with an AssertionError at a declaration that it doesn't know ("<![if", "<!x<").
_DECLARATION = re.compile(r"<!(?!--|\[CDATA\[)")
# With this before it, feedparser's strict parser gives up at once: it is of no use for broken XML, and some
# raises an exception in it (a namespace with a space).
_NO_XML = "-"
_Loose = dict[str, Any]
"""What feedparser gives: dictionaries whose values are as the feed has them."""


def read(text: str, broken: str) -> RawFeed:
    """Return the feed. Raises Unreadable where not even feedparser finds an entry.

    `broken` says where its XML is broken. feedparser gets bytes, never a string: it would open one that names
    a file or an address. It cleans and resolves nothing here, so that what it hands on is what the feed says.
    """
    found: Any = feedparser.parse(
        (_NO_XML + _DECLARATION.sub("&lt;!", text)).encode("utf-8", "replace"),
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found.entries:
        raise Unreadable(
            f"This looks like a feed, but its XML is broken in {broken}; no entry can be found in it.",
            next_step="Open its address in a browser to see what is there, and ask whoever runs the feed.",
        )
    feed = found.feed
    return RawFeed(
        entries=tuple(_entry(entry) for entry in found.entries),
        title=_text(feed, "title"),
        link=_text(feed, "link"),
        self_link=_link(feed, "self"),
        language=_text(feed, "language"),
        ttl=minutes(
            _text(feed, "ttl"),
            period=_text(feed, "sy_updateperiod"),
            frequency=_text(feed, "sy_updatefrequency"),
        ),
    )


def _entry(entry: _Loose) -> RawEntry:
    contents = [_text(content, "value") or "" for content in _parts(entry, "content")]
    source = entry.get("source")
    return RawEntry(
        id=unescape(_text(entry, "id") or "") or None,  # the tolerant parser leaves it as it is written
        link=_link(entry, "alternate") or _link(entry, "related") or _link(entry, "via") or _permalink(entry),
        title=_text(entry, "title"),
        summary=_text(entry, "summary"),
        content=max(contents, key=len, default=None),
        date=_text(entry, "published") or _text(entry, "updated"),
        topics=tuple(_text(tag, "label") or _text(tag, "term") or "" for tag in _parts(entry, "tags")),
        outlet=_text(source, "title") if isinstance(source, dict) else None,
    )


def _permalink(entry: _Loose) -> str | None:
    """Return the id where it is an address; feedparser itself would take any id for one."""
    name = _text(entry, "id") or ""
    return name if entry.get("guidislink") and "://" in name else None


def _link(holder: _Loose, relation: str) -> str | None:
    links = (_text(link, "href") for link in _parts(holder, "links") if link.get("rel") == relation)
    return next(links, None)


def _text(holder: _Loose, name: str) -> str | None:
    """Return a text; None where there is none. An element of a feed may have the name of any field."""
    value = holder.get(name)
    return value if isinstance(value, str) else None


def _parts(holder: _Loose, name: str) -> list[_Loose]:
    """Return the dictionaries of a list; none where something else is there, as `_text` says."""
    value = holder.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
