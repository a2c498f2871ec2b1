"""Shelves: for each topic, each outlet and each pair of them, which stories stand there, newest first."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice, product
from typing import NamedTuple

from sqlite_utils import Database

from bot.model.query import Latest
from bot.model.story import Story
from bot.text import fold
from storage import recency
from storage.driver import sqlite3

Ask = Callable[[str, Sequence[object]], sqlite3.Cursor]
"""Runs one question."""

_ANY = 0
_LAST = "\U0010ffff"
_LABEL = "SELECT id FROM labels WHERE kind = ? AND folded = ?"
_NAMES = "SELECT name FROM labels WHERE kind = ? AND stories > 0 ORDER BY stories DESC, id LIMIT 100"
_PUT = "INSERT INTO shelves (outlet, topic, recency) VALUES (?, ?, ?)"
_TAKE_OFF = "DELETE FROM shelves WHERE outlet = ? AND topic = ? AND recency = ?"
_COUNT = "UPDATE labels SET stories = stories + ? WHERE id = ?"


class Shelved(NamedTuple):
    """What says on which shelves a story stands: its recency, its topics, and outlets that have a report."""

    at: int
    topics: tuple[str, ...]
    outlets: tuple[str, ...]


def shelved(at: int, story: Story) -> Shelved:
    """Return what says where a story of that recency stands."""
    return Shelved(at, story.topics, story.outlets)


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
        return tuple(name for (name,) in self._ask(_NAMES, [kind]))

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


_Place = tuple[int, int, int]


def _places(at: int, topics: set[int], outlets: set[int]) -> Iterator[_Place]:
    """Give the rows of `shelves` for a story with these labels."""
    return ((outlet, topic, at) for outlet, topic in product(outlets, topics))


class Shelving:
    """Putting stories on their shelves."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[tuple[str, str], int] = {}

    def put(self, stories: Iterable[Shelved]) -> None:
        """Put stories that stand nowhere yet on all their shelves."""
        places: list[_Place] = []
        counts: Counter[int] = Counter()
        for story in stories:
            topics, outlets = self._labels(story)
            counts.update(topics | outlets)
            places.extend(_places(story.at, topics, outlets))
        self._write(_PUT, places, counts)

    def move(self, before: Shelved, after: Shelved | None) -> None:
        """Put a story on the shelves where it belongs now, and on no others; on none at all for None."""
        topics, outlets = self._labels(before)
        places = set(_places(before.at, topics, outlets))
        labels = topics | outlets
        places_after, labels_after = set[_Place](), set[int]()
        if after:
            topics, outlets = self._labels(after)
            places_after, labels_after = set(_places(after.at, topics, outlets)), topics | outlets
        self._write(_TAKE_OFF, places - places_after, dict.fromkeys(labels - labels_after, -1))
        self._write(_PUT, places_after - places, dict.fromkeys(labels_after - labels, 1))

    def _write(self, sql: str, places: Iterable[_Place], counts: Mapping[int, int]) -> None:
        self._db.conn.executemany(sql, sorted(places))
        self._db.conn.executemany(_COUNT, [(more, label) for label, more in counts.items()])

    def _labels(self, story: Shelved) -> tuple[set[int], set[int]]:
        """Return the labels of a story's topics and of its outlets, with the one for any in both."""
        topics = {self._label("topic", topic) for topic in story.topics}
        outlets = {self._label("outlet", outlet) for outlet in story.outlets}
        return {_ANY, *topics}, {_ANY, *outlets}

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
