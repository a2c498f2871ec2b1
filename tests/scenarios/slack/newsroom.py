"""A newsroom for scenarios: the bot runs over a real store, and people use it in a Slack of our own."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from adapters.slack.options import SlackOptions
from adapters.slack.platform import Slack
from adapters.slack.times import Times
from bot.clock import SystemClock
from bot.commands.catalogue import CATALOGUE
from bot.commands.dispatch import Dispatch
from bot.compose import House, app, open_house
from bot.errors import StoreFull
from bot.model.card import Card
from bot.model.events import Fact, Incoming
from bot.model.health import Finding
from bot.model.people import MessageRef
from bot.ports import ChatPlatform, Store, Tx, View
from storage.store import open_store
from tests.contracts.drafts import a_draft
from tests.servers.slack import Delivery, FakeSlack, Message
from tests.servers.slack.state import Mode

T = TypeVar("T")

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


class SlacksClock:
    """Slack's clock; `ahead` is how many seconds it is before ours."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> datetime:
        """Return this moment, as Slack has it."""
        return SystemClock().now() + timedelta(seconds=self.ahead)


class Stubborn:
    """A store that writes nothing while `full` is set."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.full = False

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Write, or raise StoreFull."""
        if self.full:
            raise StoreFull("There is no room on the disk.", next_step="Make some.")
        return await self._store.write(work)

    async def read(self, work: Callable[[View], T]) -> T:
        """Read."""
        return await self._store.read(work)

    async def backup(self, to: Path) -> None:
        """Write a copy."""
        await self._store.backup(to)

    async def check(self) -> tuple[Finding, ...]:
        """Look at its health."""
        return await self._store.check()

    async def close(self) -> None:
        """Close it."""
        await self._store.close()


class Gated(Dispatch):
    """Answers that wait for a gate: slow work. `begun` counts them.

    While `broken` is set, nothing can be taken in. `reachable` is set once the platform has something to
    bring, `caught_up` once it has been compared.
    """

    gate: asyncio.Event
    reachable: asyncio.Event
    caught_up: asyncio.Event
    begun = 0
    broken = False

    async def accept(self, fact: Fact) -> bool:
        """Save, or break by a fault of ours."""
        if self.broken:
            raise RuntimeError("a fault of ours")
        return await super().accept(fact)

    async def answer(self, incoming: Incoming) -> Card:
        """Answer once the gate is open."""
        self.begun += 1
        await self.gate.wait()
        return await super().answer(incoming)

    async def catch_up(self, platform: ChatPlatform) -> None:
        """Catch up, and say so."""
        self.reachable.set()
        await super().catch_up(platform)
        self.caught_up.set()


class Newsroom:
    """`async with Newsroom(db, slack, mode, clock) as room:` runs the bot; `stop` and `start` restart it."""

    house: House
    store: Stubborn
    gate: asyncio.Event
    reachable: asyncio.Event
    caught_up: asyncio.Event
    dispatch: Gated
    platform: Slack

    def __init__(
        self, db: Path, slack: FakeSlack, mode: Mode, clock: SlacksClock, times: Times = QUICK
    ) -> None:
        self.slack = slack
        self.times = times
        self.clock = clock
        self.mode = mode
        self._db = db
        self._options: SlackOptions | None = None
        self._stopping = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

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

    async def start(self) -> None:
        """Start the bot, and return once Slack can reach it."""
        self._stopping, self.reachable, self.caught_up = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._life = asyncio.create_task(self._live())
        waiting = asyncio.create_task(self.reachable.wait())
        await asyncio.wait({self._life, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._life.done():
            self._life.result()

    async def stop(self) -> None:
        """Stop the bot in order."""
        if self._life is not None:
            self._stopping.set()
            await self._life
            self._life = None

    async def _live(self) -> None:
        async def opening(path: Path) -> Store:
            self.store = Stubborn(await open_store(path))
            return self.store

        clock = SystemClock()
        async with open_house(self._db, clock=clock, opening=opening) as house:
            self.gate = asyncio.Event()
            self.gate.set()
            self.dispatch = Gated(CATALOGUE, house.flows)
            self.dispatch.gate = self.gate
            self.dispatch.reachable, self.dispatch.caught_up = self.reachable, self.caught_up
            self.house = replace(house, dispatch=self.dispatch)
            self.platform = Slack(self.options, clock, times=self.times)
            running = asyncio.create_task(app(self.house, [self.platform]).run())
            stopping = asyncio.create_task(self._stopping.wait())
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            running.cancel()
            await asyncio.wait({running})
            if not running.cancelled() and (error := running.exception()):
                raise error

    @property
    def options(self) -> SlackOptions:
        """What the bot was told about this workspace."""
        assert self._options
        return self._options

    async def stories(self, *headlines: str) -> None:
        """Put stories into the store; the first is #1."""
        now = SystemClock().now()

        def work(tx: Tx) -> None:
            for headline in headlines:
                tx.stories.add(a_draft(headline, published=now, first_seen=now))

        await self.house.store.write(work)

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
        self.clock.ahead += 3
        assert (await self.slack.deliver_again(delivery)).acked

    async def settled(self) -> None:
        """Wait until the store knows that a post is there."""
        long_ago = SystemClock().now() - timedelta(days=1)
        async with asyncio.timeout(5):
            known: tuple[MessageRef, ...] = ()
            while not known:
                known = await self.house.store.read(
                    lambda view: view.reactions.open_posts("slack", since=long_ago, limit=1)
                )

    async def effects(self) -> int:
        """Return how many standing digests there are."""
        return await self.house.store.read(lambda view: len(view.digests.standing()))


def ok(delivery: Delivery) -> None:
    """Assert that Slack was told in time that it arrived."""
    assert delivery.acked
    assert delivery.seconds < 3
