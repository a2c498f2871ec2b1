"""A newsroom in a simulated Discord: the true client and the true core, no sockets.

What simcord hasn't (reconnects, rate limits, nonces) is played on a server of our own. Every request that the
bot made is compared, in the end, with Discord's own description of its API.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import discord
import simcord
from pydantic import SecretStr
from simcord import ChannelHandle, GuildHandle, InteractionResult, MemberActor, ResponseMessage

from adapters.discord.components.pressed import pressed
from adapters.discord.options import DiscordOptions
from adapters.discord.platform import Discord
from adapters.discord.times import Times
from bot.clock import SystemClock
from bot.commands.catalogue import CATALOGUE
from bot.commands.command import AnyCommand
from bot.commands.dispatch import Dispatch
from bot.compose import House, open_house
from bot.errors import StoreFull
from bot.flows.courier import Courier
from bot.model.card import Card
from bot.model.events import Fact, Incoming, Owed
from bot.model.follow_up import FollowUp
from bot.model.people import Actor, Conversation
from bot.model.suggestion import Suggestion
from bot.ports import Tx, View
from tests.contracts.drafts import a_draft
from tests.servers.discord.openapi import faults

Result = InteractionResult

TOKEN = "simulated.token.of-the-bot"  # noqa: S105 - no real one
EDITORS = "Desk editors"

PATIENT = Times(patience=2.4, saving=20.0, suggesting=20.0, back_off=0.01, longest_back_off=0.02, ending=1.0)
"""Waits for scenarios in which nothing is slow but, perhaps, the machine."""

IMPATIENT = PATIENT.model_copy(update={"patience": 0.01, "saving": 0.05, "suggesting": 0.01})
"""Waits for scenarios in which something is held back."""


LONGEST = 30.0
"""Within so many seconds everything that was begun is done, however busy the machine is."""


class Gated(Dispatch):
    """A core that can be slow, or unable to save: it waits for its gates.

    `answered` and `accepted` are what it was asked to answer and to save. `reading` is the gate of what was
    left unanswered.
    """

    env: simcord.Env
    gate: asyncio.Event
    saving: asyncio.Event
    reading: asyncio.Event
    full: bool = False
    accepted: list[Fact]
    answered: list[Incoming]

    async def accept(self, fact: Fact) -> bool:
        """Save once the gate is open."""
        self.accepted.append(fact)
        await self._wait(self.saving)
        if self.full:
            raise StoreFull("There is no room on the disk.", next_step="Make some.")
        return await super().accept(fact)

    async def answer(self, incoming: Incoming) -> Card:
        """Answer once the gate is open."""
        self.answered.append(incoming)
        await self._wait(self.gate)
        return await super().answer(incoming)

    async def unanswered(self, platform: str) -> tuple[Owed, ...]:
        """Read once the gate is open."""
        await self._wait(self.reading)
        return await super().unanswered(platform)

    async def suggest(
        self, command: str, argument: str, typed: str, where: Conversation, actor: Actor
    ) -> tuple[Suggestion, ...]:
        """Suggest once the gate is open."""
        await self._wait(self.gate)
        return await super().suggest(command, argument, typed, where, actor)

    async def _wait(self, gate: asyncio.Event) -> None:
        if not gate.is_set():
            await self.env.external_wait(gate.wait(), reason="a gate of the test's")


class Simulated:
    """`async with Simulated(db) as room:` runs the bot; `restart` puts a new one in its place."""

    house: House
    core: Gated
    platform: Discord
    env: simcord.Env
    guild: GuildHandle
    desk: ChannelHandle
    anna: MemberActor
    ben: MemberActor
    chef: MemberActor

    def __init__(
        self,
        db: Path,
        *,
        times: Times = PATIENT,
        commands: Sequence[AnyCommand] = CATALOGUE,
        trying_out: Sequence[str] = (),
    ) -> None:
        self._db = db
        self._times = times
        self._commands = commands
        self._options = DiscordOptions(
            token=SecretStr(TOKEN),
            api_url="http://127.0.0.1:9/api/v10",
            gateway_url="ws://127.0.0.1:9",
            trying_out=tuple(trying_out),
            editors=(EDITORS,),
        )
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Start the bot, and fill a guild: Anna edits by a role, Ben reads, Chef manages the server."""
        self.house = await self._stack.enter_async_context(open_house(self._db))
        self._compose()
        self.env = await self._stack.enter_async_context(
            simcord.run(self.platform.client, settle_timeout=LONGEST)
        )
        self.core.env = self.env
        self.guild = self.env.create_guild("The Courier")
        self.desk = self.guild.create_text_channel("desk")
        role = self.guild.create_role(EDITORS)
        self.anna = self.guild.add_member(self.env.create_user("anna"), roles=[role])
        self.ben = self.guild.add_member(self.env.create_user("ben"))
        admin = self.guild.create_role("Admins", permissions=discord.Permissions(manage_guild=True))
        self.chef = self.guild.add_member(self.env.create_user("chef"), roles=[admin])
        await self.env.settle()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the bot, and look at what it has asked of Discord."""
        await self._stack.__aexit__(kind, error, trace)
        if error is None:
            assert not self.faults(), "\n".join(self.faults())
            assert not list(self.pings())

    def _compose(self) -> None:
        clock = SystemClock()
        self.core = Gated(self._commands, self.house.flows)
        self.core.gate, self.core.saving, self.core.reading = (asyncio.Event() for _ in range(3))
        for gate in (self.core.gate, self.core.saving, self.core.reading):
            gate.set()
        self.core.accepted, self.core.answered = [], []
        self.house = replace(self.house, dispatch=self.core)
        self.platform = Discord(self._options, clock, self._commands, times=self._times)
        self.house.flows.doors.serve(self.platform)
        self.house.flows.people.serve(self.platform)
        self.platform.listen(self.core)

    async def restart(self, *, trying_out: Sequence[str] = (), reading: bool = True) -> None:
        """Let the bot be a new process: a new client that remembers nothing, on the same store and guild.

        Unless it is `reading`, what was left unanswered is held back behind the core's gate.
        """
        self._options = self._options.model_copy(update={"trying_out": tuple(trying_out)})
        self._compose()
        self.core.env = self.env
        if not reading:
            self.core.reading.clear()
        await self.env.restart_bot(self.platform.client)
        await self.env.settle()

    async def deliver(self) -> None:
        """Let the courier make all posts and edits that are promised."""
        courier = Courier(
            self.house.store.silent, self.platform, self.house.clock, bell=self.house.store.listen()
        )
        with self.env._bot_scope():
            await courier.work_off()
        await self.env.settle()

    async def stories(
        self, *headlines: str, topics: tuple[str, ...] = (), original: str = "It was late."
    ) -> None:
        """Put stories into the store; the first is #1."""
        now = SystemClock().now()

        def work(tx: Tx) -> None:
            for headline in headlines:
                draft = a_draft(
                    headline,
                    published=now - timedelta(minutes=5),
                    first_seen=now,
                    topics=topics,
                    original=original,
                )
                tx.stories.add(draft)

        await self.house.store.write(work)

    async def digests(self) -> int:
        """Return how many digests stand."""
        return await self.house.store.read(lambda view: len(view.digests.standing()))

    async def flags(self, number: int) -> int:
        """Return how many people have flagged a story's follow-ups."""

        def work(view: View) -> int:
            flags = [
                flag for each in view.follow_ups.of(number) for flag in view.follow_ups.flags(each.number)
            ]
            return len({flag.by.key for flag in flags})

        return await self.house.store.read(work)

    async def follow_up(self, number: int) -> FollowUp:
        """Return a follow-up as the store has it."""
        found = await self.house.store.read(lambda view: view.follow_ups.get(number))
        assert found is not None, f"there is no F{number}"
        return found

    # ---- what was asked of Discord

    def requests(self, method: str, ending: str) -> list[Any]:
        """Return the bodies of the bot's requests to paths with such an ending."""
        logged = self.env.http_requests
        return [each.json for each in logged if each.method == method and each.path.endswith(ending)]

    @property
    def secrets(self) -> list[str]:
        """The tokens of all interactions."""
        return [each.token for each in self.env.backend.interactions.values()]

    def faults(self) -> list[str]:
        """Return what is wrong with the bot's requests, by Discord's own description of its API."""
        return [
            f"{each.method} {each.path}: {fault}"
            for each in self.env.http_requests
            for fault in faults(each.method, each.path, each.json)
        ]

    def pings(self) -> Iterator[str]:
        """Yield the requests by which somebody could be pinged."""
        for each in self.env.http_requests:
            body = each.json if isinstance(each.json, dict) else {}
            for message in (body, body.get("data") or {}):
                says = isinstance(message, dict) and (message.get("components") or message.get("content"))
                if says and "title" not in message and message.get("allowed_mentions", {}).get("parse") != []:
                    yield f"{each.method} {each.path}"


