"""The repositories of stories, of the items they were read from, and of their sources."""

from collections.abc import Collection, Mapping
from typing import Protocol

from bot.model.query import Found, Latest, Search
from bot.model.story import Report, Story, StoryDraft
from bot.model.value import Utc


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
        """Return the stories with these numbers, lowest first; numbers of no story are passed over."""
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

    def report(self, number: int, report: Report, *, source: str, item: str) -> Story:
        """Add a report to a story, behind those that it has, with the item it came from; return the story.

        Raises ValueError where there is no such story, or the item is known already.
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
