"""Words and spans as Slack's mrkdwn, in which nothing that strangers wrote acts: one function escapes.

mrkdwn is used only where Slack takes nothing better (notes, facts, notifications); everything else is shown
as rich text, which has no markup at all (`rich.py`).
"""

import re
from datetime import UTC
from typing import assert_never
from urllib.parse import urlsplit

from adapters.plain import moment
from adapters.spans import Showing
from bot.model.card import ChannelName, Link, Mention, Plain, Prose, Span, Strong, Typed, When
from bot.text import visible

WHEN = "{date_short_pretty}, {time}"
"""Slack's own date format: "today, 8:05 AM", in the zone and the clock of each reader."""

LONGEST_ADDRESS = 2_000
"""How many characters an escaped address may have; Slack says 3,000 for a whole section."""

_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,30}")
_IN_AN_ADDRESS = str.maketrans({" ": "%20", '"': "%22", "<": "%3C", ">": "%3E", "|": "%7C", "`": "%60"})

_SPECIAL = re.compile(r"[&<>]")
_ACTING = re.compile(r"[&<>*_~`]|:(?=[^\s:<>&]{1,100}:)")
_QUOTING = re.compile(r"^(?=[^\S\n]*&gt;)", re.MULTILINE)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ALIKE = {"*": "∗", "_": "＿", "~": "∼", "`": "ˋ", ":": "∶"}


def escape(text: str) -> str:
    """Return words as mrkdwn that shows them as they stand: no link, no ping, no bold, no emoji, no quote.

    Slack has no escape for its marks `* _ ~ ` :`, and a zero-width space beside one is a word's end to Slack,
    so that the mark acts all the more. A date in an impossible format shows its fallback, which Slack never
    formats: that is how jsx-slack escapes. A quote begins only where `>` is the first of its line.
    """
    return _QUOTING.sub("\u200b", _ACTING.sub(_disarmed, visible(text)))


def notification(text: str) -> str:
    """Return words for the text beside the blocks: Slack shows it in notifications, without formatting it."""
    return _entities(visible(text))


def prose(spans: Prose) -> str:
    """Return spans as mrkdwn. Mentions of people ping."""
    return "".join(_span(safe(span)) for span in spans)


def strong(text: str) -> str:
    """Return words as bold mrkdwn; each line by itself, since Slack's bold ends with the line."""
    return "\n".join(_bold(line) for line in text.split("\n"))


def safe(span: Span) -> Span:
    """Return the span cleaned, and as plain words where Slack would refuse or not show it."""
    return _SHOWING.safe(span)


def written_out(when: When) -> str:
    """Write a moment out for who can't be shown their own time: "19 May 2026, 08:05 UTC"."""
    return moment(when.at, UTC)


def address(url: str) -> str | None:
    """Return an http(s) address as Slack takes it; None where it would not."""
    cleaned = visible(url).strip().translate(_IN_AN_ADDRESS)
    if any(character.isspace() for character in cleaned) or len(_entities(cleaned)) > LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(cleaned)
        named = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return cleaned if named else None


def _safe_link(link: Link) -> Span:
    url, text = address(link.url), visible(link.text)
    if url is None:
        return Plain(text=text)
    return Link(text=text if text.strip() else url, url=url)


def _span(span: Span) -> str:
    match span:
        case Plain():
            return escape(span.text)
        case Strong():
            return strong(span.text)
        case Typed():
            return f"\u200b`{_entities(span.text)}`\u200b"
        case Link():
            return f"<{_entities(span.url)}|{_label(span.text)}>"
        case Mention():
            return f"<@{span.user}>"
        case ChannelName():
            return f"<#{span.id}>"
        case When():
            return f"<!date^{int(span.at.timestamp())}^{WHEN}|{written_out(span)}>"
        case _:
            assert_never(span)


def _bold(line: str) -> str:
    """Put the marks of bold around a line: inside its spaces, and where no letter touches them."""
    words = line.strip()
    if not words:
        return line
    before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    return f"{before}\u200b*{escape(words)}*\u200b{after}"


def _label(text: str) -> str:
    """Return words for inside a link, where no date can stand: marks become characters like them."""
    alike = _ACTING.sub(lambda mark: _ALIKE.get(mark.group(), mark.group()), text)
    return _entities(alike).replace("\n", " ")


def _entities(text: str) -> str:
    return _SPECIAL.sub(lambda mark: _ENTITIES[mark.group()], text)


def _disarmed(mark: re.Match[str]) -> str:
    character = mark.group()
    return _ENTITIES.get(character) or f"<!date^00000000^{{_}}|{character}>"


_SHOWING = Showing(person=_PERSON, channel=_CHANNEL, link=_safe_link)
