"""What posts to Discord, in front of a guild of our own."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from adapters.discord.client import Client
from adapters.discord.places import Places
from adapters.discord.posting import Posting
from bot.model.outcome import Outcome, Sent
from bot.model.people import ChannelRef, Conversation, MessageRef
from tests.conftest import SetClock
from tests.fakes import card
from tests.servers.discord import Channel, FakeDiscord, Guild, Person

KEY = "Zb-0_kq7WgXy3mNaR5tV00001"
OTHER = "Zb-0_kq7WgXy3mNaR5tV00002"


@dataclass
class Posted:
    """A guild with a desk and anna in it, and what posts there."""

    discord: FakeDiscord
    clock: SetClock
    guild: Guild
    anna: Person
    desk: Channel
    client: Client
    posting: Posting
    _connecting: list[asyncio.Task[None]] = field(default_factory=list)

    def at(self, channel: Channel) -> Conversation:
        """Return a channel or a thread as a conversation."""
        name, thread = channel.conversation
        ref = ChannelRef(platform="discord", workspace=self.guild.id, id=name)
        return Conversation(channel=ref, thread=thread)

    def direct(self, person: Person) -> Conversation:
        """Return the bot's direct messages with somebody."""
        ref = ChannelRef(platform="discord", workspace=self.guild.id, id=person.id, person=True)
        return Conversation(channel=ref)

    async def tried(self, channel: Channel, text: str = "Story", *, key: str = KEY) -> Outcome:
        """Return what becomes of a post there."""
        return await self.posting.post(self.at(channel), card(text), key=key)

    async def post(self, channel: Channel, text: str = "Story", *, key: str = KEY) -> MessageRef:
        """Post a card there; it has to go well."""
        outcome = await self.tried(channel, text, key=key)
        assert isinstance(outcome, Sent), outcome
        return outcome.message

    async def connect(self) -> None:
        """Let the gateway tell of guilds and channels from now on."""
        await self.client.enter()
        self._connecting.append(asyncio.create_task(self.client.connect()))
        await self.client.wait_until_ready()

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.clock.at += timedelta(**time)

    async def close(self) -> None:
        """Let go of everything."""
        await self.client.close()
        for task in self._connecting:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def in_discord(
    *, tag: str = "Nutgraf", connected: bool = False
) -> Callable[[Callable[[Posted], Awaitable[None]]], Callable[[], None]]:
    """Make a test of an async function that is given a guild."""

    def decorate(test: Callable[[Posted], Awaitable[None]]) -> Callable[[], None]:
        async def live() -> None:
            clock = SetClock()
            async with FakeDiscord(clock=clock) as discord:
                guild = discord.add_guild()
                anna = discord.add_person("anna", guild)
                desk = discord.add_channel(guild, "desk")
                options = discord.options(tag=tag)
                client = Client(options)
                posting = Posting(client, Places(client), options, clock)
                posted = Posted(discord, clock, guild, anna, desk, client, posting)
                try:
                    if connected:
                        await posted.connect()
                    await test(posted)
                finally:
                    await posted.close()

        def test_in_discord() -> None:
            asyncio.run(live())

        return test_in_discord

    return decorate
