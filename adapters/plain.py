"""Cards as plain text: for pipes, logs, and wherever nothing richer can be shown.

Words are printed as they are. Plain text has no markup, so nothing in it can be mistaken for any.
"""

import textwrap
from datetime import datetime, tzinfo
from itertools import pairwise
from typing import assert_never

from bot.model.card import (
    Block,
    Bullets,
    Buttons,
    Card,
    ChannelName,
    Facts,
    Headline,
    Link,
    Mention,
    Note,
    Paragraph,
    Picture,
    Plain,
    Prose,
    Rule,
    Span,
    Strong,
    Typed,
    When,
)
from bot.text import visible

WIDTH = 88


def render(card: Card, *, zone: tzinfo | None = None, width: int = WIDTH) -> str:
    """Return the card as text that ends in a line end; lines have at most `width` characters.

    Times are in the zone; without one, in this machine's.
    """
    if not card.blocks:
        return visible(card.summary) + "\n"
    text = _block(card.blocks[0], zone, width)
    for above, below in pairwise(card.blocks):
        text += ("\n" if close(above, below) else "\n\n") + _block(below, zone, width)
    return text + "\n"


def close(above: Block, below: Block) -> bool:
    """Say whether a block stands right under the one above, with no empty line between."""
    if isinstance(above, Headline):
        return not isinstance(below, Headline)
    return isinstance(below, Note | Buttons) and not isinstance(above, Buttons | Rule)


def moment(at: datetime, zone: tzinfo | None) -> str:
    """Write a moment out in a zone: "19 May 2026, 08:05 UTC"."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M %Z}"


def _block(block: Block, zone: tzinfo | None, width: int) -> str:
    match block:
        case Headline() | Paragraph() | Note():
            return _wrapped(_prose(block.prose, zone), width)
        case Bullets():
            return "\n".join(
                _wrapped(_prose(point, zone), width, mark=f"{number}. " if block.numbered else "- ")
                for number, point in enumerate(block.points, start=1)
            )
        case Facts():
            return "\n".join(f"{visible(fact.label)}: {_prose(fact.prose, zone)}" for fact in block.facts)
        case Picture():
            return f"[Picture: {visible(block.alt)}] {visible(block.url)}"
        case Rule():
            return "-" * min(width, 40)
        case Buttons():
            return "  ".join(f"[{visible(button.label)}: {visible(button.says)}]" for button in block.buttons)
        case _:
            assert_never(block)


def _prose(prose: Prose, zone: tzinfo | None) -> str:
    return "".join(_span(span, zone) for span in prose)


def _span(span: Span, zone: tzinfo | None) -> str:
    match span:
        case Plain() | Strong():
            return visible(span.text)
        case Typed():
            return f"`{visible(span.text)}`"
        case Link():
            return f"{visible(span.text)} <{visible(span.url)}>"
        case Mention():
            return f"@{visible(span.name)}"
        case ChannelName():
            return f"#{visible(span.name)}"
        case When():
            return moment(span.at, zone)
        case _:
            assert_never(span)


def _wrapped(text: str, width: int, mark: str = "") -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
