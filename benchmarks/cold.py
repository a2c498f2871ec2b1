"""How long one command takes from a standing start, and how much memory: `nutgraf say "/brief latest"`."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import Row, Spread
from bot.compose import open_house, samples

ROUNDS = 20
LIMIT_S, LIMIT_MB = 0.6, 80


def measure(folder: Path) -> list[Row]:
    """Fill a store with the samples, and ask it from new processes."""
    db = folder / "cold.db"
    asyncio.run(_fill(db))
    _run(db)  # compiles what was changed since
    runs = [_run(db) for _ in range(ROUNDS)]
    seconds = Spread.of([run[0] for run in runs])
    memory = max(run[1] for run in runs)
    return [
        Row(
            'cold `nutgraf say "/brief latest"`',
            f"median {seconds.p50 / 1e3:.2f} s",
            f"at most {LIMIT_S} s",
            f"p99 {seconds.p99 / 1e3:.2f} s of {ROUNDS} runs",
            seconds.p50 / 1e3 <= LIMIT_S,
        ),
        Row("- its memory", f"{memory:.0f} MB", f"at most {LIMIT_MB} MB", "", memory <= LIMIT_MB),
    ]


async def _fill(db: Path) -> None:
    async with open_house(db) as house:
        async for _ in house.intake.take_all(samples()):
            pass


def _run(db: Path) -> tuple[float, float]:
    """Return seconds and MB (resident, at its peak) of one run.

    A small process starts it: a child's peak counts what its parent held when it was forked.
    """
    command = [sys.executable, "-m", "bot", "--db", str(db), "say", "/brief latest"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = [sys.executable, "-S", "-c", _START, *command]
    ran = subprocess.run(started, env=environment, capture_output=True, text=True, check=True)
    seconds, peak = ran.stdout.split()
    per_mb = 1024 if sys.platform == "linux" else 1024**2  # Linux counts in kilobytes, macOS in bytes
    return float(seconds), int(peak) / per_mb


_START = """
import os, sys, time
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
started = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, used = os.wait4(child, 0)
seconds = time.perf_counter() - started
if status:
    sys.exit(1)
print(seconds, used.ru_maxrss)
"""
