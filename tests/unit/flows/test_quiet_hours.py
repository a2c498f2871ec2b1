"""In quiet hours only what is urgent is posted; the rest comes afterwards, and all of it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import time, timedelta
from pathlib import Path

from adapters import plain
from bot.flows.folds import wanted
from bot.flows.subscriptions import Subscriptions
from bot.model.decision import Choice
from bot.model.digest import DigestDraft, Edition, Verdict
from bot.model.preferences import NEVER_QUIET, Preferences, QuietHours
from bot.model.schedule import DAILY, Schedule
from bot.model.subscription import Rules
from tests.unit.flows.channel import ANN, HERE, Channel, a_channel, conversation

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


def test_the_night_waits_no_longer_than_an_edition_may_be_late(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await digest_at(channel, time(9))
        await channel.news(2)
        hasty = Subscriptions(channel.store, channel.clock, grace=timedelta(hours=1))
        channel.later(hours=10, minutes=30)
        await hasty.tick()
        assert await channel.promised() == ()
        channel.later(minutes=1)
        await hasty.tick()
        assert len(await channel.promised()) == 1

    run(tmp_path, work)


def test_the_night_does_not_wait_for_a_day_that_is_decided(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await digest_at(channel, time(9))
        await channel.news(2)
        now = channel.later(hours=8)
        decided = Edition(
            digest=1,
            occasion=now.date().isoformat(),
            day=now.date(),
            verdict=Verdict.sent,
            due_at=now,
            decided_at=now,
        )
        await channel.store.write(lambda tx: tx.digests.decide(decided))
        await channel.subscriptions.tick()
        assert len(await channel.promised()) == 1

    run(tmp_path, work)


def test_the_night_does_not_wait_for_an_hour_that_had_passed_when_it_was_set(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.news(2)
        channel.later(hours=9, minutes=45)
        await digest_at(channel, time(9))
        await channel.subscriptions.tick()
        assert len(await channel.promised()) == 1

    run(tmp_path, work)


def test_a_fold_is_wanted_while_anybody_subscribes_there(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.news(2)
        (fold,) = await channel.folds()
        assert await channel.store.read(lambda view: wanted(view, fold))
        await channel.subscribe(where=conversation(thread="t"))
        await channel.subscriptions.remove(1, HERE.channel, by=ANN)
        assert not await channel.store.read(lambda view: wanted(view, fold))

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


def test_quiet_hours_that_are_ended_let_go_what_they_kept(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.news(2)
        await channel.subscriptions.tick()
        assert await channel.promised() == ()
        loud = Preferences(zone="Europe/London", quiet=NEVER_QUIET)
        await channel.store.write(lambda tx: tx.preferences.set_channel(HERE.channel, loud))
        await channel.subscriptions.tick()
        assert [post.key for post in await channel.promised()] == ["fold:1"]

    run(tmp_path, work)


def test_quiet_hours_that_are_made_longer_keep_what_they_kept(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.news(2)
        longer = Preferences(zone="Europe/London", quiet=QuietHours(start=time(22), until=time(10)))
        await channel.store.write(lambda tx: tx.preferences.set_channel(HERE.channel, longer))
        channel.later(hours=8)
        await channel.subscriptions.tick()
        assert await channel.promised() == ()
        channel.later(hours=3)
        await channel.subscriptions.tick()
        assert [post.key for post in await channel.promised()] == ["fold:1"]

    run(tmp_path, work)
