"""What every test may use."""

import asyncio
import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp

import pytest
from hypothesis import HealthCheck, settings

from storage import migrating, store
from storage.engine import Engine

# How fast a machine is says nothing about whether the code is right.
settings.register_profile("nutgraf", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nutgraf")

FIGURES = "figures"
"""Under this name a test records lines that the end of a run shows."""

ROOT = Path(__file__).parents[1]
MONDAY_7AM = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)


MEMORY = Path("/dev/shm")  # noqa: S108 - each run has a folder of its own there
ROOMY = 4_000_000_000
"""So many bytes have to be free in it for tests to keep their files there."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep temporary files in memory where there is room: a disk's syncs take a third of the time."""
    alone = config.option.basetemp is None and not hasattr(config, "workerinput")
    if alone and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOMY:
        config.option.basetemp = str(MEMORY / f"nutgraf-{os.getpid()}")
        config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))


def pytest_collection() -> None:
    """Leave the collected tests alone: they stay, and going through them again and again costs time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Collect garbage again, but of what the tests make."""
    gc.freeze()
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures that tests have recorded, also where they ran in other processes."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for report in reports:
        for name, line in getattr(report, "user_properties", ()):
            if name == FIGURES and getattr(report, "when", "") == "call":
                terminalreporter.write_line(str(line))


@pytest.fixture(scope="session", autouse=True)
def quick_stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Copy each new store of this process from one that was made as ever, step by step.

    That takes a tenth of the time. Only a file that isn't there yet is copied; the store is then opened
    and looked at like any other. Processes that tests start make theirs themselves.
    """
    template = tmp_path_factory.mktemp("template") / "new.db"
    asyncio.run(_make_store(template))

    def migrate(engine: Engine) -> None:
        if engine._max_bytes is None:
            with suppress(OSError):
                _copy_whole(template, engine.path)
        migrating.migrate(engine)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "migrate", migrate)
        yield


async def _make_store(path: Path) -> None:
    made = await store.open_store(path)
    await made.close()


def _copy_whole(template: Path, to: Path) -> None:
    """Give `to` the template's content at once, as others may open it; raises OSError where it is there."""
    if to.exists():
        return
    handle, name = mkstemp(dir=to.parent)
    os.close(handle)
    try:
        shutil.copyfile(template, name)
        os.link(name, to)
    finally:
        Path(name).unlink()


class SetClock:
    """A clock that shows what it is set to."""

    def __init__(self, at: datetime = MONDAY_7AM) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the moment that it is set to."""
        return self.at


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def brief() -> bytes:
    """Return the brief that newsrooms gave as their example."""
    return (ROOT / "samples" / "briefs" / "karpathy-joins-anthropic.txt").read_bytes()
