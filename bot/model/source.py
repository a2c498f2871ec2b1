"""What a source is and what it delivers: raw bytes first, then items."""

from bot.model.brief import Reading
from bot.model.value import Utc, Value


class Raw(Value):
    """Bytes that somebody handed in or a poll fetched, not yet read.

    `name` is what people call it (a file name, an address): its ending is a hint of the format.
    `media_type` is what the sender declared, if anything (`text/html; charset=…`).
    `known` are the keys of entries that need not be read again (see `Item.key`).
    """

    name: str
    body: bytes
    media_type: str | None = None
    known: frozenset[str] = frozenset()


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

    `original` is the text that the reading's places point into. `outlet` is None where only the
    document itself can say it. `published_at` is what the source declares, if it can be read.
    """

    key: str
    original: str
    reading: Reading
    outlet: str | None = None
    url: str | None = None
    published_at: Utc | None = None
    topics: tuple[str, ...] = ()


class Delivered(Value):
    """What one reading gave.

    `entries` counts what was in the input: the items, plus `passed_over` (entries named in
    `Raw.known`), plus one for each entry that could not be used. `faults` say in plain
    sentences what could not be read. `whole` is False where entries were left for the next
    reading: the same body is then to be read again.
    """

    source: Source
    items: tuple[Item, ...]
    entries: int
    passed_over: int = 0
    faults: tuple[str, ...] = ()
    whole: bool = True
