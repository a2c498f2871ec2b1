"""Bringing a store up to date, once, whoever opens it."""

from itertools import chain, count
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreError, StoreTooNew
from storage.engine import Engine, snapshot, transaction
from storage.migrations import migrations
from storage.upkeep import copy


def migrate(engine: Engine) -> None:
    """Bring the store up to date, on the writer thread; a store that held something is copied before.

    Several processes may do this at once: one does it, the others wait and find it done.
    Raises StoreTooNew where it was written by a newer version, StoreError where it isn't a store.
    """
    db = engine.writer
    with snapshot(db):
        pending = _pending(db, engine.path)
    engine.use_log()
    if not pending:
        return
    with transaction(db):
        pending = _pending(db, engine.path)
        if pending and migrations.applied(db):
            copy(engine, _free_name(engine.path, f"before-{pending[-1]}"))
        migrations.apply(db)


def _pending(db: Database, path: Path) -> list[str]:
    applied = {step.name for step in migrations.applied(db)}
    if not applied and db.table_names():
        raise StoreError(
            f"The file {path} belongs to another program.",
            next_step="Name another path for the store.",
        )
    if applied - _known():
        raise StoreTooNew(
            f"The store {path} was written by a newer version of Nutgraf, so it was not touched.",
            next_step="Install that version or a later one.",
        )
    return [step.name for step in migrations.pending(db)]


def _known() -> set[str]:
    with Database(memory=True, execute_plugins=False) as empty:
        return {step.name for step in migrations.pending(empty)}


def _free_name(path: Path, label: str) -> Path:
    ordinals = chain([""], (f"-{number}" for number in count(2)))
    names = (f"{path.stem}.{label}{again}{path.suffix}" for again in ordinals)
    return next(to for to in map(path.with_name, names) if not to.exists())
