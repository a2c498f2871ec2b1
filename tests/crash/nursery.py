"""The process that begins lives of the bot, as it is seen by whoever kills them."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bot.model.value import Value

_AT_MOST = 120.0


class Nursery:
    """The process that begins lives of the bot, and the life that it began last.

    `heard` is told every line that a life says.
    """

    def __init__(self, process: asyncio.subprocess.Process, heard: Callable[[str], None] | None) -> None:
        self._process = process
        self._heard = heard
        self._life = 0
        self._queued = 0
        self.kills = 0
        self.forgotten = 0

    async def begin(self, *told: int) -> None:
        """Begin a life that is told these numbers, and wait until it works."""
        assert self._process.stdin
        self._process.stdin.write(f"{' '.join(map(str, told))}\n".encode())
        self._life = int((await self.hear("born")).split()[1])
        async with asyncio.timeout(_AT_MOST):
            await self.hear("ready")

    async def kill(self) -> None:
        """Kill the life, and wait until it is gone."""
        os.kill(self._life, signal.SIGKILL)
        self.kills += 1
        await self.hear("ended")

    def abandon(self) -> None:
        """End what still lives, so that nobody waits for what will never be done."""
        if self._life:
            with suppress(ProcessLookupError):
                os.kill(self._life, signal.SIGKILL)

    async def hear(self, word: str) -> str:
        """Read until a line that begins with that word; return it."""
        assert self._process.stdout
        while line := (await self._process.stdout.readline()).decode():
            self._note(line)
            if line.startswith(word):
                return line
            assert line != "ended\n", f"the bot ended by itself before it said {word}"
        raise AssertionError(f"the bot went away before it said {word}")

    def _note(self, line: str) -> None:
        said, _, number = line.partition(" ")
        if self._heard:
            self._heard(line)
        if said == "ended":
            self._life = 0
        if said == "queued":
            self._queued = int(number)
        if said == "found":
            self.forgotten += max(0, self._queued - int(number))


@asynccontextmanager
async def nursery(
    module: str, plan: Value, heard: Callable[[str], None] | None = None
) -> AsyncIterator[Nursery]:
    """Start the process of that module, which is told the plan; it and its last life end with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        plan.model_dump_json(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    begun = Nursery(process, heard)
    try:
        yield begun
    finally:
        assert process.stdin
        process.stdin.close()
        begun.abandon()
        await process.wait()
