"""A document as its format's parser hands it on, before it becomes an item."""

from datetime import datetime
from typing import NamedTuple

from bot.model.document import Draft
from bot.model.source import FeedLink


class About(NamedTuple):
    """What a document says of itself. A page's `title` is its window's, where no heading says it.

    `name` is that title in any case. `feeds` are those that a page names.
    """

    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None
    topics: tuple[str, ...] = ()
    language: str | None = None
    name: str | None = None
    feeds: tuple[FeedLink, ...] = ()


class Parsed(NamedTuple):
    """A document's blocks, the words that belong to no block, and what it says of itself."""

    drafts: list[Draft]
    rest: str = ""
    about: About = About()
