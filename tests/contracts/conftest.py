"""Every implementation of the `Store` port, driven from plain functions."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.model.health import Finding
from bot.ports import Store, Tx, View
from storage.store import open_store

T = TypeVar("T")

Opening = Callable[[Path], Coroutine[Any, Any, Store]]


async def sqlite_file(folder: Path) -> Store:
    """Open a store in one SQLite file."""
    return await open_store(folder / "stories.db")


ENGINES: dict[str, Opening] = {"sqlite-file": sqlite_file}


class Driven:
    """A store and the event loop it lives in, so that a test can be a plain function."""

    def __init__(self, opening: Opening, folder: Path) -> None:
        self.runner = asyncio.Runner()
        self._opening, self._folder = opening, folder
        self.store = self.runner.run(opening(folder))

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.runner.run(self.store.write(work))

    def read(self, work: Callable[[View], T]) -> T:
        return self.runner.run(self.store.read(work))

    def backup(self, to: Path) -> None:
        self.runner.run(self.store.backup(to))

    def check(self) -> tuple[Finding, ...]:
        return self.runner.run(self.store.check())

    def close(self) -> None:
        self.runner.run(self.store.close())

    def reopen(self) -> None:
        """Close the store and open it again, as after a restart."""
        self.close()
        self.store = self.runner.run(self._opening(self._folder))

    def leave(self) -> None:
        self.close()
        self.runner.close()


StoreFactory = Callable[[], Driven]


@pytest.fixture(params=list(ENGINES.values()), ids=list(ENGINES))
def store_factory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreFactory]:
    """Make stores of one engine; each call opens the same one."""
    opened: list[Driven] = []

    def make() -> Driven:
        opened.append(Driven(request.param, tmp_path))
        return opened[-1]

    yield make
    for driven in opened:
        driven.leave()


@pytest.fixture
def store(store_factory: StoreFactory) -> Driven:
    """One empty store."""
    return store_factory()
