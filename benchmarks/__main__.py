"""`make bench`: prints a table of what was measured, on which machine, and writes it as JSON.

python -m benchmarks [--stories 1000000] [--out benchmarks/out/bench.json]
"""

import argparse
import asyncio
import json
import tempfile
from pathlib import Path

from benchmarks import cold, commands, discord, intake, polls, slack, soak
from benchmarks.measure import Row, machine, records, table

HERE = Path(__file__).parent


def main() -> None:
    """Measure everything, the quick things first."""
    parser = argparse.ArgumentParser(description="Measure Nutgraf.")
    parser.add_argument("--stories", type=int, default=1_000_000, help="how many the large store holds")
    parser.add_argument("--out", type=Path, default=HERE / "out" / "bench.json")
    options = parser.parse_args()
    ground = machine()
    print("\n".join(f"{name}: {value}" for name, value in ground.items()), flush=True)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        rows += cold.measure(folder)
        rows += intake.measure(folder, HERE.parent / "samples" / "feeds")
        rows += polls.measure(folder, HERE / "data" / "replay")
        rows += soak.measure()
        rows += asyncio.run(slack.measure(folder))
        rows += asyncio.run(discord.measure(folder))
        rows += asyncio.run(commands.measure(folder, options.stories))
    print(table(rows))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps({"machine": ground, "rows": records(rows)}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
