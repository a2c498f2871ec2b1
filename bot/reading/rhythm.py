"""How often a source publishes, learned from the moments at which it did. Looks at no clock of its own."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from bot.model.polled import Rhythm
from bot.model.value import Utc

MOST_MOMENTS: Final = 50
"""How many moments are remembered."""

SOONEST: Final = timedelta(minutes=15)
LATEST: Final = timedelta(days=1)
"""No source is asked more or less often than that, whatever its rhythm."""

_UNKNOWN: Final = timedelta(hours=1)
_POLLS_BETWEEN: Final = 24
_LEAST_GAPS: Final = 4
_TOGETHER: Final = timedelta(minutes=1)
_QUIET: Final = 3
_LONGER_THAN_EVER: Final = 1.25
_WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)
_WEEKEND: Final = timedelta(days=3)


def rhythm_of(moments: Sequence[Utc]) -> Rhythm:
    """Return the rhythm that moments of publication show, in whatever order.

    The usual time between two is their median; what came within a minute counts as one. A source is asked
    24 times in that time, so that a story waits little compared with how rarely one comes. It is quiet when
    nothing came for three times the usual, for a quarter longer than the longest gap that is remembered, and
    for a day; where less than a week is remembered, for three days, since that may not have a weekend in it.
    """
    gaps = _gaps(moments)
    if len(gaps) < _LEAST_GAPS:
        return Rhythm(usual=None, poll_every=_UNKNOWN, quiet_after=None)
    usual = timedelta(seconds=median(gap.total_seconds() for gap in gaps))
    least = _DAY if sum(gaps, timedelta()) >= _WEEK else _WEEKEND
    return Rhythm(
        usual=usual,
        poll_every=min(max(usual / _POLLS_BETWEEN, SOONEST), LATEST),
        quiet_after=max(usual * _QUIET, max(gaps) * _LONGER_THAN_EVER, least),
    )


def remembered(moments: Iterable[Utc], before: Sequence[Utc]) -> tuple[Utc, ...]:
    """Return the newest moments, newest first, after some more became known."""
    return tuple(sorted({*moments, *before}, reverse=True)[:MOST_MOMENTS])


def _gaps(moments: Sequence[Utc]) -> list[timedelta]:
    newest_first = sorted(moments, reverse=True)
    return [later - earlier for later, earlier in pairwise(newest_first) if later - earlier > _TOGETHER]
