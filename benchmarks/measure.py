"""What every measurement shares: the machine, quantiles, and the table."""

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter

PACKAGES = (
    *("sqlite-utils", "pysqlite3", "lxml", "feedparser", "sentencex", "pydantic", "reader"),
    *("slack-bolt", "slack-sdk", "discord.py", "aiohttp"),
)


@dataclass(frozen=True)
class Row:
    """One line of the table. `met` is None where there is no target."""

    what: str
    figure: str
    target: str = ""
    spread: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class Spread:
    """Quantiles of some durations, in milliseconds."""

    p50: float
    p99: float
    worst: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Spread":
        """Summarise durations in seconds."""
        ordered = sorted(seconds)
        p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        return cls(ordered[len(ordered) // 2] * 1e3, p99 * 1e3, ordered[-1] * 1e3)

    def __str__(self) -> str:
        return f"p50 {self.p50:.2f} ms, worst {self.worst:.2f} ms"


def machine() -> dict[str, str]:
    """Return what the figures were measured on: processor, system, Python and packages."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "its speed now": f"{_speed():.2f} s for ten million additions in Python",
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "sqlite": _sqlite(),
        **{name: _version(name) for name in PACKAGES},
    }


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    marks = {True: "met", False: "MISSED", None: ""}
    lines = [f"| {r.what} | {r.figure} | {r.target} | {marks[r.met]} | {r.spread} |" for r in rows]
    return "\n".join(["| what | figure | target | | spread |", "|---|---|---|---|---|", *lines])


def records(rows: Sequence[Row]) -> list[dict[str, str | bool | None]]:
    """Return the rows as JSON values."""
    return [asdict(row) for row in rows]


def _speed() -> float:
    """Return how long a fixed piece of work takes: shared machines vary."""
    started = perf_counter()
    total = 0
    for number in range(10_000_000):
        total += number
    return perf_counter() - started


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.processor()
    names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line]
    return names[0] if names else platform.processor()


def _sqlite() -> str:
    return str(import_module("pysqlite3").sqlite_version)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
