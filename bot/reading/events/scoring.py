"""How alike a report and a story are, and why: by rare words, names and numbers in common, and time apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from math import log, sqrt
from typing import Final, NamedTuple

from bot.model.sketch import Explanation, Profile, Sketch
from bot.model.value import Utc
from bot.reading.events.rarity import shares
from bot.reading.events.weights import (
    FOUND_BY,
    FRESH_DAYS,
    LAST_DAYS,
    LONG,
    MOST_STEMS,
    OWN_SHARE,
    SHIPPED,
    STALE_MOST,
    STALE_PER_DAY,
    Weights,
)
from bot.reading.events.words import stem_of

_OWN: Final = 12  # of a report's weightiest stems
_EXPLAINED: Final = 12  # words
# What two reports of one event usually have of each other's weightiest words; a headline has less.
_USUAL: Final = 0.4
_USUAL_SHORT: Final = 0.2
_MANY: Final = 4.0  # nearly the logarithm of fifty reports
_MOST_FACTOR_LONG: Final = 1.9  # of `_both_ways`, with the settings that ship
_MOST_FACTOR_SHORT: Final = 2.8
_DAY: Final = timedelta(days=1)
_NONE: Final = timedelta()
_LONG_AGO: Final = timedelta(days=100)


class Weighed(NamedTuple):
    """A report's stems with what each counts among those of late, as a vector of length 1.

    `said` is how each is written.
    `heaviest` are the stems that it is found by, the weightiest first; `length` is from 0 for a headline of a
    few words to 1 for a long report, `among` how many reports there were. `numbers` are those of its
    stems that are numbers, `outlet` whose it is, `day` when it came out.
    """

    weights: dict[str, float]
    said: dict[str, str]
    heaviest: tuple[str, ...]
    length: float
    among: int
    numbers: frozenset[str]
    outlet: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Likeness:
    """How alike a report is to a story (`score`), and how alike it had to be (`needed`)."""

    score: float
    needed: float

    @property
    def margin(self) -> float:
        """What is left over: above 0 they are about one event, and the largest is the best."""
        return self.score - self.needed


def stems_of(sketch: Sketch) -> dict[str, str]:
    """Return the stems of a sketch, each with the word as it is written there."""
    return {stem: said for said in sketch.words if (stem := stem_of(said)) is not None}


def weigh(
    sketch: Sketch,
    said: dict[str, str],
    *,
    total: int,
    reports: Mapping[str, int],
    weights: Weights = SHIPPED,
) -> Weighed:
    """Weigh a report's words: the rarer among `total` reports, and in English, the more each counts.

    `said` is what `stems_of` returns of its sketch, `reports` in how many of the reports each stem is.
    """
    every, power, counts = total + weights.prior + 1.5, weights.rarity, sketch.words
    usual = _usual(weights)
    weighed = {
        stem: counts[word] * log(every / (reports.get(stem, 0) + usual.get(stem, 1.5))) ** power
        for stem, word in said.items()
    }
    length = sqrt(sum([weight * weight for weight in weighed.values()])) or 1.0
    weighed = {stem: weight / length for stem, weight in weighed.items()}
    heaviest = sorted(weighed, key=weighed.__getitem__, reverse=True)[:FOUND_BY]
    numbers = frozenset(stem for stem in weighed if stem[0].isdigit())
    length = min(1.0, len(said) / LONG)
    return Weighed(weighed, said, tuple(heaviest), length, total, numbers, sketch.outlet, sketch.day)


@cache
def _usual(weights: Weights) -> dict[str, float]:
    """Return in how many reports each common stem is as if seen before (`Weights.prior`), and one or two."""
    return {stem: 1.5 + weights.prior * min(1.0, share * weights.spread) for stem, share in shares().items()}


def likeness(report: Weighed, story: Profile, *, at: datetime, weights: Weights = SHIPPED) -> Likeness:
    """Say how alike a report and a story are.

    The cosine of their words, more where each has the other's weightiest words, less where one lacks them.
    """
    has = story.weights
    shared = sum([weight * has[stem] for stem, weight in report.weights.items() if stem in has])
    cosine = shared / story.length
    many = min(1.0, log(story.reports) / _MANY)
    needed = _needed(report, story, at, weights) * (1 - weights.large * many)
    if report.outlet is not None and story.outlets.get(report.outlet, 0) > OWN_SHARE * story.reports:
        needed = max(needed, weights.needed_again)
    most = _MOST_FACTOR_SHORT + (_MOST_FACTOR_LONG - _MOST_FACTOR_SHORT) * report.length
    if cosine <= needed / most:  # too little, whatever else may be said
        return Likeness(score=cosine, needed=min(1.0, needed))
    score = 0.0 if next_in_series(report, story) else cosine * _both_ways(report, story, weights)
    return Likeness(score=max(0.0, min(1.0, score)), needed=min(1.0, needed))


def next_in_series(report: Weighed, story: Profile) -> bool:
    """Say whether a report is a story's but for its numbers: "Plan 6" after "Plan 5", the next issue."""
    if not report.numbers or not report.numbers.isdisjoint(story.weights):
        return False
    told = story.weights.keys() - report.weights.keys()
    return (
        bool(told)
        and len(story.weights) - len(told) == len(report.weights) - len(report.numbers)
        and all(stem[0].isdigit() for stem in told)
    )


