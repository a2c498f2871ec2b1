"""Threads that begin at a message. A message has one at most, with its own id; some may have none.

https://discord.com/developers/docs/resources/channel#start-thread-from-message
"""

from typing import Final

import discord
from discord import MessageReference

from adapters.discord.client import Client
from adapters.discord.forums import title
from adapters.discord.places import Kind, Known, kind_of
from bot.model.card import Card

_OPEN_FOR: Final = 4_320
"""After so many minutes without a message Discord archives a thread: three days."""

_BEGUN: Final = 160004

_NONE_THERE: Final = frozenset(
    {
        50001,
        50013,
        50021,  # at a message of Discord's own
        50024,  # in a channel of this kind
        50068,
        160006,  # so many are open already
        160007,
    }
)
"""Codes for where the bot can begin no thread, and a post is better made as a reply than not at all."""

_KINDS: Final = frozenset({Kind.text, Kind.announcement})


def has_threads(channel: Known) -> bool:
    """Say whether threads can begin at messages in a channel; beside voices there are none."""
    voices = isinstance(channel, discord.VoiceChannel | discord.StageChannel)
    return kind_of(channel) in _KINDS and not voices


async def begin(client: Client, channel: Known, message: int, card: Card) -> bool:
    """Begin the thread at a message, unless it is there; False where there can be none.

    However often it is asked, there is one. Raises what the request raises: that the message is gone, say.
    """
    try:
        await client.http.start_thread_with_message(
            channel.id, message, name=title(card), auto_archive_duration=_OPEN_FOR
        )
    except discord.HTTPException as error:
        if error.code in _NONE_THERE:
            return False
        if error.code != _BEGUN:
            raise
    return True


def reply_to(message: int, channel: int) -> MessageReference:
    """Return what makes a post a reply to a message; one that is gone is passed over."""
    return MessageReference(message_id=message, channel_id=channel, fail_if_not_exists=False)
