"""What is known of the sources that deliver, and those that are polled."""

from sqlite_utils import Database

from bot.model.polled import PolledDraft, PolledSource
from bot.model.value import Utc
from storage.columns import as_json, fits
from storage.driver import sqlite3
from storage.recency import to_micros

_REMEMBER = """
    INSERT INTO sources (key, title, mark) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET title = excluded.title, mark = coalesce(excluded.mark, mark)
"""
_GET = "SELECT source FROM polled_sources WHERE number = ?"
_BY_KEY = "SELECT source FROM polled_sources WHERE key = ? AND state <> 'removed'"
_BY_URL = "SELECT source FROM polled_sources WHERE url = ? AND state <> 'removed' ORDER BY number"
_EVERY = "SELECT source FROM polled_sources WHERE state <> 'removed' ORDER BY number"
_DUE = """
    SELECT source FROM polled_sources WHERE state = 'active' AND next_at <= ?
    ORDER BY next_at, number LIMIT ?
"""
_LAST_NUMBER = "SELECT seq FROM sqlite_sequence WHERE name = 'polled_sources'"
_ADD = """
    INSERT INTO polled_sources (key, url, state, next_at, source, number) VALUES (?, ?, ?, ?, ?, ?)
"""
_CHANGE = """
    UPDATE polled_sources SET key = ?, url = ?, state = ?, next_at = ?, source = ? WHERE number = ?
"""


class SqliteSources:
    """Sources in SQLite, for reading and, inside a write, for changing."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def mark(self, key: str) -> str | None:
        """Return the mark of the last body that was taken in; None before the first poll."""
        row = self._db.execute("SELECT mark FROM sources WHERE key = ?", [key]).fetchone()
        return str(row[0]) if row and row[0] is not None else None

    def count(self) -> int:
        """Return how many sources have delivered something."""
        return int(self._db.execute("SELECT count(*) FROM sources").fetchone()[0])

    def remember(self, key: str, *, title: str, mark: str | None) -> None:
        """Keep the source's title and, unless None, the mark of the body that was just taken in."""
        self._db.execute(_REMEMBER, [key, title, mark])

    def get(self, number: int) -> PolledSource | None:
        """Return the source of that number, removed or not; None where there is none."""
        return self._first(_GET, number) if fits(number) else None

    def at(self, address: str) -> PolledSource | None:
        """Return the source with that address as its key, else as its url; None where all are removed."""
        return self._first(_BY_KEY, address) or self._first(_BY_URL, address)

    def every(self) -> tuple[PolledSource, ...]:
        """Return the sources that aren't removed, the lowest number first."""
        return _sources(self._db.execute(_EVERY))

    def due(self, *, at: Utc, limit: int) -> tuple[PolledSource, ...]:
        """Return active sources whose `next_at` is not after that moment, the longest due first."""
        return _sources(self._db.execute(_DUE, [to_micros(at), limit]))

    def add(self, draft: PolledDraft) -> PolledSource:
        """Store a source; return it with the next free number.

        Raises ValueError where one that isn't removed has its key or url.
        """
        there = self.at(draft.key) or self.at(draft.url)
        if there:
            raise ValueError(f"The source {draft.url} is there already, as number {there.number}.")
        row = self._db.execute(_LAST_NUMBER).fetchone()
        source = PolledSource(number=row[0] + 1 if row else 1, **dict(draft))
        self._db.execute(_ADD, _row(source))
        return source

    def change(self, source: PolledSource) -> None:
        """Store what a source has become. Raises ValueError where there is none of that number."""
        if not fits(source.number) or not self._db.execute(_CHANGE, _row(source)).rowcount:
            raise ValueError(f"There is no source {source.number}.")

    def _first(self, sql: str, value: int | str) -> PolledSource | None:
        return next(iter(_sources(self._db.execute(sql, [value]))), None)


def _row(source: PolledSource) -> list[object]:
    return [
        source.key,
        source.url,
        source.state.value,
        to_micros(source.next_at),
        as_json(source),
        source.number,
    ]


def _sources(rows: sqlite3.Cursor) -> tuple[PolledSource, ...]:
    return tuple(PolledSource.model_validate_json(stored) for (stored,) in rows)
