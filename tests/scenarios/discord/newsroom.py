"""A newsroom for scenarios: the bot runs over a real store, and people use it in a Discord of our own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from adapters.discord.commands import Native
from adapters.discord.options import DiscordOptions
from adapters.discord.platform import Discord
from adapters.discord.times import Times
from bot.commands.catalogue import CATALOGUE
from bot.commands.grammar import parse
from bot.model.digest import OrderState
from bot.model.people import MessageRef
from bot.model.reaction import Reaction
from bot.ports import ChatPlatform, Clock
from tests.scenarios.living import AheadClock, Living
from tests.servers.discord import Channel, FakeDiscord, Guild, Interaction, Message, Person

QUICK = Times(
    patience=2.0,
    saving=2.0,
    suggesting=2.0,
    back_off=0.02,
    longest_back_off=0.1,
    greeting=2.0,
    farewell=0.2,
    new_session=0.05,
    again=0.1,
    ending=1.0,
)
"""Waits for scenarios in which nothing is slow but, perhaps, the machine."""

IMPATIENT = QUICK.model_copy(update={"patience": 0.25})
"""Waits for scenarios in which an answer is held back."""


_NATIVE = dict(zip((each.path for each in CATALOGUE), Native(CATALOGUE).names, strict=True))
"""What each command is called in Discord: its family's name, then its own words."""


def _nothing(_: Clock) -> Sequence[ChatPlatform]:
    return ()


