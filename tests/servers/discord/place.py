"""What is there: guilds, people, roles, channels, threads, messages; and the addresses and secrets."""

from collections.abc import Collection, Iterable

from pydantic import SecretStr

from adapters.discord.options import DiscordOptions
from bot.clock import SystemClock
from bot.ports import Clock
from tests.servers.discord.gateway import Gateway
from tests.servers.discord.permissions import EVERYBODY, bits
from tests.servers.discord.refusal import Refusal
from tests.servers.discord.restapi import THROWN_FOR, RestApi
from tests.servers.discord.state import (
    Channel,
    Content,
    Guild,
    Kind,
    Message,
    Payload,
    Person,
    Role,
    Tag,
)
from tests.servers.discord.world import World, numbered
from tests.servers.troubles import Troubles

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.secret-discord-bot-token-0123456789abc"  # noqa: S105 - of nobody's bot
"""The bot's token in every fake Discord."""

MAY = ("view_channel", "send_messages", "send_messages_in_threads", "read_message_history")
"""What the bot itself may do in a new guild, beside what everybody may."""


class Place:
    """What is there. It may be added to before and while the bot runs; the bot isn't told of it here.

    Ids are Discord's numbers, made where none are given (`tests.servers.discord.rules.snowflake` makes one of
    any name).
    """

    def __init__(self, *, clock: Clock | None = None) -> None:
        self._world = World(clock or SystemClock(), TOKEN)
        self._troubles: Troubles[Refusal] = Troubles(THROWN_FOR)
        self._gateway = Gateway(self._world)
        self._api = RestApi(self._world, self._troubles)
        self._world.tell = self._tell

    def _tell(self, event: str, payload: Payload, where: Channel | Guild | None) -> None:
        self._gateway.dispatch(event, payload, where)

    @property
    def bot(self) -> Person:
        """The bot; its id is the application's too."""
        return self._world.bot

    @property
    def api_url(self) -> str:
        """Where the API is: "http://127.0.0.1:PORT/api/v10"."""
        return f"{self._world.origin}/api/v10"

    @property
    def gateway_url(self) -> str:
        """Where the gateway is: "ws://127.0.0.1:PORT/gateway"."""
        return f"{self._world.origin.replace('http', 'ws', 1)}/gateway"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Pieces of every secret that the bot is given: none may ever be in a log."""
        return (TOKEN, "secret-interaction-", "secret-discord")

    def options(
        self, *, editors: tuple[str, ...] = (), trying_out: tuple[str, ...] = (), tag: str = "Nutgraf"
    ) -> DiscordOptions:
        """Return what an adapter needs here."""
        return options_of(self._world.origin).model_copy(
            update={"editors": editors, "trying_out": trying_out, "tag": tag}
        )

    def add_guild(
        self,
        name: str = "The Newsroom",
        *,
        id: str = "",  # noqa: A002 - Discord's word
        owner: Person | None = None,
        everybody: Collection[str] = EVERYBODY,
        may: Collection[str] = MAY,
    ) -> Guild:
        """Add a guild that the bot is in; `everybody` and `may` are what its members and the bot may do."""
        world = self._world
        guild = Guild(id or world.new_id(), name, (owner or world.owner).id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", bits(everybody))
        own = Role(world.new_id(), "Nutgraf", bits(may))
        guild.roles[own.id] = own
        guild.members = {world.bot.id: {own.id}, guild.owner: set()}
        world.guilds[guild.id] = guild
        return guild

    def add_guilds(self, count: int) -> list[Guild]:
        """Add many guilds, each with a channel."""
        guilds = [self.add_guild(f"Newsroom {number}") for number in range(count)]
        for guild in guilds:
            self.add_channel(guild, "news")
        return guilds

    def add_person(
        self,
        name: str,
        *guilds: Guild,
        id: str = "",  # noqa: A002 - Discord's word
        may: Collection[str] = (),
        bot: bool = False,
        shuts: bool = False,
    ) -> Person:
        """Add somebody, in these guilds; `may` are permissions of their own there ("manage_guild")."""
        person = self._world.keep_person(Person(id or self._world.new_id(), name, bot=bot, shuts=shuts))
        for guild in guilds:
            guild.members[person.id] = set()
            if may:
                self.add_role(guild, f"as {name}", may=may, to=[person])
        return person

    def add_role(
        self,
        guild: Guild,
        name: str,
        *,
        id: str = "",  # noqa: A002 - Discord's word
        may: Collection[str] = (),
        to: Iterable[Person] = (),
    ) -> Role:
        """Add a role and give it to these members."""
        role = Role(id or self._world.new_id(), name, bits(may))
        guild.roles[role.id] = role
        for person in to:
            guild.members[person.id].add(role.id)
        return role

    def add_channel(
        self,
        guild: Guild,
        name: str = "",
        *,
        id: str = "",  # noqa: A002 - Discord's word
        kind: Kind = "text",
        tags: Iterable[str] = (),
        moderated: Iterable[str] = (),
        tag_needed: bool = False,
    ) -> Channel:
        """Add a channel; `tags` and `moderated` are a forum's tags, by name."""
        identity = id or self._world.new_id()
        channel = Channel(identity, name or f"c{identity}", kind, guild=guild, tag_needed=tag_needed)
        channel.tags = [Tag(self._world.new_id(), each) for each in tags]
        channel.tags += [Tag(self._world.new_id(), each, moderated=True) for each in moderated]
        return self._world.keep_channel(channel)

    def add_thread(
        self,
        parent: Channel,
        name: str = "a thread",
        *,
        id: str = "",  # noqa: A002 - Discord's word
        archived: bool = False,
        locked: bool = False,
        owner: Person | None = None,
    ) -> Channel:
        """Add a thread to a channel, or somebody's post to a forum."""
        kind: Kind = "announcement thread" if parent.kind == "announcement" else "thread"
        thread = Channel(
            id or self._world.new_id(),
            name,
            kind,
            guild=parent.guild,
            parent=parent,
            archived=archived,
            locked=locked,
            owner=(owner or self._world.owner).id,
            archived_at=self._world.now(),
        )
        return self._world.keep_channel(thread)

    def add_message(
        self,
        channel: Channel,
        person: Person,
        text: str = "",
        *,
        embeds: Collection[Payload] = (),
        components: Collection[Payload] = (),
    ) -> Message:
        """Put somebody's message into a channel."""
        shown = Content(text=text, embeds=list(embeds), components=numbered(list(components)))
        world = self._world
        message = Message(world.new_id(), channel, person, shown, world.now(), via="person")
        return world.keep(message)

    def add_emoji(self, guild: Guild, name: str) -> str:
        """Add an emoji to a guild; return what people react with ("name:id")."""
        guild.emojis[name] = self._world.new_id()
        return f"{name}:{guild.emojis[name]}"

    def direct(self, person: Person) -> Channel:
        """Return the bot's direct messages with somebody."""
        return self._world.direct(person)

    def person(self, identity: str) -> Person:
        """Return somebody by their id."""
        return self._world.people[identity]

    def thread_at(self, message: Message) -> Channel | None:
        """Return the thread that began at a message; None where there is none."""
        found = self._world.channels.get(message.id)
        return None if found is None or found.deleted else found

    def overwrite(
        self,
        channel: Channel,
        who: Person | Role | Guild,
        *,
        allow: Iterable[str] = (),
        deny: Iterable[str] = (),
    ) -> None:
        """Allow and deny permissions in a channel, in place of what stood there; a guild means everybody."""
        channel.overwrites[who.id] = bits(allow), bits(deny)


def options_of(origin: str) -> DiscordOptions:
    """Return what an adapter needs for a fake Discord at that address ("http://127.0.0.1:PORT")."""
    return DiscordOptions(
        token=SecretStr(TOKEN),
        api_url=f"{origin}/api/v10",
        gateway_url=f"{origin.replace('http', 'ws', 1)}/gateway",
    )
