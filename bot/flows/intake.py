"""Taking in what sources deliver: each item becomes a report once, however often it comes."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from bot.errors import NotAFeed, Unreadable, UsageError
from bot.flows.arrivals import Arriving, Joined
from bot.model.source import Delivered, Item, Raw, Source
from bot.model.story import Report, Story, StoryDraft
from bot.model.value import Utc, Value
from bot.ports import Clock, Reader, Store, Tx


class Taken(Value):
    """An item that is new (`Item.key`), and the story that it became, or joined as one more report."""

    item: str
    story: Story
    joined: bool = False


class Receipt(Value):
    """What became of one delivery: `entries` = those `taken` + `duplicates` + `unusable`.

    `known` are the numbers of the stories that the duplicates belong to, `updated` of those to which a known
    item, or an outlet's own text once more, brought something new; `faults` say in plain sentences what could
    not be read. `first_poll` marks what a source held when it was first polled: the store needs it, nobody
    wants it as news. `delivered` is what was read last, without its items; None where the body needed no
    reading. `moments` are when the new items were published; where that isn't said, when they came, but not
    for those of a first poll.
    """

    taken: tuple[Taken, ...] = ()
    known: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    entries: int = 0
    duplicates: int = 0
    unusable: int = 0
    faults: tuple[str, ...] = ()
    first_poll: bool = False
    delivered: Delivered | None = None
    moments: tuple[Utc, ...] = ()

    @property
    def stories(self) -> tuple[Story, ...]:
        """The new stories."""
        return tuple(taken.story for taken in self.taken if not taken.joined)


class Announce(Protocol):
    """Told of what came in inside the transaction that adds it, so that what follows is stored with it."""

    def __call__(self, tx: Tx, stories: Sequence[Story], *, joined: Sequence[Joined], at: Utc) -> None:
        """Do what is to be done about new stories, and about those that got one more report just now."""
        ...


Fill = Callable[[Sequence[Item]], Awaitable[Sequence[Item]]]
"""Gives new items back, perhaps with more of their text."""


class Poll(Value):
    """A source's body as it was fetched just now.

    `url` is where from, `page` says that it is no feed but a page whose every change counts as one more
    report. `topics` are given to what it delivers. `first` says that whatever it holds is no news, as is so
    in any case where nothing of that source was ever taken in.
    """

    source: Source
    body: bytes
    media_type: str | None = None
    url: str | None = None
    page: bool = False
    topics: tuple[str, ...] = ()
    first: bool = False


class _Polled(NamedTuple):
    """What this process knows of a source: the mark of its last body, and marks of entries that were read."""

    mark: str | None
    entries: Mapping[str, str]


_NEVER = _Polled(None, {})


class _Origin(NamedTuple):
    """Where a delivery comes from, the mark to remember it by, and whether it is a source's first poll."""

    source: Source
    mark: str | None = None
    first: bool = False
    topics: tuple[str, ...] = ()
    page: bool = False
    fill: Fill | None = None


READ_AHEAD = 2
"""How many inputs are being read while one is stored."""


