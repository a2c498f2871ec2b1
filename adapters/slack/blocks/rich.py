"""Prose as Slack's rich text.

Rich text has no markup: its words are never read for marks, emoji names, addresses or pings, so they need no
escape and can be copied as they stand; bold is a style, a list is a list, a moment is a date of its own. That
is why everything goes there that may. Headers and buttons take plain words only; notes and facts need mrkdwn.
"""

from collections.abc import Iterable, Sequence
from typing import assert_never

from slack_sdk.models.blocks import (
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextListElement,
    RichTextSectionElement,
)

from adapters.slack.blocks.markup import WHEN, safe, written_out
from bot.model.card import (
    Bullets,
    ChannelName,
    Headline,
    Link,
    Mention,
    Paragraph,
    Plain,
    Prose,
    Span,
    Strong,
    Typed,
    When,
)

_BOLD = RichTextElementParts.TextStyle(bold=True)
_CODE = RichTextElementParts.TextStyle(code=True)


Told = Headline | Paragraph | Bullets
"""What is shown as rich text."""

_BREAKS = {"headline": "\n", "paragraph": "\n\n", "bullets": "\n"}
"""What stands between a paragraph and what is above it; a list ends its own line."""


def told(blocks: Iterable[Told], *, gap: bool = False) -> RichTextBlock:
    """Return what belongs together as one block of Slack's, with an empty line above where there is a `gap`.

    Between blocks of rich text Slack leaves hardly any room, so that sections would run into one another.
    """
    elements: list[RichTextElement] = []
    run = [_text("\n")] if gap else []
    above: Told | None = None
    for block in blocks:
        if isinstance(block, Bullets):
            elements += [RichTextSectionElement(elements=run)] if run else []
            elements.append(_list(block))
            run = []
        else:
            run += [_text(_BREAKS[above.kind])] if above else []
            run += _parts(block.prose, bold=isinstance(block, Headline))
        above = block
    elements += [RichTextSectionElement(elements=run)] if run else []
    return RichTextBlock(elements=elements)


def _list(bullets: Bullets) -> RichTextListElement:
    return RichTextListElement(
        elements=[RichTextSectionElement(elements=_parts(point)) for point in bullets.points],
        style="ordered" if bullets.numbered else "bullet",
    )


def _text(text: str) -> RichTextElement:
    return RichTextElementParts.Text(text=text)


def _parts(prose: Prose, *, bold: bool = False) -> list[RichTextElement]:
    return [_part(span, bold=bold) for span in map(safe, prose) if _says(span)]


def _says(span: Span) -> bool:
    """Say whether there is anything to show: Slack refuses a text of no characters."""
    return not isinstance(span, Plain | Strong) or bool(span.text)


def _part(span: Span, *, bold: bool) -> RichTextElement:
    style = _BOLD if bold else None
    match span:
        case Plain():
            return RichTextElementParts.Text(text=span.text, style=style)
        case Strong():
            return RichTextElementParts.Text(text=span.text, style=_BOLD)
        case Typed():
            return RichTextElementParts.Text(text=span.text, style=_CODE)
        case Link():
            return RichTextElementParts.Link(url=span.url, text=span.text, style=style)
        case Mention():
            return RichTextElementParts.User(user_id=span.user, style=style)
        case ChannelName():
            return RichTextElementParts.Channel(channel_id=span.id, style=style)
        case When():
            return RichTextElementParts.Date(
                timestamp=int(span.at.timestamp()), format=WHEN, fallback=written_out(span), style=style
            )
        case _:
            assert_never(span)


def words(prose: Prose) -> str:
    """Return the words of prose that is nothing but words."""
    return "".join(span.text for span in prose if isinstance(span, Plain | Strong))


def is_plain(prose: Sequence[Span]) -> bool:
    """Say whether prose is nothing but plain words."""
    return all(isinstance(span, Plain) for span in prose)
