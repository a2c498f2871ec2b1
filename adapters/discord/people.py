"""Who people are, and what they may do in a channel: from what is known of late, else by asking Discord."""

import asyncio
import logging
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import discord
from discord.abc import PrivateChannel

from adapters.discord.client import TROUBLE, Client, NotReached
from adapters.discord.places import PLATFORM, Known, Places
from adapters.discord.roles import role_of_member
from bot.errors import Missing
from bot.model.people import Actor, ChannelRef, Role

_log = logging.getLogger(__name__)

_GOOD_FOR: Final = 300.0
"""For how many seconds it is believed who a member is and which roles they have."""

_MOST: Final = 1_000
"""Of how many members that is kept."""

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    member: discord.Member
    at: float


class People:
    """Knows members of guilds. `editors` are ids or names of roles."""

    def __init__(self, client: Client, places: Places, editors: Collection[str]) -> None:
        self._client = client
        self._places = places
        self._editors = tuple(editors)
        self._known: dict[_Key, _Known] = {}
        self._asking: dict[_Key, asyncio.Task[discord.Member]] = {}

    def heard(self, member: discord.Member | None) -> None:
        """Believe what Discord has just told of a member."""
        if member is not None:
            self._keep((str(member.guild.id), str(member.id)), member)

    async def who(self, person: str, channel: ChannelRef) -> Actor | None:
        """Return who somebody is, and their role by what they may do in that channel.

        In direct messages that is what they may do in the guild. Their role is `nobody` where they are a bot,
        no member, or can't see the channel, or the channel is gone. None where Discord can't be asked.
        """
        try:
            await self._client.enter()
            member = await self._member((channel.workspace, person))
            role = await self._role(member, channel)
        except (*TROUBLE, discord.InvalidData, NotReached, Missing) as why:
            if _says_no(why):
                return _actor(person, channel, person, Role.nobody)
            _log.warning("Discord can't be asked who somebody is: %s.", type(why).__name__)
            return None
        return _actor(person, channel, member.display_name, role)

    async def _role(self, member: discord.Member, channel: ChannelRef) -> Role:
        """Return somebody's role. Raises what the requests raise."""
        if channel.person:
            return role_of_member(member, member.guild_permissions, self._editors)
        permissions = await self._in_channel(member, channel)
        if not permissions.view_channel:
            return Role.nobody
        return role_of_member(member, permissions, self._editors)

    async def _in_channel(self, member: discord.Member, channel: ChannelRef) -> discord.Permissions:
        remembered = self._places.remembered(channel.workspace, channel.id)
        if remembered is not None:
            found: Known = remembered
        else:  # the gateway doesn't tell of it: nor, perhaps, of its guild's roles
            guild = await self._client.fetch_guild(int(channel.workspace), with_counts=False)
            found = await guild.fetch_channel(int(channel.id))
            if isinstance(found, discord.Thread):
                found = await guild.fetch_channel(found.parent_id)
        return _permissions(found, member)

    async def _member(self, key: _Key) -> discord.Member:
        """Return a member; those who ask at the same time share one request. Raises what it raises."""
        known = self._known.get(key)
        if known is not None and time.monotonic() - known.at < _GOOD_FOR:
            return known.member
        asking = self._asking.get(key)
        if asking is None:
            self._asking[key] = asking = asyncio.create_task(self._ask(key))
            asking.add_done_callback(lambda done: self._asked(key, done))
        return await asyncio.shield(asking)

    async def _ask(self, key: _Key) -> discord.Member:
        guild, person = int(key[0]), int(key[1])
        known = self._remembered(guild)
        if known is None:
            known = await self._client.fetch_guild(guild, with_counts=False)
        return await known.fetch_member(person)

    def _asked(self, key: _Key, asking: "asyncio.Task[discord.Member]") -> None:
        del self._asking[key]
        if not asking.cancelled() and asking.exception() is None:
            self._keep(key, asking.result())

    def _keep(self, key: _Key, member: discord.Member) -> None:
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = _Known(member, time.monotonic())

    def _remembered(self, guild: int) -> discord.Guild | None:
        """Return a guild as the gateway tells of it; None where it is not connected, or doesn't tell."""
        known = self._client.get_guild(guild) if self._client.listens else None
        return None if known is None or known.unavailable else known


def _permissions(channel: Known, member: discord.Member) -> discord.Permissions:
    if isinstance(channel, PrivateChannel):
        return discord.Permissions.none()
    return channel.permissions_for(member)


def _says_no(why: Exception) -> bool:
    """Say whether Discord itself answers that there is no such member, or that the bot can't see it.

    Whatever stands before its API refuses with 403, too, but without a code.
    """
    return isinstance(why, discord.NotFound) or (isinstance(why, discord.Forbidden) and why.code != 0)


def _actor(person: str, channel: ChannelRef, name: str, role: Role) -> Actor:
    return Actor(platform=PLATFORM, workspace=channel.workspace, id=person, name=name, role=role)
