"""Feeds that are no XML any more, by feedparser, whose tolerant parser takes nearly everything."""

from typing import Any

import feedparser

from adapters.sources.raw_feed import RawEntry, RawFeed
from bot.errors import Unreadable

_Loose = dict[str, Any]
"""What feedparser gives: dictionaries whose values are as the feed has them."""


def read(text: str) -> RawFeed:
    """Return the feed. Raises Unreadable where not even feedparser finds an entry.

    feedparser gets bytes, never a string: it would open one that names a file or an address.
    It cleans and resolves nothing here, so that what it hands on is what the feed says.
    """
    found: Any = feedparser.parse(
        text.encode("utf-8", "replace"), sanitize_html=False, resolve_relative_uris=False
    )
    if not found.entries:
        raise Unreadable(
            "This looks like a feed, but its XML is broken and no entry can be found in it.",
            next_step="Open its address in a browser to see what is there, and ask whoever runs the feed.",
        )
    return RawFeed(
        entries=tuple(_entry(entry) for entry in found.entries),
        title=found.feed.get("title"),
        link=found.feed.get("link"),
        self_link=_link(found.feed, "self"),
        language=found.feed.get("language"),
    )


def _entry(entry: _Loose) -> RawEntry:
    contents = [content.get("value") or "" for content in entry.get("content", ())]
    return RawEntry(
        id=entry.get("id"),
        link=_link(entry, "alternate") or _link(entry, "related") or _link(entry, "via") or _permalink(entry),
        title=entry.get("title"),
        summary=entry.get("summary"),
        content=max(contents, key=len, default=None),
        date=entry.get("published") or entry.get("updated"),
        topics=tuple(tag.get("label") or tag.get("term") or "" for tag in entry.get("tags", ())),
        outlet=(entry.get("source") or {}).get("title"),
    )


def _permalink(entry: _Loose) -> str | None:
    """Return the id where it is an address; feedparser itself would take any id for one."""
    name = entry.get("id") or ""
    return name if entry.get("guidislink") and "://" in name else None


def _link(holder: _Loose, relation: str) -> str | None:
    links = (link.get("href") for link in holder.get("links", ()) if link.get("rel") == relation)
    return next(links, None)
