"""The SQLite that sqlite-utils uses: pysqlite3 where it is installed. The two must never mix."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    from sqlite_utils.utils import sqlite3

__all__ = ["sqlite3"]
