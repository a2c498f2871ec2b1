"""`FakeDiscord`: Discord's side of everything, on this machine. See the package's docstring for its use."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.ports import Clock
from tests.servers.discord.state import Call, Channel, Guild, Interaction, Message, Payload, Person
from tests.servers.discord.trouble import Trouble


class FakeDiscord(Trouble):
    """Discord with one application in it. `async with FakeDiscord() as discord:` serves on a free port.

    `clock` gives the time of ids, messages, nonces and interactions.
    """

    def __init__(self, *, clock: Clock | None = None) -> None:
        super().__init__(clock=clock)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Begin to serve."""
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.add_routes([*self._api.routes(), *self._gateway.routes(), *self.control_routes()])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=2048)
        await site.start()
        self._world.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving. Raises AssertionError where anything was wrong with the bot's requests."""
        assert self._runner
        self._api.closing.set()
        self._gateway.drop()
        await self._runner.cleanup()
        await asyncio.sleep(0)  # transports say good-bye
        if error is None:
            assert not self.wrong, "Wrong requests:\n" + "\n".join(self.wrong)

    def control_routes(self) -> list[web.RouteDef]:
        """Return further routes; a process of its own has some."""
        return []

    # ---- what can be waited for

    async def until(self, condition: Callable[[], object], *, within: float = 5.0) -> None:
        """Return as soon as the condition holds: looked at after each change.

        Raises AssertionError where it doesn't hold within so many seconds.
        """
        await self._world.until(condition, within)

    async def ready(self, *, commands: bool = True, within: float = 10.0) -> None:
        """Return as soon as the bot is connected and, where that is asked for, has registered commands."""
        await self.until(lambda: self.connected and (self.commands or not commands), within=within)

    async def answered(self, interaction: Interaction, *, within: float = 5.0) -> Interaction:
        """Return an interaction as soon as the person sees an answer: not "thinking" any more."""
        await self.until(lambda: interaction.answered, within=within)
        return interaction

    # ---- what there is to see

    @property
    def connected(self) -> int:
        """How many sessions have a connection to the gateway."""
        return len(self._gateway.connected)

    @property
    def identified(self) -> list[Payload]:
        """Every IDENTIFY, tokens left out: intents, properties, compression."""
        return self._gateway.identified

    @property
    def resumed(self) -> int:
        """How many resumes succeeded."""
        return self._gateway.resumed

    @property
    def heartbeats(self) -> int:
        """How many heartbeats came."""
        return self._gateway.heartbeats

    @property
    def commands(self) -> list[Payload]:
        """The commands that are registered everywhere, as Discord keeps them."""
        return self._world.commands

    @property
    def calls(self) -> list[Call]:
        """Every request that was understood, oldest first."""
        return self._world.calls

    def called(self, operation: str) -> list[Call]:
        """Return the requests of one operation, by Discord's name ("create_message")."""
        return [call for call in self.calls if call.operation == operation]

    @property
    def messages(self) -> list[Message]:
        """Every message that ever was, deleted and ephemeral ones too."""
        return self._world.messages

    @property
    def channels(self) -> dict[str, Channel]:
        """Channels, threads and direct messages by their ids."""
        return self._world.channels

    @property
    def guilds(self) -> dict[str, Guild]:
        """Guilds by their ids."""
        return self._world.guilds

    @property
    def interactions(self) -> list[Interaction]:
        """Everything that people did with the bot, oldest first."""
        return list(self._world.interactions.values())

    def threads_of(self, channel: Channel) -> list[Channel]:
        """Return a channel's threads, or a forum's posts, oldest first."""
        return [each for each in self._world.channels.values() if each.parent is channel and not each.deleted]

    def seen_by(self, person: Person, channel: Channel | None = None) -> list[Message]:
        """Return what somebody can read of the bot in a channel (in their direct messages without one).

        Deleted messages, those for others' eyes and those that are still "thinking" are left out.
        """
        where = channel or self.direct(person)
        return [
            each
            for each in self._world.in_channel.get(where.id, ())
            if each.author is self.bot
            and not each.deleted
            and not each.loading
            and each.only in {None, person}
        ]
