"""What every test may use."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures that tests have recorded, also where they ran in other processes."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for report in reports:
        for name, line in getattr(report, "user_properties", ()):
            if name == FIGURES and getattr(report, "when", "") == "call":
                terminalreporter.write_line(str(line))


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
