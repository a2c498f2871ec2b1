"""A chat as a scenario sees it, whatever the platform: people say, press and react, and see what stands."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import SystemClock
from bot.model.brief import Point, Section, SectionKind
from bot.model.delivery import WAITING, DeliveryState
from bot.model.document import Place
from bot.model.follow_up import Entry, FollowUp
from bot.ports import Tx, View
from tests.contracts.drafts import a_brief, a_draft
from tests.scenarios.living import AheadClock, Living

Seen = Any
"""A message on a platform, in the platform's own words; only its chat looks into it."""

DESK, SPORTS = "desk", "sports"
"""The channels; all are in both."""

ANNA, BEN, CHEF = "anna", "ben", "chef"
"""An editor, a reader, an admin."""

FLAG, TAKE, DONE = "🚩", "🙋", "✅"


def a_tuesday() -> AheadClock:
    """Return a clock on which it is next Tuesday, ten in the morning: people work."""
    now, clock = SystemClock().now(), AheadClock()
    begins = datetime(now.year, now.month, now.day, 10, tzinfo=UTC)
    begins += timedelta(days=(1 - now.weekday()) % 7 or 7)
    clock.ahead = (begins - now).total_seconds()
    return clock


def has(said: str, *words: str) -> bool:
    """Say whether all this is said, in whatever case: Discord's people write themselves Anna and Ben."""
    return all(each.lower() in said.lower() for each in words)


class Chat(ABC):
    """People on a platform. What is waited for comes soon, or the scenario has failed."""

    platform: str
    room: Living
    clock: AheadClock

    # ---- what each platform does in its own way

    @abstractmethod
    async def says(self, who: str, text: str, *, channel: str = DESK) -> str:
        """Type a command; return what the answer says."""

    @abstractmethod
    async def presses(self, who: str, on: Seen, label: str, fill: str | None = None) -> str:
        """Press a button, fill in the form that it opens, if it opens one; return what the answer says."""

    @abstractmethod
    async def reacts(self, who: str, on: Seen, emoji: str) -> None:
        """Put a reaction on a message."""

    @abstractmethod
    async def takes_back(self, who: str, on: Seen, emoji: str) -> None:
        """Take a reaction off a message."""

    @abstractmethod
    async def share(self, story: int, channel: str) -> None:
        """Let Anna share a story in a channel."""

    @abstractmethod
    async def order(self, time: str, channel: str) -> None:
        """Let Anna order a daily digest at that time of UTC in a channel."""

    @abstractmethod
    def posts(self, channel: str = DESK) -> Sequence[Seen]:
        """Return the posts in a channel, outside of threads, oldest first."""

    @abstractmethod
    def thread(self, post: Seen) -> Sequence[Seen]:
        """Return the posts in the thread under a post, oldest first."""

    @abstractmethod
    def direct(self, who: str) -> Sequence[Seen]:
        """Return what the bot has told somebody privately of its own accord, oldest first."""

    @abstractmethod
    def words(self, seen: Seen) -> str:
        """Return what a message says now, buttons left out."""

    @abstractmethod
    def named(self, who: str) -> str:
        """Return how somebody is named in a command."""

    @abstractmethod
    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds; raise AssertionError where it doesn't within seconds."""

    # ---- what is the same everywhere

    async def stories(self, *headlines: str, questions: Sequence[str] = ()) -> None:
        """Take in stories with these open questions; the first is #1."""
        now = self.clock.now()
        original = "The council met for hours."
        points = tuple(Point(text=each, place=Place(start=n, end=n + 1)) for n, each in enumerate(questions))
        asked = Section(kind=SectionKind.open_questions, title="Open questions", points=points)
        brief = a_brief(original)
        if questions:
            brief = brief.model_copy(update={"sections": (*brief.sections, asked)})

        def work(tx: Tx) -> None:
            for each in headlines:
                tx.stories.add(a_draft(each, original=original, brief=brief, published=now, first_seen=now))

        await self.room.house.store.write(work)

    async def shares(self, story: int = 1, *, channel: str = DESK) -> Seen:
        """Let Anna share a story in a channel; return the post once the bot knows that it is there."""
        before = len(self.posts(channel))
        await self.share(story, channel)
        return await self._posted(channel, before)

    async def edition(self, *, channel: str = DESK) -> Seen:
        """Let a digest be due; return its edition once the bot knows that it is there."""
        before = len(self.posts(channel))
        due = self.clock.now() + timedelta(minutes=10)
        await self.order(f"{due:%H:%M}", channel)
        self.clock.ahead += 660
        await self.room.house.flows.digests.tick()
        return await self._posted(channel, before)

    async def card(self, post: Seen) -> Seen:
        """Wait for the first card in the thread under a post, and return it."""
        await self.until(lambda: self.thread(post))
        card = self.thread(post)[0]
        await self.rests()
        return card

    async def shows(self, seen: Seen, *words: str) -> None:
        """Wait until a message says all this."""
        try:
            await self.until(lambda: has(self.words(seen), *words))
        except AssertionError:
            raise AssertionError(f"{words} not in: {self.words(seen)}") from None

    async def told(self, who: str, *words: str) -> Seen:
        """Wait until somebody was told all this privately in one message, and return the newest such."""

        def there() -> list[Seen]:
            return [each for each in self.direct(who) if has(self.words(each), *words)]

        try:
            await self.until(there)
        except AssertionError:
            said = [self.words(each) for each in self.direct(who)]
            raise AssertionError(f"{words} not in: {said}") from None
        return there()[-1]

    async def later(self, **length: float) -> None:
        """Let time pass, and the bot look what is to be said."""
        self.clock.ahead += timedelta(**length).total_seconds()
        await self.room.house.flows.nudges.tick()

    async def known(self, number: int = 1) -> FollowUp:
        """Return a follow-up as it is kept."""
        found = await self.room.house.store.read(lambda view: view.follow_ups.get(number))
        assert found
        return found

    async def every(self) -> Sequence[FollowUp]:
        """Return every follow-up."""
        return await self.room.house.store.read(lambda view: view.follow_ups.every(limit=100))

    async def history(self, number: int = 1) -> list[str]:
        """Return who did what to a follow-up, in few words."""

        def line(entry: Entry) -> str:
            return f"{entry.by.name if entry.by else 'bot'} {entry.did}"

        entries = await self.room.house.store.read(lambda view: view.follow_ups.history(number))
        return [line(each).lower() for each in entries]

    async def rests(self) -> None:
        """Wait until the bot has done all that was accepted, and sent all that it promised."""

        def owed(view: View) -> bool:
            counts = view.deliveries.counts()
            promised = sum(counts.get(state, 0) for state in WAITING | {DeliveryState.sending})
            return bool(promised or view.inbox.unsettled(self.platform))

        ends = asyncio.get_running_loop().time() + 5
        while await self.room.house.store.read(owed):
            assert asyncio.get_running_loop().time() < ends, "The bot still owes something."
            await asyncio.sleep(0.01)  # so that the bot has the machine for itself

    async def stops(self) -> None:
        """Stop the bot; people go on."""
        await self.room.stop()

    async def starts(self) -> None:
        """Start the bot again, and return once it has seen what it missed."""
        await self.room.start()
        await self.room.caught_up.wait()

    async def _posted(self, channel: str, before: int) -> Seen:
        await self.until(lambda: len(self.posts(channel)) > before)
        await self.rests()
        return self.posts(channel)[-1]
