"""What a report says, in a form that can be compared, and why two were found to be about one event."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from math import sqrt

from bot.model.value import Utc, Value


class Explanation(Value):
    """Why a report was found to be about the same event as a story.

    `words` are what both have, the weightiest first, at most twelve. `score` is how alike they are, `needed`
    how alike they had to be, both from 0 to 1. `hours_apart` is the time between them, where it is known.
    """

    words: tuple[str, ...] = ()
    score: float
    needed: float
    hours_apart: float | None = None


class Sketch(Value):
    """What a report says, in short.

    `words` are its weightiest words, names and numbers as they are written there, each with how much it
    counts by where it stands. `prints` are marks of its text: near-identical texts share most of them. `page`
    is a mark of its address, None where it has none that names one page. `day` is when it came out, `outlet`
    its outlet's name without case and accents, both None where nobody knows.
    """

    words: dict[str, float]
    prints: tuple[int, ...] = ()
    page: int | None = None
    day: date | None = None
    outlet: str | None = None


class Profile(Value):
    """What the reports of a story say together.

    `weights` is the sum over its reports of what each stem counts in them, `reports` how many they are.
    `first` and `last` are the times of its earliest and latest report, `outlets` how many of them
    each outlet has, as far as that is known. Of `dated` reports it is known on what day they came out:
    between `earliest` and `latest`.
    """

    weights: dict[str, float]
    reports: int
    first: Utc
    last: Utc
    outlets: Mapping[str, int] = {}
    dated: int = 0
    earliest: date = date.max
    latest: date = date.min

    @cached_property
    def length(self) -> float:
        """The length of the vector of the weights."""
        return sqrt(sum([weight * weight for weight in self.weights.values()])) or 1.0

    @cached_property
    def signature(self) -> dict[str, float]:
        """The twelve weightiest stems, with their share of the weight of all twelve."""
        heaviest = sorted(self.weights, key=self.weights.__getitem__, reverse=True)[:12]
        total = sum(self.weights[stem] for stem in heaviest) or 1.0
        return {stem: self.weights[stem] / total for stem in heaviest}


class Kept(Value):
    """A report as the grouping keeps it: by its arrival number, with its story and the stems it is found by.

    `at` is when it came out, or was first seen where that is earlier or nothing else is known.
    """

    report: int
    story: int
    at: Utc
    sketch: Sketch
    stems: tuple[str, ...]
