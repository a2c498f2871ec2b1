"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

from html import escape

from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from adapters.sources.raw_feed import RawEntry, RawFeed
from bot.errors import Unreadable

_VERSION = "https://jsonfeed.org/version/"


class _Entry(BaseModel):
    """The fields of an entry that we use; the format allows any others."""

    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    tags: tuple[str, ...] = ()


class _Feed(BaseModel):
    version: str
    title: str | None = None
    home_page_url: str | None = None
    feed_url: str | None = None
    language: str | None = None
    items: tuple[JsonValue, ...] = ()


_JSON: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)


def read(text: str) -> RawFeed:
    """Return the feed; an entry that breaks the format's rules is counted as unread.

    Raises Unreadable where it is no JSON, or JSON of another kind.
    """
    try:
        data = _JSON.validate_json(text)
    except ValidationError as error:
        what = error.errors()[0]["msg"].removeprefix("Invalid JSON: ")
        raise Unreadable(
            f"This looks like JSON, but can't be read: {what}.",
            next_step="Fetch it again; it may be cut off.",
        ) from None
    if not isinstance(data, dict) or not str(data.get("version", "")).startswith(_VERSION):
        raise Unreadable(
            "This is JSON, but no JSON Feed: it names no version of jsonfeed.org.",
            next_step="Hand in a document (text, Markdown, HTML, Word) or a feed (RSS, Atom, JSON Feed).",
        )
    try:
        feed = _Feed.model_validate(data)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise Unreadable(
            f"This JSON Feed can't be read: its `{field}` is not what the format asks for.",
            next_step="Ask whoever runs the feed to mend it.",
        ) from None
    return _entries(feed)


def _entries(feed: _Feed) -> RawFeed:
    entries: list[RawEntry] = []
    faults: list[str] = []
    for number, item in enumerate(feed.items, start=1):
        try:
            entries.append(_entry(_Entry.model_validate(item)))
        except ValidationError as error:
            field = ".".join(str(part) for part in error.errors()[0]["loc"]) or "entry"
            faults.append(f"Entry {number:,} can't be used: its `{field}` is not what the format asks for.")
    return RawFeed(
        entries=tuple(entries), title=feed.title, link=feed.home_page_url, self_link=feed.feed_url,
        language=feed.language, unread=len(faults), faults=tuple(faults),
    )  # fmt: skip


def _entry(entry: _Entry) -> RawEntry:
    plain = escape(entry.content_text or "", quote=False) or None
    return RawEntry(
        id=None if entry.id is None else str(entry.id),
        link=entry.url or entry.external_url,
        title=entry.title and escape(entry.title, quote=False),
        summary=entry.summary and escape(entry.summary, quote=False),
        content=entry.content_html or plain,
        date=entry.date_published or entry.date_modified,
        topics=entry.tags,
    )
