"""Which items were seen, and which story each belongs to."""

import json
from collections.abc import Collection, Mapping

from sqlite_utils import Database

_KNOWN = "SELECT key, story FROM items WHERE source = ? AND key IN (SELECT value FROM json_each(?))"
_ADD = "INSERT INTO items (source, key, story) VALUES (?, ?, ?)"


class SqliteItems:
    """Items in SQLite. Inside a write, a story that is added claims its own (see `claim`)."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._claimed: dict[tuple[str, str], int] = {}
        # A transaction is alone: what was not known when it asked can't become known behind its back.
        self._free: set[tuple[str, str]] = set()

    def known(self, source: str, keys: Collection[str]) -> Mapping[str, int]:
        """Return, for those of the keys that are known, the number of the story they belong to."""
        stored: dict[str, int] = dict(self._db.execute(_KNOWN, [source, json.dumps(list(keys))]).fetchall())
        claimed = {key: self._claimed[source, key] for key in keys if (source, key) in self._claimed}
        found = stored | claimed
        self._free.update((source, key) for key in keys if key not in found)
        return found

    def claim(self, source: str, key: str, story: int) -> None:
        """Take an item for a story. Raises ValueError where it is known already."""
        if (source, key) not in self._free:
            for known in self.known(source, [key]).values():
                raise ValueError(f"The item {key} of {source} is story {known} already.")
        self._free.discard((source, key))
        self._claimed[source, key] = story

    def write_what_was_claimed(self) -> None:
        """Write the claimed items; their stories must be there."""
        rows = [(source, key, story) for (source, key), story in self._claimed.items()]
        self._claimed.clear()
        self._db.conn.executemany(_ADD, rows)
