"""After a subscription has ended nothing of it comes any more; what others want still does."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import time
from pathlib import Path

from adapters import plain
from bot.flows.ending import Recalled
from bot.flows.why import Why
from bot.model.delivery import Delivery, DeliveryState
from bot.model.preferences import Preferences, QuietHours
from bot.model.subscription import Rules
from bot.ports import View
from tests.unit.flows.channel import ANN, HERE, POLITICS, Channel, a_channel, conversation

TWO = Rules(phrases=("news 2",))
ALL_DAY = Preferences(quiet=QuietHours(start=time(6), until=time(22)))


def run(tmp_path: Path, work: Callable[[Channel], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await work(channel)

    asyncio.run(whole())


async def end(channel: Channel, number: int = 1) -> Recalled:
    return (await channel.subscriptions.remove(number, HERE.channel, by=ANN)).recalled


async def post(channel: Channel, key: str) -> Delivery:
    def look(view: View) -> Delivery:
        found = view.deliveries.of(key)
        assert found
        return found

    return await channel.store.read(look)


async def put(channel: Channel, key: str, state: DeliveryState) -> None:
    before = await post(channel, key)
    after = before.model_copy(update={"state": state})
    assert await channel.store.write(lambda tx: tx.deliveries.change(before, after))


def test_posts_that_still_wait_are_withdrawn(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.subscribe(where=conversation("other"))
        await channel.news(3)
        await put(channel, "story:1:1", DeliveryState.sent)
        await put(channel, "story:1:2", DeliveryState.retry)
        assert await end(channel) == Recalled(posts=2, kept_back=0)
        assert await channel.promised() == ()
        states = [(await post(channel, f"story:1:{story}")).state.value for story in (1, 2, 3)]
        assert states == ["sent", "withdrawn", "withdrawn"]
        assert (await post(channel, "story:1:3")).reason == "subscription 1 has ended"
        assert len(await channel.promised(conversation("other"))) == 3

    run(tmp_path, work)


def test_a_story_that_another_subscription_wants_still_comes(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.subscribe(TWO)
        await channel.subscribe(TWO, conversation(thread="t"))
        await channel.news(3)
        assert (await end(channel)).posts == 2
        here = [each.key for each in await channel.promised() if each.to == HERE]
        assert here == ["story:1:2"]
        assert (await end(channel, 2)).posts == 1

    run(tmp_path, work)


def test_a_burst_that_waits_is_left_with_what_others_want_and_goes_with_the_last(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.subscribe(TWO)
        await channel.news(7)
        assert (await end(channel)).posts == 0
        (waiting,) = await channel.promised()
        assert "News 2" in plain.render(waiting.card)
        assert "News 3" not in plain.render(waiting.card)
        assert (await end(channel, 2)).posts == 1
        assert await channel.promised() == ()

    run(tmp_path, work)


def test_a_burst_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.subscribe(TWO)
        await channel.news(7)
        await put(channel, "fold:1", DeliveryState.sent)
        assert (await end(channel)).posts == 0
        assert await channel.promised() == ()
        assert (await post(channel, "fold:1")).state is DeliveryState.sent

    run(tmp_path, work)


def test_what_was_kept_back_is_not_shown_any_more(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.store.write(lambda tx: tx.preferences.set_channel(HERE.channel, ALL_DAY))
        await channel.subscribe()
        await channel.subscribe(TWO)
        await channel.news(3)
        assert await end(channel) == Recalled(posts=0, kept_back=2)
        assert [fold.stories for fold in await channel.folds()] == [(2,)]
        _, taken_out = (await Why(channel.store, channel.clock).about(3, HERE.channel)).accounts
        assert taken_out.because == "quiet hours until 22:00; taken out when the subscription ended"
        assert taken_out.waits_until is None
        assert (await end(channel, 2)).kept_back == 1
        assert await channel.folds() == ()

    run(tmp_path, work)


def test_a_subscription_that_brought_nothing_ends_without_a_trace(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe(POLITICS)
        await channel.subscribe(Rules(topics=("sport",)))
        await channel.news(2)
        assert await end(channel, 2) == Recalled(posts=0, kept_back=0)
        assert len(await channel.promised()) == 2

    run(tmp_path, work)
