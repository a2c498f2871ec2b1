"""A channel that takes nothing any more: its orders pause or end with the reason, and the rest goes on."""

import asyncio
from itertools import count
from pathlib import Path

from bot.flows.aftermath import follow
from bot.flows.inbox import Inbox
from bot.model.delivery import Delivery, DeliveryState
from bot.model.digest import OrderState
from bot.model.events import PlaceClosed
from bot.model.outcome import Closed
from bot.model.people import ChannelRef, Conversation
from bot.ports import View
from tests.unit.flows.channel import ANN, HERE, Channel, a_channel, conversation

ELSEWHERE = conversation("sport")
ARCHIVED = "Somebody archived the channel."
IDS = count(1)


def closed(
    channel: Channel, where: ChannelRef | None = HERE.channel, *, forever: bool = False
) -> PlaceClosed:
    return PlaceClosed(
        id=f"e{next(IDS)}",
        at=channel.clock.now(),
        platform="test",
        workspace="w",
        channel=where,
        reason=ARCHIVED,
        forever=forever,
    )


async def orders(channel: Channel) -> dict[int, tuple[OrderState, str]]:
    def look(view: View) -> dict[int, tuple[OrderState, str]]:
        found = (view.subscriptions.get(number) for number in (1, 2))
        return {each.number: (each.state, each.reason) for each in found if each is not None}

    return await channel.store.read(look)


async def told(channel: Channel) -> tuple[Delivery, ...]:
    direct = ChannelRef(platform="test", workspace="w", id=ANN.id, person=True)
    return await channel.promised(Conversation(channel=direct))


def test_orders_pause_waiting_posts_go_and_who_set_them_is_told_once(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await channel.subscribe()
            await channel.subscribe(where=ELSEWHERE)
            await channel.news()
            for _ in range(2):
                assert await Inbox(channel.store, channel.clock).accept(closed(channel))
                channel.later(seconds=5)
            states = await orders(channel)
            assert states == {1: (OrderState.paused, ARCHIVED), 2: (OrderState.active, "")}
            assert not await channel.promised()
            assert len(await channel.promised(ELSEWHERE)) == 1
            (word,) = await told(channel)
            assert ARCHIVED in word.card.model_dump_json()

    asyncio.run(work())


def test_what_the_platform_brings_again_has_no_second_effect(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await channel.subscribe()
            fact, inbox = closed(channel), Inbox(channel.store, channel.clock)
            assert await inbox.accept(fact)
            await channel.subscribe()  # somebody takes it up again
            assert not await inbox.accept(fact)
            assert await orders(channel) == {1: (OrderState.active, "")}

    asyncio.run(work())


def test_orders_of_a_channel_that_is_gone_end(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await channel.subscribe()
            for _ in range(2):
                await Inbox(channel.store, channel.clock).accept(closed(channel, forever=True))
                channel.later(seconds=5)
            assert await orders(channel) == {1: (OrderState.off, ARCHIVED)}
            (word,) = await told(channel)
            assert word.card.summary == "Ended: subscription 1"

    asyncio.run(work())


def test_a_whole_workspace_pauses_and_keeps_what_waits(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await channel.subscribe()
            await channel.subscribe(where=ELSEWHERE)
            await channel.news()
            await Inbox(channel.store, channel.clock).accept(closed(channel, None))
            assert {state for state, _ in (await orders(channel)).values()} == {OrderState.paused}
            assert [each.state for each in await channel.promised()] == [DeliveryState.ready]
            assert not await told(channel)

    asyncio.run(work())


def test_a_workspace_that_is_gone_ends_what_was_paused_too(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await channel.subscribe()
            await Inbox(channel.store, channel.clock).accept(closed(channel))
            await channel.subscribe(where=ELSEWHERE)
            await Inbox(channel.store, channel.clock).accept(closed(channel, None, forever=True))
            assert await orders(channel) == {1: (OrderState.off, ARCHIVED), 2: (OrderState.off, ARCHIVED)}
            assert len(await told(channel)) == 1

    asyncio.run(work())


def test_other_workspaces_and_platforms_go_on(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await channel.subscribe()
            fact = closed(channel, None)
            for other in ({"workspace": "v"}, {"platform": "slack"}):
                assert await Inbox(channel.store, channel.clock).accept(
                    fact.model_copy(update={"id": f"e{next(IDS)}", **other})
                )
            assert await orders(channel) == {1: (OrderState.active, "")}

    asyncio.run(work())


def test_of_direct_messages_that_are_closed_nobody_is_told(tmp_path: Path) -> None:
    direct = ChannelRef(platform="test", workspace="w", id=ANN.id, person=True)

    async def work(*, forever: bool) -> None:
        async with a_channel(tmp_path / f"{forever}.db") as channel:
            await channel.subscribe(where=Conversation(channel=direct))
            await channel.news()
            assert len(await told(channel)) == 1
            await Inbox(channel.store, channel.clock).accept(closed(channel, direct, forever=forever))
            assert not await told(channel)

    asyncio.run(work(forever=False))
    asyncio.run(work(forever=True))


def test_watches_pause_with_the_direct_messages_that_they_come_in(tmp_path: Path) -> None:
    direct = ChannelRef(platform="test", workspace="w", id=ANN.id, person=True)

    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await channel.subscribe(where=Conversation(channel=direct))
            await channel.news()
            (waiting,) = await told(channel)
            await channel.store.write(
                lambda tx: follow(tx, waiting, Closed(reason=ARCHIVED), at=channel.clock.now())
            )
            assert not await told(channel)
            assert (await orders(channel))[1][0] is OrderState.paused
            await channel.news()
            assert not await told(channel)
            again = await channel.subscribe(where=Conversation(channel=direct))
            assert again.became == "resumed"

    asyncio.run(work())
