"""How fast feed entries are taken in: parsed in the child process, sanitised, stored with full-text index.

Beside it, in the same run, the same feeds go into the `reader` package.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.measure import Row
from bot.compose import open_house
from bot.errors import Unreadable
from bot.flows.intake import READ_AHEAD
from bot.model.source import Raw

ROUNDS = 5
LEAST, TIMES = 2_500, 8
WARM = (b"On May 19, 2026, the council met.", "Am 3. März 2026 tagte der Rat.".encode())
FEED = b"<rss version='2.0'><channel><title>T</title><item><title>t</title></item></channel></rss>"


def measure(folder: Path, feeds: Path) -> list[Row]:
    """Take in every feed of a folder, several times into a new store."""
    paths = sorted(feeds.glob("*.xml"))
    ours = [asyncio.run(_ours(paths, folder / f"intake-{number}.db")) for number in range(ROUNDS)]
    stored, indexed = _reader(paths, folder / "reader.db")
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
        Row(
            "- the same into `reader`, with its full-text index",
            f"{indexed:,.0f} entries/s",
            spread=f"{stored:,.0f} without the index",
        ),
        Row("- times as fast", f"{middle / indexed:.1f}", f"at least {TIMES}", "", middle / indexed >= TIMES),
    ]


async def _ours(paths: Sequence[Path], db: Path) -> float:
    """Return entries a second; the child processes are warm, as in a running bot."""
    async with open_house(db) as house:
        for text in WARM:
            await asyncio.gather(
                *(house.reader.read(Raw(name="warm.txt", body=text)) for _ in range(READ_AHEAD))
            )
        await asyncio.gather(*(house.reader.read(Raw(name="warm.xml", body=FEED)) for _ in range(READ_AHEAD)))
        entries = 0
        started = perf_counter()
        inputs = (Raw(name=path.name, body=path.read_bytes()) for path in paths)
        async for _, outcome in house.intake.take_all(inputs):
            if isinstance(outcome, Unreadable):
                raise outcome
            entries += outcome.entries
        return entries / (perf_counter() - started)


def _reader(paths: Sequence[Path], db: Path) -> tuple[float, float]:
    """Return entries a second of the `reader` package: without its full-text index, and with it."""
    from reader import make_reader  # noqa: PLC0415 - only `make bench` installs it

    with make_reader(str(db), feed_root=str(paths[0].parent.resolve())) as reader:
        for path in paths:
            reader.add_feed(path.name)
        reader.enable_search()
        started = perf_counter()
        reader.update_feeds()
        stored = perf_counter() - started
        reader.update_search()
        indexed = perf_counter() - started
        entries = reader.get_entry_counts().total or 0
        return entries / stored, entries / indexed
