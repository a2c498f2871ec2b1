"""What every test may use."""

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
