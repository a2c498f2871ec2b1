"""Composes an edition: which of the stories that came in stand in it, and why each of the others does not.

Pure: what it needs is given to it, and what it decides is returned.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.cards.edition import Entry
from bot.cards.wall_clock import day_ago
from bot.model.decision import Choice, Decision
from bot.model.digest import Digest, Edition
from bot.model.story import Report, Story
from bot.model.value import Utc, Value
from bot.reading.ranking import rank_edition, topic_match
from bot.text import fold

MOST_NAMED = 2
"""How many new outlets are named; the rest is counted."""

_SATURDAY = 5


class Material(Value):
    """What an edition is made from.

    `stories` came in after `after` and until `until`, `arrived` is how many there were in all (more than
    could be looked at, perhaps). `last` is the last successful edition, `people` how many reacted to each.
    """

    after: Utc
    until: Utc
    stories: tuple[Story, ...]
    arrived: int
    last: Edition | None = None
    people: Mapping[int, int] = {}


class Composed(Value):
    """An edition's entries in their order, how many stories fit its digest, and what was decided of each."""

    entries: tuple[Entry, ...]
    fits: int
    decisions: tuple[Decision, ...]


def covers_from(digest: Digest, last: Edition | None, *, day: date, now: datetime) -> datetime:
    """Return since when an edition of that local day covers what came in: the end of the last successful one.

    The first goes back to the same hour of the last working day, on Monday to Friday's. Where the first ones
    never arrived, it stays with what the very first would have covered.
    """
    if last and last.covers_to:
        return min(last.covers_to, now)
    first_day, _ = next(digest.schedule.after(digest.made_at))
    return min(_working_day_before(digest, min(day, first_day)), now)


def _working_day_before(digest: Digest, day: date) -> datetime:
    while True:
        day -= timedelta(days=1)
        due = digest.schedule.due(day)
        if due and day.weekday() < _SATURDAY:
            return due


def compose(digest: Digest, material: Material, *, name: str) -> Composed:
    """Choose and order the stories, best first. `name` is how decisions call the edition.

    A story that stood in the last successful edition comes again only where another outlet has it since.
    """
    fitting, other = _by_topic(digest, material.stories)
    news = {story.number: _news(digest, story, material) for story in fitting}
    fresh = [story for story in fitting if news[story.number] is not None]
    ranked = rank_edition(fresh, topic=digest.topic, people=material.people, now=material.until)
    shown, over = ranked[: digest.count], ranked[digest.count :]

    def note(story: Story, choice: Choice, detail: str) -> Decision:
        order = f"digest {digest.number}"
        return Decision(
            story=story.number,
            where=digest.where,
            order=order,
            choice=choice,
            detail=detail,
            at=material.until,
        )

    full = f"of {len(ranked)}; {name} has room for {digest.count}"
    return Composed(
        entries=tuple(Entry(story=story, news=news[story.number] or "") for story in shown),
        fits=len(fitting) if digest.topic else material.arrived,
        decisions=(
            *(note(s, Choice.edition, f"number {n} in {name}") for n, s in enumerate(shown, 1)),
            *(note(s, Choice.cap, f"ranked {n} {full}") for n, s in enumerate(over, len(shown) + 1)),
            *(
                note(
                    s, Choice.repeated, f"it stood in the edition before {name}; no other outlet has it since"
                )
                for s in fitting
                if news[s.number] is None
            ),
            *(note(s, Choice.rule, f"topic is not {digest.topic}") for s in other),
        ),
    )


def _by_topic(digest: Digest, stories: Sequence[Story]) -> tuple[list[Story], list[Story]]:
    """Part the stories into those that the digest is about and the others."""
    topic = digest.topic
    if topic is None:
        return list(stories), []
    fits = {story.number for story in stories if topic_match(story, topic)}
    return [s for s in stories if s.number in fits], [s for s in stories if s.number not in fits]


def _news(digest: Digest, story: Story, material: Material) -> str | None:
    """Return what is new about a story since the last edition; "" where it was not in it, None if nothing."""
    last = material.last
    if last is None or last.covers_to is None or story.number not in last.stories:
        return ""
    covered = last.covers_to
    known = {fold(report.outlet) for report in story.reports if report.first_seen <= covered}
    names = _outlets(report for report in story.reports if fold(report.outlet) not in known)
    if not names:
        return None
    since = day_ago(covered, digest.schedule.zone, now=material.until)
    return f"New since {since}: {_have(names)} it too."


def _outlets(reports: Iterable[Report]) -> list[str]:
    return list({fold(report.outlet): report.outlet for report in reports}.values())


def _have(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} has"
    named, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    return f"{', '.join(named)} and {more} more have" if more > 0 else f"{' and '.join(named)} have"
