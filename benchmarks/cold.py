"""How long one command takes from a standing start, and how much memory: `nutgraf say "/brief latest"`."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.measure import Row, Spread
from bot.compose import open_house, samples

ROUNDS = 20
LIMIT_S, LIMIT_MB = 0.6, 80


def measure(folder: Path) -> list[Row]:
    """Fill a store with the samples, and ask it from new processes."""
    db = folder / "cold.db"
    asyncio.run(_fill(db))
    runs = [_run(db) for _ in range(ROUNDS)]
    seconds = Spread.of([run[0] for run in runs])
    memory = max(run[1] for run in runs)
    return [
        Row(
            'cold `nutgraf say "/brief latest"`',
            f"p99 {seconds.p99 / 1e3:.2f} s",
            f"at most {LIMIT_S} s",
            str(seconds),
            seconds.p99 / 1e3 <= LIMIT_S,
        ),
        Row("- its memory", f"{memory:.0f} MB", f"at most {LIMIT_MB} MB", "", memory <= LIMIT_MB),
    ]


async def _fill(db: Path) -> None:
    async with open_house(db) as house:
        for raw in samples():
            await house.intake.take(raw)


def _run(db: Path) -> tuple[float, float]:
    """Return seconds and MB (resident, at its peak) of one run."""
    command = [sys.executable, "-m", "bot", "--db", str(db), "say", "/brief latest"]
    started = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        seconds = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    per_mb = 1024 if sys.platform == "linux" else 1024**2  # Linux counts in kilobytes, macOS in bytes
    return seconds, used.ru_maxrss / per_mb
