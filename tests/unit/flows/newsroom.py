"""A newsroom with one channel, for tests of digests: a real store, a clock that is set, and no waiting."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from adapters import plain
from bot.flows.digests import Digests, Made, Wish
from bot.model.decision import Decision
from bot.model.delivery import Delivery, DeliveryState
from bot.model.digest import Edition
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef, Role
from bot.model.story import Story
from bot.model.subscription import FoldDraft, Rules, SubscriptionDraft
from bot.ports import Store, Tx
from storage.store import open_store
from tests.conftest import SetClock
from tests.contracts.drafts import a_draft

T = TypeVar("T")

ANN = Actor(platform="test", workspace="w", id="u", name="Ann", role=Role.editor)
CHANNEL = ChannelRef(platform="test", workspace="w", id="c")
WHERE = Conversation(channel=CHANNEL)
FRIDAY = datetime(2026, 10, 30, 8, tzinfo=UTC)
MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
AT_8 = Wish(at=time(8))


class Newsroom:
    """A store, a clock and the digests, driven from plain functions."""

    def __init__(self, db: Path) -> None:
        self.runner = asyncio.Runner()
        self.clock = SetClock(FRIDAY - HOUR)
        self.store: Store = self.runner.run(open_store(db))
        self.digests = Digests(self.store, self.clock)

    def do(self, doing: Awaitable[T]) -> T:
        async def waited() -> T:
            return await doing

        return self.runner.run(waited())

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.do(self.store.write(work))

    def add(self, wish: Wish = AT_8) -> Made:
        return self.do(self.digests.add(WHERE, ANN, wish))

    def tick(self, at: datetime) -> None:
        self.clock.at = at
        self.do(self.digests.tick())

    def story(self, headline: str, at: datetime, *, topics: tuple[str, ...] = ()) -> int:
        draft = a_draft(headline, first_seen=at, published=at, topics=topics)
        return self.write(lambda tx: tx.stories.add(draft)).number

    def report(self, number: int, outlet: str, at: datetime) -> Story:
        draft = a_draft("Also", outlet=outlet, first_seen=at, published=None)
        return self.write(lambda tx: tx.stories.report(number, draft))

    def subscribe(self) -> None:
        """Subscribe the channel to everything, so that quiet hours may keep something back for it."""
        draft = SubscriptionDraft(where=WHERE, rules=Rules(), set_by=ANN, made_at=self.clock.at)
        self.write(lambda tx: tx.subscriptions.add(draft))

    def kept_back(self, *stories: int) -> None:
        """Keep stories back as in quiet hours that end on Friday at 08:00."""
        fold = FoldDraft(where=WHERE, why="quiet", opened_at=FRIDAY - DAY, closes_at=FRIDAY, stories=stories)
        self.write(lambda tx: tx.subscriptions.open_fold(fold))

    def becomes(self, key: str, state: str) -> None:
        """Let the courier have brought a post to that state."""

        def work(tx: Tx) -> None:
            post = tx.deliveries.of(key)
            assert post is not None
            there = MessageRef(conversation=WHERE, id=f"m{post.number}") if state == "sent" else None
            after = post.model_copy(update={"state": DeliveryState(state), "message": there})
            assert tx.deliveries.change(post, after)

        self.write(work)

    def decided(self, number: int) -> tuple[Decision, ...]:
        return self.write(lambda tx: tx.decisions.about(number, CHANNEL))

    def posts(self) -> list[Delivery]:
        """Return what was promised, in order."""

        def look(tx: Tx) -> list[Delivery]:
            found = (tx.deliveries.get(number) for number in range(1, 100))
            return [delivery for delivery in found if delivery]

        return self.write(look)

    def sent(self) -> list[str]:
        """Let a platform take all that waits; return the texts of all posts that are there."""

        def send(tx: Tx) -> None:
            for post in tx.deliveries.open_in(CHANNEL):
                message = MessageRef(conversation=WHERE, id=f"m{post.number}")
                after = post.model_copy(update={"state": DeliveryState.sent, "message": message})
                assert tx.deliveries.change(post, after)

        self.write(send)
        return [plain.render(post.card).strip() for post in self.posts() if post.state is DeliveryState.sent]

    def ledger(self, digest: int = 1) -> dict[str, Edition]:
        editions = self.write(lambda tx: tx.digests.editions(digest, limit=1000))
        return {edition.occasion: edition for edition in editions}

    def verdicts(self) -> dict[str, str]:
        return {occasion: edition.verdict.value for occasion, edition in sorted(self.ledger().items())}
