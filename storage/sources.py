"""What is known of the sources that are polled."""

from sqlite_utils import Database


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
        sql = """
            INSERT INTO sources (key, title, mark) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET title = excluded.title, mark = coalesce(excluded.mark, mark)
        """
        self._db.execute(sql, [key, title, mark])
