"""The chat in Slack: its own client libraries against our Slack."""

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.ports import ChatPlatform, Clock
from tests.scenarios.chat.chat import ANNA, BEN, CHEF, DESK, SPORTS, Chat
from tests.scenarios.living import AheadClock
from tests.scenarios.slack import newsroom
from tests.scenarios.slack.newsroom import Newsroom, slacks_name
from tests.servers.slack import FakeSlack, Message

PEOPLE = {ANNA: newsroom.ANNA, BEN: newsroom.BEN, CHEF: newsroom.CHEF}
CHANNELS = {DESK: newsroom.NEWSROOM, SPORTS: "C4"}


class SlackRoom(Newsroom):
    """A newsroom in which the bot has Slack's clock."""

    def __init__(self, db: Path, slack: FakeSlack, clock: AheadClock) -> None:
        super().__init__(db, slack, "socket", clock)
        self.up = False

    def clock(self) -> Clock:
        """Return Slack's clock."""
        return self.slacks_clock

    def platforms(self, clock: Clock) -> Sequence[ChatPlatform]:
        """Return the workspace's adapter, allowed to post as fast as it can."""
        served = super().platforms(clock)
        self.platform.pace = self.platform.pace.model_copy(update={"every": 0.0})
        return served

    async def start(self) -> None:
        """Start the bot in both channels."""
        if CHANNELS[SPORTS] not in self.slack.channels:
            self.slack.add_channel(CHANNELS[SPORTS], SPORTS, members=list(PEOPLE.values()))
        await super().start()
        self.up = True

    async def stop(self) -> None:
        """Stop the bot."""
        self.up = False
        await super().stop()


class InSlack(Chat):
    """People in Slack."""

    platform = "slack"

    def __init__(self, room: Newsroom) -> None:
        self.room: Newsroom = room
        self.clock = room.slacks_clock

    async def says(self, who: str, text: str, *, channel: str = DESK) -> str:
        """Type `/brief …`."""
        return (await self.room.say(PEOPLE[who], text, channel=CHANNELS[channel])).words

    async def presses(self, who: str, on: Message, label: str, fill: str | None = None) -> str:
        """Press a button, and fill in its form."""
        return (await self.room.press(PEOPLE[who], on, label, fill)).words

    async def reacts(self, who: str, on: Message, emoji: str) -> None:
        """Put a reaction on a message."""
        delivery = await self.room.slack.react(PEOPLE[who], on, slacks_name(emoji))
        assert delivery.acked is self._up

    async def takes_back(self, who: str, on: Message, emoji: str) -> None:
        """Take a reaction off."""
        delivery = await self.room.slack.unreact(PEOPLE[who], on, slacks_name(emoji))
        assert delivery.acked is self._up

    async def share(self, story: int, channel: str) -> None:
        """Type it."""
        await self.says(ANNA, f"story {story} share:yes", channel=channel)

    async def order(self, time: str, channel: str) -> None:
        """Type it."""
        assert time in await self.says(ANNA, f"digest at {time} days:daily zone:UTC", channel=channel)

    def posts(self, channel: str = DESK) -> Sequence[Message]:
        """Return the posts in a channel."""
        return self.room.posts_in(CHANNELS[channel])

    def thread(self, post: Message) -> Sequence[Message]:
        """Return the posts in a thread."""
        return self.room.thread(post)

    def direct(self, who: str) -> Sequence[Message]:
        """Return what the bot has told somebody."""
        return self.room.direct(PEOPLE[who])

    def words(self, seen: Message) -> str:
        """Return what a message says."""
        return seen.words

    def named(self, who: str) -> str:
        """Return how Slack writes somebody who was chosen from its list."""
        return f"<@{PEOPLE[who]}>"

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for what Slack is sent."""
        await self.room.slack.until(condition)

    @property
    def _up(self) -> bool:
        return not isinstance(self.room, SlackRoom) or self.room.up
