"""Composes an edition: which of the stories that came in stand in it, and why each of the others does not.

Pure: what it needs is given to it, and what it decides is returned.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.cards.edition import Entry
from bot.cards.wall_clock import day_ago
from bot.model.decision import Choice, Decision, digest_name
from bot.model.digest import Digest, Edition
from bot.model.preferences import Weights
from bot.model.story import Report, Story
from bot.model.value import Utc, Value
from bot.reading.ranking import rank_edition
from bot.text import fold

MOST_NAMED = 2
"""How many new outlets are named; the rest is counted."""

_SATURDAY = 5


class Material(Value):
    """What an edition is made from.

    `stories` are on its digest's topic and came in within its window; `fits` is how many such stories there
    were, more than could be looked at perhaps. `showing` is the successful edition that showed a story last,
    where one did, `people` how many reacted to each, `weights` what counts in its workspace.
    """

    stories: tuple[Story, ...]
    fits: int
    now: Utc
    showing: Mapping[int, Edition] = {}
    people: Mapping[int, int] = {}
    weights: Weights = Weights()


class Composed(Value):
    """An edition's entries in their order, and what was decided of each story that was looked at."""

    entries: tuple[Entry, ...]
    decisions: tuple[Decision, ...]


def first_covers_from(digest: Digest, *, day: date) -> datetime:
    """Return since when the first edition, on that local day, covers what came in.

    It goes back to the same hour of the last working day, on Monday to Friday's, and at least to when the
    digest was made. Where the first ones never arrived, it stays with what the very first would have covered.
    """
    first_day, _ = next(digest.schedule.after(digest.made_at))
    return min(_working_day_before(digest, min(day, first_day)), digest.made_at)


def _working_day_before(digest: Digest, day: date) -> datetime:
    while True:
        day -= timedelta(days=1)
        due = digest.schedule.due(day)
        if due and day.weekday() < _SATURDAY:
            return due


def compose(digest: Digest, material: Material, *, name: str) -> Composed:
    """Choose and order the stories, best first. `name` is how decisions call the edition.

    A story that an edition has shown comes again only where another outlet has it since.
    """
    news = {story.number: _news(digest, story, material) for story in material.stories}
    fresh = [story for story in material.stories if news[story.number] is not None]
    ranked = rank_edition(
        fresh, topic=digest.topic, people=material.people, weights=material.weights, now=material.now
    )
    shown, over = ranked[: digest.count], ranked[digest.count :]

    def note(story: Story, choice: Choice, detail: str) -> Decision:
        order = digest_name(digest.number)
        return Decision(
            story=story.number,
            where=digest.where,
            order=order,
            choice=choice,
            detail=detail,
            at=material.now,
        )

    full = f"of {len(ranked)}; {name} has room for {digest.count}"
    return Composed(
        entries=tuple(Entry(story=story, news=news[story.number] or "") for story in shown),
        decisions=(
            *(note(s, Choice.edition, f"number {n} in {name}") for n, s in enumerate(shown, 1)),
            *(note(s, Choice.cap, f"ranked {n} {full}") for n, s in enumerate(over, len(shown) + 1)),
            *(
                note(s, Choice.repeated, f"an edition before {name} showed it; no other outlet has it since")
                for s in material.stories
                if news[s.number] is None
            ),
        ),
    )


def _news(digest: Digest, story: Story, material: Material) -> str | None:
    """Return what is new since an edition showed the story; "" where none has, None where nothing is."""
    showing = material.showing.get(story.number)
    if showing is None or showing.until is None:
        return ""
    known = {fold(report.outlet) for report in story.reports if report.arrival <= showing.until}
    names = _outlets(report for report in story.reports if fold(report.outlet) not in known)
    if not names:
        return None
    since = day_ago(showing.decided_at, digest.schedule.zone, now=material.now)
    return f"New since {since}: {_have(names)} it too."


def _outlets(reports: Iterable[Report]) -> list[str]:
    return list({fold(report.outlet): report.outlet for report in reports}.values())


def _have(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} has"
    named, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    return f"{', '.join(named)} and {more} more have" if more > 0 else f"{' and '.join(named)} have"
