"""Reads what a person would see in blocks, and what a card says, so that both can be compared."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from adapters.slack.blocks.markup import safe
from bot.model import card as c

_LITERAL = re.compile(r"<!date\^00000000\^\{_\}\|(.)>")
_LINK = re.compile(r"<https?://[^|>]*\|([^>]*)>")
_MOMENT = re.compile(r"<!date\^(\d+)\^\{date[^|]*\|[^>]*>")
_ALIKE = str.maketrans("∗＿∼ˋ∶", "*_~`:")
_REFERENCE = re.compile(r"<[@#]([A-Z0-9]+)>")


def unmarked(text: str) -> str:
    """Return what Slack shows of mrkdwn."""
    for mark in "*`":
        text = text.replace(f"\u200b{mark}", "").replace(f"{mark}\u200b", "")
    text = text.replace("\u200b", "")
    text = _LINK.sub(r"\1", _MOMENT.sub(r"\1", _REFERENCE.sub(r"\1", text)))
    text = _LITERAL.sub(r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def shown(blocks: Iterable[dict[str, Any]]) -> str:
    """Return everything that blocks say, without any space."""
    return _squeezed(chain.from_iterable(_shown(block) for block in blocks))


def said(blocks: Iterable[c.Block]) -> str:
    """Return everything that a card's blocks say, without any space."""
    return _squeezed(chain.from_iterable(_said(block) for block in blocks))


def _squeezed(parts: Iterable[str]) -> str:
    """Leave out every space; what stands for a mark in the words of a link becomes that mark again."""
    return re.sub(r"\s", "", "".join(parts)).translate(_ALIKE)


def _shown(part: Any) -> Iterator[str]:  # noqa: ANN401 - it is JSON
    match part:
        case {"type": "mrkdwn", "text": text}:
            yield unmarked(text)
        case {"type": "date", "timestamp": timestamp}:
            yield str(timestamp)
        case {"type": "button", "text": {"text": text}, "value": value}:
            yield text + value
        case {"type": "image", "alt_text": text}:
            yield text
        case {"text": str(text)}:
            yield text
        case {"user_id": str(named)} | {"channel_id": str(named)}:
            yield named
        case {"elements": list(inside)} | {"fields": list(inside)}:
            for each in inside:
                yield from _shown(each)
        case {"text": dict(inside)}:
            yield from _shown(inside)


def _said(block: c.Block) -> Iterator[str]:
    match block:
        case c.Headline() | c.Paragraph() | c.Note():
            yield from _prose(block.prose)
        case c.Bullets():
            for point in block.points:
                yield from _prose(point)
        case c.Facts():
            for fact in block.facts:
                yield fact.label
                yield from _prose(fact.prose)
        case c.Picture():
            yield block.alt
        case c.Buttons():
            for button in block.buttons:
                yield button.label + button.says
        case c.Rule():
            pass


def _prose(prose: c.Prose) -> Iterator[str]:
    for span in map(safe, prose):
        match span:
            case c.Plain() | c.Strong() | c.Typed() | c.Link():
                yield span.text
            case c.Mention():
                yield span.user
            case c.ChannelName():
                yield span.id
            case c.When():
                yield str(int(span.at.timestamp()))
