"""Shelves: for each topic, each outlet and each pair of them, which stories stand there, newest first."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice, product

from sqlite_utils import Database

from bot.model.query import Latest
from bot.text import fold
from storage import recency
from storage.driver import sqlite3

Ask = Callable[[str, Sequence[object]], sqlite3.Cursor]
"""Runs one question."""

_ANY = 0
_LAST = "\U0010ffff"
_LABEL = "SELECT id FROM labels WHERE kind = ? AND folded = ?"


class Shelves:
    """Looking at the shelves."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def newest(self, query: Latest) -> list[int]:
        """Return the recencies of the stories that fit, newest first."""
        oldest = recency.since(query.since)
        shelves = [
            self._shelf(topic, outlet, oldest, query.limit)
            for topic in self._topics(query)
            for outlet in self._outlets(query, topic, oldest)
        ]
        in_order = heapq.merge(*shelves, reverse=True)
        return list(islice((each for each, _ in groupby(in_order)), query.limit))

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names of that kind of label, the most frequent first, at most 100."""
        rows = self._ask("SELECT name FROM labels WHERE kind = ? ORDER BY stories DESC, id LIMIT 100", [kind])
        return tuple(name for (name,) in rows)

    def count(self) -> int:
        """Return how many stories there are."""
        row = self._ask("SELECT stories FROM labels WHERE id = ?", [_ANY]).fetchone()
        return int(row[0])

    def _topics(self, query: Latest) -> list[int]:
        if query.topic is None:
            return [_ANY]
        return [label for (label,) in self._ask(_LABEL, ["topic", fold(query.topic)])]

    def _outlets(self, query: Latest, topic: int, oldest: int) -> list[int]:
        """Return the outlets that can have one of the newest: no more than are asked for."""
        if query.source is None:
            return [_ANY]
        name = fold(query.source)
        sql = """
            SELECT id, (
                SELECT max(recency) FROM shelves WHERE outlet = labels.id AND topic = ? AND recency >= ?
            ) AS newest
            FROM labels WHERE kind = 'outlet' AND folded BETWEEN ? AND ? AND newest IS NOT NULL
            ORDER BY newest DESC LIMIT ?
        """
        found = self._ask(sql, [topic, oldest, name, name + _LAST, query.limit])
        return [label for label, _ in found]

    def _shelf(self, topic: int, outlet: int, oldest: int, limit: int) -> Iterator[int]:
        sql = """
            SELECT recency FROM shelves WHERE outlet = ? AND topic = ? AND recency >= ?
            ORDER BY recency DESC LIMIT ?
        """
        return (each for (each,) in self._ask(sql, [outlet, topic, oldest, limit]))


class Shelving:
    """Putting stories on their shelves."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[tuple[str, str], int] = {}

    def put(self, stories: Iterable[tuple[int, tuple[str, ...], str]]) -> None:
        """Put stories, given as recency, topics and outlet, on all their shelves."""
        places: list[tuple[int, int, int]] = []
        counts: Counter[int] = Counter()
        for at, topics, outlet in stories:
            on_topics = {self._label("topic", topic) for topic in topics}
            on_outlet = self._label("outlet", outlet)
            counts.update([_ANY, on_outlet, *on_topics])
            places.extend((*labels, at) for labels in product([_ANY, on_outlet], [_ANY, *on_topics]))
        self._db.conn.executemany(
            "INSERT INTO shelves (outlet, topic, recency) VALUES (?, ?, ?)", sorted(places)
        )
        self._db.conn.executemany(
            "UPDATE labels SET stories = stories + ? WHERE id = ?",
            [(stories_more, label) for label, stories_more in counts.items()],
        )

    def add_outlet(self, at: int, topics: tuple[str, ...], outlet: str) -> None:
        """Put a story, given as recency and topics, on the shelves of one more outlet; may be repeated."""
        on_topics = {self._label("topic", topic) for topic in topics}
        on_outlet = self._label("outlet", outlet)
        add = "INSERT INTO shelves (outlet, topic, recency) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        if self._db.execute(add, [on_outlet, _ANY, at]).rowcount:
            self._db.conn.executemany(add, sorted((on_outlet, topic, at) for topic in on_topics))
            self._db.execute("UPDATE labels SET stories = stories + 1 WHERE id = ?", [on_outlet])

    def _label(self, kind: str, name: str) -> int:
        key = kind, fold(name)
        if key not in self._known:
            self._known[key] = self._find(*key) or self._add(*key, name)
        return self._known[key]

    def _find(self, kind: str, folded: str) -> int | None:
        row = self._db.execute(_LABEL, [kind, folded]).fetchone()
        return row and int(row[0])

    def _add(self, kind: str, folded: str, name: str) -> int:
        sql = "INSERT INTO labels (kind, folded, name) VALUES (?, ?, ?) RETURNING id"
        return int(self._db.execute(sql, [kind, folded, name]).fetchone()[0])
