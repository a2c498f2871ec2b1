"""`make crash`: the long run. Prints its figures; its exit status says whether anything went wrong.

python -m tests.crash [--kills 200] [--deliveries 1000] [--seed N]
                      [--kind asked|nonce|neither|discord|slack|people|races]
"""

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from tests.crash.chase import MEMORIES, Chase, catch
from tests.crash.harness import Ordeal, endure
from tests.crash.plan import KINDS
from tests.crash.races import race

PEOPLE, RACES = "people", "races"
"""The run in which people react and press buttons, and the one in which two claim at once."""


def main() -> int:
    """Run it on each kind of platform, or on the one that is asked for."""
    parser = argparse.ArgumentParser(description="Kill the bot again and again.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--kind", choices=(*KINDS, PEOPLE, RACES))
    options = parser.parse_args()
    sys.stdout.write(f"seed {options.seed}\n")
    wrong = False
    for kind in KINDS:
        if options.kind not in {None, kind}:
            continue
        ordeal = Ordeal(
            kind=kind,
            kills=options.kills,
            deliveries=options.deliveries,
            conversations=max(2, options.deliveries // 4),
            seed=options.seed,
            lag=0.5 if kind in {"asked", "discord", "slack"} else 0,
        )
        with tempfile.TemporaryDirectory() as folder:
            outcome = endure(ordeal, Path(folder))
        sys.stdout.write(f"{outcome}\n")
        sys.stdout.flush()
        wrong |= not outcome.good
    if options.kind in {None, PEOPLE}:
        wrong |= not _people(options.kills, options.seed)
    if options.kind in {None, RACES}:
        wrong |= not _races(options.seed)
    return int(wrong)


def _people(kills: int, seed: int) -> bool:
    """Kill the bot while people react and press; say whether all went well."""
    good = True
    for memory in MEMORIES:
        chase = Chase(memory, kills=kills, acts=kills * 5, stories=max(12, kills // 4), seed=seed)
        with tempfile.TemporaryDirectory() as folder:
            caught = catch(chase, Path(folder))
        sys.stdout.write(f"{caught}\n")
        sys.stdout.flush()
        good &= caught.good
    return good


def _races(seed: int) -> bool:
    """Let two people claim at once a thousand times; say whether all went well."""
    good = True
    for apart in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            raced = race(Path(folder) / "races.db", 500, apart=apart, seed=seed)
        sys.stdout.write(f"{raced}\n")
        sys.stdout.flush()
        good &= not raced.wrong
    return good


if __name__ == "__main__":
    sys.exit(main())
