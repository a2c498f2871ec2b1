"""Stories: adding them, and the questions about them."""

import json
import time
from collections.abc import Sequence
from operator import itemgetter

from sqlite_utils import Database

from bot.model.query import Found, Hit, Latest, Search
from bot.model.story import Story, StoryDraft
from storage import recency, rows, search
from storage.driver import sqlite3
from storage.items import SqliteItems
from storage.search import Candidates
from storage.shelves import Shelves, Shelving

_LARGEST = 2**63 - 1
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
        if not 0 < number <= _LARGEST:
            return None
        found = self._ask(rows.STORIES_BY_NUMBER, [number]).fetchall()
        return next(iter(self._stories(found)), None)

    def original(self, number: int) -> str | None:
        """Return the text that the story's brief was read from."""
        if not 0 < number <= _LARGEST:
            return None
        row = self._ask(_ORIGINAL, [number]).fetchone()
        return row and str(row[0])

    def latest(self, query: Latest) -> tuple[Story, ...]:
        """Return the stories that fit, newest first; `since` counts from its whole second."""
        return self._at(self._shelves.newest(query))

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


class SqliteStories(SqliteStoriesView):
    """Questions about stories, and adding them.

    What is added is kept back until somebody asks about stories or the transaction ends, then
    written oldest first and many in a statement: FTS5 starts a new segment for each row that is older
    than the one before, and for each statement that a trigger belongs to. So drafts may be added in
    any order, and a hundred in a transaction cost far less than one in each.
    """

    def __init__(self, db: Database, items: SqliteItems, *, patience: float) -> None:
        super().__init__(db, patience=patience)
        self._items = items
        self._shelving = Shelving(db)
        self._kept_back: list[tuple[int, Story, str]] = []
        self._last_number: int | None = None

    def add(self, draft: StoryDraft) -> Story:
        """Store a story with its first report and its item; return it with the next free number.

        Raises ValueError where the item is known already.
        """
        number = self._next_number()
        self._items.claim(draft.source, draft.item, number)
        self._last_number = number
        story = rows.story_from(number, draft)
        self._kept_back.append((recency.of_story(draft.newest, number), story, draft.original))
        return story

    def write_what_was_kept_back(self) -> None:
        """Write the stories that were added. To be called at the end of the transaction."""
        if not self._kept_back:
            return
        added = sorted(self._kept_back, key=itemgetter(0))
        self._kept_back = []
        write = self._db.conn.executemany
        write(rows.ADD_STORY, (rows.story_row(at, story) for at, story, _ in added))
        write(rows.ADD_REPORT, (rows.report_row(story.number, 0, story.reports[0]) for _, story, _ in added))
        self._items.write_what_was_claimed()
        self._shelving.put((at, story.topics, story.reports[0].outlet) for at, story, _ in added)
        texts = [text for each in added for text in search.texts(*each)]
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


_ORIGINAL = "SELECT body FROM texts JOIN stories USING (recency) WHERE number = ?"
