"""Small makers of spans, so that cards read like the message they make."""

import re
from datetime import date, time
from urllib.parse import urlsplit

from bot.model.card import Link, Plain, Prose, Span, Typed, When
from bot.model.story import Report, Story
from bot.text import count

_TYPED = re.compile(r"`([^`\s][^`\n\r]{0,199})`")


def plain(text: str) -> Prose:
    """Return words as prose."""
    return (Plain(text=text),)


def sentence(said: str) -> Prose:
    """Return a sentence of the bot's own as prose: what stands between backticks is what can be typed."""
    parts = _TYPED.split(said)
    spans = [Typed(text=part) if at % 2 else Plain(text=part) for at, part in enumerate(parts)]
    return tuple(span for span in spans if span.text)


def linked(text: str, url: str | None) -> Span:
    """Return the words as a link where there is an address."""
    return Link(text=text, url=url) if url else Plain(text=text)


def host(url: str) -> str:
    """Return the host of an address as people know it: without port and `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def outlets(story: Story) -> str:
    """Name who has the story: "Reuters", "Reuters and 3 more outlets"."""
    names = list(dict.fromkeys(report.outlet for report in story.reports))
    return names[0] if len(names) == 1 else f"{names[0]} and {count(len(names) - 1, 'more outlet')}"


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
