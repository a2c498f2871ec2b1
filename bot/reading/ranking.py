"""Puts stories in order: the newest, best first, and what a search found. Looks at no clock of its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log2
from typing import Final

from bot.model.query import Hit
from bot.model.story import Story

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_DRAFTED_BY_SOURCE: Final = 0.25
_IN_HEADLINE: Final = 2.0


def rank(stories: Sequence[Story], *, now: datetime) -> tuple[Story, ...]:
    """Return the stories, best first; the newer and then the higher number first where they are equal.

    A story counts as many as it has outlets, half as many with each day since it became news: two outlets
    make up for one day, four for two. A brief that the source itself drafted makes up for six hours.
    """

    def worth(story: Story) -> float:
        outlets = len({report.outlet for report in story.reports}) or 1
        drafted = _DRAFTED_BY_SOURCE if story.brief.drafted_by == "source" else 0.0
        return log2(outlets) + drafted - _age(story, now) / _DAY

    return tuple(sorted(stories, key=lambda story: (worth(story), story.newest, story.number), reverse=True))


def best_matches(hits: Sequence[Hit], *, now: datetime) -> tuple[Hit, ...]:
    """Return what a search found, best first; the newer, then the higher number first where they are equal.

    A hit loses 1 when it is a week old, 2 at three weeks, 3 at seven, so age tells less and less; a match
    in the headline adds 2. So a headline of up to three weeks ago stands before a mention of this minute, and
    one of last year behind a mention of the last three months.
    """

    def worth(hit: Hit) -> float:
        return _IN_HEADLINE * hit.in_headline - log2(1 + _age(hit.story, now) / _WEEK)

    return tuple(sorted(hits, key=lambda hit: (worth(hit), hit.story.newest, hit.story.number), reverse=True))


def _age(story: Story, now: datetime) -> timedelta:
    return max(now - story.newest, timedelta(0))
