"""The repositories of stories, of the items they were read from, and of their sources."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.model.polled import PolledDraft, PolledSource
from bot.model.query import Found, Latest, Search
from bot.model.sketch import Explanation
from bot.model.story import Fresh, Story, StoryDraft
from bot.model.topic import TopicCount, TopicRule
from bot.model.value import Utc, Value


class Known(Value):
    """An item that is known: the number of its story, and its mark (`Item.mark`; "" where none was kept)."""

    story: int
    mark: str = ""


class StoriesView(Protocol):
    """Questions about stories. They return values that outlive the transaction."""

    def get(self, number: int) -> Story | None:
        """Return the story of that number, with its reports; None where there is none.

        One that was merged into another is that other, with the other's number.
        """
        ...

    def texts(self, number: int) -> tuple[str, ...]:
        """Return the original of each report of a story, in their order; none for no story.

        What updates brought stands behind it.
        """
        ...

    def original(self, number: int) -> str | None:
        """Return the text that the story's brief was read from; places in the brief point into it."""
        ...

    def latest(self, query: Latest) -> tuple[Story, ...]:
        """Return at most `query.limit` stories that fit, those that became news last first.

        Stories that became news at the same second come highest number first.
        """
        ...

    def headlines(self, query: Latest) -> Mapping[int, str]:
        """Return the headlines of the stories that `latest` would return, by number, in that order."""
        ...

    def search(self, query: Search) -> Found:
        """Return stories that hold every word and phrase of the query, newest first.

        Words are matched in headline and original, without case and accents and by their stem.
        At most `query.limit` stories with all of it in their headline, and at most that many others.
        Text with nothing to search for (only punctuation) finds nothing.
        """
        ...

    def arrived(self, after: int, until: int, *, limit: int, topic: str | None = None) -> tuple[Story, ...]:
        """Return stories with a report whose arrival number is above `after` and not above `until`.

        With a topic, only those that are on it (`bot.model.story.is_on`). Those that became news last come
        first; stories of a source's first delivery are left out.
        """
        ...

    def arrivals(self, after: int, until: int, *, topic: str | None = None) -> int:
        """Return how many stories `arrived` would return without a limit."""
        ...

    def newest_arrival(self) -> int:
        """Return the arrival number of the report that was stored last; 0 where there is none.

        Numbers rise with each report that is stored, whatever the clock shows: what is stored later than
        this transaction has a higher one.
        """
        ...

    def arrival_at(self, moment: Utc) -> int:
        """Return the arrival number of the last report that was first seen at or before a moment; 0 for none.

        Where the clock was set back since, that is only nearly the last that was stored until then.
        """
        ...

    def numbered(self, numbers: Collection[int]) -> tuple[Story, ...]:
        """Return the stories with these numbers, lowest first; numbers of no story are passed over.

        So are those of stories that were merged into others.
        """
        ...

    def led(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Return the numbers under which these stories are now, in their order, one for each.

        That of a story that was merged is the other's; every other number stays.
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

    def report(
        self, number: int, draft: StoryDraft, *, fresh: Collection[Fresh] = (), why: Explanation | None = None
    ) -> Story:
        """Add a draft's report to a story, behind those that it has, with its item; return the story.

        The draft is kept, so that the report can become a story of its own (`split`), and is found by
        `search`; its topics are the story's, too. A story that was an archive's is news from then on, unless
        the draft is an archive's itself. Raises ValueError where there is no such story, or the item is
        known already.
        """
        ...

    def copy(self, number: int, arrival: int, draft: StoryDraft) -> Story:
        """Keep that the text of a report, by its arrival number, is at another address; return its story.

        The draft's item is the report's from then on. A copy with an outlet and address that the report has
        itself, or as a copy, is not kept twice, only its item. Raises ValueError where the story has no
        report of that arrival, or the item is known already.
        """
        ...

    def update(self, draft: StoryDraft, *, fresh: Collection[Fresh]) -> Story:
        """Keep what a known item (`draft.source`, `draft.item`) says now; return its story.

        Its mark is the draft's from then on. What is fresh is put behind what its report has, and then the
        draft's text is found by `search`, too. Headline, brief and arrival number stay. Raises ValueError
        where the item isn't known.
        """
        ...

    def merge(self, kept: int, gone: int, *, by: str) -> Story:
        """Make two stories one: the reports of `gone` are put behind those of `kept`; return that story.

        `gone` is not found or listed any more, and its number leads to `kept` until its first report is split
        off again; its items, topics and texts are the other's. Headline and brief of `kept` stay. `by` is the
        name of who did it (`Report.put_by`). Raises ValueError where either is no story, is merged already,
        or both are one.
        """
        ...

    def split(self, number: int, arrival: int, *, by: str) -> tuple[Story, Story]:
        """Make a report, by its arrival number, a story of its own; return the old story and the new one.

        Its items go with it, and the new story is what the report's draft says. It has the next free number;
        where the report began a story that was merged into this one, that story's number again. Topics that
        the report alone brought leave the old story. Where the old story's headline and brief are from it,
        those are from its next report from then on. Raises ValueError where there is no such story or report,
        or it is the only one.
        """
        ...

    def label(self, number: int, topics: tuple[str, ...]) -> Story:
        """Put a story under these topics, and under no others; return it. Raises ValueError for no story."""
        ...


class Items(Protocol):
    """Which items were seen. An item is known by its source's key and its own."""

    def known(self, source: str, keys: Collection[str]) -> Mapping[str, Known]:
        """Return what is known of each of the keys: the story it belongs to now, and its mark.

        Keys that aren't known are left out.
        """
        ...


class SourcesView(Protocol):
    """Questions about the sources that are polled, and about what others have delivered."""

    def mark(self, key: str) -> str | None:
        """Return the mark of the last body that was taken in from that source; None before its first poll."""
        ...

    def count(self) -> int:
        """Return how many sources have delivered something."""
        ...

    def get(self, number: int) -> PolledSource | None:
        """Return the source of that number, removed or not; None where there is none."""
        ...

    def at(self, address: str) -> PolledSource | None:
        """Return the source with that address as its key or url; None where all are removed."""
        ...

    def every(self) -> tuple[PolledSource, ...]:
        """Return the sources that aren't removed, the lowest number first."""
        ...

    def due(self, *, at: Utc, limit: int) -> tuple[PolledSource, ...]:
        """Return active sources whose `next_at` is not after that moment, the longest due first."""
        ...


class Sources(SourcesView, Protocol):
    """Questions about sources, and changing them."""

    def remember(self, key: str, *, title: str, mark: str | None) -> None:
        """Keep the source's title and, unless None, the mark of the body that was just taken in."""
        ...

    def add(self, draft: PolledDraft) -> PolledSource:
        """Store a source; return it with the next free number.

        Raises ValueError where one that isn't removed has its key or url.
        """
        ...

    def change(self, source: PolledSource) -> None:
        """Store what a source has become. Raises ValueError where there is none of that number."""
        ...


class TopicsView(Protocol):
    """Questions about a newsroom's topics."""

    def rules(self) -> tuple[TopicRule, ...]:
        """Return the newsroom's own rules, by name."""
        ...

    def counted(self, *, limit: int) -> tuple[TopicCount, ...]:
        """Return the topics, the most frequent first; those with a rule are there even without stories."""
        ...


class Topics(TopicsView, Protocol):
    """Questions about topics, and changing the newsroom's rules."""

    def set(self, rule: TopicRule) -> None:
        """Store a rule; one with the same name (without case and accents) is replaced."""
        ...

    def drop(self, name: str) -> bool:
        """Remove the rule of that name; False where there is none. Stories keep the topic."""
        ...
