"""Which items were seen, and which report each belongs to."""

import json
from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlite_utils import Database

from bot.repositories import Known

_KNOWN = """
    SELECT key, story, mark FROM known_items JOIN reports USING (arrival)
    WHERE source = ? AND key IN (SELECT value FROM json_each(?))
"""
_OWNER = "SELECT story, arrival FROM known_items JOIN reports USING (arrival) WHERE source = ? AND key = ?"
_ADD = "INSERT INTO known_items (source, key, arrival, mark) VALUES (?, ?, ?, ?)"
_MARK = "UPDATE known_items SET mark = ? WHERE source = ? AND key = ?"


class Owner(NamedTuple):
    """What an item belongs to: a report, by its arrival number, and that report's story."""

    story: int
    arrival: int


class _Claimed(NamedTuple):
    owner: Owner
    mark: str


class SqliteItems:
    """Items in SQLite. Inside a write, a report that is added claims its own (see `claim`)."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._claimed: dict[tuple[str, str], _Claimed] = {}
        # A transaction is alone: what was not known when it asked can't become known behind its back.
        self._free: set[tuple[str, str]] = set()

    def known(self, source: str, keys: Collection[str]) -> Mapping[str, Known]:
        """Return what is known of each of the keys: the story it belongs to now, and its mark."""
        rows = self._db.execute(_KNOWN, [source, json.dumps(list(keys))])
        found = {key: Known(story=story, mark=mark) for key, story, mark in rows}
        for key in keys:
            claimed = self._claimed.get((source, key))
            if claimed:
                found[key] = Known(story=claimed.owner.story, mark=claimed.mark)
        self._free.update((source, key) for key in keys if key not in found)
        return found

    def claim(self, source: str, key: str, owner: Owner, *, mark: str) -> None:
        """Take an item for a report. Raises ValueError where it is known already."""
        if (source, key) not in self._free:
            for known in self.known(source, [key]).values():
                raise ValueError(f"The item {key} of {source} is story {known.story} already.")
        self._free.discard((source, key))
        self._claimed[source, key] = _Claimed(owner, mark)

    def write_what_was_claimed(self) -> None:
        """Write the claimed items; their reports must be there."""
        rows = [
            (source, key, claimed.owner.arrival, claimed.mark)
            for (source, key), claimed in self._claimed.items()
        ]
        self._claimed.clear()
        self._db.conn.executemany(_ADD, rows)

    def owner(self, source: str, key: str) -> Owner | None:
        """Return what a written item belongs to; None where there is none."""
        row = self._db.execute(_OWNER, [source, key]).fetchone()
        return row and Owner(*row)

    def remark(self, source: str, key: str, mark: str) -> None:
        """Give a written item another mark."""
        self._db.execute(_MARK, [mark, source, key])
