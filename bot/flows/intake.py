"""Taking in what sources deliver: each item becomes a story once, however often it comes."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from bot.errors import Unreadable
from bot.model.source import Delivered, Item, Raw, Source
from bot.model.story import Report, Story, StoryDraft
from bot.model.value import Utc, Value
from bot.ports import Clock, Reader, Store, Tx


class Taken(Value):
    """A new story, and the key of the item that it came from (`Item.key`)."""

    item: str
    story: Story


class Receipt(Value):
    """What became of one delivery: `entries` = those `taken` + `duplicates` + `unusable`.

    `known` are the numbers of the stories that the duplicates belong to; `faults` say in plain
    sentences what could not be read. `first_poll` marks what a source held when it was first
    polled: the store needs it, nobody wants it as news.
    """

    taken: tuple[Taken, ...] = ()
    known: tuple[int, ...] = ()
    entries: int = 0
    duplicates: int = 0
    unusable: int = 0
    faults: tuple[str, ...] = ()
    first_poll: bool = False

    @property
    def stories(self) -> tuple[Story, ...]:
        """The new stories."""
        return tuple(taken.story for taken in self.taken)


class Announce(Protocol):
    """Told of new stories inside the transaction that adds them, so that what follows is stored with them."""

    def __call__(self, tx: Tx, stories: Sequence[Story], *, at: Utc) -> None:
        """Do what is to be done about the stories, which came in just now."""
        ...


class _Polled(NamedTuple):
    """What this process knows of a source: the mark of its last body, and keys of entries that were read."""

    mark: str | None
    keys: frozenset[str]


_NEVER = _Polled(None, frozenset())


class _Origin(NamedTuple):
    """Where a delivery comes from, the mark to remember it by, and whether it is a source's first poll."""

    source: Source
    mark: str | None = None
    first: bool = False


READ_AHEAD = 2
"""How many inputs are being read while one is stored."""


class Intake:
    """Takes in documents and feeds, and polls of feeds.

    `announce` is told of every new story, but for what a source held when it was first polled.
    """

    def __init__(
        self, store: Store, reader: Reader, clock: Clock, *, announce: Announce | None = None
    ) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock
        self._announce = announce
        self._polled: dict[str, _Polled] = {}

    async def take(self, raw: Raw) -> Receipt:
        """Take in a document, or every entry of a feed.

        Raises Unreadable where nothing can be had from it; what is good in a broken input is kept.
        """
        receipt, _ = await self._take(raw, await self._reader.read(raw))
        return receipt

    async def take_all(self, inputs: Iterable[Raw]) -> AsyncIterator[tuple[Raw, Receipt | Unreadable]]:
        """Take in many inputs, in their order; while one is stored, the next ones are read.

        An input that can't be read is given back with the reason, and the others go on.
        """
        ahead: deque[tuple[Raw, asyncio.Future[Delivered]]] = deque()
        try:
            for raw in inputs:
                ahead.append((raw, asyncio.ensure_future(self._reader.read(raw))))
                if len(ahead) > READ_AHEAD:
                    yield await self._outcome(*ahead.popleft())
            while ahead:
                yield await self._outcome(*ahead.popleft())
        finally:
            for _, reading in ahead:
                reading.cancel()

    async def poll(self, source: Source, body: bytes) -> Receipt:
        """Take in a feed's body as it was fetched just now.

        A body that is equal to the last one but for its dates is not even parsed, and an entry of
        the last body is not read again: its date may have moved, its story stays as it is.
        Raises Unreadable; the last good body then stays the one to compare with.
        """
        mark, before = self._reader.mark(body), self._polled.get(source.key, _NEVER)
        if mark == before.mark:
            return Receipt()
        last = await self._store.read(lambda view: view.sources.mark(source.key))
        receipt, keys = Receipt(), before.keys
        if mark != last:
            raw = Raw(name=source.title, body=body, known=keys)
            origin = _Origin(source, mark, first=last is None)
            receipt, keys = await self._take(raw, await self._reader.read(raw), origin)
        self._polled[source.key] = _Polled(mark, keys)
        return receipt.model_copy(update={"first_poll": last is None})

    async def _outcome(
        self, raw: Raw, reading: asyncio.Future[Delivered]
    ) -> tuple[Raw, Receipt | Unreadable]:
        try:
            receipt, _ = await self._take(raw, await reading)
        except Unreadable as fault:
            return raw, fault
        return raw, receipt

    async def _take(
        self, raw: Raw, delivered: Delivered, origin: _Origin | None = None
    ) -> tuple[Receipt, frozenset[str]]:
        """Store what was read; read on where the input holds more than one reading may.

        Return also the keys of all that was read, and of what the input said was known.
        """
        origin, keys = origin or _Origin(delivered.source), raw.known
        taken: list[Taken] = []
        known: set[int] = set()
        while True:
            receipt = await self._keep(origin if delivered.whole else origin._replace(mark=None), delivered)
            taken += receipt.taken
            known |= set(receipt.known)
            keys |= {item.key for item in delivered.items}
            if delivered.whole:
                break
            delivered = await self._reader.read(raw.model_copy(update={"known": keys}))
        # The last reading looked at every entry; what it passed over may have been taken just before.
        duplicates = receipt.entries - receipt.unusable - len(taken)
        changes = {"taken": tuple(taken), "known": tuple(sorted(known)), "duplicates": duplicates}
        return receipt.model_copy(update=changes), keys

    async def _keep(self, origin: _Origin, delivered: Delivered) -> Receipt:
        """Store and announce the items that are new, in one transaction that asks what is known."""
        items = {item.key: item for item in sorted(delivered.items, key=_edition)}

        def work(tx: Tx) -> tuple[list[Taken], set[int]]:
            first_seen = self._clock.now()  # not before its turn to write: that may have been long in coming
            known = tx.items.known(origin.source.key, list(items))
            drafts = [_draft(origin, item, first_seen) for key, item in items.items() if key not in known]
            drafts.sort(key=lambda draft: draft.newest)
            taken = [Taken(item=draft.item, story=tx.stories.add(draft)) for draft in drafts]
            tx.sources.remember(origin.source.key, title=delivered.source.title, mark=origin.mark)
            if self._announce and taken and not origin.first:
                self._announce(tx, [each.story for each in taken], at=first_seen)
            return taken, set(known.values())

        taken, known = await self._store.write(work)
        unusable = delivered.entries - delivered.passed_over - len(delivered.items)
        return Receipt(
            taken=tuple(taken),
            known=tuple(sorted(known)),
            entries=delivered.entries,
            duplicates=delivered.entries - unusable - len(taken),
            unusable=unusable,
            faults=delivered.faults,
        )


def _edition(item: Item) -> tuple[bool, datetime, str, str]:
    """Return what tells two editions of an item apart; of several in one delivery the last counts."""
    published = item.published_at
    return (
        published is not None,
        published or datetime.min.replace(tzinfo=UTC),
        item.reading.headline,
        item.original,
    )


def _draft(origin: _Origin, item: Item, first_seen: Utc) -> StoryDraft:
    reading = item.reading
    return StoryDraft(
        headline=reading.headline,
        brief=reading.brief,
        report=Report(
            outlet=item.outlet or reading.brief.source_line or "Document",
            headline=reading.headline,
            first_seen=first_seen,
            url=item.url,
            published_at=item.published_at,
        ),
        original=item.original,
        source=origin.source.key,
        item=item.key,
        url=item.url,
        topics=item.topics,
        happened_on=reading.happened_on,
        archive=origin.first,
    )
