"""A feed as its format says it, before anything is cleaned: what the feed readers hand on."""

from typing import NamedTuple


class RawEntry(NamedTuple):
    """One entry; every text may still hold markup, `link` may be relative to `base`."""

    id: str | None = None
    link: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    date: str | None = None
    topics: tuple[str, ...] = ()
    outlet: str | None = None
    base: str | None = None


class RawFeed(NamedTuple):
    """A feed and its entries; `unread` counts those that could not be read, `faults` say why.

    `ttl` is how many minutes it asks to be left alone.
    """

    entries: tuple[RawEntry, ...]
    title: str | None = None
    link: str | None = None
    self_link: str | None = None
    language: str | None = None
    ttl: int | None = None
    unread: int = 0
    faults: tuple[str, ...] = ()
