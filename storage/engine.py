"""Threads and connections over one SQLite file: one writer, a few readers. It knows no table."""

import asyncio
import inspect
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from bot.errors import StoreError
from storage.driver import sqlite3
from storage.faults import in_plain_words, is_busy

T = TypeVar("T")

_READER_THREADS = 3
_CACHE_KIB = 32_768
# When the driver's cache of compiled statements is full, it drops the newest first: then each is compiled
# anew every time. With the default of 128, migrating a new store fills it.
_STATEMENTS = 1024
# The write-ahead log is cut back to this after a burst of writing.
_LOG_BYTES = 64 * 1024 * 1024


class Engine:
    """Runs plain functions over the file at `path`, each whole in a transaction on one thread.

    `busy_timeout` is how many seconds to wait for another process. `max_bytes` is a size above
    which the file must not grow (None: only the disk is the limit). Threads and connections are
    made when they are first needed.
    """

    def __init__(self, path: Path, *, busy_timeout: float, max_bytes: int | None = None) -> None:
        self.path = path
        self._busy_timeout = busy_timeout
        self._max_bytes = max_bytes
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._reading = ThreadPoolExecutor(_READER_THREADS, thread_name_prefix="store-reader")
        self._writer: Database | None = None
        self._idle_readers: list[Database] = []
        self._closed = False
        self._closing = threading.Lock()

    async def write(self, work: Callable[[Database], T]) -> T:
        """Run `work` inside BEGIN IMMEDIATE on the writer thread, then commit."""
        return await self._run(self._writing, lambda: self._write(work))

    async def read(self, work: Callable[[Database], T]) -> T:
        """Run `work` inside one read transaction on a reader thread."""
        return await self._run(self._reading, lambda: self._read(work))

    async def on_writer(self, job: Callable[[], T]) -> T:
        """Run `job` on the writer thread, outside of any transaction."""
        return await self._run(self._writing, job)

    async def on_reader(self, job: Callable[[], T]) -> T:
        """Run `job` on a reader thread, outside of any transaction."""
        return await self._run(self._reading, job)

    async def close(self) -> None:
        """Finish what is running and close every connection. May be called twice."""
        self._closed = True
        await asyncio.to_thread(self._close)

    @property
    def writer(self) -> Database:
        """The writing connection, opened if it isn't yet. For the writer thread only."""
        if self._writer is None:
            self._writer = self._open_writer()
        return self._writer

    def use_log(self) -> None:
        """Switch the file to the write-ahead log, for good. For the writer thread only."""
        give_up = time.monotonic() + self._busy_timeout
        while True:
            try:
                self.writer.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                # SQLite doesn't wait where another process is just switching.
                if not is_busy(error) or time.monotonic() > give_up:
                    raise
                with transaction(self.writer):  # waits until the other is done
                    pass
            else:
                return

    def connect(self, mode: str, *settings: str) -> Database:
        """Open one more connection with these pragmas: `rwc` writes and creates the file, `ro` only reads."""
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=self._busy_timeout,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_STATEMENTS,
        )
        try:
            db = Database(connection, execute_plugins=False)
            for setting in (f"cache_size = -{_CACHE_KIB}", *settings):
                db.execute(f"PRAGMA {setting}")
        except BaseException:
            connection.close()
            raise
        return db

    async def _run(self, executor: Executor, job: Callable[[], T]) -> T:
        if self._closed:
            raise StoreError(f"The store {self.path} is closed.", next_step="Start Nutgraf again.")
        running = asyncio.wrap_future(executor.submit(self._in_plain_words, job))
        # A caller that is cancelled leaves; its work is done all the same.
        return await asyncio.shield(running)

    def _in_plain_words(self, job: Callable[[], T]) -> T:
        with in_plain_words(self.path):
            return job()

    def _write(self, work: Callable[[Database], T]) -> T:
        with transaction(self.writer) as db:
            return _plain(work(db))

    def _read(self, work: Callable[[Database], T]) -> T:
        db = self._idle_reader()
        try:
            with snapshot(db):
                return _plain(work(db))
        finally:
            self._idle_readers.append(db)

    def _idle_reader(self) -> Database:
        try:
            return self._idle_readers.pop()
        except IndexError:
            return self.connect("ro", "query_only = ON")

    def _open_writer(self) -> Database:
        durable = ("synchronous = FULL", "foreign_keys = ON", f"journal_size_limit = {_LOG_BYTES}")
        db = self.connect("rwc", *durable)
        if self._max_bytes is not None:
            page_size = db.execute("PRAGMA page_size").fetchone()[0]
            db.execute(f"PRAGMA max_page_count = {self._max_bytes // page_size}")
        return db

    def _close(self) -> None:
        with self._closing:
            self._reading.shutdown()
            self._writing.shutdown()
            while self._idle_readers:
                self._idle_readers.pop().close()
            if self._writer is not None:
                self._writer.close()
                self._writer = None


@contextmanager
def transaction(db: Database) -> Iterator[Database]:
    """Hold the only write transaction; an exception rolls it back."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


@contextmanager
def snapshot(db: Database) -> Iterator[Database]:
    """Hold one consistent view for reading."""
    db.execute("BEGIN")
    try:
        yield db
    finally:
        db.rollback()


def refuse_async(work: Callable[..., object]) -> None:
    """Raise TypeError for an async function: an await inside a transaction would hold its lock."""
    if inspect.iscoroutinefunction(work) or inspect.iscoroutinefunction(type(work).__call__):
        raise TypeError("A transaction is a plain function; an async one was given.")


def _plain(result: T) -> T:
    if inspect.isawaitable(result):
        if inspect.iscoroutine(result):
            result.close()
        raise TypeError("A transaction is a plain function; this one returned an awaitable.")
    return result
