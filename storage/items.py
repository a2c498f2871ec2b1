"""Which items were seen, and which story each belongs to."""

from collections.abc import Collection, Mapping

from sqlite_utils import Database


class SqliteItems:
    """Items in SQLite. Inside a write, a story that is added brings its own."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def known(self, source: str, keys: Collection[str]) -> Mapping[str, int]:
        """Return, for those of the keys that are known, the number of the story they belong to."""
        asked = ((key, self._story(source, key)) for key in keys)
        return {key: story for key, story in asked if story is not None}

    def keys(self, source: str) -> frozenset[str]:
        """Return every known key of that source."""
        rows = self._db.execute("SELECT key FROM items WHERE source = ?", [source])
        return frozenset(key for (key,) in rows)

    def add(self, source: str, key: str, story: int) -> None:
        """Remember an item that is not known yet as that of a story."""
        self._db.execute("INSERT INTO items (source, key, story) VALUES (?, ?, ?)", [source, key, story])

    def _story(self, source: str, key: str) -> int | None:
        sql = "SELECT story FROM items WHERE source = ? AND key = ?"
        row = self._db.execute(sql, [source, key]).fetchone()
        return row and int(row[0])
