"""What the bot may do in a channel: from what the gateway tells, or else by asking Discord."""

from typing import Final

import discord
from discord.abc import GuildChannel, PrivateChannel

from adapters.discord.client import TROUBLE, Client, NotReached
from adapters.discord.forums import has_tag
from adapters.discord.outcomes import GONE, Where, closed_by, closes, locked, no_tag, no_text, no_thread
from adapters.discord.permissions import lacking, lacking_for_threads
from adapters.discord.places import Kind, Known, Places, kind_of
from adapters.discord.threads import has_threads
from bot.errors import Missing
from bot.model.outcome import Closed
from bot.model.people import Conversation

FAULTS: Final = (*TROUBLE, discord.InvalidData, NotReached, Missing)
"""Everything that asking Discord raises, logging in included."""

Lacks = tuple[str, ...]
"""Permissions that the bot lacks, as Discord calls them."""


class Standing:
    """What the bot may do where."""

    def __init__(self, client: Client, places: Places) -> None:
        self._client = client
        self._places = places

    async def enter(self, to: Conversation) -> Closed | None:
        """Say what keeps the bot from its work there: from posting, and from reading what was posted.

        None where nothing does, and where that can't be told now. A thread need not be open: it is reopened;
        nor need it be there, if the message is at which it would begin.
        """
        if to.channel.person:
            return None
        channel: Known | None = None
        try:
            await self._client.enter()
            channel = await self._channel(to)
            lacks = await self.lacks(channel, to)
        except FAULTS as error:
            if isinstance(error, discord.NotFound) and to.thread is not None:
                return no_thread()
            return closes(error, where(channel))
        return closed_by(lacks, where(channel).name) if lacks else self._shut(channel)

    def remembered(self, channel: Known) -> Lacks | None:
        """Return what the bot lacks in a channel by what the gateway tells; None where it doesn't."""
        if isinstance(channel, PrivateChannel):
            return ()
        permissions = self._remembered(channel)
        return None if permissions is None else lacking(permissions, kind_of(channel))

    def begins_threads(self, channel: Known) -> bool:
        """Say whether the bot may begin threads at messages in a channel; True where that isn't known."""
        if isinstance(channel, PrivateChannel) or not has_threads(channel):
            return False
        permissions = self._remembered(channel)
        return permissions is None or not lacking_for_threads(permissions)

    async def lacks_for_threads(self, channel: Known, to: Conversation) -> Lacks:
        """Return what the bot lacks for beginning threads in a channel; nothing where there can be none.

        Raises what the requests raise (`FAULTS`).
        """
        if not has_threads(channel):
            return ()
        return lacking_for_threads(await self._permissions(channel, to))

    async def lacks(self, channel: Known, to: Conversation) -> Lacks:
        """Return what the bot lacks in a channel, asking Discord where the gateway doesn't tell.

        Raises what the requests raise (`FAULTS`).
        """
        if to.channel.person:
            return ()
        return lacking(await self._permissions(channel, to), kind_of(channel))

    def _remembered(self, channel: GuildChannel | discord.Thread) -> discord.Permissions | None:
        me = channel.guild.me
        if me is None or not self._client.listens:  # discord.py's types promise one, its memory doesn't
            return None
        try:
            return channel.permissions_for(me)
        except discord.ClientException:  # a thread whose channel isn't known
            return None

    async def _permissions(self, channel: Known, to: Conversation) -> discord.Permissions:
        """Return what the bot may do, asking Discord where the gateway doesn't tell."""
        remembered = None if isinstance(channel, PrivateChannel) else self._remembered(channel)
        if remembered is not None:
            return remembered
        guild = await self._client.fetch_guild(int(to.channel.workspace), with_counts=False)
        me = await guild.fetch_member(self._client.user.id if self._client.user else 0)
        # A thread has the permissions of its channel.
        base = await guild.fetch_channel(int(to.channel.id))
        return base.permissions_for(me)

    async def _channel(self, to: Conversation) -> Known:
        """Return where posts go: the channel itself where a thread isn't there that can begin in it."""
        try:
            return await self._places.channel(to.channel.workspace, to.thread or to.channel.id)
        except discord.NotFound as error:
            if to.thread is None or error.code != GONE:
                raise
            base = await self._places.channel(to.channel.workspace, to.channel.id)
            messages = self._client.get_partial_messageable(base.id)
            await messages.fetch_message(int(to.thread))
            return base

    def _shut(self, channel: Known) -> Closed | None:
        """Return what keeps everybody like the bot from posting there, whatever it may do."""
        name = where(channel).name
        if kind_of(channel) is Kind.other:
            return no_text(name)
        if isinstance(channel, discord.ForumChannel) and not has_tag(channel):
            return no_tag(name)
        if isinstance(channel, discord.Thread) and channel.locked and not self._moderates(channel):
            return locked(name)
        return None

    def _moderates(self, thread: discord.Thread) -> bool:
        """Say whether the bot may write in a locked thread; True where that isn't known."""
        me = thread.guild.me
        if me is None or not self._client.listens:
            return True
        return thread.permissions_for(me).manage_threads


def where(channel: Known | None, lacks: Lacks = (), *, direct: bool = False) -> Where:
    """Return a channel in words, for who is told what is wrong there."""
    if direct:
        return Where(name="direct messages", lacks=lacks, direct=True)
    name = getattr(channel, "name", None)
    if not name:
        return Where(lacks=lacks)
    named = f"the thread “{name}”" if isinstance(channel, discord.Thread) else f"#{name}"
    return Where(name=named, lacks=lacks)
