"""What happens to guilds, channels and threads, of which the bot is told."""

from collections.abc import Iterable

from tests.servers.discord import payloads, reading
from tests.servers.discord.permissions import bits
from tests.servers.discord.place import Place
from tests.servers.discord.state import THREADS, Channel, Guild, Person, Role


class Happening(Place):
    """What happens. Each returns at once; what the bot is told is on its way then."""

    def forbid(self, channel: Channel, *names: str, who: Person | Role | None = None) -> None:
        """Take permissions away in a channel: from the bot, where nobody else is named."""
        self._overwritten(channel, who, deny=names)

    def permit(self, channel: Channel, *names: str, who: Person | Role | None = None) -> None:
        """Give permissions in a channel: to the bot, where nobody else is named."""
        self._overwritten(channel, who, allow=names)

    def _overwritten(
        self,
        channel: Channel,
        who: Person | Role | None,
        *,
        allow: Iterable[str] = (),
        deny: Iterable[str] = (),
    ) -> None:
        identity = (who or self.bot).id
        yes, no = channel.overwrites.get(identity, (0, 0))
        given, taken = bits(allow), bits(deny)
        channel.overwrites[identity] = (yes | given) & ~taken, (no | taken) & ~given
        self._world.ring()
        # Who loses sight of a channel is told so, although it isn't seen any more.
        self._tell("CHANNEL_UPDATE", payloads.channel(channel), channel.guild)

    def change_role(self, guild: Guild, role: Role, *names: str) -> None:
        """Let a role give these permissions, and no others."""
        role.permissions = bits(names)
        self._world.ring()
        self._tell("GUILD_ROLE_UPDATE", {"guild_id": guild.id, "role": payloads.role(role)}, guild)

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel or a thread, with everything in it."""
        inside = [each for each in self._world.channels.values() if each.parent is channel]
        for each in (*inside, channel):
            each.deleted = True
            for message in self._world.in_channel.get(each.id, ()):
                message.deleted = True
        self._world.ring()
        event = "THREAD_DELETE" if channel.kind in THREADS else "CHANNEL_DELETE"
        payload = payloads.channel(channel)
        if channel.kind in THREADS:
            payload = {key: payload[key] for key in ("id", "guild_id", "parent_id", "type")}
        self._tell(event, payload, channel.guild)

    def make_channel(self, channel: Channel) -> None:
        """Tell the bot of a channel or thread that was added while it runs."""
        event = "THREAD_CREATE" if channel.kind in THREADS else "CHANNEL_CREATE"
        self._tell(event, payloads.channel(channel), channel)

    def archive(self, thread: Channel, *, locked: bool = False) -> None:
        """Archive a thread, perhaps lock it too."""
        thread.locked = locked
        reading.archive(self._world, thread, archived=True)

    def kick_bot(self, guild: Guild) -> None:
        """Take the bot out of a guild."""
        del guild.members[self.bot.id]
        self._world.ring()
        self._tell("GUILD_DELETE", {"id": guild.id}, guild)

    def invite_bot(self, guild: Guild) -> None:
        """Take the bot into a guild, with what everybody may do there."""
        guild.members[self.bot.id] = set()
        self._world.ring()
        self._tell("GUILD_CREATE", payloads.guild(self._world, guild), guild)

    def begin_outage(self, guild: Guild) -> None:
        """Let a guild be unavailable: nothing can be asked of it, and the bot is told."""
        guild.available = False
        self._world.ring()
        self._tell("GUILD_DELETE", {"id": guild.id, "unavailable": True}, guild)

    def end_outage(self, guild: Guild) -> None:
        """Let a guild be available again."""
        guild.available = True
        self._world.ring()
        self._tell("GUILD_CREATE", payloads.guild(self._world, guild), guild)

    async def reset_token(self) -> None:
        """Make the bot's token no good: every request gets 401, and the connections are closed with 4004."""
        self._world.dead = True
        await self._gateway.close(4004, "Authentication failed.")

    def restore_token(self) -> None:
        """Let the token be good again."""
        self._world.dead = False
