"""Every port: what the core needs from outside, with its contract. Adapters and storage implement them."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from bot.model.brief import Reading
from bot.model.card import Card
from bot.model.document import Document
from bot.model.events import Incoming
from bot.model.health import Finding
from bot.model.query import Found, Latest, Search
from bot.model.source import Delivered, Raw
from bot.model.story import Story, StoryDraft

T = TypeVar("T")


class Clock(Protocol):
    """Tells the time; the only way to learn it."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        ...


class StoriesView(Protocol):
    """Questions about stories. They return values that outlive the transaction."""

    def get(self, number: int) -> Story | None:
        """Return the story of that number, with its reports; None where there is none."""
        ...

    def original(self, number: int) -> str | None:
        """Return the text that the story's brief was read from; places in the brief point into it."""
        ...

    def latest(self, query: Latest) -> tuple[Story, ...]:
        """Return at most `query.limit` stories that fit, those that became news last first.

        Stories that became news at the same second come highest number first.
        """
        ...

    def search(self, query: Search) -> Found:
        """Return stories that hold every word and phrase of the query, newest first.

        Words are matched in headline and original, without case and accents and by their stem.
        At most `query.limit` stories with all of it in their headline, and at most that many others.
        Text with nothing to search for (only punctuation) finds nothing.
        """
        ...

    def count(self) -> int:
        """Return how many stories there are."""
        ...

    def topics(self) -> tuple[str, ...]:
        """Return the topics, the most frequent first (at most 100)."""
        ...

    def outlets(self) -> tuple[str, ...]:
        """Return the outlets, the most frequent first (at most 100)."""
        ...


class Stories(StoriesView, Protocol):
    """Questions about stories, and changes to them."""

    def add(self, draft: StoryDraft) -> Story:
        """Store a story with its first report and its item; return it with the next free number.

        Numbers start at 1 and are never used again. Raises ValueError where the item
        (`draft.source`, `draft.item`) is known already: ask `items.known` in the same transaction.
        """
        ...


class Items(Protocol):
    """Which items were seen. An item is known by its source's key and its own."""

    def known(self, source: str, keys: Collection[str]) -> Mapping[str, int]:
        """Return, for those of the keys that are known, the number of the story they belong to."""
        ...


class SourcesView(Protocol):
    """What is known of the sources that are polled."""

    def mark(self, key: str) -> str | None:
        """Return the mark of the last body that was taken in from that source; None before its first poll."""
        ...

    def count(self) -> int:
        """Return how many sources have delivered something."""
        ...


class Sources(SourcesView, Protocol):
    """What is known of the sources, and changing it."""

    def remember(self, key: str, *, title: str, mark: str | None) -> None:
        """Keep the source's title and, unless None, the mark of the body that was just taken in."""
        ...


class View(Protocol):
    """A consistent view of the store. Valid only inside `Store.read`."""

    @property
    def stories(self) -> StoriesView: ...  # noqa: D102 - the class says it
    @property
    def items(self) -> Items: ...  # noqa: D102 - the class says it
    @property
    def sources(self) -> SourcesView: ...  # noqa: D102 - the class says it


class Tx(Protocol):
    """A transaction. Valid only inside `Store.write`."""

    @property
    def stories(self) -> Stories: ...  # noqa: D102 - the class says it
    @property
    def items(self) -> Items: ...  # noqa: D102 - the class says it
    @property
    def sources(self) -> Sources: ...  # noqa: D102 - the class says it


class Store(Protocol):
    """Keeps everything. A transaction is a plain function, run whole on one thread.

    All methods raise `StoreBusy`, `StoreFull`, or `StoreError` where the store can't serve; then
    nothing of the work was written.
    """

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in a transaction and commit; an exception from it rolls back and is raised here.

        Other writers, in this process or another, wait. An async function is refused with TypeError.
        A caller that is cancelled has not cancelled the work.
        """
        ...

    async def read(self, work: Callable[[View], T]) -> T:
        """Run `work` on a consistent view; it sees what was committed before, and can't write."""
        ...

    async def backup(self, to: Path) -> None:
        """Write a consistent copy to a path where nothing is yet, while others go on reading and writing.

        Raises StoreError where something is there already or the path can't be written.
        """
        ...

    async def check(self) -> tuple[Finding, ...]:
        """Look at the store's own health: its engine's version, its integrity, its room."""
        ...

    async def close(self) -> None:
        """Finish what is running and let go. May be called twice."""
        ...


class DocumentReader(Protocol):
    """Turns a document into a headline and a brief; `bot.reading.read` is one. A pure function."""

    def __call__(
        self, document: Document, *, headline: str | None = None, published_at: datetime | None = None
    ) -> Reading:
        """Read a document. `headline` is what its source gives, if anything.

        Raises Unreadable where there is neither text nor headline.
        """
        ...


class Reader(Protocol):
    """Turns bytes of any supported format into items that are read, within bounded time and memory."""

    async def read(self, raw: Raw) -> Delivered:
        """Read a document (one item) or a feed (an item an entry).

        What is good in a broken input is delivered, and the faults said. Raises `Unreadable`
        where nothing can be had from it, or after `close`, and says what would be right; `Missing`
        where a library that it needs is not installed.
        """
        ...

    def mark(self, body: bytes) -> str:
        """Return a mark that stays the same while nothing in a feed's body changes but its dates."""
        ...

    @property
    def most(self) -> int:
        """How many bytes one input may have; a larger one is refused."""
        ...

    async def close(self) -> None:
        """End the child processes. May be called twice."""
        ...


class Answers(Protocol):
    """The core, as a platform sees it: a fact goes in, a card comes out."""

    async def answer(self, incoming: Incoming) -> Card:
        """Answer one command or button. Never raises: what goes wrong is said in the card."""
        ...

    async def complete(self, text: str) -> tuple[str, ...]:
        """Return what could stand instead of the last word of a half-typed command, best first."""
        ...


class ChatPlatform(Protocol):
    """A place where people talk to the bot."""

    name: str

    async def run(self, answers: Answers) -> None:
        """Bring what people do to `answers` and show them its cards, until they leave."""
        ...
