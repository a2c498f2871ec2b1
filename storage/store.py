"""The SQLite store: opening one, and the `Store` port over it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from bot.errors import StoreError
from bot.model.health import Finding
from bot.ports import Tx, View
from storage.conversations import Conversations
from storage.decisions import SqliteDecisions
from storage.deliveries import SqliteDeliveries, SqliteDeliveriesView
from storage.digests import SqliteDigests, SqliteDigestsView
from storage.engine import Engine, refuse_async
from storage.follow_ups import SqliteFollowUps, SqliteFollowUpsView
from storage.groups import SqliteGroups
from storage.inbox import SqliteInbox
from storage.items import SqliteItems
from storage.migrating import migrate
from storage.preferences import SqlitePreferred
from storage.reactions import SqliteReactions
from storage.sources import SqliteSources
from storage.stories import SqliteStories
from storage.stories_view import SqliteStoriesView
from storage.subscriptions import SqliteSubscriptions, SqliteSubscriptionsView
from storage.topics import SqliteTopics
from storage.upkeep import copy, examine

T = TypeVar("T")


async def open_store(
    path: Path, *, busy_timeout: float = 5.0, patience: float = 0.03, max_bytes: int | None = None
) -> "SqliteStore":
    """Open the store at `path`, made where nothing is yet and brought up to date where it is older.

    `busy_timeout` is how many seconds to wait for another process, `patience` how many a search
    may take before it says that it is not complete, `max_bytes` how large the file may become
    (None: as the disk has room). Raises StoreTooNew where a newer version wrote it, StoreBusy,
    StoreFull, and StoreError where the path can't be a store's.
    """
    _refuse_path(path)
    engine = Engine(path, busy_timeout=busy_timeout, max_bytes=max_bytes)
    try:
        await engine.on_writer(lambda: migrate(engine))
    except BaseException:
        await engine.close()
        raise
    return SqliteStore(engine, patience=patience)


class SqliteStore:
    """Keeps everything in one SQLite file. See `bot.ports.Store` for the contract."""

    def __init__(self, engine: Engine, *, patience: float) -> None:
        self._engine = engine
        self._patience = patience

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in a transaction and commit; an exception from it rolls back and is raised here."""
        refuse_async(work)

        def run(db: Database) -> T:
            tx = SqliteTx(db, patience=self._patience)
            result = work(tx)
            tx.stories.write_what_was_kept_back()
            tx.groups.write_what_was_kept_back()
            return result

        return await self._engine.write(run)

    async def read(self, work: Callable[[View], T]) -> T:
        """Run `work` on a consistent view; it sees what was committed before, and can't write."""
        refuse_async(work)
        return await self._engine.read(lambda db: work(SqliteView(db, patience=self._patience)))

    async def backup(self, to: Path) -> None:
        """Write a consistent copy to a path where nothing is yet, while others go on."""
        await self._engine.on_reader(lambda: copy(self._engine, to))

    async def check(self) -> tuple[Finding, ...]:
        """Look at the engine's version, the file's integrity and the room on its disk."""
        return await self._engine.read(lambda db: tuple(examine(db, self._engine.path)))

    async def close(self) -> None:
        """Finish what is running and let go. May be called twice."""
        await self._engine.close()


class SqliteView:
    """The repositories of one read."""

    def __init__(self, db: Database, *, patience: float) -> None:
        conversations = Conversations(db)
        self.stories = SqliteStoriesView(db, patience=patience)
        self.items = SqliteItems(db)
        self.sources = SqliteSources(db)
        self.topics = SqliteTopics(db)
        self.deliveries = SqliteDeliveriesView(db, conversations)
        self.digests = SqliteDigestsView(db, conversations)
        self.subscriptions = SqliteSubscriptionsView(db, conversations)
        self.decisions = SqliteDecisions(db, conversations)
        self.preferences = SqlitePreferred(db)
        self.reactions = SqliteReactions(db, conversations)
        self.inbox = SqliteInbox(db)
        self.follow_ups = SqliteFollowUpsView(db, conversations)


class SqliteTx:
    """The repositories of one write."""

    def __init__(self, db: Database, *, patience: float) -> None:
        self.items = SqliteItems(db)
        conversations = Conversations(db)
        self.stories = SqliteStories(db, self.items, patience=patience)
        self.sources = SqliteSources(db)
        self.topics = SqliteTopics(db)
        self.deliveries = SqliteDeliveries(db, conversations)
        self.digests = SqliteDigests(db, conversations)
        self.subscriptions = SqliteSubscriptions(db, conversations)
        self.decisions = SqliteDecisions(db, conversations)
        self.preferences = SqlitePreferred(db)
        self.reactions = SqliteReactions(db, conversations)
        self.inbox = SqliteInbox(db)
        self.follow_ups = SqliteFollowUps(db, conversations, self.stories)
        self.groups = SqliteGroups(db)


def _refuse_path(path: Path) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a file.", next_step="Name a file in it for the store.")
    if not path.parent.is_dir():
        raise StoreError(
            f"The folder {path.parent} for the store does not exist.", next_step="Create it, or name another."
        )
