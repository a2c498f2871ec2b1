"""Puts stories in order: the newest, an edition's, and what a search found. Looks at no clock of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import log2
from typing import Final

from bot.model.query import Hit
from bot.model.story import Story, is_on

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_DRAFTED_BY_SOURCE: Final = 0.25
_IN_HEADLINE: Final = 2.0
_LABELLED: Final = 1.0
_NAMED_IN_HEADLINE: Final = 0.5


def rank(stories: Sequence[Story], *, now: datetime) -> tuple[Story, ...]:
    """Return the stories, best first; the newer and then the higher number first where they are equal.

    A story counts as many as it has outlets, half as many with each day since it became news: two outlets
    make up for one day, four for two. A brief that the source itself drafted makes up for six hours.
    """

    def order(story: Story) -> tuple[float, datetime, int]:
        return _worth(story, now), story.newest, story.number

    return tuple(sorted(stories, key=order, reverse=True))


def rank_edition(
    stories: Sequence[Story], *, topic: str | None, people: Mapping[int, int], now: datetime
) -> tuple[Story, ...]:
    """Return the stories of an edition, best first, equal ones as in `rank`.

    They are weighed as in `rank`. In a digest with a topic, a story that bears it as a label gains half a
    day on one that only names it in its headline. `people` is how many reacted to each story: one makes up
    for half a day, three for one, seven for one and a half.
    """

    def order(story: Story) -> tuple[float, datetime, int]:
        match = topic_match(story, topic) if topic else 0.0
        reacted = log2(1 + people.get(story.number, 0)) / 2
        return _worth(story, now) + match + reacted, story.newest, story.number

    return tuple(sorted(stories, key=order, reverse=True))


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

    def worth(hit: Hit) -> float:
        return _IN_HEADLINE * hit.in_headline - log2(1 + _age(hit.story, now) / _WEEK)

    return tuple(sorted(hits, key=lambda hit: (worth(hit), hit.story.newest, hit.story.number), reverse=True))


def _worth(story: Story, now: datetime) -> float:
    outlets = len({report.outlet for report in story.reports}) or 1
    drafted = _DRAFTED_BY_SOURCE if story.brief.drafted_by == "source" else 0.0
    return log2(outlets) + drafted - _age(story, now) / _DAY


def _age(story: Story, now: datetime) -> timedelta:
    return max(now - story.newest, timedelta(0))
