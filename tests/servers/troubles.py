"""What goes wrong with calls of an API: by a test's word, or by dice."""

from collections import Counter, deque
from collections.abc import Collection, Mapping
from typing import Generic, TypeVar

from tests.servers.faults import FAULTS, SMOOTH, Dice, Fault

R = TypeVar("R", bound=Exception)


class Troubles(Generic[R]):
    """Decides for each call what goes wrong with it; `R` is how the platform says no.

    `thrown_for` are the methods that dice are thrown for where a test doesn't say. `slowest` is how many
    seconds a slow answer takes at most, `wait` what a limited call is told to wait.
    """

    def __init__(self, thrown_for: Collection[str]) -> None:
        self.down = False
        self.slowest = 0.2
        self.wait = 1.0
        self._dice: Dice | None = None
        self._ordinarily = thrown_for
        self._thrown_for = thrown_for
        self._refusals: dict[str, deque[R]] = {}
        self._faults: dict[str, deque[Fault]] = {}

    @property
    def thrown(self) -> Counter[str]:
        """How often the dice let what happen."""
        return self._dice.thrown if self._dice else Counter()

    def throw_dice(
        self, seed: int, chances: Mapping[str, float], methods: Collection[str] | None, slowest: float
    ) -> None:
        """Throw dice for each call of these methods from now on."""
        self._dice = Dice(seed, chances)
        self._thrown_for = self._ordinarily if methods is None else methods
        self.slowest = slowest

    def refuse(self, method: str, refusals: Collection[R]) -> None:
        """Refuse the next calls of a method."""
        self._refusals.setdefault(method, deque()).extend(refusals)

    def fault(self, method: str, names: Collection[str]) -> None:
        """Let faults happen to the next calls of a method."""
        self._faults.setdefault(method, deque()).extend(FAULTS[name] for name in names)

    def refusal(self, method: str) -> R | None:
        """Return what the next call of a method is refused with, if it is."""
        waiting = self._refusals.get(method)
        return waiting.popleft() if waiting else None

    def next(self, method: str) -> Fault:
        """Return what goes wrong with the next call of a method."""
        if waiting := self._faults.get(method):
            return waiting.popleft()
        if self._dice and method in self._thrown_for:
            return self._dice.throw()
        return SMOOTH

    def happens(self, chance: float) -> bool:
        """Say whether something with that chance happens; never without dice."""
        return self._dice is not None and self._dice.happens(chance)

    def late(self) -> float:
        """Return for how many seconds a late call waits."""
        return self._dice.between(0, self.slowest) if self._dice else self.slowest
