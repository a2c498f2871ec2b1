"""What is said on posts of a story that was merged into another, or that a report was split off from."""

import re

from bot.cards.prose import plain
from bot.model.card import Block, Button, Buttons, Card, Note


def told_on(card: Card, story: int, words: str) -> Card:
    """Return a card with a line above the story's buttons, unless it says that already."""
    note = Note(prose=plain(words))
    if note in card.blocks:
        return card
    blocks: list[Block] = []
    for block in card.blocks:
        if isinstance(block, Buttons) and any(_is_about(button, story) for button in block.buttons):
            blocks.append(note)
        blocks.append(block)
    return card.model_copy(update={"blocks": tuple(blocks)})


def led_to(card: Card, gone: int, kept: int) -> Card:
    """Return a card whose buttons for a story that is gone are the other's.

    What stands there on its follow-ups goes: they are told of with the other's.
    """
    blocks = [
        _led(block, gone, kept) if isinstance(block, Buttons) else block
        for block in card.blocks
        if not (isinstance(block, Note) and block.story == gone)
    ]
    return card.model_copy(update={"blocks": tuple(blocks), "whole": _said(card.whole, gone, kept)})


def led_back(card: Card, original: Card, story: int) -> Card:
    """Return a card whose buttons for a story are again those of the card as it was posted."""
    rows = [block for block in original.blocks if isinstance(block, Buttons)]
    if len(rows) != sum(isinstance(block, Buttons) for block in card.blocks):
        return card
    before = iter(rows)
    blocks: list[Block] = []
    for block in card.blocks:
        row = next(before) if isinstance(block, Buttons) else None
        blocks.append(row if row and any(_is_about(button, story) for button in row.buttons) else block)
    return card.model_copy(update={"blocks": tuple(blocks)})


def _led(block: Buttons, gone: int, kept: int) -> Buttons:
    buttons = tuple(
        button.model_copy(update={"says": _said(button.says, gone, kept)}) for button in block.buttons
    )
    return block.model_copy(update={"buttons": buttons})


def _is_about(button: Button, story: int) -> bool:
    return _said(button.says, story, 0) != button.says


def _said(says: str, gone: int, kept: int) -> str:
    return re.sub(rf"^(story|follow|why) {gone}\b", rf"\1 {kept}", says)
