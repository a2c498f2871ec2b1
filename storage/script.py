"""Several statements of our own, run within the transaction that is open."""

from sqlite_utils import Database


class Script:
    """Runs statements on a store.

    The driver's own `executescript` commits what is open; that of sqlite-utils looks at every letter for the
    end of a statement, which took most of the time in which a store was made.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def run(self, statements: str) -> None:
        """Run statements one by one. Each but the last ends a line with a semicolon."""
        for statement in statements.split(";\n"):
            if statement.strip():
                self._db.execute(statement)
