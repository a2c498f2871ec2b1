"""Several statements of our own, run within the transaction that is open."""

from sqlite_utils import Database


def run(db: Database, script: str) -> None:
    """Run the statements of a script one by one. Each but the last ends a line with a semicolon.

    The driver's own `executescript` commits what is open; that of sqlite-utils looks at every letter for the
    end of a statement, which took most of the time in which a store was made.
    """
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)
