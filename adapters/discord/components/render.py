"""Cards as messages of Components V2, within every limit of Discord's that is known.

Views are only built here and never kept: a press is understood from the button itself (`pressed.py`). Where a
card is too long, the rest of it is given back as a card of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from typing import Any, assert_never

import discord
from discord import ui

from adapters import plain as plain_text
from adapters.discord.components import markup
from adapters.discord.components.fitting import Fitted, Small, fitted
from adapters.discord.components.layout import MESSAGE, Line, Menu, Part, Room, Row, Words, airy, dense, roomy
from adapters.discord.components.pressed import HIGHEST_PLACE, custom_id, menu_id, menu_value
from adapters.discord.components.shortening import headlines_only, without_addresses
from adapters.plain import close
from bot.model.card import Button, Card, Headline, Picture
from bot.text import clip

CUT = "Cut here: Discord takes no more in one message."
GOES_ON = "It goes on in the next message."
NOTHING = "Nothing to show."
PUBLISH = "Publish"
MOST_PAGES = 4
LONGEST_CONTENT = 2_000

COLOURS = {"normal": 0x3D6FB4, "good": 0x3BA55D, "trouble": 0xD83C3E}
"""The colour at a message's edge, by the card's mood."""

_STYLES = {
    "normal": discord.ButtonStyle.secondary,
    "primary": discord.ButtonStyle.primary,
    "danger": discord.ButtonStyle.danger,
}

_Layout = Callable[[Sequence[Small]], list[Part]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: its view, already stopped so that discord.py keeps nothing of it, and what didn't fit."""

    view: ui.LayoutView
    rest: Card | None = None


@dataclass(frozen=True, slots=True)
class _Message:
    """What a message shows, before there are components, and what of the card it doesn't show."""

    parts: tuple[Part, ...]
    rest: Card | None = None


def render(
    card: Card,
    *,
    mark: int | None = None,
    workspace: str = "",
    publish: str | None = None,
    goes_on: bool = False,
) -> Rendered:
    """Return the card as one message.

    What is too long is first laid out with fewer components, and then cut between blocks, and that is said:
    with a button for the whole where the card has one; with `goes_on` the next message shows `rest`. `mark`
    becomes the id of the container around everything. `workspace` is the guild's id, for buttons in direct
    messages. `publish` is the `custom_id` of a button that is added at the end. To be called in a running
    loop, since only there discord.py takes a view for stopped.
    """
    message = _message(card, workspace, publish is not None, goes_on)
    view = ui.LayoutView(timeout=None)
    container: ui.Container[Any] = ui.Container(accent_colour=COLOURS[card.mood], id=mark)
    place = _Places(workspace)
    for part in message.parts:
        container.add_item(_component(part, place))
    if publish is not None:
        container.add_item(ui.ActionRow(ui.Button(label=PUBLISH, custom_id=publish)))
    view.add_item(container)
    view.stop()
    return Rendered(view, message.rest)


def pages(card: Card, most: int = MOST_PAGES, *, workspace: str = "") -> list[Rendered]:
    """Return the messages in which a private answer shows the card: at most so many.

    Each says that it goes on; if even these don't hold the card, the last says that it is cut.
    """
    shown: list[Rendered] = []
    left: Card | None = card
    while left is not None and len(shown) < most:
        shown.append(render(left, workspace=workspace, goes_on=len(shown) + 1 < most))
        left = shown[-1].rest
    return shown


def plain(card: Card) -> str:
    """Return the card as a message's plain content, at most 2,000 characters, for where V2 can't serve."""
    text = plain_text.render(card, zone=UTC, width=10_000).strip() or NOTHING
    longest = LONGEST_CONTENT
    while markup.length(escaped := markup.escape(clip(text, longest))) > LONGEST_CONTENT:
        longest -= max(markup.length(escaped) - LONGEST_CONTENT, 20) // 2
    return escaped


@lru_cache(maxsize=64)  # at seven in the morning many people ask for the same
def _message(card: Card, workspace: str, publish: bool, goes_on: bool) -> _Message:
    found = fitted(card, workspace)
    blocks = found.first
    if not any(small.text or not isinstance(small.block, Headline) for small in blocks):
        return _Message((Words(NOTHING),))
    room = MESSAGE.less([Row((Button(label=PUBLISH, says=""),))]) if publish else MESSAGE
    whole = None if found.others else _whole(blocks, room, goes_on)
    return whole or _cut(card, found, room, goes_on, workspace)


