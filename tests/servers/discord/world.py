"""Discord itself: who and what is in it, and a bell that rings with each change."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from bot.ports import Clock
from tests.servers.discord.permissions import may
from tests.servers.discord.refusal import Refusal
from tests.servers.discord.state import (
    THREADS,
    Call,
    Channel,
    Content,
    Guild,
    Interaction,
    Message,
    Payload,
    Person,
)

EPOCH = 1_420_070_400_000
"""The first moment of 2015, in milliseconds: Discord's ids count from it."""

_LOOK = 0.02
"""How often, in seconds, a condition is looked at that nothing here may ring for."""

Tell = Callable[[str, Payload, Channel | Guild | None], None]


class World:
    """Everything that the other parts share. Times are seconds since 1970, by the clock that was given."""

    def __init__(self, clock: Clock, token: str) -> None:
        self.clock = clock
        self.origin = ""
        self.token = token
        self.dead = False  # the token is no good any more
        self.lag = 0.0
        self.remembers = 120.0
        self.interaction_lives = 3.0
        self.token_lives = 900.0
        self._last_id = 0
        self._numbers = itertools.count(1)
        self.people: dict[str, Person] = {}
        self.bot = self.keep_person(Person(self.new_id(), "nutgraf", bot=True))
        self.app = self.bot.id
        self.owner = self.keep_person(Person(self.new_id(), "chef"))
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self._in_guild: dict[str, list[Channel]] = {}
        self.messages: list[Message] = []
        self.by_id: dict[str, Message] = {}
        self.in_channel: dict[str, list[Message]] = {}
        self.nonces: dict[tuple[str, str], Message] = {}
        self.commands: list[Payload] = []
        self.interactions: dict[str, Interaction] = {}
        self.calls: list[Call] = []
        self.wrong: list[str] = []
        self.tell: Tell = lambda event, payload, where: None  # noqa: ARG005 - until somebody listens
        self._bell = asyncio.Event()

    def now(self) -> float:
        """Return this moment."""
        return self.clock.now().timestamp()

    def new_id(self) -> str:
        """Return an id as Discord makes it: this moment, and never the same twice."""
        moment = (int(self.now() * 1_000) - EPOCH) << 22
        self._last_id = max(self._last_id + 1, moment)
        return str(self._last_id)

    def secret(self, what: str) -> str:
        """Return a token that was never used."""
        return f"secret-{what}-{next(self._numbers):08}"

    def ring(self) -> None:
        """Wake whoever waits for a change."""
        self._bell.set()
        self._bell = asyncio.Event()

    async def until(self, condition: Callable[[], object], within: float) -> None:
        """Return as soon as the condition holds. Raises AssertionError where it doesn't in time."""
        ends = time.monotonic() + within
        while not condition():
            assert time.monotonic() < ends, f"It did not happen within {within} seconds."
            await self.pause()

    async def pause(self) -> None:
        """Return after the next change, or soon."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), _LOOK)

    # ---- people, guilds, channels

    def keep_person(self, person: Person) -> Person:
        """Put somebody where they belong."""
        self.people[person.id] = person
        return person

    def guild(self, identity: str) -> Guild:
        """Return a guild that the bot is in. Raises Refusal."""
        guild = self.guilds.get(identity)
        if guild is None or self.bot.id not in guild.members:
            raise Refusal(10004)
        self.reach(guild)
        return guild

    def reach(self, guild: Guild | None) -> None:
        """Raise Refusal for a guild that has an outage."""
        if guild is not None and not guild.available:
            raise Refusal(status=503, message="Service Unavailable")

    def channel(self, identity: str, *needed: str) -> Channel:
        """Return a channel in which the bot has these permissions. Raises Refusal."""
        channel = self.channels.get(identity)
        if channel is None or channel.deleted:
            raise Refusal(10003)
        self.reach(channel.guild)
        if not may(channel, self.bot.id, "view_channel"):
            raise Refusal(50001)
        if not may(channel, self.bot.id, *needed):
            raise Refusal(50013)
        return channel

    def direct(self, person: Person) -> Channel:
        """Return the bot's direct messages with somebody."""
        for each in self.channels.values():
            if each.person is person:
                return each
        return self.keep_channel(Channel(self.new_id(), person.name, "direct", person=person))

    def keep_channel(self, channel: Channel) -> Channel:
        """Put a channel where it belongs."""
        self.channels[channel.id] = channel
        if channel.guild is not None:
            self._in_guild.setdefault(channel.guild.id, []).append(channel)
        self.ring()
        return channel

    def channels_of(self, guild: Guild, *, threads: bool) -> list[Channel]:
        """Return the channels of a guild, or its threads."""
        return [
            each
            for each in self._in_guild.get(guild.id, ())
            if not each.deleted and (each.kind in THREADS) == threads
        ]

    # ---- messages

    def keep(self, message: Message) -> Message:
        """Put a message where it belongs."""
        self.messages.append(message)
        self.by_id[message.id] = message
        self.in_channel.setdefault(message.channel.id, []).append(message)
        self.ring()
        return message

    def message(self, channel: Channel, identity: str) -> Message:
        """Return a message of a channel that everybody there sees. Raises Refusal."""
        message = self.by_id.get(identity)
        if message is None or message.channel is not channel or message.deleted or message.only is not None:
            raise Refusal(10008)
        return message

    def visible(self, channel: Channel) -> Iterator[Message]:
        """Yield what the history of a channel shows by now, oldest first."""
        newest = self.now() - self.lag
        for message in self.in_channel.get(channel.id, ()):
            if not message.deleted and message.only is None and not (self.lag and message.posted_at > newest):
                yield message

    def edit(self, message: Message, content: Content) -> None:
        """Let a message show something else."""
        message.edits.append(message.shown)
        message.shown = content
        self.ring()

    def found(self, interaction: str) -> Interaction | None:
        """Return an interaction by its id."""
        return next((each for each in self.interactions.values() if each.id == interaction), None)

    def note(self, what: str, faults: list[str]) -> None:
        """Note what the bot did wrong."""
        self.wrong.extend(f"{what}: {fault}" for fault in faults)


def numbered(components: list[Payload]) -> list[Payload]:
    """Return components as Discord keeps them: each with an id, those without one numbered from 1."""
    taken: set[int] = set()
    _collect(components, taken)
    free = (number for number in itertools.count(1) if number not in taken)
    return [_numbered(each, free) for each in components]


def _collect(components: list[Payload], taken: set[int]) -> None:
    for each in components:
        taken.add(each.get("id") or 0)
        _collect(
            [*(each.get("components") or ()), *([each["accessory"]] if each.get("accessory") else ())], taken
        )


def _numbered(component: Payload, free: Iterator[int]) -> Payload:
    found: dict[str, Any] = dict(component)
    found["id"] = component.get("id") or next(free)
    if component.get("components"):
        found["components"] = [_numbered(each, free) for each in component["components"]]
    if component.get("accessory"):
        found["accessory"] = _numbered(component["accessory"], free)
    return found
