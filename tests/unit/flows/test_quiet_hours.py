"""In quiet hours only what is urgent is posted; the rest comes afterwards, and all of it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import time
from pathlib import Path

from adapters import plain
from bot.model.decision import Choice
from bot.model.digest import DigestDraft
from bot.model.preferences import NEVER_QUIET, Preferences, QuietHours
from bot.model.schedule import DAILY, Schedule
from bot.model.subscription import Rules
from tests.unit.flows.channel import ANN, HERE, Channel, a_channel

NIGHT = Preferences(zone="Europe/London", quiet=QuietHours(start=time(22), until=time(7)))


def run(tmp_path: Path, work: Callable[[Channel], Awaitable[None]]) -> None:
    """Do the work in a channel whose clock shows 23:30, with quiet hours from 22:00 to 07:00."""

    async def whole() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await channel.store.write(lambda tx: tx.preferences.set_channel(HERE.channel, NIGHT))
            await channel.subscribe()
            channel.later(hours=16, minutes=30)
            await work(channel)

    asyncio.run(whole())


async def digest_at(channel: Channel, hour: time, days: tuple[int, ...] = DAILY) -> None:
    schedule = Schedule(at=hour, days=days, zone="Europe/London")
    draft = DigestDraft(
        where=HERE, schedule=schedule, set_by=ANN, made_at=channel.clock.at, changed_at=channel.clock.at
    )
    await channel.store.write(lambda tx: tx.digests.add(draft))


def test_stories_of_the_night_come_as_one_message_in_the_morning(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        stories = await channel.news(4)
        channel.later(hours=7)
        stories += await channel.news(3)
        decisions = await channel.decided(stories)
        assert {decision.choice for decision in decisions} == {Choice.quiet}
        assert decisions[0].detail == "fold 1: quiet hours until 07:00"
        await channel.subscriptions.tick()
        assert await channel.promised() == ()
        channel.later(minutes=31)
        await channel.subscriptions.tick()
        await channel.subscriptions.tick()
        (post,) = await channel.promised()
        assert (post.key, post.behind) == ("fold:1", ANN)
        assert "While it was quiet: 7 stories" in plain.render(post.card)
        assert "… and 2 more" in plain.render(post.card)
        assert await channel.folds() == ()
        await channel.news()
        assert len(await channel.promised()) == 2

    run(tmp_path, work)


def test_what_is_urgent_is_posted_at_night(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe(Rules(phrases=("news 2",)), urgent=True)
        stories = await channel.news(2)
        assert [post.key for post in await channel.promised()] == [f"story:2:{stories[1].number}"]
        assert [fold.stories for fold in await channel.folds()] == [(stories[0].number,)]
        choices = [(each.order[-1], each.choice) for each in await channel.decided(stories[1:])]
        assert sorted(choices) == [("1", Choice.repeated), ("2", Choice.posted)]

    run(tmp_path, work)


def test_the_night_waits_for_the_morning_edition(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await digest_at(channel, time(9))
        await channel.news(2)
        channel.later(hours=9)
        await channel.subscriptions.tick()
        assert await channel.promised() == ()
        assert len(await channel.folds()) == 1

    run(tmp_path, work)


def test_the_night_does_not_wait_for_an_edition_that_never_came(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await digest_at(channel, time(9))
        await channel.news(2)
        channel.later(hours=9, minutes=30 + 6 * 60 + 1)
        await channel.subscriptions.tick()
        assert len(await channel.promised()) == 1

    run(tmp_path, work)


def test_the_night_does_not_wait_for_days(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await digest_at(channel, time(9), days=(4,))
        await channel.news(2)
        channel.later(hours=8)
        await channel.subscriptions.tick()
        assert len(await channel.promised()) == 1

    run(tmp_path, work)


def test_who_unsubscribed_at_night_gets_nothing_in_the_morning(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.news(2)
        await channel.subscriptions.remove(1, HERE.channel, by=ANN)
        channel.later(hours=8)
        await channel.subscriptions.tick()
        assert await channel.promised() == ()
        assert await channel.folds() == ()

    run(tmp_path, work)


def test_a_channel_may_want_no_quiet_hours_though_its_workspace_has_some(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.store.write(lambda tx: tx.preferences.set_workspace("test", "w", NIGHT))
        never = Preferences(quiet=NEVER_QUIET)
        await channel.store.write(lambda tx: tx.preferences.set_channel(HERE.channel, never))
        await channel.news()
        assert len(await channel.promised()) == 1
        await channel.store.write(lambda tx: tx.preferences.set_channel(HERE.channel, Preferences()))
        await channel.news()
        assert len(await channel.promised()) == 1

    run(tmp_path, work)
