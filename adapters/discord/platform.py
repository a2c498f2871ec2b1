"""Discord as a chat platform: everything here, put together."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from adapters.discord.client import Client
from adapters.discord.commands import Native, payloads
from adapters.discord.front import Front
from adapters.discord.gateway import Gateway
from adapters.discord.hearing import Hearing
from adapters.discord.options import DiscordOptions
from adapters.discord.people import People
from adapters.discord.places import PLATFORM, Places
from adapters.discord.posting import PACE, Posting
from adapters.discord.publishing import Publishing
from adapters.discord.registering import Registering
from adapters.discord.replies import Replies
from adapters.discord.times import Times
from adapters.errands import Errands
from bot.commands.command import AnyCommand
from bot.errors import StoreError
from bot.model.card import Card
from bot.model.outcome import Closed, Outcome, Sought
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef
from bot.model.reaction import Reaction
from bot.model.value import Utc
from bot.ports import Answers, Clock

_log = logging.getLogger(__name__)

_NO_TIMES = Times()

Work = Coroutine[Any, Any, None]


class Discord:
    """Every guild that the bot is in, by its one token. Implements `bot.ports.ChatPlatform`.

    `commands` are those that people are offered. Raises ValueError where Discord can't have them.
    """

    name = PLATFORM
    pace = PACE

    def __init__(
        self,
        options: DiscordOptions,
        clock: Clock,
        commands: Sequence[AnyCommand],
        *,
        times: Times = _NO_TIMES,
    ) -> None:
        self._options = options
        self._clock = clock
        self._commands = tuple(commands)
        self._times = times
        self._client = Client(options)
        self._places = Places(self._client)
        self._people = People(self._client, self._places, options.editors)
        self._posting = Posting(self._client, self._places, options, clock)
        self._registering = Registering(payloads(self._commands), options.trying_out, times)
        self._gateway = Gateway(self._client, times, one_address=options.gateway_url is not None)
        self._errands = Errands()
        self._outgoing = _Outgoing()
        self._catching_up: asyncio.Task[None] | None = None
        self._registration: asyncio.Task[None] | None = None
        self._forgetting: asyncio.Task[None] | None = None

    @property
    def client(self) -> Client:
        """discord.py's client; it has every handler once `listen` was called."""
        return self._client

    async def run(self, answers: Answers) -> None:
        """Bring what people do to `answers` until cancelled, whatever Discord does meanwhile.

        In the end nothing more is taken in, and running answers and posts have a few seconds. Raises Missing
        where the token is wrong at first; one that is reset later closes every guild, and is waited for.
        """
        hearing = self._listen(answers)
        try:
            await self._gateway.run(token_refused=hearing.token_refused)
        finally:
            for task in (self._catching_up, self._registration, self._forgetting):
                if task is not None:
                    task.cancel()
            await self._errands.finish(self._times.ending)
            await self._outgoing.finish(self._times.ending)
            await self.close()

    def listen(self, answers: Answers) -> None:
        """Let the client bring everything that arrives to `answers`. `run` does it itself."""
        self._listen(answers)

    async def close(self) -> None:
        """Let go of the connections to Discord. May be called twice."""
        await self._client.close()

    async def post(self, to: Conversation, card: Card, *, key: str) -> Outcome:
        """Make one message of the card, with the key as its nonce and its mark in it."""
        with self._outgoing:
            return await self._posting.post(to, card, key=key)

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> Outcome:
        """Make the message show the card instead."""
        with self._outgoing:
            return await self._posting.edit(message, card, key=key)

    async def find(self, to: Conversation, *, key: str, since: Utc) -> Sought:
        """Look in the conversation's history for the message that carries the key's mark."""
        return await self._posting.find(to, key=key, since=since)

    async def enter(self, to: Conversation) -> Closed | None:
        """Make sure that the bot may post there."""
        return await self._posting.enter(to)

    async def who(self, person: str, channel: ChannelRef) -> Actor | None:
        """Return who somebody is, and what they may do in that channel."""
        return await self._people.who(person, channel)

    async def reactions(self, message: MessageRef) -> frozenset[Reaction] | None:
        """Return the reactions that people have put on a message."""
        return await self._posting.reactions(message)

    def _listen(self, answers: Answers) -> Hearing:
        front = self._front(answers)
        hearing = Hearing(self._client, self._places, self._people, answers, self._clock, self)

        async def connected() -> None:
            self._gateway.connected()
            self._begin(front)

        async def caught_up() -> None:
            self._gateway.connected()
            self._forget()
            self._catch_up(answers)

        heard: dict[str, Callable[..., Work]] = {
            "connect": connected,
            "ready": caught_up,
            "resumed": caught_up,
            "interaction": front.take_in,
            "raw_reaction_add": hearing.reaction,
            "raw_reaction_remove": hearing.reaction,
            "raw_reaction_clear": hearing.cleared,
            "raw_reaction_clear_emoji": hearing.cleared,
            "guild_channel_delete": hearing.channel_deleted,
            "guild_remove": hearing.guild_left,
        }
        for event, work in heard.items():
            self._on(event, work)
        return hearing

    def _on(self, event: str, work: Callable[..., Work]) -> None:
        """Let this be done at each such event, as an errand: the end waits for it."""

        async def handler(*happened: object) -> None:
            await asyncio.wait({self._errands.start(work(*happened))})

        handler.__name__ = f"on_{event}"
        self._client.event(handler)

    def _begin(self, front: Front) -> None:
        """Register the commands and answer what was left unanswered, the first time that Discord is there."""
        application = self._client.application_id
        if self._registration is None and application is not None:
            self._registration = self._errands.start(self._registering.run(self._client.http, application))
            self._errands.start(self._resume(front))

    def _forget(self) -> None:
        """Take commands away that are tried out no more, once Discord has told of the guilds."""
        application = self._client.application_id
        if self._forgetting is None and application is not None:
            guilds = [str(guild.id) for guild in self._client.guilds]
            forgetting = self._registering.forget(self._client.http, application, guilds)
            self._forgetting = self._errands.start(forgetting)

    async def _resume(self, front: Front) -> None:
        try:
            await front.resume()
        except StoreError as error:
            _log.warning("What was not finished before can't be read; the next start tries again. %s", error)

    def _catch_up(self, answers: Answers) -> None:
        if self._catching_up is not None:
            self._catching_up.cancel()  # it began before the gap that is to be looked at now
        self._catching_up = self._errands.start(answers.catch_up(self))

    def _front(self, answers: Answers) -> Front:
        return Front(
            answers=answers,
            native=Native(self._commands),
            people=self._people,
            editors=self._options.editors,
            publishing=Publishing(self._options.editors),
            replies=Replies(self._client),
            errands=self._errands,
            clock=self._clock,
            times=self._times,
        )


class _Outgoing:
    """Counts what is on its way to Discord: broken off, nobody would know whether it arrived."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    def __enter__(self) -> None:
        self._count += 1
        self._none.clear()

    def __exit__(self, *_: object) -> None:
        self._count -= 1
        if not self._count:
            self._none.set()

    async def finish(self, within: float) -> None:
        """Wait so many seconds for it to arrive."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._none.wait()
