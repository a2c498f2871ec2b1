"""Which story a report belongs to. For inside a transaction, in the order in which reports come."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Final, NamedTuple

from bot.model.sketch import Explanation, Kept, Profile, Sketch
from bot.model.value import Utc
from bot.ports import Tx
from bot.reading.events.scoring import (
    Likeness,
    Weighed,
    explain,
    likeness,
    next_in_series,
    profile_of,
    stems_of,
    too_far,
    weigh,
)
from bot.reading.events.weights import COPY_DAYS, NEAR, NEWEST, SAME, SCORED, SHIPPED, Weights
from bot.repositories.groups import Groups, Printed

_COPY_WITHIN: Final = timedelta(days=COPY_DAYS)


class Placement(NamedTuple):
    """Where a report belongs: to which story, and why; None where it begins a story of its own.

    `report` is the arrival number of a report of that story which has the same text.
    """

    story: int | None = None
    report: int | None = None
    why: Explanation | None = None


class _Best(NamedTuple):
    story: int
    profile: Profile
    alike: Likeness


class Grouping:
    """Brings reports of one event together. What a person decided is never undone."""

    def __init__(self, weights: Weights = SHIPPED) -> None:
        self._weights = weights
        self._last: tuple[Groups, Sketch, Weighed] | None = None

    def place(self, tx: Tx, sketch: Sketch, *, at: Utc, but_not: Collection[int] = ()) -> Placement:
        """Say where a report belongs that came at `at`; never to one of the stories `but_not`.

        `at` is when it was published, or first seen where that is earlier or nothing else is known. A report
        that fits several stories belongs to the one that it fits best.
        """
        weighed = self._weigh(tx, sketch)
        if not weighed.weights:
            return Placement()
        copy = self._copied(tx, sketch, weighed, at, but_not)
        if copy:
            return copy
        best = self._best(tx, weighed, at, but_not)
        if best is None:
            return Placement()
        return Placement(best.story, why=explain(weighed, best.profile, best.alike, at=at))

    def keep(self, tx: Tx, story: int, report: int, sketch: Sketch, *, at: Utc) -> None:
        """Keep a report that was stored with a story, so that later ones are compared with it.

        `report` is its arrival number, `at` as in `place`.
        """
        weighed = self._weigh(tx, sketch)
        before = tx.groups.profiles([story]).get(story)
        profile = profile_of([(weighed, at)], after=before)
        if profile:
            tx.groups.keep(_kept(story, report, sketch, weighed, at), list(weighed.said), profile)

    def joined(self, tx: Tx, kept: int, gone: int) -> None:
        """Make the reports of `gone` those of `kept`: an editor has merged them."""
        reports = (*tx.groups.kept(kept), *tx.groups.kept(gone))
        tx.groups.replace(gone, (), None)
        self._replace(tx, kept, reports)

    def parted(self, tx: Tx, story: int, report: int, new: int) -> None:
        """Make a report of a story that of the story `new`: an editor has split it off."""
        reports = tx.groups.kept(story)
        self._replace(tx, story, [each for each in reports if each.report != report])
        self._replace(tx, new, [each for each in reports if each.report == report])

    def forget(self, tx: Tx, before: Utc) -> None:
        """Let stories leave the index that had no report since; times are as in `place`."""
        tx.groups.forget(before)

    def _weigh(self, tx: Tx, sketch: Sketch) -> Weighed:
        """Weigh a sketch; what `place` weighed is still right for the `keep` that follows it."""
        total, _ = tx.groups.frequencies(())
        if self._last:
            groups, last, weighed = self._last
            if groups is tx.groups and last is sketch and weighed.among == total:
                return weighed
        said = stems_of(sketch)
        _, reports = tx.groups.frequencies(said)
        weighed = weigh(sketch, said, total=total, reports=reports, weights=self._weights)
        self._last = tx.groups, sketch, weighed
        return weighed

    def _best(self, tx: Tx, weighed: Weighed, at: Utc, but_not: Collection[int]) -> _Best | None:
        """Return the story that the report fits best, if it fits one."""
        profiles = tx.groups.profiles(_candidates(tx, weighed, but_not))
        fitting = (
            _Best(story, profile, likeness(weighed, profile, at=at, weights=self._weights))
            for story, profile in profiles.items()
            if not too_far(profile, at)
        )
        return max(
            (each for each in fitting if each.alike.margin > 0),
            key=lambda each: (each.alike.margin, each.story),
            default=None,
        )

    def _copied(
        self, tx: Tx, sketch: Sketch, weighed: Weighed, at: Utc, but_not: Collection[int]
    ) -> Placement | None:
        """Return the report that has the same text, or is at the same page and says nearly the same."""
        for found in _same_text(tx, sketch, at):
            profile = tx.groups.profiles([found.story]).get(found.story)
            series = profile is not None and next_in_series(weighed, profile)
            if found.story not in but_not and not series:
                return self._as_copy(tx, found, weighed, at)
        for found in tx.groups.on_page(sketch.page) if sketch.page is not None else ():
            placement = self._as_copy(tx, found, weighed, at)
            why = placement.why
            if found.story not in but_not and why and why.score > why.needed:
                return placement
        return None

    def _as_copy(self, tx: Tx, found: Printed, weighed: Weighed, at: Utc) -> Placement:
        profile = tx.groups.profiles([found.story]).get(found.story)
        if profile is None:
            return Placement(found.story, found.report)
        alike = likeness(weighed, profile, at=at, weights=self._weights)
        return Placement(found.story, found.report, explain(weighed, profile, alike, at=at))

    def _replace(self, tx: Tx, story: int, reports: Iterable[Kept]) -> None:
        reports = sorted(reports, key=lambda each: each.report)
        profile = profile_of((self._weigh(tx, each.sketch), each.at) for each in reports)
        moved = [each.model_copy(update={"story": story}) for each in reports]
        tx.groups.replace(story, moved, profile)


def _candidates(tx: Tx, weighed: Weighed, but_not: Collection[int]) -> list[int]:
    """Return the stories that have most of the report's weightiest words, at most `SCORED`."""
    worth: dict[int, float] = defaultdict(float)
    for stem, stories in tx.groups.near(weighed.heaviest, most=NEWEST).items():
        for story in stories:
            worth[story] += weighed.weights[stem]
    for story in but_not:
        worth.pop(story, None)
    nearest = sorted(worth, key=lambda story: (-worth[story], -story))[:SCORED]
    return [story for story in nearest if worth[story] >= NEAR * worth[nearest[0]]]


def _same_text(tx: Tx, sketch: Sketch, at: Utc) -> list[Printed]:
    """Return the reports that share most of the sketch's prints and came at about the same time."""
    enough = SAME * len(sketch.prints)
    return [
        found
        for found in tx.groups.printed(sketch.prints)
        if found.shared >= max(enough, SAME * found.prints) and abs(found.at - at) <= _COPY_WITHIN
    ]


def _kept(story: int, report: int, sketch: Sketch, weighed: Weighed, at: Utc) -> Kept:
    return Kept.model_construct(report=report, story=story, at=at, sketch=sketch, stems=weighed.heaviest)