class Newsroom(Living):
    """`async with Newsroom(db, discord, clock) as room:` runs the bot; `stop` and `start` restart it.

    There are an editor (anna), a reader (ben) and an admin (chef), and one text channel, the desk.
    """

    platform: Discord
    guild: Guild
    desk: Channel
    anna: Person
    ben: Person
    chef: Person

    def __init__(self, db: Path, discord: FakeDiscord, clock: AheadClock, times: Times = QUICK) -> None:
        super().__init__(db)
        self.discord = discord
        self.times = times
        self.time = clock
        self.beside: Callable[[Clock], Sequence[ChatPlatform]] = _nothing

    async def __aenter__(self) -> Self:
        """Fill the guild and the store, and start the bot."""
        discord = self.discord
        self.guild = discord.add_guild("The Newsroom")
        self.anna = discord.add_person("anna", self.guild)
        self.ben = discord.add_person("ben", self.guild)
        self.chef = discord.add_person("chef", self.guild, may=["manage_guild"])
        discord.add_role(self.guild, "Desk", to=[self.anna])
        self.desk = discord.add_channel(self.guild, "desk")
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the bot."""
        await self.stop()

    def clock(self) -> Clock:
        """Return Discord's clock: it is the bot's as well."""
        return self.time

    def platforms(self, clock: Clock) -> Sequence[ChatPlatform]:
        """Return the adapter of Discord, and those beside it."""
        self.platform = Discord(self.options, clock, CATALOGUE, times=self.times)
        return [self.platform, *self.beside(clock)]

    @property
    def options(self) -> DiscordOptions:
        """What the bot is told about this Discord."""
        return self.discord.options(editors=("Desk",))

    async def start(self) -> None:
        """Start the bot, and return once it is connected and its commands are registered."""
        await super().start()
        await self.discord.ready()

    async def asked(
        self,
        person: Person,
        command: str,
        *,
        channel: Channel | None = None,
        **values: Any,  # noqa: ANN401 - text, numbers
    ) -> Interaction:
        """Choose a command, and return what came of it once it is answered."""
        where = channel or self.desk
        return await self.discord.answered(await self.discord.slash(person, where, command, values))

    async def brief(
        self,
        person: Person,
        command: str,
        *,
        channel: Channel | None = None,
        **values: Any,  # noqa: ANN401 - text, numbers
    ) -> str:
        """Choose a command, and return what the answer says."""
        return (await self.asked(person, command, channel=channel, **values)).words

    async def say(self, person: Person, text: str, *, channel: Channel | None = None) -> Interaction:
        """Choose the command that a text says, and return what came of it once it is answered.

        People and channels stand in it as `<@ID>` and `<#ID>`.
        """
        parsed = parse(text, CATALOGUE)
        root, *words = _NATIVE[parsed.command.path]
        values: dict[str, object] = {}
        for slot in parsed.command.slots:
            given = getattr(parsed.arguments, slot.field)
            if given == parsed.command.arguments.model_fields[slot.field].default:
                continue
            match slot.written.suggest:
                case "person":
                    values[slot.name] = self.discord.person(given)
                case "channel":
                    values[slot.name] = self.discord.channels[given]
                case None:
                    values[slot.name] = given
                case _:  # it is typed, with something offered
                    values[slot.name] = str(given)
        where = channel or self.desk
        asked = await self.discord.slash(person, where, " ".join(words), values, root=root)
        return await self.discord.answered(asked)

    async def press(
        self, person: Person, message: Message | Interaction, button: str, fill: str | None = None
    ) -> Interaction:
        """Press a button of a message or of an answer, or choose it in a menu; return what came of it.

        A button that asks opens a form: `fill` is what is written into it.
        """
        shown = [message] if isinstance(message, Message) else message.shown
        on = next((each for each in shown if button in {one.label for one in each.buttons}), shown[-1])
        if button in {each.label for each in on.shown.options}:
            asked = await self.discord.choose(person, on, button)
        else:
            asked = await self.discord.click(person, on, button)
        if fill is not None:
            asked = await self.discord.submit(asked, answer=fill)
        return await self.discord.answered(asked)

    async def react(self, person: Person, message: Message, emoji: str) -> None:
        """Put a reaction on a message."""
        self.discord.react(person, message, emoji)

    async def unreact(self, person: Person, message: Message, emoji: str) -> None:
        """Take a reaction back."""
        self.discord.unreact(person, message, emoji)

    def posts_in(self, channel: Channel | None = None) -> list[Message]:
        """Return the posts in a channel, oldest first, as they are now; answers and replies are left out."""
        return [each for each in self._posts(channel or self.desk) if each.replies_to is None]

    def thread(self, message: Message) -> list[Message]:
        """Return the posts in the thread at a message and the replies to it, as they are now."""
        thread = self.discord.thread_at(message)
        inside = self._posts(thread) if thread else []
        return [*(each for each in self._posts(message.channel) if each.replies_to is message), *inside]

    def direct(self, person: Person) -> list[Message]:
        """Return the posts in somebody's direct messages, oldest first, as they are now."""
        return self._posts(self.discord.direct(person))

    def _posts(self, channel: Channel) -> list[Message]:
        there = [each for each in self.discord.messages if each.channel is channel and not each.deleted]
        return [each for each in there if each.author is self.discord.bot and each.interaction is None]

    async def seen(
        self, person: Person, channel: Channel | None = None, *, count: int = 1, within: float = 5.0
    ) -> list[Message]:
        """Wait until somebody sees so many of the bot's posts there, answers left out, and return them."""
        where = channel or self.desk

        def posts() -> list[Message]:
            return [each for each in self.discord.seen_by(person, where) if each.interaction is None]

        await self.discord.until(lambda: len(posts()) >= count, within=within)
        return posts()

    async def posted(self, channel: Channel | None = None) -> Message:
        """Share a story there, and return the post as soon as the store knows that it is there."""
        await self.stories("Mayor resigns")
        await self.brief(self.anna, "story", channel=channel, number="1", share=True)
        (post, *_) = await self.seen(self.ben, channel)
        await self.posts("discord")
        return post

    async def standing(self) -> set[tuple[str, str]]:
        """Return the reactions on the only post, as the store has them: who put which."""
        (post,) = await self.posts("discord")
        names = {each.id: each.name for each in (self.anna, self.ben, self.chef)}
        found = await self.reactions(post)
        return {(names[each.person], each.name) for each in found}

    async def reactions(self, post: MessageRef) -> frozenset[Reaction]:
        """Return the reactions on a post, as the store has them."""
        return await self.house.store.read(lambda view: view.reactions.standing(post))

    async def stand(self, *expected: tuple[str, str]) -> None:
        """Wait until the store has exactly these reactions on the only post."""
        await self.until(self.standing, set(expected))

    async def until(
        self, ask: Callable[[], Awaitable[object]], expected: object, *, within: float = 5.0
    ) -> None:
        """Wait until what is asked for again and again is what is expected; say what it is if it isn't."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + within
        while (found := await ask()) != expected:
            assert loop.time() < ends, f"It is {found!r}, and not {expected!r}."
            await asyncio.sleep(0.01)

    async def order(self, person: Person, channel: Channel | None = None) -> None:
        """Order a digest that is due in ten minutes."""
        due = self.time.now() + timedelta(minutes=10)
        answer = await self.brief(
            person, "digest at", channel=channel, time=f"{due:%H:%M}", days="daily", zone="UTC"
        )
        assert f"{due:%H:%M}" in answer

    async def pass_the_hour(self) -> None:
        """Let the time of that digest come."""
        self.time.ahead += 660
        await self.house.flows.digests.tick()

    async def state(self) -> OrderState | None:
        """Return the state of the only digest, None where there is none."""
        orders = await self.house.store.read(lambda view: view.digests.standing())
        return orders[0].state if orders else None
