"""A newsroom for scenarios: the bot runs over a real store, and people use it in a Slack of our own."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, overload

from adapters.slack.options import SlackOptions
from adapters.slack.platform import Slack
from adapters.slack.times import Times
from bot.commands.catalogue import CATALOGUE
from bot.ports import ChatPlatform, Clock
from tests.scenarios.living import AheadClock, Living
from tests.servers.slack import Delivery, FakeSlack, Message
from tests.servers.slack.state import Mode, View

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
        self.platform = Slack(self.options, clock, CATALOGUE, times=self.times)
        self.platform.pace = self.platform.pace.model_copy(update={"every": 0.01})  # the fake has no limits
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
        before = len(self.answers(user, channel))
        delivery = await self.slack.command(user, channel, text)
        assert delivery.acked
        return await self._answered(user, channel, before)

    async def say(self, person: str, text: str, *, channel: str = NEWSROOM) -> Message:
        """Type a command in a channel, and return the answer; all harnesses have this name for it."""
        return await self.brief(person, text, channel=channel)

    @overload
    async def press(self, person: str, message: Message, label: str, fill: None = None) -> Message: ...

    @overload
    async def press(
        self, person: str, message: Message | View, label: str, fill: str | None = None
    ) -> Message | View: ...

    async def press(
        self, person: str, message: Message | View, label: str, fill: str | None = None
    ) -> Message | View:
        """Press a button and return the answer that its person sees.

        A button that asks opens a form: `fill` is what is written into it ("" leaves it empty), for a day
        "2026-05-19" or "2026-05-19 17:00". The answer is then that form, once it shows it.
        """
        if fill is not None:
            return await self.fill(person, await self.asked(person, message, label), fill)
        if isinstance(message, View):
            return await self._pressed_in_view(person, message, label)
        before = len(self.answers(person, message.channel))
        delivery = await self.slack.press(person, message, label)
        assert delivery.acked
        return await self._answered(person, message.channel, before)

    async def asked(self, person: str, message: Message | View, label: str) -> View:
        """Press a button that asks, and return the form that opens."""
        before = len(self.slack.views)
        delivery = await self.slack.press(person, message, label)
        assert delivery.acked
        await self.slack.until(lambda: len(self.slack.views) > before)
        return self.slack.modal(person)

    async def fill(self, person: str, form: View, answer: str) -> View:
        """Fill in a form that a button has opened, send it off, and return it once it shows the answer."""
        seen = len(form.history)
        delivery = await self.slack.submit(person, form, filled(form, answer))
        assert delivery.acked
        await self.slack.until(lambda: len(form.history) > seen and "Working on it" not in form.words)
        return form

    async def react(self, person: str, message: Message, emoji: str) -> None:
        """Put a reaction on a message, named as Slack names it or as the emoji itself."""
        ok(await self.slack.react(person, message, slacks_name(emoji)))

    async def unreact(self, person: str, message: Message, emoji: str) -> None:
        """Take a reaction back."""
        ok(await self.slack.unreact(person, message, slacks_name(emoji)))

    def answers(self, person: str, channel: str | None = None) -> list[Message]:
        """Return what the bot has answered somebody there; posts, which the courier makes, are left out."""
        return [each for each in self.slack.seen_by(person, channel) if not each.key]

    def posts_in(self, channel: str = NEWSROOM) -> list[Message]:
        """Return the posts in a channel, outside of threads, oldest first."""
        return [each for each in self._posts(channel) if each.thread is None]

    def thread(self, message: Message) -> list[Message]:
        """Return the posts in the thread under a message, oldest first, as they are now."""
        return [each for each in self._posts(message.channel) if each.thread == message.ts]

    def direct(self, person: str) -> list[Message]:
        """Return the posts in somebody's direct messages, oldest first, as they are now."""
        return self._posts(self.slack.direct(person).id)

    def _posts(self, channel: str) -> list[Message]:
        known = self.slack.messages
        return [each for each in known if each.channel == channel and each.key and not each.deleted]

    async def _answered(self, person: str, channel: str, before: int) -> Message:
        await self.slack.until(lambda: len(self.answers(person, channel)) > before)
        return self.answers(person, channel)[-1]

    async def _pressed_in_view(self, person: str, view: View, label: str) -> View:
        before = len(self.slack.views), len(view.history)
        ok(await self.slack.press(person, view, label))
        if view.kind == "home":
            await self.slack.until(lambda: len(self.slack.views) > before[0])
        else:
            await self.slack.until(lambda: len(view.history) > before[1])
        shown = self.slack.modal(person)
        await self.slack.until(lambda: "Working on it" not in shown.words)
        return shown

    async def again(self, delivery: Delivery) -> None:
        """Let Slack bring the same once more, as it does seconds later where it heard nothing."""
        self.slacks_clock.ahead += 3
        assert (await self.slack.deliver_again(delivery)).acked

    async def settled(self) -> None:
        """Wait until the store knows that a post is there."""
        await self.posts("slack")


def filled(form: View, answer: str) -> dict[str, str]:
    """Return what is put into the inputs of a form: words into its only one, or a day and perhaps a time."""
    names = [block["element"]["action_id"] for block in form.raw["blocks"] if block["type"] == "input"]
    return dict(zip(names, answer.split() if len(names) > 1 else [answer], strict=False))


def slacks_name(emoji: str) -> str:
    """Return Slack's name of an emoji; a name stays what it is."""
    return _SLACKS_NAMES.get(emoji, emoji)


_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

_SLACKS_NAMES = {
    "🚩": "triangular_flag_on_post",
    "🙋": "raising_hand",
    "✅": "white_check_mark",
    "👀": "eyes",
    "👍": "+1",
    **{f"{digit}\ufe0f\u20e3": name for digit, name in enumerate(_DIGITS)},
    "🔟": "keycap_ten",
}


def ok(delivery: Delivery) -> None:
    """Assert that Slack was told in time that it arrived."""
    assert delivery.acked
    assert delivery.seconds < 3
