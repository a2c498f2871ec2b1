"""Subscriptions are set up, listed and ended; their folds can be leafed through."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.errors import NotFound
from bot.model.digest import OrderState
from bot.model.subscription import Rules
from tests.unit.flows.channel import ANN, HERE, POLITICS, Channel, a_channel, conversation


def run(tmp_path: Path, work: Callable[[Channel], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await work(channel)

    asyncio.run(whole())


def test_a_new_subscription_says_what_would_have_fitted(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.news(2)
        channel.later(hours=23)
        await channel.news(3, topic="sport")
        await channel.news(1)
        first = await channel.subscribe()
        assert (first.became, first.fit, first.looked_at, first.came) == ("new", 3, 6, 6)
        channel.later(hours=2)
        second = await channel.subscribe(Rules(topics=("Politics", "sprot"), sources=("the c", "Nobody")))
        assert (second.fit, second.came, second.unheard) == (1, 4, ("sprot", "Nobody"))

    run(tmp_path, work)


def test_where_very_many_came_it_says_that_only_the_newest_were_looked_at(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.news(503)
        made = await channel.subscribe()
        assert (made.fit, made.looked_at, made.came) == (500, 500, 503)

    run(tmp_path, work)


def test_the_same_rules_are_not_set_up_twice(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        first = await channel.subscribe()
        again = await channel.subscribe(POLITICS, urgent=True)
        assert (again.became, again.subscription.number) == ("known", first.subscription.number)
        assert [each.urgent for each in await channel.subscriptions.here(HERE.channel)] == [True]
        await channel.subscribe(POLITICS, conversation(thread="t"))
        assert len(await channel.subscriptions.here(HERE.channel)) == 2

    run(tmp_path, work)


def test_a_subscription_is_ended_in_its_own_channel_only(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        with pytest.raises(NotFound, match="no subscription 1"):
            await channel.subscriptions.remove(1, conversation("other").channel, by=ANN)
        ended = (await channel.subscriptions.remove(1, HERE.channel, by=ANN)).subscription
        assert (ended.state, ended.reason) == (OrderState.off, "Ann ended it")
        with pytest.raises(NotFound):
            await channel.subscriptions.remove(1, HERE.channel, by=ANN)
        await channel.news()
        assert await channel.promised() == ()
        assert (await channel.subscribe()).became == "new"

    run(tmp_path, work)


def test_a_fold_is_shown_page_by_page_in_its_own_channel(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        stories = await channel.news(12)
        first = await channel.subscriptions.folded(1, HERE.channel, page=1, count=10)
        second = await channel.subscriptions.folded(1, HERE.channel, page=2, count=10)
        assert (*first.stories, *second.stories) == stories
        assert (first.total, first.more, second.more) == (12, True, False)
        with pytest.raises(NotFound):
            await channel.subscriptions.folded(1, conversation("other").channel, page=1, count=10)

    run(tmp_path, work)
