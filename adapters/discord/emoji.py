"""Discord's emoji, folded: an emoji of Unicode is itself, one of a guild's own is its name."""

import re

import discord

from adapters.folding import bare

Emoji = discord.PartialEmoji | discord.Emoji | str

_TYPED = re.compile(r"<a?:(\w+):\d+>")


def folded(emoji: Emoji) -> str:
    """Return what a reaction's emoji stands for, without skin tone and variation selector.

    A guild's own emoji is its name; where Discord no longer knows that (it was deleted), its id.
    """
    if isinstance(emoji, str):
        return bare(emoji)
    if emoji.id is not None:
        return emoji.name or str(emoji.id)
    return bare(emoji.name)


def typed(text: str) -> str:
    """Return what was typed, with a guild's own emoji by the names that they have as reactions.

    Discord sends one as `<:name:id>` (https://discord.com/developers/docs/reference#message-formatting).
    """
    return _TYPED.sub(r"\1", text)
