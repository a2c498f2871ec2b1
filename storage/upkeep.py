"""Copies of the store, and its check-up."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreError
from bot.model.health import Finding
from storage.driver import sqlite3
from storage.engine import Engine

# Older ones can lose commits in a write-ahead log with several connections (https://sqlite.org/wal.html).
_SAFE_SQLITE = (3, 51, 3)
_LITTLE_ROOM, _NO_ROOM = 1_000_000_000, 50_000_000
_RESTORE = "Put the newest backup in the place of the store."


def copy(engine: Engine, to: Path) -> None:
    """Write a consistent copy of the store to a path where nothing is yet.

    Raises StoreError where something is there already or the path can't be written.
    """
    if to.exists():
        raise _taken(to)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{to.name}.", dir=to.parent) as folder:
            unfinished = Path(folder) / to.name
            _copy_pages(engine, unfinished)
            _put_in_place(unfinished, to)
    except OSError as error:
        raise StoreError(
            f"The copy {to} can't be written: {error.strerror}.",
            next_step="Name a path in a folder that exists, has room and may be written to.",
        ) from error


def _copy_pages(engine: Engine, unfinished: Path) -> None:
    source = engine.connect("ro")
    try:
        target = sqlite3.connect(unfinished)
        try:
            source.conn.backup(target)
        finally:
            target.close()
    finally:
        source.close()


def _put_in_place(unfinished: Path, to: Path) -> None:
    """Give the finished copy its name, durably, and never in the place of something else."""
    try:
        os.link(unfinished, to)
    except FileExistsError:
        raise _taken(to) from None
    except OSError:  # a file system without hard links
        unfinished.rename(to)
    _sync(to)
    _sync(to.parent)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows can't open a folder
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _taken(to: Path) -> StoreError:
    return StoreError(f"There is something at {to} already.", next_step="Name a path where nothing is yet.")


def examine(db: Database, path: Path) -> Iterator[Finding]:
    """Look at the engine's version, the file's integrity and the room on its disk."""
    yield _version(sqlite3.sqlite_version_info)
    yield _journal(db)
    integrity = _integrity(db)
    yield integrity
    if integrity.state == "fine":  # nothing else can be asked of a damaged file
        yield _references(db)
        yield _search_index(db)
    yield _room(shutil.disk_usage(path.parent).free)


def _version(version: tuple[int, ...]) -> Finding:
    said = ".".join(map(str, version))
    if version >= _SAFE_SQLITE:
        return Finding(subject="SQLite", state="fine", says=f"Version {said}.")
    return Finding(
        subject="SQLite",
        state="warning",
        says=f"Version {said} can lose stories when several programs write at once.",
        next_step="Install the package pysqlite3, which brings a newer SQLite.",
    )


def _journal(db: Database) -> Finding:
    mode = db.journal_mode
    if mode == "wal":
        return Finding(subject="journal", state="fine", says="Readers and writers don't wait for each other.")
    return Finding(
        subject="journal",
        state="warning",
        says=f"The journal is in mode {mode}, so readers and writers wait for each other.",
        next_step="Put the store on a disk of this machine; a network drive can't share a write-ahead log.",
    )


def _integrity(db: Database) -> Finding:
    try:
        says = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        says = str(error)
    if says == "ok":
        return Finding(subject="integrity", state="fine", says="The file is whole.")
    return Finding(
        subject="integrity", state="wrong", says=f"The file is damaged: {says}.", next_step=_RESTORE
    )


def _references(db: Database) -> Finding:
    lost = len(db.execute("PRAGMA foreign_key_check").fetchall())
    if not lost:
        return Finding(
            subject="references", state="fine", says="Nothing that belongs together is torn apart."
        )
    return Finding(
        subject="references",
        state="wrong",
        says=f"{lost} entries belong to something that is not there.",
        next_step=_RESTORE,
    )


def _search_index(db: Database) -> Finding:
    says = [db.execute(f"PRAGMA integrity_check({index})").fetchone()[0] for index in _INDEXES]
    missing = db.execute(_NOT_INDEXED).fetchone()[0]
    if says == ["ok"] * len(says) and not missing:
        return Finding(subject="search", state="fine", says="Every story can be found.")
    return Finding(
        subject="search",
        state="wrong",
        says=f"The search index is damaged or misses stories ({missing} missing).",
        next_step=_RESTORE,
    )


_INDEXES = ("headlines_fts", "texts_fts")
_NOT_INDEXED = """
    SELECT (SELECT count(*) FROM texts WHERE recency NOT IN (SELECT id FROM texts_fts_docsize))
         + (SELECT count(*) FROM headlines WHERE recency NOT IN (SELECT id FROM headlines_fts_docsize))
"""


def _room(free: int) -> Finding:
    says = f"{free / 1e9:,.1f} GB are free on the store's disk."
    if free > _LITTLE_ROOM:
        return Finding(subject="room", state="fine", says=says)
    return Finding(
        subject="room",
        state="warning" if free > _NO_ROOM else "wrong",
        says=says,
        next_step="Make room on that disk before it is full.",
    )
