"""What happened to our posts while their platform wasn't connected is applied, quietly."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.errors import StoreBusy
from bot.flows.catching_up import CatchingUp
from bot.flows.follow_ups.history import Customs
from bot.flows.follow_ups.reacting import Reacting
from bot.flows.inbox import Inbox
from bot.flows.once import Once
from bot.flows.people import People
from bot.model.delivery import DeliveryState
from bot.model.events import ReactionChanged
from bot.model.people import Actor, MessageRef
from bot.model.reaction import Reaction
from bot.ports import Store, Tx
from tests.conftest import SetClock
from tests.fakes import FakePlatform
from tests.unit.flows.channel import ANN, HERE, Channel, a_channel

T = TypeVar("T")

POST = MessageRef(conversation=HERE, id="m1")
EYES, FLAG = Reaction(person="u1", name="👀"), Reaction(person="u2", name="🚩")


class Busy(Once):
    """A store that another process holds: it can be read, not written."""

    async def write(self, work: Callable[[Tx], T]) -> T:
        raise StoreBusy(f"Another process holds the store, so {work} was not done.")


def catching_up(store: Store, clock: SetClock, platform: FakePlatform) -> CatchingUp:
    people = People()
    people.serve(platform)
    once = Once(store)
    return CatchingUp(once, clock, Reacting(once, clock, people, Customs()))


async def posted(channel: Channel) -> None:
    """Let one story be posted."""
    await channel.subscribe()
    await channel.news()
    (post,) = await channel.promised()
    sent = post.model_copy(update={"state": DeliveryState.sent, "message": POST})

    def settle(tx: Tx) -> None:
        tx.deliveries.change(post, sent)

    await channel.store.write(settle)


async def standing(channel: Channel) -> frozenset[Reaction]:
    return await channel.store.read(lambda view: view.reactions.standing(POST))


async def caught_up(channel: Channel, platform: FakePlatform) -> frozenset[Reaction]:
    platform.name = "test"
    await catching_up(channel.store, channel.clock, platform).run(platform)
    return await standing(channel)


def reacted(channel: Channel, by: Actor, name: str, *, present: bool = True) -> ReactionChanged:
    return ReactionChanged(id="e", at=channel.clock.now(), actor=by, message=POST, name=name, present=present)


def test_what_was_put_and_taken_meanwhile_is_applied(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await posted(channel)
            await Inbox(channel.store, channel.clock).accept(reacted(channel, ANN, "👀"))
            assert await standing(channel) == {EYES}
            channel.later(hours=1)
            platform = FakePlatform(channel.clock, reacted={"m1": frozenset({FLAG})})
            assert await caught_up(channel, platform) == {FLAG}
            assert await caught_up(channel, platform) == {FLAG}

    asyncio.run(work())


def test_where_the_platform_can_not_tell_everything_stays(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await posted(channel)
            await Inbox(channel.store, channel.clock).accept(reacted(channel, ANN, "👀"))
            platform = FakePlatform(channel.clock, reacted={"m1": None})
            assert await caught_up(channel, platform) == {EYES}

    asyncio.run(work())


def test_what_is_heard_while_the_platform_is_asked_wins(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await posted(channel)

            class Slow(FakePlatform):
                async def reactions(self, message: MessageRef) -> frozenset[Reaction] | None:
                    seen = await super().reactions(message)
                    channel.later(seconds=1)
                    await Inbox(channel.store, channel.clock).accept(
                        reacted(channel, ANN, "👀", present=False)
                    )
                    return seen

            platform = Slow(channel.clock, reacted={"m1": frozenset({EYES})})
            assert await caught_up(channel, platform) == frozenset()

    asyncio.run(work())


def test_old_posts_are_left_alone(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await posted(channel)
            channel.later(days=8)
            platform = FakePlatform(channel.clock, reacted={"m1": frozenset({FLAG})})
            assert await caught_up(channel, platform) == frozenset()
            assert not platform.calls

    asyncio.run(work())


def test_what_can_not_be_written_is_logged_and_applied_the_next_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await posted(channel)
            platform = FakePlatform(channel.clock, name="test", reacted={"m1": frozenset({FLAG})})
            await catching_up(Busy(channel.store), channel.clock, platform).run(platform)
            assert "Another process holds the store" in caplog.text
            assert await standing(channel) == frozenset()
            assert await caught_up(channel, platform) == {FLAG}

    asyncio.run(work())


def test_nothing_is_written_where_nothing_differs(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await posted(channel)
            await Inbox(channel.store, channel.clock).accept(reacted(channel, ANN, "👀"))
            platform = FakePlatform(channel.clock, name="test", reacted={"m1": frozenset({EYES})})
            await catching_up(Busy(channel.store), channel.clock, platform).run(platform)
            assert platform.calls["reactions"] == 1
            assert not caplog.text

    asyncio.run(work())


def test_one_message_alone_is_compared_where_it_is_said_to_have_changed(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await posted(channel)
            await Inbox(channel.store, channel.clock).accept(reacted(channel, ANN, "👀"))
            channel.later(hours=24 * 8)
            platform = FakePlatform(channel.clock, reacted={"m1": frozenset({FLAG})})
            comparing = catching_up(channel.store, channel.clock, platform)
            await comparing.run(platform, POST.model_copy(update={"id": "m2"}))
            assert await standing(channel) == {EYES}
            await comparing.run(platform, POST)
            assert await standing(channel) == {FLAG}

    asyncio.run(work())