def _needed(report: Weighed, story: Profile, at: datetime, weights: Weights) -> float:
    needed = weights.needed_short * (1 - report.length) + weights.needed_long * report.length
    days = days_apart(story, at)
    if days > FRESH_DAYS:
        needed *= 1 + min(STALE_MOST, STALE_PER_DAY * (days - FRESH_DAYS))
    return needed * _by_days(report, story, weights)


def _by_days(report: Weighed, story: Profile, weights: Weights) -> float:
    """Return how much more alike they must be by the days on which they came out, known or not."""
    dated = story.dated / story.reports
    if report.day is None:
        return 1 + weights.undated * dated
    apart = max(story.earliest - report.day, report.day - story.latest) if dated else _NONE
    return (1 + weights.undated * (1 - dated)) * (1 + weights.apart * min(1.0, max(_NONE, apart) / _LONG_AGO))


def _both_ways(report: Weighed, story: Profile, weights: Weights) -> float:
    """Return by how much more alike they are because each has what the other is about."""
    gist = sum(part for stem, part in story.signature.items() if stem in report.weights)
    own = whole = 0.0
    for stem in report.heaviest[:_OWN]:
        weight = report.weights[stem]
        whole += weight
        if stem in story.weights:
            own += weight
    own /= whole or 1.0
    short = 1 - report.length
    return (
        1.0
        + weights.gist_long * (gist - _USUAL) * report.length
        + (weights.gist_short * (gist - _USUAL_SHORT) + weights.own_short * (own - _USUAL)) * short
    )


def days_apart(story: Profile, at: datetime) -> float:
    """Return the days between a moment and the nearest of the story's time; 0 within it."""
    if story.first <= at <= story.last:
        return 0.0
    return max(story.first - at, at - story.last) / _DAY


def too_far(story: Profile, at: datetime) -> bool:
    """Say whether a report at that time is never of that story's event."""
    return days_apart(story, at) > LAST_DAYS


def explain(report: Weighed, story: Profile, alike: Likeness, *, at: datetime) -> Explanation:
    """Say why a report is about the same event as a story: the words that both have, weightiest first."""
    parts = {
        stem: weight * story.weights[stem] for stem, weight in report.weights.items() if stem in story.weights
    }
    heaviest = sorted(parts, key=parts.__getitem__, reverse=True)[:_EXPLAINED]
    return Explanation(
        words=tuple(report.said[stem] for stem in heaviest),
        score=round(alike.score, 3),
        needed=round(alike.needed, 3),
        hours_apart=round(days_apart(story, at) * 24, 2),
    )


def profile_of(reports: Iterable[tuple[Weighed, Utc]], *, after: Profile | None = None) -> Profile | None:
    """Return what reports say together, with those of the profile `after` if there is one; None for none."""
    weights = dict(after.weights) if after else {}
    times = [after.first, after.last] if after else []
    count = after.reports if after else 0
    outlets = dict(after.outlets) if after else {}
    earliest, latest = (after.earliest, after.latest) if after else (date.max, date.min)
    dated = after.dated if after else 0
    for weighed, at in reports:
        for stem, weight in weighed.weights.items():
            weights[stem] = weights.get(stem, 0.0) + weight
        times.append(at)
        if weighed.outlet is not None:
            outlets[weighed.outlet] = outlets.get(weighed.outlet, 0) + 1
        if weighed.day is not None:
            earliest, latest = min(earliest, weighed.day), max(latest, weighed.day)
            dated += 1
        count += 1
    if not count:
        return None
    if len(weights) > 2 * MOST_STEMS:
        heaviest = sorted(weights, key=weights.__getitem__, reverse=True)[:MOST_STEMS]
        weights = {stem: weights[stem] for stem in heaviest}
    return Profile.model_construct(
        weights=weights,
        reports=count,
        first=min(times),
        last=max(times),
        outlets=outlets,
        dated=dated,
        earliest=earliest,
        latest=latest,
    )
