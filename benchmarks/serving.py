"""What the platforms' measurements share: `nutgraf run` as a process of its own, over many stories."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.corpus import NOW, stories
from benchmarks.measure import Row, Spread
from bot.compose import open_house
from bot.model.story import StoryDraft
from bot.ports import Tx

STORIES = 10_000


async def fill(db: Path) -> None:
    """Add stories of the last days: the newest is as old as a few minutes."""
    later = datetime.now(UTC) - NOW

    def lately(draft: StoryDraft) -> StoryDraft:
        seen = draft.report.first_seen - timedelta(minutes=5) + later
        moved = {"first_seen": seen, "published_at": seen}
        return draft.model_copy(update={"report": draft.report.model_copy(update=moved)})

    def add(tx: Tx) -> None:
        for draft in stories(STORIES):
            tx.stories.add(lately(draft))

    async with open_house(db) as house:
        await house.store.write(add)


@asynccontextmanager
async def serving(told: Mapping[str, str], db: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot with these settings, and end it. Raises SystemExit where it doesn't end as it should."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "--db", str(db), "run"), env=os.environ | told
    )
    try:
        yield process
        process.terminate()
        if await process.wait():
            raise SystemExit("The bot did not end as it should.")
    finally:
        if process.returncode is None:
            process.kill()


def memory(process: asyncio.subprocess.Process) -> float:
    """Return a process's resident memory in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def memory_row(what: str, idle: float, busy: float, most: float) -> Row:
    """Return a line of the table: memory before and after, in MB, and the most that it may be."""
    figure, target = f"{idle:.0f}, {busy:.0f} MB", f"at most {most:.0f} MB"
    return Row(what, figure, target, "", max(idle, busy) <= most)


def limit_row(what: str, spread: Spread, limit: float) -> Row:
    """Return a line of the table: the 99th percentile, and the most that it may be, in milliseconds."""
    return Row(what, f"p99 {spread.p99:.1f} ms", f"at most {limit:.0f} ms", str(spread), spread.p99 <= limit)
