"""Discord's emoji, folded: an emoji of Unicode is itself, one of a guild's own is its name."""

import discord

from adapters.folding import bare

Emoji = discord.PartialEmoji | discord.Emoji | str


def folded(emoji: Emoji) -> str:
    """Return what a reaction's emoji stands for, without skin tone and variation selector.

    A guild's own emoji is its name; where Discord no longer knows that (it was deleted), its id.
    """
    if isinstance(emoji, str):
        return bare(emoji)
    if emoji.id is not None:
        return emoji.name or str(emoji.id)
    return bare(emoji.name)