class Intake:
    """Takes in documents and feeds, and polls of sources.

    `arriving` puts each item where it belongs. `announce` is told of what came in, but for what a source held
    when it was first polled.
    """

    def __init__(
        self,
        store: Store,
        reader: Reader,
        clock: Clock,
        *,
        arriving: Arriving | None = None,
        announce: Announce | None = None,
    ) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock
        self._arriving = arriving or Arriving()
        self._announce = announce
        self._polled: dict[str, _Polled] = {}

    async def take(self, raw: Raw, *, feeds: bool = True) -> Receipt:
        """Take in a document, or every entry of a feed.

        Raises Unreadable where nothing can be had from it; what is good in a broken input is kept. Raises
        UsageError for a feed where none is wanted.
        """
        delivered = await self._reader.read(raw)
        if delivered.kind == "feed" and not feeds:
            raise UsageError(
                f"{raw.name} is a feed, not a page.", next_step=f"`source add {raw.name}` watches it."
            )
        receipt, _ = await self._take(raw, delivered)
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

    async def poll(self, poll: Poll, *, fill: Fill | None = None) -> Receipt:
        """Take in a source's body as it was fetched just now; `fill` is given the items that are new first.

        A body that is equal to the last one but for its dates is not even parsed, and an entry of
        the last body that says the same is not read again: its date may have moved, its story stays as it is.
        Raises Unreadable, and NotAFeed where a feed is something else now; the last good body then stays the
        one to compare with.
        """
        key = poll.source.key
        mark, before = self._reader.mark(poll.body), self._polled.get(key, _NEVER)
        if mark == before.mark:
            return Receipt()
        last = await self._store.read(lambda view: view.sources.mark(key))
        first = poll.first or last is None
        receipt, entries = Receipt(), before.entries
        if mark != last:
            raw = Raw(
                name=poll.source.title,
                body=poll.body,
                media_type=poll.media_type,
                known=entries,
                url=poll.url,
            )
            delivered = await self._reader.read(raw)
            if delivered.kind != "feed" and not poll.page:
                raise NotAFeed(poll.source.title)
            origin = _Origin(poll.source, mark, first, poll.topics, poll.page, fill)
            receipt, entries = await self._take(raw, delivered, origin)
        self._polled[key] = _Polled(mark, entries)
        return receipt.model_copy(update={"first_poll": first})

    def forget(self, key: str) -> None:
        """Forget what this process knows of a source, so that its next poll is read whatever it says."""
        self._polled.pop(key, None)

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
    ) -> tuple[Receipt, Mapping[str, str]]:
        """Store what was read; read on where the input holds more than one reading may.

        Return also the marks of all that was read, and of what the input said was known, by key.
        """
        origin, entries = origin or _Origin(delivered.source), dict(raw.known)
        taken: list[Taken] = []
        known: set[int] = set()
        updated: set[int] = set()
        moments: list[Utc] = []
        while True:
            receipt = await self._keep(origin if delivered.whole else origin._replace(mark=None), delivered)
            taken += receipt.taken
            known |= set(receipt.known)
            updated |= set(receipt.updated)
            moments += receipt.moments
            entries |= {item.key: item.mark for item in delivered.items}
            if delivered.whole:
                break
            delivered = await self._reader.read(raw.model_copy(update={"known": entries}))
        # The last reading looked at every entry; what it passed over may have been taken just before.
        duplicates = receipt.entries - receipt.unusable - len(taken)
        changes = {
            "taken": tuple(taken),
            "known": tuple(sorted(known)),
            "updated": tuple(sorted(updated)),
            "duplicates": duplicates,
            "moments": tuple(moments),
            "delivered": delivered.model_copy(update={"items": ()}),
        }
        return receipt.model_copy(update=changes), entries

    async def _keep(self, origin: _Origin, delivered: Delivered) -> Receipt:
        """Store and announce the items that are new, in one transaction that asks what is known."""
        key = origin.source.key
        items = {
            name: item for item in sorted(delivered.items, key=_edition) for name in [_name(origin, item)]
        }
        if origin.fill and not origin.first:
            items = await self._filled(key, items, origin.fill)

        def work(tx: Tx) -> Receipt:
            first_seen = self._clock.now()  # not before its turn to write: that may have been long in coming
            known, rules = tx.items.known(key, list(items)), tx.topics.rules()
            drafts = [
                draft.model_copy(update={"topics": self._arriving.topics(rules, draft)})
                for draft in (_draft(origin, name, item, first_seen) for name, item in items.items())
            ]
            drafts.sort(key=lambda draft: draft.newest)
            arrivals = self._arriving.arrive(
                tx, drafts, known=known, sketches={name: item.reading.sketch for name, item in items.items()}
            )
            tx.sources.remember(key, title=delivered.source.title, mark=origin.mark)
            if self._announce and arrivals.came and not origin.first:
                self._announce(tx, arrivals.new, joined=arrivals.joined, at=first_seen)
            return Receipt(
                taken=tuple(
                    Taken(item=came.item, story=came.story, joined=came.joined) for came in arrivals.came
                ),
                known=tuple(sorted({each.story for each in known.values()})),
                updated=arrivals.updated,
                moments=tuple(
                    draft.newest
                    for draft in drafts
                    if draft.item not in known and (draft.report.published_at or not origin.first)
                ),
            )

        receipt = await self._store.write(work)
        unusable = delivered.entries - delivered.passed_over - len(delivered.items)
        return receipt.model_copy(
            update={
                "entries": delivered.entries,
                "duplicates": delivered.entries - unusable - len(receipt.taken),
                "unusable": unusable,
                "faults": delivered.faults,
            }
        )

    async def _filled(self, key: str, items: Mapping[str, Item], fill: Fill) -> dict[str, Item]:
        """Return the items, those that are new with more of their text where there is more."""
        known = await self._store.read(lambda view: view.items.known(key, list(items)))
        new = {name: item for name, item in items.items() if name not in known}
        filled = await fill(tuple(new.values())) if new else ()
        return {**items, **dict(zip(new, filled, strict=True))}


def _name(origin: _Origin, item: Item) -> str:
    """Return what an item is known by: a page that says something else is another one each time."""
    return f"{item.key}@{item.mark}" if origin.page else item.key


def _edition(item: Item) -> tuple[bool, datetime, str, str]:
    """Return what tells two editions of an item apart; of several in one delivery the last counts."""
    published = item.published_at
    return (
        published is not None,
        published or datetime.min.replace(tzinfo=UTC),
        item.reading.headline,
        item.original,
    )


def _draft(origin: _Origin, name: str, item: Item, first_seen: Utc) -> StoryDraft:
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
        item=name,
        mark=item.mark,
        url=item.url,
        topics=(*origin.topics, *(topic for topic in item.topics if topic not in origin.topics)),
        happened_on=reading.happened_on,
        archive=origin.first,
    )
