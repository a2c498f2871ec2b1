"""What a source is and what it delivers: raw bytes first, then items."""

from collections.abc import Mapping
from typing import Literal

from bot.model.brief import Reading
from bot.model.value import Utc, Value


class Raw(Value):
    """Bytes that somebody handed in or a poll fetched, not yet read.

    `name` is what people call it (a file name, an address): its ending is a hint of the format.
    `media_type` is what the sender declared, if anything (`text/html; charset=…`).
    `known` are the marks of entries that need not be read again, by key (see `Item.key` and `Item.mark`): one
    that says something else now is read. `url` is where it was fetched, if it was: its links lead from there.
    """

    name: str
    body: bytes
    media_type: str | None = None
    known: Mapping[str, str] = {}
    url: str | None = None


class Source(Value):
    """Where items come from. `key` is stable: the feed's own address, or `documents` for single documents."""

    key: str
    title: str
    url: str | None = None


class Item(Value):
    """One thing that a source delivered, read: a feed entry, a page, a file, a pasted text.

    `key` identifies it within its source: from the entry's own id, failing that its address,
    failing that its content; never from its date. (In a feed that has no address itself, an id such
    as "1" says nothing alone: there it counts together with the words.)

    `mark` stays the same while the item says the same: a hash of its words, without dates.
    `original` is the text that the reading's places point into. `outlet` is None where only the
    document itself can say it. `published_at` is what the source declares, if it can be read.
    """

    key: str
    mark: str = ""
    original: str
    reading: Reading
    outlet: str | None = None
    url: str | None = None
    published_at: Utc | None = None
    topics: tuple[str, ...] = ()


class FeedLink(Value):
    """A feed that a page names as its own."""

    url: str
    title: str = ""


class Delivered(Value):
    """What one reading gave. `kind` says what the input was.

    `entries` counts what was in the input: the items, plus `passed_over` (entries named in
    `Raw.known`), plus one for each entry that could not be used. `faults` say in plain
    sentences what could not be read. `whole` is False where entries were left for the next
    reading: the same body is then to be read again. `feeds` are those that a page names, in its order.
    `ttl` is how many minutes a feed asks to be left alone (RSS `ttl`, `sy:updatePeriod`), if it does.
    """

    source: Source
    kind: Literal["feed", "page", "document"] = "document"
    feeds: tuple[FeedLink, ...] = ()
    ttl: int | None = None
    items: tuple[Item, ...]
    entries: int
    passed_over: int = 0
    faults: tuple[str, ...] = ()
    whole: bool = True
