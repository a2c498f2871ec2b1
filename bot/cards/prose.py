"""Small makers of spans, so that cards read like the message they make."""

from datetime import date, time
from urllib.parse import urlsplit

from bot.model.card import Link, Plain, Prose, Span, When
from bot.model.story import Report, Story


def plain(text: str) -> Prose:
    """Return words as prose."""
    return (Plain(text=text),)


def linked(text: str, url: str | None) -> Span:
    """Return the words as a link where there is an address."""
    return Link(text=text, url=url) if url else Plain(text=text)


def host(url: str) -> str:
    """Return the host of an address as people know it: without port and `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def outlets(story: Story) -> str:
    """Name the outlets that have a report of their own: "Reuters", "The Courier, AP and 3 more"."""
    names = story.outlets
    if len(names) == 1:
        return names[0]
    return (
        f"{names[0]} and {names[1]}"
        if len(names) == 2
        else f"{names[0]}, {names[1]} and {len(names) - 2} more"
    )


def day(of: date) -> str:
    """Write a day out: "19 May 2026"."""
    return f"{of.day} {of:%b %Y}"


def published(report: Report) -> Prose:
    """Say when an outlet published, or when it was first seen.

    Feeds that know only the day say midnight; that is shown as the day, the same in every zone.
    """
    if report.published_at is None:
        return (Plain(text="first seen "), When(at=report.first_seen))
    if report.published_at.time() == time(0):
        return plain(day(report.published_at.date()))
    return (When(at=report.published_at),)
