"""`make crash`: the long run. Prints its figures; its exit status says whether anything went wrong.

python -m tests.crash [--kills 200] [--deliveries 1000] [--seed N] [--kind asked|nonce|neither|discord|slack]
"""

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from tests.crash.harness import Ordeal, endure
from tests.crash.plan import KINDS


def main() -> int:
    """Run it on each kind of platform, or on the one that is asked for."""
    parser = argparse.ArgumentParser(description="Kill the bot again and again.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--kind", choices=KINDS)
    options = parser.parse_args()
    sys.stdout.write(f"seed {options.seed}\n")
    wrong = False
    for kind in [options.kind] if options.kind else KINDS:
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
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
