"""Runs the `nutgraf` command as a person would: as a process of its own."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT


@dataclass(frozen=True)
class Ran:
    """What a run printed, and its exit status."""

    status: int
    out: str
    err: str


def clean() -> dict[str, str]:
    """Return this process's environment without a setting of whoever runs the tests."""
    ours = ("NUTGRAF_", "SLACK_", "DISCORD_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {"TZ": "UTC"}


def nutgraf(*words: str, db: Path | None = None, stdin: bytes = b"", **environment: str) -> Ran:
    """Run the command to its end; `environment` comes on top of this process's own."""
    named = {"NUTGRAF_DB": str(db)} if db else {}
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=stdin,
        capture_output=True,
        env=clean() | named | environment,
        check=False,
        timeout=120,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


class Bot:
    """A bot that runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.said = ""

    async def line(self) -> str:
        """Wait for the next line on standard error that is no record of the log."""
        assert self._process.stderr
        while True:
            line = (await asyncio.wait_for(self._process.stderr.readline(), 30)).decode()
            self.said += line
            if not line.startswith(("DEBUG ", "INFO ")):
                return line.rstrip("\n")

    async def end(self, number: signal.Signals) -> int:
        """Send it a signal, and return its exit status."""
        self._process.send_signal(number)
        return await self.status()

    async def status(self) -> int:
        """Return its exit status, once it has ended."""
        _, err = await asyncio.wait_for(self._process.communicate(), 30)
        self.said += err.decode()
        assert self._process.returncode is not None
        return self._process.returncode


@asynccontextmanager
async def running(told: dict[str, str]) -> AsyncIterator[Bot]:
    """Run `nutgraf run`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env=told,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Bot(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
