"""Questions to the store, and what it finds."""

from pydantic import Field

from bot.model.story import Story
from bot.model.value import Utc, Value


class Latest(Value):
    """Which stories, newest first. `topic` and `source` (an outlet) are compared without case and accents.

    `source` also fits an outlet's name in part, from its beginning ("the batch").
    """

    limit: int = Field(ge=1)
    topic: str | None = None
    source: str | None = None
    since: Utc | None = None


class Search(Value):
    """What to look for. Words between double quotes stand together; the rest must be there somewhere."""

    text: str
    limit: int = Field(ge=1)
    since: Utc | None = None


class Hit(Value):
    """A story that was found; `in_headline` where its headline holds all that was looked for."""

    story: Story
    in_headline: bool


class Found(Value):
    """What was found; `complete` is False where older stories may fit too but were not looked at."""

    hits: tuple[Hit, ...]
    complete: bool = True