def _whole(blocks: Sequence[Small], room: Room, goes_on: bool) -> _Message | None:
    """Return all blocks as one message, as well as they can be laid out in its room; None if they can't."""
    for layout, shown in [(airy, blocks), *_tries(blocks, goes_on)]:
        parts = layout(shown)
        if room.holds(parts):
            return _Message(tuple(parts))
    return None


def _cut(card: Card, found: Fitted, room: Room, goes_on: bool, workspace: str) -> _Message:
    """Return as many of the first blocks as there is room for, with a notice, and the others as the rest."""
    blocks = found.first
    notice = _notice(card, goes_on, workspace)
    left = room.less(notice)
    tries = [(_fits(shown, left, layout), layout, shown) for layout, shown in _tries(blocks, goes_on)]
    most, layout, shown = max(tries, key=lambda each: each[0])
    kept = _kept(blocks, max(most, 1))
    others = (*(small.block for small in blocks[kept:]), *found.others)
    rest = card.model_copy(update={"blocks": others, "mood": "normal"})
    return _Message((*layout(shown[:kept]), *notice), rest)


def _tries(blocks: Sequence[Small], goes_on: bool) -> list[tuple[_Layout, Sequence[Small]]]:
    """Return the ways to lay blocks out, best first; where the next message goes on, nothing is squeezed."""
    tries: list[tuple[_Layout, Sequence[Small]]] = [(roomy, blocks)]
    return (
        tries
        if goes_on
        else [
            *tries,
            (dense, blocks),
            (dense, without_addresses(blocks)),
            (dense, headlines_only(blocks)),
        ]
    )


def _fits(blocks: Sequence[Small], room: Room, layout: _Layout) -> int:
    """Return how many of the first blocks there is room for, by halving."""
    low, high = 0, len(blocks)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if room.holds(layout(blocks[:middle])) else (low, middle - 1)
    return low


def _kept(blocks: Sequence[Small], most: int) -> int:
    """Return how many blocks stay before a cut: at least one, and none that belongs with what is cut off."""
    kept = most
    while 0 < kept < len(blocks) and close(blocks[kept - 1].block, blocks[kept].block):
        kept -= 1
    return kept or most


def _notice(card: Card, goes_on: bool, workspace: str) -> tuple[Part, ...]:
    if goes_on:
        return (Words(f"-# {GOES_ON}"),)
    whole = card.whole and custom_id(HIGHEST_PLACE, card.whole, workspace)
    if not whole:
        return (Words(f"-# {CUT}"),)
    return (Words(f"-# {CUT}"), Row((Button(label="Read brief", says=card.whole),)))


class _Places:
    """Numbers buttons and menus: an id may stand only once in a message."""

    def __init__(self, workspace: str) -> None:
        self._workspace = workspace
        self._next = 0

    def button(self, button: Button) -> ui.Button[Any]:
        """Return a button that says its command."""
        made = custom_id(self._place(), button.says, self._workspace, button.asks)
        return ui.Button(label=button.label, custom_id=made, style=_STYLES[button.style])

    def menu(self, menu: Menu) -> ui.Select[Any]:
        """Return a menu of commands."""
        options = [
            discord.SelectOption(label=each.label, value=menu_value(each.says, each.asks))
            for each in menu.options
        ]
        made = menu_id(self._place(), self._workspace)
        return ui.Select(custom_id=made, placeholder=menu.name, options=options)

    def _place(self) -> int:
        self._next += 1
        return self._next - 1


def _component(part: Part, places: _Places) -> ui.Item[Any]:
    match part:
        case Words():
            text: ui.TextDisplay[Any] = ui.TextDisplay(part.text)
            return ui.Section(text, accessory=places.button(part.beside)) if part.beside else text
        case Row():
            return ui.ActionRow(*(places.button(button) for button in part.buttons))
        case Line():
            return ui.Separator(visible=part.drawn, spacing=discord.SeparatorSpacing.small)
        case Menu():
            return ui.ActionRow(places.menu(part))
        case Picture():
            return ui.MediaGallery(discord.MediaGalleryItem(part.url, description=part.alt))
        case _:
            assert_never(part)
