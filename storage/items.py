"""Which items were seen, and which story each belongs to."""

from collections.abc import Collection, Mapping

from sqlite_utils import Database

from storage.driver import sqlite3


class SqliteItems:
    """Items in SQLite, for reading and, inside a write, for remembering more."""

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

    def join(self, source: str, key: str, story: int) -> None:
        """Remember the item as one more of that story. May be called again with the same story.

        Raises ValueError where there is no such story or the item belongs to another one.
        """
        known = self._story(source, key)
        if known is None:
            self.add(source, key, story)
        elif known != story:
            raise ValueError(f"The item {key} of {source} belongs to story {known}, not to {story}.")

    def add(self, source: str, key: str, story: int) -> None:
        """Remember an item that is not known yet. Raises ValueError where there is no such story."""
        sql = "INSERT INTO items (source, key, story) VALUES (?, ?, ?)"
        try:
            self._db.execute(sql, [source, key, story])
        except sqlite3.IntegrityError as error:
            raise ValueError(f"There is no story {story} that the item {key} could join.") from error

    def _story(self, source: str, key: str) -> int | None:
        sql = "SELECT story FROM items WHERE source = ? AND key = ?"
        row = self._db.execute(sql, [source, key]).fetchone()
        return row and int(row[0])
