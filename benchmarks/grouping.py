"""Measures how well reports of one event are brought together, by the code that runs in the bot.

    python -m benchmarks.grouping FILE.jsonl [--shuffle 0] [--out OUT]
    python -m benchmarks.grouping --growth

FILE holds a report a line (`id`, `event`, `sentences` or `title`, maybe `url` and `ms`), taken in that order,
or shuffled with a seed. OUT gets one JSON object a line, with `id` and `group`. `--growth` measures instead
what a report costs among 10,000 stories and among 200,000 (some minutes).
"""

import argparse
import asyncio
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate, count, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.reports import Labelled, b_cubed, pairwise, read
from bot.flows.grouping import Grouping
from bot.model.sketch import Sketch
from bot.ports import Tx
from bot.reading.events.rarity import depths, shares
from bot.reading.events.sketching import sketch
from bot.reading.events.weights import SHIPPED, Weights
from storage.store import open_store

AT_A_TIME = 100
"""How many reports are placed in one transaction, as of a feed's poll."""
GROWTH = (10_000, 200_000)
"""Among how many stories the cost of a report is compared."""
FILLED, TRIED = 1_000, 500
"""How many stories are stored in one transaction, and how many reports the cost is measured with."""
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


async def group(
    reports: Sequence[Labelled], db: Path, *, weights: Weights = SHIPPED
) -> tuple[list[int], float]:
    """Return the story of each report, and how many seconds it took to sketch, place and keep them all."""
    store = await open_store(db)
    stories: list[int] = []
    grouping = Grouping(weights)
    shares(), depths()  # once in a process
    started = perf_counter()
    for begin in range(0, len(reports), AT_A_TIME):
        batch = reports[begin : begin + AT_A_TIME]
        sketches = [each.sketch(weights) for each in batch]
        stories += await store.write(partial(_take, grouping, batch, sketches, begin + 1))
    seconds = perf_counter() - started
    await store.close()
    return stories, seconds


def _take(
    grouping: Grouping, batch: Sequence[Labelled], sketches: Sequence[Sketch], first: int, tx: Tx
) -> list[int]:
    """Place and keep reports; a new story has the number of its first report, as no other has."""
    placed: list[int] = []
    for report, (each, made) in enumerate(zip(batch, sketches, strict=True), first):
        story = grouping.place(tx, made, at=each.at).story or report
        grouping.keep(tx, story, report, made, at=each.at)
        placed.append(story)
    return placed


async def growth(folder: Path) -> list[tuple[int, float]]:
    """Return what placing and keeping a report costs, in seconds, among so many stories."""
    store, grouping = await open_store(folder / "growth.db"), Grouping()
    synthetic = _synthetic()
    costs: list[tuple[int, float]] = []
    for many in GROWTH:
        before = costs[-1][0] + TRIED if costs else 0
        for begin in range(before, many, FILLED):
            batch = list(islice(synthetic, min(FILLED, many - begin)))

            def fill(tx: Tx, batch: Sequence[tuple[Sketch, datetime]] = batch, begin: int = begin) -> None:
                for number, (made, at) in enumerate(batch, begin + 1):
                    grouping.keep(tx, number, number, made, at=at)

            await store.write(fill)
        spent: list[float] = []
        for number, (made, at) in enumerate(islice(synthetic, TRIED), many + 1):

            def one(tx: Tx, made: Sketch = made, at: datetime = at, number: int = number) -> float:
                started = perf_counter()
                story = grouping.place(tx, made, at=at).story or number
                grouping.keep(tx, story, number, made, at=at)
                return perf_counter() - started

            spent.append(await store.write(one))
        costs.append((many, median(spent)))
    await store.close()
    return costs


def _synthetic() -> Iterator[tuple[Sketch, datetime]]:
    """Yield reports of stories that are all different, in the words of English as often as they are used."""
    chance = random.Random(0)  # noqa: S311 - text, no secret
    table = shares()
    stems, cumulative = list(table), list(accumulate(table.values()))
    names = ["".join(chance.choices("abdegiklmnoprstu", k=7)).title() for _ in range(50_000)]
    for at in count():
        words = chance.choices(stems, cum_weights=cumulative, k=60) + chance.choices(names, k=8)
        chance.shuffle(words)
        moment = _BEGIN + timedelta(seconds=10 * at)
        yield sketch(" ".join(words[:10]), " ".join(words[10:])), moment


def main() -> None:
    """Group the reports of a file and say how well."""
    parser = argparse.ArgumentParser(description="Measure how reports of one event are brought together.")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--out", type=Path, help="where the groups are written, a line of JSON a report")
    parser.add_argument("--shuffle", type=int, help="take the reports in another order: the seed of it")
    parser.add_argument(
        "--growth", action="store_true", help="what a report costs among few and many stories"
    )
    options = parser.parse_args()
    if options.growth:
        with tempfile.TemporaryDirectory() as place:
            for many, seconds in asyncio.run(growth(Path(place))):
                print(f"among {many:,} stories a report costs {seconds * 1e3:.2f} ms")
        return
    if options.file is None:
        parser.error("which file? Name one, or --growth.")
    reports = read(options.file)
    if options.shuffle is not None:
        random.Random(options.shuffle).shuffle(reports)  # noqa: S311 - an order, no secret
    with tempfile.TemporaryDirectory() as place:
        stories, seconds = asyncio.run(group(reports, Path(place) / "groups.db"))
    events = [each.event for each in reports]
    print(f"{len(reports)} reports, {len(set(events))} events, {len(set(stories))} groups")
    print(f"B-cubed: {b_cubed(events, stories)}")
    print(f"pairs:   {pairwise(events, stories)}")
    print(f"speed:   {len(reports) / seconds:,.0f} reports/s")
    if options.out:
        lines = (
            json.dumps({"id": each.id, "group": story}) for each, story in zip(reports, stories, strict=True)
        )
        options.out.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
