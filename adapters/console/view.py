"""Cards as coloured text for a terminal. Words never act as markup: every span becomes a styled `Text`."""

from collections.abc import Iterator
from datetime import tzinfo
from itertools import count
from typing import assert_never

from rich.box import Box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule as Line
from rich.style import Style
from rich.table import Table
from rich.text import Text

from adapters.plain import close, moment
from bot.model.card import (
    Block,
    Bullets,
    Button,
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

_BAR = Box("▌   \n" * 8)
_MOODS = {"normal": "cyan", "good": "green", "trouble": "red"}
_ONE_LINE = 56
"""How many characters of facts stand side by side; more of them stand one under the other."""

_KEYS = {"normal": "reverse", "primary": "white on blue", "danger": "white on red"}


def view(card: Card, *, zone: tzinfo | None = None, first: int = 1) -> RenderableType:
    """Return the card with a bar in the colour of its mood; its buttons are numbered from `first`.

    Times are in the zone; without one, in this machine's.
    """
    numbers = count(first)
    lines: list[RenderableType] = []
    above: Block | None = None
    for block in card.blocks:
        if above is not None and not close(above, block):
            lines.append(Text(""))
        lines.append(_block(block, zone, numbers))
        above = block
    return Panel(Group(*lines), box=_BAR, border_style=_MOODS[card.mood], padding=(0, 1))


def buttons(card: Card) -> tuple[Button, ...]:
    """Return the card's buttons in the order of their numbers."""
    rows = (block for block in card.blocks if isinstance(block, Buttons))
    return tuple(button for row in rows for button in row.buttons)


def _block(block: Block, zone: tzinfo | None, numbers: Iterator[int]) -> RenderableType:
    match block:
        case Headline():
            return _prose(block.prose, zone, "bold bright_white" if block.level == 1 else "bold")
        case Paragraph():
            return _prose(block.prose, zone)
        case Note():
            return _prose(block.prose, zone, "dim")
        case Bullets():
            return _bullets(block, zone)
        case Facts():
            return _facts(block, zone)
        case Picture():
            return _prose((Plain(text="Picture: "), Link(text=block.alt, url=block.url)), zone, "dim")
        case Rule():
            return Line(style="dim")
        case Buttons():
            return Text("  ").join(_button(button, next(numbers)) for button in block.buttons)
        case _:
            assert_never(block)


def _bullets(block: Bullets, zone: tzinfo | None) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    for number, point in enumerate(block.points, start=1):
        grid.add_row(Text(f"{number}." if block.numbered else "•", "cyan"), _prose(point, zone))
    return grid


def _facts(block: Facts, zone: tzinfo | None) -> Text:
    facts = [
        Text.assemble((f"{visible(fact.label)} ", "dim"), _prose(fact.prose, zone)) for fact in block.facts
    ]
    side_by_side = Text("   ").join(facts)
    return side_by_side if len(side_by_side) <= _ONE_LINE else Text("\n").join(facts)


def _button(button: Button, number: int) -> Text:
    return Text.assemble((f" {number} ", _KEYS[button.style]), (f" {visible(button.label)}", "cyan"))


def _prose(prose: Prose, zone: tzinfo | None, style: str = "") -> Text:
    return Text.assemble(*(_span(span, zone) for span in prose), style=style)


def _span(span: Span, zone: tzinfo | None) -> Text:
    match span:
        case Plain():
            return Text(visible(span.text))
        case Strong():
            return Text(visible(span.text), "bold")
        case Typed():
            return Text(visible(span.text), "cyan")
        case Link():
            return Text(visible(span.text), Style(link=visible(span.url), underline=True))
        case Mention():
            return Text(f"@{visible(span.name)}", "cyan")
        case ChannelName():
            return Text(f"#{visible(span.name)}", "cyan")
        case When():
            return Text(moment(span.at, zone))
        case _:
            assert_never(span)
