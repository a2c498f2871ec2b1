"""Stories: adding them, and the questions about them."""

import json
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from sqlite_utils import Database

from bot.model.query import Found, Hit, Latest, Search
from bot.model.story import Report, Story, StoryDraft, is_on
from bot.model.value import Utc
from storage import recency, rows, search
from storage.columns import as_list, fits
from storage.driver import sqlite3
from storage.items import SqliteItems
from storage.search import Candidates
from storage.shelves import Shelves, Shelving

# Rows in one statement; sqlite-utils takes fewer where they have many columns.
_BATCH = 1000


class SqliteStoriesView:
    """Questions about stories. A search takes about `patience` seconds at most."""

    def __init__(self, db: Database, *, patience: float) -> None:
        self._db = db
        self._patience = patience
        self._shelves = Shelves(self._ask)

    def _ask(self, sql: str, values: Sequence[object]) -> sqlite3.Cursor:
        return self._db.execute(sql, values)

    def get(self, number: int) -> Story | None:
        """Return the story of that number, with its reports; None where there is none."""
        if not fits(number):
            return None
        found = self._ask(rows.STORIES_BY_NUMBER, [number]).fetchall()
        return next(iter(self._stories(found)), None)

    def original(self, number: int) -> str | None:
        """Return the text that the story's brief was read from."""
        if not fits(number):
            return None
        row = self._ask(_ORIGINAL, [number]).fetchone()
        return row and str(row[0])

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


class _Added(NamedTuple):
    """A story that was added and isn't written yet, by its recency."""

    at: int
    story: Story
    original: str


class SqliteStories(SqliteStoriesView):
    """Questions about stories, and adding to them.

    What is added is kept back until somebody asks about stories or the transaction ends, then
    written oldest first and many in a statement: FTS5 starts a new segment for each row that is older
    than the one before, and for each statement that a trigger belongs to. So drafts may be added in
    any order, and a hundred in a transaction cost far less than one in each.
    """

    def __init__(self, db: Database, items: SqliteItems, *, patience: float) -> None:
        super().__init__(db, patience=patience)
        self._items = items
        self._shelving = Shelving(db)
        self._kept_back: list[_Added] = []
        self._last_number: int | None = None
        self._last_arrival: int | None = None

    def add(self, draft: StoryDraft) -> Story:
        """Store a story with its first report and its item; return it with the next free number.

        Raises ValueError where the item is known already.
        """
        number = self._next_number()
        self._items.claim(draft.source, draft.item, number)
        self._last_number = number
        story = rows.story_from(number, draft, arrival=self._next_arrival())
        at = recency.of_story(draft.newest, number)
        self._kept_back.append(_Added(at, story, draft.original))
        return story

    def report(self, number: int, report: Report, *, source: str, item: str) -> Story:
        """Add a report to a story, behind those that it has, with the item it came from; return the story.

        Raises ValueError where there is no such story, or the item is known already.
        """
        story = self.get(number)
        if story is None:
            raise ValueError(f"There is no story {number}.")
        self._items.claim(source, item, number)
        self._items.write_what_was_claimed()
        report = report.model_copy(update={"arrival": self._next_arrival()})
        self._db.execute(rows.ADD_REPORT, rows.report_row(number, len(story.reports), report))
        row = self._db.execute("SELECT recency FROM stories WHERE number = ?", [number]).fetchone()
        self._shelving.add_outlet(row[0], story.topics, report.outlet)
        return story.model_copy(update={"reports": (*story.reports, report)})

    def write_what_was_kept_back(self) -> None:
        """Write the stories that were added. To be called at the end of the transaction."""
        if not self._kept_back:
            return
        added = sorted(self._kept_back, key=lambda each: each.at)
        self._kept_back = []
        stories = [each.story for each in added]
        write = self._db.conn.executemany
        write(rows.ADD_STORY, (rows.story_row(each.at, each.story) for each in added))
        write(rows.ADD_REPORT, (rows.report_row(story.number, 0, story.reports[0]) for story in stories))
        self._items.write_what_was_claimed()
        self._shelving.put((each.at, each.story.topics, each.story.reports[0].outlet) for each in added)
        texts = [text for each in added for text in search.texts(each.at, each.story, each.original)]
        self._db.table("headlines").insert_all(map(search.headline, texts), batch_size=_BATCH)
        self._db.table("texts").insert_all(texts, batch_size=_BATCH)

    def _ask(self, sql: str, values: Sequence[object]) -> sqlite3.Cursor:
        self.write_what_was_kept_back()
        return super()._ask(sql, values)

    def _next_number(self) -> int:
        """Return a number that was never used, not even by a story that is gone."""
        if self._last_number is not None:
            return self._last_number + 1
        row = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'stories'").fetchone()
        return int(row[0]) + 1 if row else 1

    def _next_arrival(self) -> int:
        """Return the next arrival number: writers take turns, so it is higher than all that anybody saw."""
        if self._last_arrival is None:
            self._last_arrival = self.newest_arrival()
        self._last_arrival += 1
        return self._last_arrival


_ORIGINAL = "SELECT body FROM texts JOIN stories USING (recency) WHERE number = ?"
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
