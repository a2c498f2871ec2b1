"""A channel with subscriptions over a real store: stories come in, and one sees what is promised."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.flows.subscriptions import BurstLimits, Subscribed, Subscriptions
from bot.model.decision import Decision
from bot.model.delivery import Delivery
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.story import Story, StoryDraft
from bot.model.subscription import Fold, Rules
from bot.ports import Store, Tx, View
from storage.store import open_store
from tests.conftest import SetClock
from tests.contracts.drafts import a_draft

ANN = Actor(platform="test", workspace="w", id="u1", name="Ann")
POLITICS = Rules(topics=("politics",))


def conversation(name: str = "news", thread: str | None = None) -> Conversation:
    """Return a conversation of the test's workspace."""
    return Conversation(channel=ChannelRef(platform="test", workspace="w", id=name), thread=thread)


HERE = conversation()


class Channel:
    """Channels, their subscriptions, and the clock."""

    def __init__(self, store: Store, clock: SetClock, limits: BurstLimits | None) -> None:
        self.store = store
        self.clock = clock
        self.subscriptions = Subscriptions(store, clock, limits=limits)

    async def subscribe(
        self, rules: Rules = POLITICS, where: Conversation = HERE, *, urgent: bool = False
    ) -> Subscribed:
        """Set up a subscription."""
        return await self.subscriptions.add(where, rules, urgent=urgent, by=ANN)

    async def bring(self, *drafts: StoryDraft) -> tuple[Story, ...]:
        """Take in stories, and announce them in the same transaction."""

        def work(tx: Tx) -> tuple[Story, ...]:
            stories = tuple(tx.stories.add(draft) for draft in drafts)
            self.subscriptions.announce(tx, stories, at=self.clock.now())
            return stories

        return await self.store.write(work)

    async def news(self, count: int = 1, *, topic: str = "politics") -> tuple[Story, ...]:
        """Take in so many new stories on a topic."""
        now = self.clock.now()
        drafts = (
            a_draft(f"News {n} on {topic}", topics=(topic,), first_seen=now, published=None)
            for n in range(1, count + 1)
        )
        return await self.bring(*drafts)

    async def promised(self, where: Conversation = HERE) -> tuple[Delivery, ...]:
        """Return what is promised to the channel, oldest first."""
        return await self.store.read(lambda view: view.deliveries.open_in(where.channel))

    async def decided(self, stories: Sequence[Story], where: Conversation = HERE) -> list[Decision]:
        """Return what was decided about the stories."""

        def look(view: View) -> list[Decision]:
            return [each for s in stories for each in view.decisions.about(s.number, where.channel)]

        return await self.store.read(look)

    async def folds(self) -> tuple[Fold, ...]:
        """Return the folds that are open."""
        return await self.store.read(lambda view: view.subscriptions.open_folds())

    def later(self, **length: float) -> datetime:
        """Let time pass, and return what the clock shows then."""
        self.clock.at += timedelta(**length)
        return self.clock.at


@asynccontextmanager
async def a_channel(db: Path, *, limits: BurstLimits | None = None) -> AsyncIterator[Channel]:
    """Open a store for a channel, on a Monday at 07:00 UTC."""
    store = await open_store(db)
    try:
        yield Channel(store, SetClock(), limits)
    finally:
        await store.close()
