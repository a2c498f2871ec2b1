"""What kind of channel something is, and how the core speaks of it.

Where the gateway is connected discord.py knows every channel, and every thread that is not archived; else
Discord is asked, and the answer is good for a while: a channel hardly ever changes its kind.
"""

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import discord
from discord.abc import GuildChannel, PrivateChannel, Snowflake

from adapters.discord.client import TROUBLE, Client, NotReached
from bot.errors import Missing
from bot.model.people import ChannelRef, Conversation, MessageRef

PLATFORM: Final = "discord"

Known = GuildChannel | discord.Thread | PrivateChannel
"""A channel of which discord.py knows everything."""

AnyChannel = Known | discord.PartialMessageable | Snowflake
"""A channel as discord.py gives it with an interaction or a message; of some it knows the id alone."""

_GOOD_FOR: Final = 300.0
"""For how many seconds Discord's answer about a channel is believed."""

_MOST: Final = 1_000
"""Of how many channels the answers are kept."""


class Kind(StrEnum):
    """How a channel is posted to."""

    text = "text"
    announcement = "announcement"
    forum = "forum"
    thread = "thread"
    direct = "direct"
    other = "other"


def kind_of(channel: AnyChannel) -> Kind:
    """Return the kind of a channel. The text beside a voice or stage channel counts as a text channel."""
    match channel:
        case discord.TextChannel():
            return Kind.announcement if channel.is_news() else Kind.text
        case discord.VoiceChannel() | discord.StageChannel():
            return Kind.text
        case discord.ForumChannel():  # media channels as well
            return Kind.forum
        case discord.Thread():
            return Kind.thread
        case discord.DMChannel():
            return Kind.direct
        case discord.PartialMessageable() if channel.type is discord.ChannelType.private:
            return Kind.direct
        case _:
            return Kind.other


def conversation_of(channel: AnyChannel, *, guild: int | str | None, person: int | str) -> Conversation:
    """Return the conversation that somebody uses the bot in.

    `guild` is the guild that they mean, also in direct messages; `person` is who they are.
    """
    workspace = "" if guild is None else str(guild)
    if kind_of(channel) is Kind.direct:
        return _conversation(workspace, str(person), person=True)
    if isinstance(channel, discord.Thread):
        return _conversation(workspace, str(channel.parent_id), thread=str(channel.id))
    return _conversation(workspace, str(channel.id))


def message_of(
    channel: AnyChannel, message: int, *, guild: int | str | None, person: int | str = ""
) -> MessageRef:
    """Return a message in a channel. The first one of a post in a forum belongs to the forum.

    It has its thread's id (https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel).
    """
    where = conversation_of(channel, guild=guild, person=person)
    if where.thread == str(message):
        where = where.model_copy(update={"thread": None})
    return MessageRef(conversation=where, id=str(message))


@dataclass(frozen=True, slots=True)
class _Asked:
    channel: Known
    at: float


class Places:
    """Knows channels by their ids, with as few requests as may be."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._asked: dict[int, _Asked] = {}

    def remembered(self, guild: int | str | None, channel: int | str) -> Known | None:
        """Return a channel as the gateway tells of it; None where it is not connected, or doesn't tell."""
        if not self._client.listens:
            return None
        known = self._client.get_guild(int(guild)) if guild else None
        if known is not None and not known.unavailable:
            return known.get_channel_or_thread(int(channel))
        return None

    async def channel(self, guild: int | str | None, channel: int | str) -> Known:
        """Return a channel. Raises what the request raises (`TROUBLE`, `discord.InvalidData`)."""
        remembered = self.remembered(guild, channel)
        if remembered is not None:
            return remembered
        asked = self._asked.get(int(channel))
        if asked is not None and time.monotonic() - asked.at < _GOOD_FOR:
            return asked.channel
        return await self.ask(channel)

    async def ask(self, channel: int | str) -> Known:
        """Return a channel as it is now, asking Discord. Raises what the request raises."""
        found = await self._client.fetch_channel(int(channel))
        if len(self._asked) >= _MOST:
            self._asked.clear()
        self._asked[int(channel)] = _Asked(found, time.monotonic())
        return found

    def forget(self, channel: int | str) -> None:
        """Ask anew the next time: what is known of a channel has proved wrong."""
        self._asked.pop(int(channel), None)

    async def message(self, guild: int | None, channel: int, message: int) -> MessageRef:
        """Return a message of which Discord gives the ids alone, as with a reaction.

        Never raises: where the channel can't be asked for, it is taken for one that is no thread.
        """
        try:
            await self._client.enter()
            found: AnyChannel = await self.channel(guild, channel)
        except (*TROUBLE, discord.InvalidData, NotReached, Missing):
            found = discord.Object(channel)
        return message_of(found, message, guild=guild)


def _conversation(
    workspace: str, channel: str, *, person: bool = False, thread: str | None = None
) -> Conversation:
    ref = ChannelRef(platform=PLATFORM, workspace=workspace, id=channel, person=person)
    return Conversation(channel=ref, thread=thread)
