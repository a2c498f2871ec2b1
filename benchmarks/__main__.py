"""`make bench`: prints a table of what was measured, on which machine, and writes it as JSON.

python -m benchmarks [followups …] [--stories 1000000] [--out benchmarks/out/bench.json]
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import cold, commands, discord, followups, intake, polls, slack, soak, sources
from benchmarks.measure import Row, machine, records, table

HERE = Path(__file__).parent


MEASUREMENTS: dict[str, Callable[[Path, int], list[Row]]] = {
    "cold": lambda folder, _: cold.measure(folder),
    "intake": lambda folder, _: intake.measure(folder, HERE.parent / "samples" / "feeds"),
    "polls": lambda folder, _: polls.measure(folder, HERE / "data" / "replay"),
    "soak": lambda _folder, _: soak.measure(),
    "slack": lambda folder, _: asyncio.run(slack.measure(folder)),
    "discord": lambda folder, _: asyncio.run(discord.measure(folder)),
    "sources": lambda folder, _: asyncio.run(sources.measure(folder)),
    "followups": lambda folder, _: asyncio.run(followups.measure(folder)),
    "commands": lambda folder, large: asyncio.run(commands.measure(folder, large)),
}
"""The quick ones first. Each is given an empty folder, and how many stories a large store holds."""


def main() -> None:
    """Measure everything, or what is named."""
    parser = argparse.ArgumentParser(description="Measure Nutgraf.")
    parser.add_argument("only", nargs="*", help=f"some of: {', '.join(MEASUREMENTS)} (without: all)")
    parser.add_argument("--stories", type=int, default=1_000_000, help="how many the large store holds")
    parser.add_argument("--out", type=Path, help="where the table is written as JSON")
    options = parser.parse_args()
    unknown = set(options.only) - MEASUREMENTS.keys()
    if unknown:
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}")
    ground = machine()
    print("\n".join(f"{name}: {value}" for name, value in ground.items()), flush=True)
    rows: list[Row] = []
    for name in options.only or MEASUREMENTS:
        with tempfile.TemporaryDirectory() as place:
            rows += MEASUREMENTS[name](Path(place), options.stories)
    print(table(rows))
    out: Path = options.out or HERE / "out" / f"{'-'.join(options.only) or 'bench'}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps({"machine": ground, "rows": records(rows)}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
