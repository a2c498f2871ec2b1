"""The feeds that a page names as its own (`<link rel="alternate">`, HTML Standard, section on link types)."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from adapters.sources.identity import web_url
from bot.model.source import FeedLink
from bot.text import clip, one_line

_TYPES: Final = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
)
_COMMENTS: Final = re.compile(r"comment|kommentar|comentario|commenti\b|reacties", re.IGNORECASE)
# WordPress names its interface for programs so, which is no feed.
_INTERFACE: Final = "/wp-json/"
_MOST: Final = 20
_LONGEST_TITLE: Final = 200


def feeds_of(root: etree._Element, base: str | None) -> tuple[FeedLink, ...]:
    """Return the feeds that a page names, in its order but those of comments last; each once, at most 20.

    `base` is where its relative links lead from.
    """
    found: dict[str, FeedLink] = {}
    for link in _named(root, base):
        found.setdefault(link.url, link)
    ordered = sorted(found.values(), key=_is_of_comments)
    return tuple(ordered[:_MOST])


def _named(root: etree._Element, base: str | None) -> Iterator[FeedLink]:
    for link in root.iter("link"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if kind not in _TYPES or "alternate" not in (link.get("rel") or "").lower().split():
            continue
        url = web_url((link.get("href") or "").strip(), base)
        if url and _INTERFACE not in url:
            yield FeedLink(url=url, title=clip(one_line(link.get("title") or ""), _LONGEST_TITLE))


def _is_of_comments(link: FeedLink) -> bool:
    return bool(_COMMENTS.search(link.title) or _COMMENTS.search(link.url))
