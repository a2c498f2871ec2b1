"""What can go wrong with a request, and the dice that decide when."""

import random
from collections import Counter
from collections.abc import Mapping
from typing import Literal, NamedTuple


class Fault(NamedTuple):
    """What goes wrong with one request: whether it is applied, and what its sender sees of it.

    `late` is set where a while passes before it is applied and answered.
    """

    applies: bool
    then: Literal["answer", "reset", "silence", "error", "limit", "limit all"]
    late: bool = False


FAULTS: Mapping[str, Fault] = {
    "reset before": Fault(applies=False, then="reset"),
    "reset after": Fault(applies=True, then="reset"),
    "reset late": Fault(applies=True, then="reset", late=True),
    "silence before": Fault(applies=False, then="silence"),
    "silence after": Fault(applies=True, then="silence"),
    "error before": Fault(applies=False, then="error"),
    "error after": Fault(applies=True, then="error"),
    "slow": Fault(applies=True, then="answer", late=True),
    "limit": Fault(applies=False, then="limit"),
    "limit all": Fault(applies=False, then="limit all"),
}

SMOOTH = Fault(applies=True, then="answer")
"""Nothing goes wrong."""


class Dice:
    """Decides for each request what goes wrong with it: `chances` gives each fault's share of all requests.

    A seed fixes the dice, not the order in which requests arrive. `thrown` counts the faults that were met.
    """

    def __init__(self, seed: int, chances: Mapping[str, float]) -> None:
        self._random = random.Random(seed)  # noqa: S311 - dice for tests, not secrets
        self._names = [*chances, None]
        self._weights = [*chances.values(), max(0.0, 1 - sum(chances.values()))]
        self.thrown: Counter[str] = Counter()

    def throw(self) -> Fault:
        """Return what goes wrong with the next request."""
        (name,) = self._random.choices(self._names, self._weights)
        if name is None:
            return SMOOTH
        self.thrown[name] += 1
        return FAULTS[name]

    def happens(self, chance: float) -> bool:
        """Say whether something with that chance happens."""
        return chance > 0 and self._random.random() < chance

    def between(self, least: float, most: float) -> float:
        """Return a number of seconds."""
        return self._random.uniform(least, most)