def shown(message: ResponseMessage | discord.Message | InteractionResult | None) -> str:
    """Return all the text that a message, or the first response to an interaction, shows."""
    if isinstance(message, InteractionResult):
        message = message.response
    assert message is not None, "there is no message"
    return "\n".join([message.content, *texts(raw(message))])


def raw(message: ResponseMessage | discord.Message) -> list[Any]:
    """Return a message's components, as JSON."""
    if isinstance(message, ResponseMessage):
        return message.components
    return [component.to_dict() for component in message.components]


def texts(components: object) -> Iterator[str]:
    """Yield the texts and labels of components, however deep they stand."""
    for each in components if isinstance(components, list) else []:
        for key in ("content", "label"):
            if each.get(key):
                yield str(each[key])
        if accessory := each.get("accessory"):
            yield from texts([accessory])
        yield from texts(each.get("components"))


def buttons(message: ResponseMessage | discord.Message | InteractionResult | None) -> dict[str, str]:
    """Return the `custom_id`s of a message's buttons by the commands that they say."""
    if isinstance(message, InteractionResult):
        message = message.response
    assert message is not None, "there is no message"
    found = ((each, pressed(each)) for each in custom_ids(raw(message)))
    return {said.says: each for each, said in found if said}


def custom_ids(components: object) -> Iterator[str]:
    """Yield the `custom_id`s of buttons, however deep they stand."""
    for each in components if isinstance(components, list) else []:
        if each.get("type") == discord.ComponentType.button.value:
            yield str(each.get("custom_id"))
        if accessory := each.get("accessory"):
            yield from custom_ids([accessory])
        yield from custom_ids(each.get("components"))


async def press(
    who: MemberActor, message: ResponseMessage | discord.Message | InteractionResult, says: str
) -> Result:
    """Press the button of a message that says this command."""
    if isinstance(message, InteractionResult):
        assert message.response
        message = message.response
    return await who.click(message, custom_id=buttons(message)[says])
