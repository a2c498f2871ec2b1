"""How fast feed entries are taken in: parsed in the child process, sanitised, stored with full-text index.

Beside it, in the same run, the same feeds go into the `reader` package.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.measure import Row
from bot.compose import open_house
from bot.model.source import Raw

ROUNDS = 5
LEAST, TIMES = 2_500, 8


def measure(folder: Path, feeds: Path) -> list[Row]:
    """Take in every feed of a folder, several times into a new store."""
    paths = sorted(feeds.glob("*.xml"))
    ours = [asyncio.run(_ours(paths, folder / f"intake-{number}.db")) for number in range(ROUNDS)]
    theirs = _reader(paths, folder / "reader.db")
    best, least = max(ours), min(ours)
    middle = sorted(ours)[ROUNDS // 2]
    return [
        Row(
            "intake of feed entries",
            f"{middle:,.0f} entries/s",
            f"at least {LEAST:,}",
            f"{least:,.0f} to {best:,.0f} in {ROUNDS} runs",
            middle >= LEAST,
        ),
        Row("- the same into `reader`", f"{theirs:,.0f} entries/s"),
        Row("- times as fast", f"{middle / theirs:.1f}", f"at least {TIMES}", "", middle / theirs >= TIMES),
    ]


async def _ours(paths: Sequence[Path], db: Path) -> float:
    """Return entries a second; the child process is warm, as in a running bot."""
    async with open_house(db) as house:
        await house.reader.read(Raw(name="warm.xml", body=paths[0].read_bytes()))
        entries = 0
        started = perf_counter()
        for path in paths:
            entries += (await house.intake.take(Raw(name=path.name, body=path.read_bytes()))).entries
        return entries / (perf_counter() - started)


def _reader(paths: Sequence[Path], db: Path) -> float:
    """Return entries a second of the `reader` package, without its search index."""
    from reader import make_reader  # noqa: PLC0415 - only `make bench` installs it

    with make_reader(str(db), feed_root=str(paths[0].parent.resolve())) as reader:
        for path in paths:
            reader.add_feed(path.name)
        started = perf_counter()
        reader.update_feeds()
        seconds = perf_counter() - started
        entries: int = reader.get_entry_counts().total
        return entries / seconds
