"""What Discord brings without being asked: reactions, channels that go, guilds that the bot is put out of.

Not heard, because the next post finds it out and the courier pauses what stands there: permissions that are
taken away, threads that are archived, locked or deleted. A guild that is unavailable (an outage of Discord's)
pauses nothing: posts wait for it.
"""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakValueDictionary

import discord

from adapters.discord.client import Client
from adapters.discord.emoji import folded
from adapters.discord.people import People
from adapters.discord.places import PLATFORM, Places
from bot.errors import StoreError
from bot.model.events import Fact, PlaceClosed, ReactionChanged
from bot.model.people import Actor, ChannelRef, MessageRef
from bot.ports import Answers, ChatPlatform, Clock

_log = logging.getLogger(__name__)


def reaction_changed(
    event: discord.RawReactionActionEvent, message: MessageRef, now: datetime
) -> ReactionChanged:
    """Return the fact that somebody put a reaction on a message, or took it back.

    Discord gives reactions no id and no time: they are those of the moment in which they arrive.
    """
    name, present = folded(event.emoji), event.event_type == "REACTION_ADD"
    person = str(event.user_id)
    nanoseconds = int(now.timestamp() * 1_000_000) * 1_000
    return ReactionChanged(
        id=f"{PLATFORM}:{message.id}:{person}:{name}:{'+' if present else '-'}:{nanoseconds}",
        at=now,
        actor=Actor(
            platform=PLATFORM,
            workspace=message.conversation.channel.workspace,
            id=person,
            name=event.member.display_name if event.member else person,
        ),
        message=message,
        name=name,
        present=present,
    )


def channel_deleted(guild: str, channel: str, now: datetime) -> PlaceClosed:
    """Return the fact that a channel is gone."""
    return PlaceClosed(
        id=f"{PLATFORM}:{channel}:deleted",
        at=now,
        platform=PLATFORM,
        workspace=guild,
        channel=ChannelRef(platform=PLATFORM, workspace=guild, id=channel),
        reason="The channel was deleted.",
        forever=True,
    )


def guild_left(guild: str, now: datetime) -> PlaceClosed:
    """Return the fact that the bot was kicked or banned from a guild, or that the guild was deleted."""
    return _whole_guild(
        guild,
        "left",
        now,
        "Nutgraf was removed from the server. Invite it again (`nutgraf discord invite` prints the link), "
        "then type `/brief digest resume`.",
    )


def token_refused(guild: str, now: datetime) -> PlaceClosed:
    """Return the fact that Discord takes the bot's token no more."""
    return _whole_guild(
        guild,
        "token",
        now,
        "Discord refuses Nutgraf's token: it was reset. Put the new one into DISCORD_TOKEN, start Nutgraf "
        "again, then type `/brief digest resume`.",
    )


def _whole_guild(guild: str, what: str, now: datetime, reason: str) -> PlaceClosed:
    return PlaceClosed(
        id=f"{PLATFORM}:{guild}:{what}:{int(now.timestamp() * 1_000_000)}",
        at=now,
        platform=PLATFORM,
        workspace=guild,
        reason=reason,
    )


@dataclass(frozen=True)
class Hearing:
    """Makes facts of what arrives, and brings them to the core."""

    client: Client
    places: Places
    people: People
    answers: Answers
    clock: Clock
    platform: ChatPlatform
    turns: WeakValueDictionary[int, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def reaction(self, event: discord.RawReactionActionEvent) -> None:
        """Take in that somebody put a reaction on a message in a guild, or took it back.

        People react to everything, and only what is on our own posts counts: whose a message is Discord says
        where a reaction is put on it, else the store knows. Somebody may have the same emoji there twice, in
        two skin tones, say; so where one is taken back Discord is asked what is left.
        """
        now = self.clock.now()
        if event.guild_id is None or self._is_none_of_ours(event):
            return
        if event.event_type == "REACTION_REMOVE":
            await self._compare(event.guild_id, event.channel_id, event.message_id)
            return
        async with self._turn(event.message_id):
            message = await self.places.message(event.guild_id, event.channel_id, event.message_id)
            fact = reaction_changed(event, message, now)
            new = await self._accept(fact)
        if new:
            self.people.heard(event.member)
            await self.answers.react(fact)

    async def cleared(
        self, event: discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent
    ) -> None:
        """Compare the reactions of one message: a moderator took back some that Discord doesn't list."""
        if event.guild_id is not None:
            await self._compare(event.guild_id, event.channel_id, event.message_id)

    async def channel_deleted(self, channel: discord.abc.GuildChannel) -> None:
        """Take in that a channel is gone."""
        await self._accept(channel_deleted(str(channel.guild.id), str(channel.id), self.clock.now()))

    async def guild_left(self, guild: discord.Guild) -> None:
        """Take in that the bot is no longer in a guild."""
        await self._accept(guild_left(str(guild.id), self.clock.now()))

    async def token_refused(self) -> bool:
        """Take in that the token is no good any more: every guild is closed. Say whether all was saved."""
        now = self.clock.now()
        saved = [await self._accept(token_refused(str(guild.id), now)) for guild in self.client.guilds]
        return None not in saved

    async def _compare(self, guild: int, channel: int, message: int) -> None:
        async with self._turn(message):
            ref = await self.places.message(guild, channel, message)
            await self.answers.catch_up(self.platform, ref)

    def _turn(self, message: int) -> asyncio.Lock:
        """Return what lets the events of one message go on one after the other, in which they arrived."""
        turn = self.turns.get(message)
        if turn is None:
            self.turns[message] = turn = asyncio.Lock()
        return turn

    def _is_none_of_ours(self, event: discord.RawReactionActionEvent) -> bool:
        ours = self.client.user.id if self.client.user else None
        by_a_bot = event.user_id == ours or (event.member is not None and event.member.bot)
        return by_a_bot or event.message_author_id not in {None, ours}

    async def _accept(self, fact: Fact) -> bool | None:
        """Bring a fact to the core; say whether it is new, None where it could not be saved."""
        try:
            return await self.answers.accept(fact)
        except StoreError as error:
            # Discord brings nothing twice. A reaction is found at the next catching up, a channel or guild
            # that is closed by the next post that goes there.
            _log.warning("What Discord brought can't be saved: %s", error)
            return None
