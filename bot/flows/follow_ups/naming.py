"""The days to come that a story's own text names: offered as due times, never set by themselves."""

from functools import lru_cache

from bot.model.follow_up import NamedDay
from bot.model.story import Story
from bot.model.value import Utc
from bot.reading.coming import coming


def days_named(story: Story, original: str, now: Utc) -> tuple[NamedDay, ...]:
    """Return the days to come that the text of a story names, soonest first, each with its sentence."""
    return _read(original, story.reports[0].published_at, now.replace(minute=0, second=0, microsecond=0))


@lru_cache(maxsize=256)  # the same story is flagged by several people within minutes
def _read(original: str, published_at: Utc | None, now: Utc) -> tuple[NamedDay, ...]:
    return coming(original, published_at=published_at, now=now)
