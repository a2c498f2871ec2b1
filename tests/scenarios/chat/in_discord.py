"""The chat in Discord: its client library against our Discord."""

from collections.abc import Callable, Sequence

from bot.ports import ChatPlatform, Clock
from tests.scenarios.chat.chat import ANNA, DESK, SPORTS, Chat
from tests.scenarios.discord.newsroom import Newsroom
from tests.servers.discord import Channel, Message, Person


class DiscordRoom(Newsroom):
    """A newsroom with a second channel."""

    sports: Channel

    def platforms(self, clock: Clock) -> Sequence[ChatPlatform]:
        """Return the adapters, allowed to post as fast as they can."""
        served = super().platforms(clock)
        self.platform.pace = self.platform.pace.model_copy(update={"every": 0.0})
        return served

    async def start(self) -> None:
        """Start the bot in both channels."""
        known = [each for each in self.discord.channels.values() if each.name == SPORTS]
        self.sports = known[0] if known else self.discord.add_channel(self.guild, SPORTS)
        await super().start()


class InDiscord(Chat):
    """People in Discord."""

    platform = "discord"

    def __init__(self, room: DiscordRoom) -> None:
        self.room: DiscordRoom = room
        self.clock = room.time

    async def says(self, who: str, text: str, *, channel: str = DESK) -> str:
        """Choose the command that the text is."""
        return (await self.room.say(self._person(who), text, channel=self._channel(channel))).words

    async def presses(self, who: str, on: Message, label: str, fill: str | None = None) -> str:
        """Press a button, and fill in its form."""
        return (await self.room.press(self._person(who), on, label, fill)).words

    async def reacts(self, who: str, on: Message, emoji: str) -> None:
        """Put a reaction on a message."""
        await self.room.react(self._person(who), on, emoji)

    async def takes_back(self, who: str, on: Message, emoji: str) -> None:
        """Take a reaction off."""
        await self.room.unreact(self._person(who), on, emoji)

    async def share(self, story: int, channel: str) -> None:
        """Choose the command with its option."""
        where = self._channel(channel)
        await self.room.brief(self._person(ANNA), "story", channel=where, number=str(story), share=True)

    async def order(self, time: str, channel: str) -> None:
        """Choose the command with its options."""
        anna, where = self._person(ANNA), self._channel(channel)
        assert time in await self.room.brief(
            anna, "digest at", channel=where, time=time, days="daily", zone="UTC"
        )

    def posts(self, channel: str = DESK) -> Sequence[Message]:
        """Return the posts in a channel."""
        return self.room.posts_in(self._channel(channel))

    def thread(self, post: Message) -> Sequence[Message]:
        """Return the posts in a thread."""
        return self.room.thread(post)

    def direct(self, who: str) -> Sequence[Message]:
        """Return what the bot has told somebody."""
        return self.room.direct(self._person(who))

    def words(self, seen: Message) -> str:
        """Return what a message says."""
        return seen.words

    def named(self, who: str) -> str:
        """Return how Discord writes somebody who was chosen from its list."""
        return f"<@{self._person(who).id}>"

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for what Discord is sent."""
        await self.room.discord.until(condition)

    def _person(self, who: str) -> Person:
        return {"anna": self.room.anna, "ben": self.room.ben, "chef": self.room.chef}[who]

    def _channel(self, name: str) -> Channel:
        return {DESK: self.room.desk, SPORTS: self.room.sports}[name]
