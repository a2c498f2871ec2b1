"""Taking in what sources deliver: each item becomes a story once, however often it comes."""

import asyncio
from collections.abc import Sequence

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


class Intake:
    """Takes in documents and feeds, and polls of feeds."""

    def __init__(self, store: Store, reader: Reader, clock: Clock) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock
        self._marks: dict[str, str] = {}
        """The last mark of each source that this process has seen in the store: a body with it is taken in."""

    async def take(self, raw: Raw) -> Receipt:
        """Take in a document, or every entry of a feed.

        Raises Unreadable where nothing can be had from it; what is good in a broken input is kept.
        """
        return await self._take(raw)

    async def poll(self, source: Source, body: bytes) -> Receipt:
        """Take in a feed's body as it was fetched just now.

        A body that is equal to the last one but for its dates is not even parsed, and an entry
        that is known is not read again: its date may have moved, its story stays as it is.
        Raises Unreadable; the last good body then stays the one to compare with.
        """
        mark = self._reader.mark(body)
        if mark == self._marks.get(source.key):
            return Receipt()
        last, known = await self._store.read(
            lambda view: (view.sources.mark(source.key), view.items.keys(source.key))
        )
        receipt = Receipt()
        if mark != last:
            receipt = await self._take(Raw(name=source.title, body=body, known=known), source, mark)
        self._marks[source.key] = mark
        return receipt.model_copy(update={"first_poll": last is None})

    async def _take(self, raw: Raw, source: Source | None = None, mark: str | None = None) -> Receipt:
        """Read and keep, again and again where the input holds more than one reading may."""
        taken: list[Taken] = []
        known: set[int] = set()
        while True:
            delivered = await self._reader.read(raw)
            source = source or delivered.source
            receipt = await self._keep(source, delivered, mark=mark if delivered.whole else None)
            taken += receipt.taken
            known |= set(receipt.known)
            if delivered.whole:
                break
            raw = raw.model_copy(update={"known": await self._known(source)})
        # The last reading looked at every entry; what it passed over may have been taken just before.
        duplicates = receipt.entries - receipt.unusable - len(taken)
        return receipt.model_copy(
            update={"taken": tuple(taken), "known": tuple(sorted(known)), "duplicates": duplicates}
        )

    async def _known(self, source: Source) -> frozenset[str]:
        return await self._store.read(lambda view: view.items.keys(source.key))

    async def _keep(self, source: Source, delivered: Delivered, *, mark: str | None) -> Receipt:
        """Draft what is new outside of the transaction, then store what is still new inside it."""
        items = {item.key: item for item in delivered.items}
        seen = await self._store.read(lambda view: view.items.known(source.key, list(items)))
        fresh = [item for key, item in items.items() if key not in seen]
        drafts, faults = await asyncio.to_thread(_drafts, source, fresh, self._clock.now())

        def work(tx: Tx) -> tuple[list[Taken], set[int]]:
            known = tx.items.known(source.key, list(items))
            new = [draft for draft in drafts if draft.item not in known]
            taken = [Taken(item=draft.item, story=tx.stories.add(draft)) for draft in new]
            tx.sources.remember(source.key, title=delivered.source.title, mark=mark)
            return taken, set(known.values())

        taken, known = await self._store.write(work)
        lost = delivered.entries - delivered.passed_over - len(delivered.items)
        unusable = lost + sum(item.key in faults for item in delivered.items)
        return Receipt(
            taken=tuple(taken),
            known=tuple(sorted(known)),
            entries=delivered.entries,
            duplicates=delivered.entries - unusable - len(taken),
            unusable=unusable,
            faults=(*delivered.faults, *faults.values()),
        )


def _drafts(
    source: Source, items: Sequence[Item], first_seen: Utc
) -> tuple[list[StoryDraft], dict[str, str]]:
    """Read each item into a draft, oldest first; return also, by its key, why an item gives none."""
    drafts: list[StoryDraft] = []
    faults: dict[str, str] = {}
    for item in items:
        try:
            drafts.append(_draft(source, item, first_seen))
        except Unreadable as fault:
            faults[item.key] = str(fault)
    return sorted(drafts, key=lambda draft: draft.newest), faults


def _draft(source: Source, item: Item, first_seen: Utc) -> StoryDraft:
    from bot.reading.read import read

    reading = read(item.document, headline=item.headline, published_at=item.published_at)
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
        original=item.document.text,
        source=source.key,
        item=item.key,
        url=item.url,
        topics=item.topics,
        happened_on=reading.happened_on,
    )
