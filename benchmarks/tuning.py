"""Tries settings of the grouping: what the best ones are worth on events that were not looked at.

    python -m benchmarks.tuning ECBPLUS.jsonl UCI.jsonl [--tries 40]

Events are parted into four, those of one topic together. Settings near those that ship are tried on each
part; for each part those are taken that did best on the three others, and it is said how they do on it.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Final, cast

from benchmarks.in_memory import MemoryGroups
from benchmarks.reports import Labelled, b_cubed, read
from bot.flows.grouping import Grouping
from bot.ports import Tx
from bot.reading.events.weights import SHIPPED, Weights

PARTS = 4
TRIED: Final = {
    "text": (0.6, 0.7, 0.8, 0.9),
    "address": (0.2, 0.4, 0.6),
    "name": (1.1, 1.2, 1.3, 1.4),
    "number": (0.8, 1.0),
    "rarity": (0.7, 0.8, 0.9),
    "prior": (1_000.0, 1_500.0, 2_000.0),
    "spread": (500.0, 1_000.0, 2_000.0),
    "needed_short": (0.045, 0.05, 0.055, 0.06, 0.07),
    "needed_long": (0.1, 0.12, 0.14, 0.16),
    "undated": (1.5, 2.0, 2.5, 3.0),
    "large": (0.3, 0.4, 0.5, 0.6),
    "gist_long": (0.5, 0.8, 1.0, 1.5),
    "gist_short": (1.0, 1.5, 2.0),
    "own_short": (0.5, 1.0),
}
CHANGED = 3
"""How many settings differ from those that ship in each try."""


class _InMemory:
    """As much of a transaction as the grouping needs."""

    def __init__(self) -> None:
        self.groups = MemoryGroups()


def f1(reports: Sequence[Labelled], weights: Weights) -> float:
    """Return the B-cubed F1 of these reports, taken in this order."""
    tx, grouping = cast(Tx, _InMemory()), Grouping(weights)
    stories: list[int] = []
    for number, each in enumerate(reports, 1):
        made = each.sketch(weights)
        stories.append(grouping.place(tx, made, at=each.at).story or number)
        grouping.keep(tx, stories[-1], number, made, at=each.at)
    return b_cubed([each.event for each in reports], stories).f1


def parts(reports: Sequence[Labelled]) -> list[list[Labelled]]:
    """Part reports by topic, their order kept."""
    topics = sorted({each.topic for each in reports})
    random.Random(0).shuffle(topics)  # noqa: S311 - an order, no secret
    place = {topic: number % PARTS for number, topic in enumerate(topics)}
    return [[each for each in reports if place[each.topic] == part] for part in range(PARTS)]


def tries(count: int) -> list[Weights]:
    """Return the settings that ship, and others near them."""
    chance = random.Random(0)  # noqa: S311 - settings, no secret
    found = [SHIPPED]
    while len(found) < count:
        changed = {name: chance.choice(TRIED[name]) for name in chance.sample(list(TRIED), CHANGED)}
        found.append(replace(SHIPPED, **changed))
    return found


def main() -> None:
    """Cross-validate by whole topics."""
    parser = argparse.ArgumentParser(description="Cross-validate the grouping's settings by whole topics.")
    parser.add_argument("ecbplus", type=Path)
    parser.add_argument("uci", type=Path)
    parser.add_argument("--tries", type=int, default=40)
    options = parser.parse_args()
    long = read(options.ecbplus)
    random.Random(0).shuffle(long)  # noqa: S311 - an order, no secret
    folds = list(zip(parts(long), parts(read(options.uci)), strict=True))
    settings = tries(options.tries)
    scores = [[(f1(ecb, each), f1(uci, each)) for ecb, uci in folds] for each in settings]
    chosen: list[tuple[float, float]] = []
    for left_out in range(PARTS):
        best = max(scores, key=lambda score: mean(sum(score[at]) for at in range(PARTS) if at != left_out))
        chosen.append(best[left_out])
        print(f"part {left_out + 1}: ECB+ {best[left_out][0]:.3f}, UCI {best[left_out][1]:.3f}", flush=True)
    print(f"chosen on others: ECB+ {mean(e for e, _ in chosen):.3f}, UCI {mean(u for _, u in chosen):.3f}")
    for name, at in (("ECB+", 0), ("UCI", 1)):
        means = sorted(mean(fold[at] for fold in score) for score in scores)
        shipped = mean(fold[at] for fold in scores[0])
        print(f"{name}: those that ship {shipped:.3f}, all tried {means[0]:.3f} to {means[-1]:.3f}")


if __name__ == "__main__":
    main()
