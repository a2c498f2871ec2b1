"""What SQLite complains of, said in the words of a newsroom. Faults of ours pass through as they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreBusy, StoreError, StoreFull
from storage.driver import sqlite3

# SQLite's primary result codes (https://www.sqlite.org/rescode.html).
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
# A disk that is too full for the index of the write-ahead log fails with this one instead of _FULL.
_IOERR_SHMSIZE = 4874


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Raise what SQLite says about the store at `path` as a StoreError that says what to do."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.DatabaseError as error:
        raise _translated(error, path) from error


def is_busy(error: sqlite3.Error) -> bool:
    """Say whether another connection was in the way."""
    return _primary(error) in {_BUSY, _LOCKED}


def _primary(error: sqlite3.Error) -> int:
    return _code(error) & 0xFF


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0))


def _translated(error: sqlite3.Error, path: Path) -> StoreError:
    if is_busy(error):
        return StoreBusy(
            f"Another program held the store {path} for too long, so nothing was written.",
            next_step="Try again; if it stays so, end the other program that has it open.",
        )
    if _primary(error) == _FULL or _code(error) == _IOERR_SHMSIZE:
        return StoreFull(
            f"There is no room left for the store {path}; what was there before is safe.",
            next_step="Make room on that disk, then try again.",
        )
    says, next_step = _SENTENCES.get(
        _primary(error),
        ("The store {path} can't serve: {error}.", "Look at it with `nutgraf doctor`."),
    )
    return StoreError(says.format(path=path, error=error), next_step=next_step)


_SENTENCES = {
    _READONLY: (
        "The store {path} can't be written to.",
        "Make the file and its folder writable for this user, or use another path.",
    ),
    _IOERR: ("The disk under the store {path} failed: {error}.", "Check the disk, then restore a backup."),
    _CORRUPT: ("The store {path} is damaged: {error}.", "Put the newest backup in its place."),
    _CANTOPEN: (
        "The store {path} can't be opened.",
        "Check that this user may read and write the file and its folder.",
    ),
    _NOTADB: (
        "The file {path} is not a store of Nutgraf.",
        "Name another path, or move the file out of the way.",
    ),
}
