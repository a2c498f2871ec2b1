"""What comes in is posted where it is wanted: once in a conversation, and never as a flood."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from adapters import plain
from bot.flows.subscriptions import BurstLimits
from bot.model.decision import Choice
from bot.model.delivery import DeliveryState
from bot.model.digest import OrderState
from bot.model.subscription import Rules
from tests.contracts.drafts import a_draft
from tests.unit.flows.channel import ANN, HERE, POLITICS, Channel, a_channel, conversation


def run(
    tmp_path: Path, work: Callable[[Channel], Awaitable[None]], limits: BurstLimits | None = None
) -> None:
    async def whole() -> None:
        async with a_channel(tmp_path / "s.db", limits=limits) as channel:
            await work(channel)

    asyncio.run(whole())


def test_a_story_that_fits_is_promised_as_a_post(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        (story,) = await channel.news()
        (post,) = await channel.promised()
        assert (post.key, post.story, post.behind, post.to) == ("story:1:1", story.number, ANN, HERE)
        assert "News 1 on politics" in plain.render(post.card)
        (decision,) = await channel.decided([story])
        assert (decision.order, decision.choice) == ("subscription 1", Choice.posted)

    run(tmp_path, work)


def test_a_story_that_does_not_fit_is_left_out_with_its_rule(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        stories = await channel.news(topic="sport")
        (decision,) = await channel.decided(stories)
        assert (decision.choice, decision.detail) == (Choice.rule, "topic is not politics")
        assert await channel.promised() == ()

    run(tmp_path, work)


def test_two_subscriptions_of_a_channel_bring_a_story_once(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.subscribe(Rules(phrases=("news",)))
        await channel.subscribe(where=conversation("other"))
        stories = await channel.news()
        assert [post.key for post in await channel.promised()] == ["story:1:1"]
        assert [post.key for post in await channel.promised(conversation("other"))] == ["story:3:1"]
        first, second = await channel.decided(stories)
        assert (first.choice, second.choice) == (Choice.repeated, Choice.posted)
        assert first.detail == "subscription 1 brings it here already"

    run(tmp_path, work)


def test_subscribing_posts_nothing_old(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.news()
        now = channel.later(hours=1)
        await channel.subscribe()
        channel.later(minutes=5)
        today = now.replace(hour=0)
        stories = await channel.bring(
            a_draft("An old one", topics=("politics",), published=now - timedelta(minutes=1)),
            a_draft("One of today, by a source that gives no hour", topics=("politics",), published=today),
            a_draft("One without a date", topics=("politics",), published=None),
        )
        choices = [decision.choice for decision in await channel.decided(stories)]
        assert choices == [Choice.old, Choice.posted, Choice.posted]

    run(tmp_path, work)


def test_a_burst_is_one_message_that_grows_while_it_lasts(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.news(6)
        (post,) = await channel.promised()
        assert (post.key, post.story, post.card.summary) == ("fold:1", None, "6 stories within an hour")
        shown = plain.render(post.card)
        assert "#5  News 5" in shown
        assert "#6" not in shown
        assert "… and 1 more" in shown
        assert "burst 1" in post.card.model_dump_json()
        channel.later(seconds=30)
        await channel.news(2)
        (post,) = await channel.promised()
        assert post.card.summary == "8 stories within an hour"
        channel.later(seconds=61)
        await channel.news()
        assert [post.key for post in await channel.promised()] == ["fold:1", "story:1:9"]

    run(tmp_path, work)


def test_what_comes_one_by_one_is_posted_so_until_it_is_too_much(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        for _ in range(4):
            await channel.news()
            channel.later(minutes=2)
        assert len(await channel.promised()) == 4
        await channel.news()
        assert [post.key for post in await channel.promised()][4:] == ["fold:1"]
        assert (await channel.promised())[4].card.summary == "1 more story"
        channel.later(hours=1)
        await channel.subscriptions.tick()
        assert await channel.folds() == ()
        await channel.news()
        assert [post.key for post in await channel.promised()][5:] == ["story:1:6"]

    run(tmp_path, work, BurstLimits(a_minute=2, an_hour=4))


def test_a_burst_after_its_message_was_deleted_makes_another(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.news(6)
        (post,) = await channel.promised()
        gone = post.model_copy(update={"state": DeliveryState.withdrawn})
        await channel.store.write(lambda tx: tx.deliveries.change(post, gone))
        await channel.news(2)
        (post,) = await channel.promised()
        assert (post.key, post.card.summary) == ("fold:2", "2 stories within an hour")

    run(tmp_path, work)


def test_a_message_of_a_burst_does_not_grow_for_ever(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.news(501)
        await channel.news(3)
        assert [post.key for post in await channel.promised()] == ["fold:1", "fold:2"]
        assert [fold.number for fold in await channel.folds()] == [2]

    run(tmp_path, work)


def test_each_conversation_has_its_own_limits(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.subscribe(where=conversation(thread="t"))
        await channel.news(5)
        await channel.subscribe(where=conversation("other"))
        await channel.news(3)
        assert len(await channel.promised()) == 12
        assert len(await channel.promised(conversation("other"))) == 3

    run(tmp_path, work)


def test_a_paused_subscription_brings_nothing(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        subscription = (await channel.subscribe()).subscription
        paused = subscription.model_copy(update={"state": OrderState.paused, "reason": "closed"})
        await channel.store.write(lambda tx: tx.subscriptions.change(paused))
        stories = await channel.news()
        assert await channel.promised() == ()
        assert await channel.decided(stories) == []
        resumed = await channel.subscribe(POLITICS)
        assert (resumed.became, resumed.subscription) == ("resumed", subscription)
        await channel.news()
        assert len(await channel.promised()) == 1

    run(tmp_path, work)
