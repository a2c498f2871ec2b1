"""When a story became news, as one integer: the order of everything that is newest first.

From high to low: seconds since 1970, the story's number (24 bits), and a last bit that is 0 for a
story and 1 for a milestone of the search (see `storage.search`). No two stories have the same.
"""

from datetime import UTC, datetime, timedelta

_NUMBER_BITS = 24
_SHIFT = _NUMBER_BITS + 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

EVER = -(2**63)
"""Before every story."""


def to_micros(moment: datetime) -> int:
    """Return whole microseconds since 1970, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the moment that `to_micros` was given, in UTC."""
    return _EPOCH + timedelta(microseconds=micros)


def of_story(newest: datetime, number: int) -> int:
    """Return a story's recency: by the second, then by its number."""
    return since(newest) | (number % (1 << _NUMBER_BITS)) << 1


def since(moment: datetime | None) -> int:
    """Return the least recency of a story that became news in that second or later."""
    return EVER if moment is None else (to_micros(moment) // 1_000_000) << _SHIFT


def milestone(story: int) -> int:
    """Return the recency of the milestone that stands right before that story."""
    return story | 1


def is_milestone(recency: int) -> bool:
    """Say whether this is no story's but a milestone's."""
    return bool(recency & 1)
