"""Questions about stories."""

import json
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from sqlite_utils import Database

from bot.model.query import Found, Hit, Latest, Search
from bot.model.story import Story, is_on
from bot.model.value import Utc
from storage import recency, rows, search
from storage.columns import as_list, fits
from storage.driver import sqlite3
from storage.search import Candidates
from storage.shelves import Shelves
from storage.texts import Texts

_RECENCY = f"SELECT recency FROM stories WHERE number = {rows.LED_TO}"  # noqa: S608 - our own words
_LED = """
    SELECT coalesce(merged_into, value) FROM json_each(?) LEFT JOIN stories ON number = value ORDER BY key
"""
_ORIGINALS = f"""
    SELECT original, details FROM reports LEFT JOIN report_drafts USING (arrival)
    WHERE story = {rows.LED_TO} ORDER BY place
"""  # noqa: S608 - our own words
_IN_WINDOW = """
    FROM stories
    WHERE number IN (SELECT story FROM reports WHERE arrival > ? AND arrival <= ?) AND NOT archive
"""
_ARRIVED = f"SELECT number {_IN_WINDOW} ORDER BY recency DESC LIMIT ?"
_ARRIVALS = f"SELECT count(*) {_IN_WINDOW}"
_LABELLED = f"SELECT number, headline, topics {_IN_WINDOW} ORDER BY recency DESC"
_NEWEST_ARRIVAL = "SELECT coalesce(max(arrival), 0) FROM reports"
_ARRIVAL_AT = """
    SELECT arrival FROM reports WHERE first_seen <= ? ORDER BY first_seen DESC, arrival DESC LIMIT 1
"""


class SqliteStoriesView:
    """Questions about stories. A search takes about `patience` seconds at most."""

    def __init__(self, db: Database, *, patience: float) -> None:
        self._db = db
        self._patience = patience
        self._shelves = Shelves(self._ask)
        self._texts = Texts(db)

    def _ask(self, sql: str, values: Sequence[object]) -> sqlite3.Cursor:
        return self._db.execute(sql, values)

    def get(self, number: int) -> Story | None:
        """Return the story of that number, or the one that it was merged into; None where there is none."""
        if not fits(number):
            return None
        found = self._ask(rows.STORIES_BY_NUMBER, [number]).fetchall()
        return next(iter(self._stories(found)), None)

    def texts(self, number: int) -> tuple[str, ...]:
        """Return the original of each report of a story, with what updates brought behind it."""
        return tuple(rows.with_news(original, details) for original, details in self._originals(number))

    def original(self, number: int) -> str | None:
        """Return the text that the story's brief was read from."""
        return next((original for original, _ in self._originals(number)), None)

    def _originals(self, number: int) -> Iterator[tuple[str, str | None]]:
        """Give the original and the details of each report of a story, in their order."""
        at = self._recency(number)
        if at is not None:
            for original, details in self._ask(_ORIGINALS, [number]):
                # A report that was always alone has said all that the story is found by.
                yield self._texts.body(at) if original is None else original, details

    def _recency(self, number: int) -> int | None:
        row = self._ask(_RECENCY, [number]).fetchone() if fits(number) else None
        return row and int(row[0])

    def latest(self, query: Latest) -> tuple[Story, ...]:
        """Return the stories that fit, newest first; `since` counts from its whole second."""
        return self._at(self._shelves.newest(query))

    def headlines(self, query: Latest) -> Mapping[int, str]:
        """Return the headlines of the stories that `latest` would return, by number, in that order."""
        return dict(
            self._ask(rows.HEADLINES_BY_RECENCY, [json.dumps(self._shelves.newest(query))]).fetchall()
        )

    def search(self, query: Search) -> Found:
        """Return stories that hold every word and phrase of the query, newest first."""
        match = search.expression(query.text)
        if match is None:
            return Found(hits=())
        question = search.Question(match, recency.since(query.since), query.limit)
        start = time.monotonic()  # headlines may take half of the time
        in_headline = search.find(self._ask, search.HEADLINES, question, start + self._patience / 2)
        anywhere = search.find(self._ask, search.TEXTS, question, start + self._patience)
        return self._found(in_headline, anywhere)

    def arrived(self, after: int, until: int, *, limit: int, topic: str | None = None) -> tuple[Story, ...]:
        """Return stories with a report of such an arrival number, those that became news last first."""
        if topic is None:
            order = [number for (number,) in self._ask(_ARRIVED, [after, until, limit])]
        else:
            order = list(islice(self._on_topic(after, until, topic), limit))
        stories = {story.number: story for story in self.numbered(order)}
        return tuple(stories[number] for number in order)

    def arrivals(self, after: int, until: int, *, topic: str | None = None) -> int:
        """Return how many stories `arrived` would return without a limit."""
        if topic is None:
            return int(self._ask(_ARRIVALS, [after, until]).fetchone()[0])
        return sum(1 for _ in self._on_topic(after, until, topic))

    def newest_arrival(self) -> int:
        """Return the number of the report that came in last; 0 where none has."""
        return int(self._ask(_NEWEST_ARRIVAL, []).fetchone()[0])

    def arrival_at(self, moment: Utc) -> int:
        """Return the number of the last report first seen at or before a moment; 0 where none was."""
        row = self._ask(_ARRIVAL_AT, [recency.to_micros(moment)]).fetchone()
        return int(row[0]) if row else 0

    def _on_topic(self, after: int, until: int, topic: str) -> Iterator[int]:
        """Yield the numbers of all stories of that window which are on the topic, newest first."""
        for number, headline, topics in self._ask(_LABELLED, [after, until]):
            if is_on(topic, headline=headline, topics=json.loads(topics) if topics != "[]" else ()):
                yield number

    def numbered(self, numbers: Collection[int]) -> tuple[Story, ...]:
        """Return the stories with these numbers, lowest first; numbers of no story are passed over."""
        return self._stories(self._ask(rows.STORIES_BY_NUMBERS, [as_list([*numbers])]).fetchall())

    def led(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Return the numbers under which these stories are now, in their order, one for each."""
        return tuple(number for (number,) in self._ask(_LED, [as_list(numbers)]))

    def count(self) -> int:
        """Return how many stories there are."""
        return self._shelves.count()

    def topics(self) -> tuple[str, ...]:
        """Return the topics, the most frequent first (at most 100)."""
        return self._shelves.names("topic")

    def outlets(self) -> tuple[str, ...]:
        """Return the outlets, the most frequent first (at most 100)."""
        return self._shelves.names("outlet")

    def _found(self, in_headline: Candidates, anywhere: Candidates) -> Found:
        heads = set(in_headline.recencies)
        newest_first = sorted(heads.union(anywhere.recencies), reverse=True)
        stories = self._at(newest_first)
        return Found(
            hits=tuple(
                Hit(story=story, in_headline=at in heads)
                for at, story in zip(newest_first, stories, strict=True)
            ),
            complete=in_headline.complete and anywhere.complete,
        )

    def _at(self, recencies: Sequence[int]) -> tuple[Story, ...]:
        return self._stories(self._ask(rows.STORIES_BY_RECENCY, [json.dumps(recencies)]).fetchall())

    def _stories(self, found: Sequence[rows.Row]) -> tuple[Story, ...]:
        numbers = json.dumps([row[0] for row in found])
        return rows.stories_from(found, self._ask(rows.REPORTS_BY_STORY, [numbers]))
