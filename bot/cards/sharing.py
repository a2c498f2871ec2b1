"""Sharing an answer: the buttons that offer it, the note on the post, and what the person is told."""

import re

from bot.cards.deliveries import place
from bot.cards.prose import plain
from bot.model.card import Block, Button, Buttons, Card, Note, Paragraph, Plain
from bot.model.people import Actor, ChannelRef

SHARE = "share:yes"

_STORY = re.compile(r"story \d+")
_LONGEST = 1_500
"""How long a command may be so that a button can say it (Slack's buttons hold 2,000 characters)."""


def with_sharing(card: Card, said: str) -> Card:
    """Return an answer that one person sees with buttons that share it: each story in it, and all of it.

    `said` is the command that it answers.
    """
    blocks = tuple(_with_share(block) if isinstance(block, Buttons) else block for block in card.blocks)
    offered = blocks != card.blocks
    if len(said) > _LONGEST:
        return card.model_copy(update={"blocks": blocks})
    label = "Share the list here" if offered else "Share here"
    # In front it is read as well where what ends the command is taken as it is.
    button = Button(label=label, says=f"{SHARE} {said}" if "::" in said else f"{said} {SHARE}")
    return card.model_copy(update={"blocks": _appended(blocks, button, own_row=offered)})


def about(channel: ChannelRef, card: Card) -> Card:
    """Return an answer that is shown elsewhere, with the channel that it is about above it."""
    where = Note(prose=(Plain(text="About "), place(channel), Plain(text=":")))
    return card.model_copy(update={"blocks": (where, *card.blocks)})


def shared_by(card: Card, actor: Actor) -> Card:
    """Return a card as it is posted for the channel, with the name of who shared it."""
    note = Note(prose=plain(f"Shared by {actor.name}"))
    return card.model_copy(update={"blocks": (*card.blocks, note)})


def shared_card(title: str, channel: ChannelRef) -> Card:
    """Return what the person is told: that it is on its way, and where to."""
    where = "Sent to your direct messages with Nutgraf" if channel.person else "Shared here"
    return Card(summary=f"{where}.", blocks=(Paragraph(prose=plain(f"{where}: {title}")),), mood="good")


def _with_share(row: Buttons) -> Buttons:
    """Return the row with a share button behind the one that reads a story."""
    buttons: list[Button] = []
    for button in row.buttons:
        buttons.append(button)
        if _STORY.fullmatch(button.says):
            buttons.append(Button(label="Share here", says=f"{button.says} {SHARE}"))
    return Buttons(buttons=tuple(buttons))


def _appended(blocks: tuple[Block, ...], button: Button, *, own_row: bool) -> tuple[Block, ...]:
    """Put the button behind the last row of buttons, if that ends the card and isn't a story's of a list."""
    last = blocks[-1] if blocks else None
    ends_in_more = isinstance(last, Buttons) and last.buttons[0].style == "primary"
    if isinstance(last, Buttons) and (ends_in_more or not own_row):
        return (*blocks[:-1], Buttons(buttons=(*last.buttons, button)))
    return (*blocks, Buttons(buttons=(button,)))
