"""A newsroom for scenarios: the bot runs over a real store, and people use it in a Slack of our own."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from adapters.slack.options import SlackOptions
from adapters.slack.platform import Slack
from adapters.slack.times import Times
from bot.ports import ChatPlatform, Clock
from tests.scenarios.living import AheadClock, Living
from tests.servers.slack import Delivery, FakeSlack, Message
from tests.servers.slack.state import Mode

QUICK = Times(
    patience=30.0,
    settling=0.02,
    heartbeat=1.0,
    greeting=2.0,
    farewell=0.2,
    back_off=0.02,
    longest_back_off=0.1,
    ending=1.0,
    between_homes=0.0,
)
"""Waits for scenarios in which nothing is slow but, perhaps, the machine."""

IMPATIENT = QUICK.model_copy(update={"patience": 0.25})
"""Waits for scenarios in which an answer is held back."""

ANNA, BEN, GUS, CHEF = "U1", "U2", "U3", "UADMIN"
"""An editor, a reader, a guest, an admin."""

NEWSROOM, PRIVATE, ELSEWHERE = "C1", "C2", "C3"
"""Where the bot is, a private channel where it is, and a public one where it isn't."""


class Newsroom(Living):
    """`async with Newsroom(db, slack, mode, clock) as room:` runs the bot; `stop` and `start` restart it."""

    platform: Slack

    def __init__(
        self, db: Path, slack: FakeSlack, mode: Mode, slacks_clock: AheadClock, times: Times = QUICK
    ) -> None:
        super().__init__(db)
        self.slack = slack
        self.times = times
        self.slacks_clock = slacks_clock
        self.mode = mode
        self._options: SlackOptions | None = None

    async def __aenter__(self) -> Self:
        """Fill the workspace and the store, and start the bot."""
        slack = self.slack
        slack.add_person(ANNA, "anna")
        slack.add_person(BEN, "ben")
        slack.add_person(GUS, "gus", guest=True)
        slack.add_person(CHEF, "chef", admin=True)
        everyone = [ANNA, BEN, GUS, CHEF]
        slack.add_channel(NEWSROOM, "newsroom", members=everyone)
        slack.add_channel(PRIVATE, "secret", private=True, members=everyone)
        slack.add_channel(ELSEWHERE, "elsewhere", members=everyone, bot=False)
        self._options = slack.options(mode=self.mode, editors=(ANNA,))
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

    def platforms(self, clock: Clock) -> Sequence[ChatPlatform]:
        """Return the workspace's adapter."""
        self.platform = Slack(self.options, clock, times=self.times)
        return [self.platform]

    @property
    def options(self) -> SlackOptions:
        """What the bot was told about this workspace."""
        assert self._options
        return self._options

    async def said(self, user: str, channel: str | None = None, *, count: int = 1) -> Message:
        """Wait until somebody sees so many of the bot's messages there, and return the last."""
        await self.slack.until(lambda: len(self.slack.seen_by(user, channel)) >= count)
        return self.slack.seen_by(user, channel)[-1]

    async def brief(self, user: str, text: str, *, channel: str = NEWSROOM) -> Message:
        """Type `/brief …`, and return the answer."""
        before = len(self.slack.seen_by(user, channel))
        delivery = await self.slack.command(user, channel, text)
        assert delivery.acked
        return await self.said(user, channel, count=before + 1)

    async def press(self, user: str, message: Message, button: str) -> Message:
        """Press a button of a message, and return the answer that its person sees."""
        before = len(self.slack.seen_by(user, message.channel))
        delivery = await self.slack.press(user, message, button)
        assert delivery.acked
        return await self.said(user, message.channel, count=before + 1)

    async def again(self, delivery: Delivery) -> None:
        """Let Slack bring the same once more, as it does seconds later where it heard nothing."""
        self.slacks_clock.ahead += 3
        assert (await self.slack.deliver_again(delivery)).acked

    async def settled(self) -> None:
        """Wait until the store knows that a post is there."""
        await self.posts("slack")


def ok(delivery: Delivery) -> None:
    """Assert that Slack was told in time that it arrived."""
    assert delivery.acked
    assert delivery.seconds < 3
