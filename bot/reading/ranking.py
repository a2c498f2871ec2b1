"""Puts stories in order: the newest, an edition's, and what a search found. Looks at no clock of its own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from math import log2
from typing import Final

from bot.model.preferences import Weights
from bot.model.query import Hit
from bot.model.story import Story, is_on
from bot.model.worth import Worth
from bot.text import count

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_IN_HEADLINE: Final = 2.0
_LABELLED: Final = 1.0
_NAMED_IN_HEADLINE: Final = 0.5


_USUAL: Final = Weights()


def rank(
    stories: Sequence[Story],
    *,
    now: datetime,
    people: Mapping[int, int] = {},
    weights: Weights = _USUAL,
) -> tuple[Story, ...]:
    """Return the stories, best first; the newer and then the higher number first where they are equal.

    Where nobody has set other weights, a story counts as many as it has outlets, half as many with each day
    since it became news: two outlets make up for one day, four for two. `people` is how many reacted to each
    story, by its number: one makes up for half a day, three for one, seven for one and a half. A brief that
    the source itself drafted makes up for six hours.
    """
    return _ranked(stories, lambda _: 0.0, people=people, weights=weights, now=now)


def rank_edition(
    stories: Sequence[Story],
    *,
    topic: str | None,
    people: Mapping[int, int],
    now: datetime,
    weights: Weights = _USUAL,
) -> tuple[Story, ...]:
    """Return the stories of an edition, best first, equal ones as in `rank`.

    They are weighed as in `rank`. In a digest with a topic, a story that bears it as a label gains half a
    day on one that only names it in its headline.
    """

    def match(story: Story) -> float:
        return topic_match(story, topic) if topic else 0.0

    return _ranked(stories, match, people=people, weights=weights, now=now)


def worth(story: Story, *, people: int, weights: Weights, now: datetime) -> Worth:
    """Return what a story is worth in `rank`, and what makes it so; `people` is how many reacted to it."""
    outlets, drafted, fresh, reacted = _parts(story, people, weights, now)
    parts = [(count(len(story.outlets), "outlet"), outlets), (_old(_age(story, now)), -fresh)]
    if people:
        parts.append(("1 person reacted" if people == 1 else f"{people:,} people reacted", reacted))
    if story.brief.drafted_by == "source":
        parts.append(("drafted by its source", drafted))
    return Worth(total=outlets + drafted - fresh + reacted, parts=tuple(parts))


def topic_match(story: Story, topic: str) -> float:
    """Return 1.0 where the story is labelled with the topic, 0.5 where its headline holds its words, else 0.

    Case and accents don't count.
    """
    if is_on(topic, headline="", topics=story.topics):
        return _LABELLED
    return _NAMED_IN_HEADLINE if is_on(topic, headline=story.headline, topics=()) else 0.0


def best_matches(hits: Sequence[Hit], *, now: datetime) -> tuple[Hit, ...]:
    """Return what a search found, best first; the newer, then the higher number first where they are equal.

    A hit loses 1 when it is a week old, 2 at three weeks, 3 at seven, so age tells less and less; a match
    in the headline adds 2. So a headline of up to three weeks ago stands before a mention of this minute, and
    one of last year behind a mention of the last three months.
    """

    def match(hit: Hit) -> float:
        return _IN_HEADLINE * hit.in_headline - log2(1 + _age(hit.story, now) / _WEEK)

    return tuple(sorted(hits, key=lambda hit: (match(hit), hit.story.newest, hit.story.number), reverse=True))


def _ranked(
    stories: Sequence[Story],
    beside: Callable[[Story], float],
    *,
    people: Mapping[int, int],
    weights: Weights,
    now: datetime,
) -> tuple[Story, ...]:
    """Return the stories by their worth, to which `beside` adds."""

    def order(story: Story) -> tuple[float, datetime, int]:
        outlets, drafted, fresh, reacted = _parts(story, people.get(story.number, 0), weights, now)
        return outlets + drafted - fresh + beside(story) + reacted, story.newest, story.number

    return tuple(sorted(stories, key=order, reverse=True))


def _parts(story: Story, people: int, weights: Weights, now: datetime) -> tuple[float, float, float, float]:
    """Return what outlets, its source's drafting and people add, and what age takes (the third)."""
    return (
        weights.outlets * log2(len(story.outlets) or 1),
        weights.drafted * (story.brief.drafted_by == "source"),
        weights.fresh * (_age(story, now) / _DAY),
        weights.people * log2(1 + people),
    )


def _age(story: Story, now: datetime) -> timedelta:
    return max(now - story.newest, timedelta(0))


def _old(age: timedelta) -> str:
    hours = int(age / _HOUR)
    if hours < 1:
        return "less than an hour old"
    return f"{count(hours, 'hour')} old" if age < 2 * _DAY else f"{count(age.days, 'day')} old"
