"""Why a channel did or did not get a story: from what was recorded, and nothing that is not known."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.errors import NotFound
from bot.flows.digests import Digests
from bot.flows.why import Why
from bot.model.account import Account
from bot.model.decision import Choice
from bot.model.delivery import DeliveryState
from bot.model.digest import DigestDraft, OrderState
from bot.model.preferences import Preferences, QuietHours
from bot.model.schedule import DAILY, Schedule
from bot.ports import Tx
from tests.contracts.drafts import a_draft
from tests.unit.flows.channel import ANN, HERE, Channel, a_channel


def run(tmp_path: Path, work: Callable[[Channel], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await work(channel)

    asyncio.run(whole())


async def why(channel: Channel, story: int = 1) -> tuple[Account, ...]:
    return (await Why(channel.store, channel.clock).about(story, HERE.channel)).accounts


def test_a_posted_story_tells_how_far_its_post_is(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.news()
        (account,) = await why(channel)
        assert account.decision is not None
        assert account.delivery is not None
        assert (account.decision.choice, account.delivery.state) == (Choice.posted, DeliveryState.ready)

    run(tmp_path, work)


def test_a_story_of_a_burst_points_to_the_message_that_gathers_it(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.news(6)
        (account,) = await why(channel, 6)
        assert account.delivery is not None
        assert account.delivery.key == "fold:1"
        assert account.because == "at most 5 a minute and 20 an hour come one by one"

    run(tmp_path, work)


def test_a_story_of_the_night_says_until_when_it_waits(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        quiet = Preferences(quiet=QuietHours(start=time(6), until=time(8)))
        await channel.store.write(lambda tx: tx.preferences.set_channel(HERE.channel, quiet))
        await channel.subscribe()
        await channel.news()
        ends = channel.clock.at + timedelta(hours=1)
        (account,) = await why(channel)
        assert (account.because, account.waits_until) == ("quiet hours until 08:00", ends)
        channel.later(hours=1)
        await channel.subscriptions.tick()
        (account,) = await why(channel)
        assert account.waits_until is None
        assert account.delivery is not None
        assert account.delivery.key == "fold:1"

    run(tmp_path, work)


def test_where_nothing_was_recorded_it_says_what_is_known(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.news()
        now = channel.later(minutes=1)
        await channel.subscribe()
        draft = a_draft("Of an archive", first_seen=now).model_copy(update={"archive": True})
        await channel.store.write(lambda tx: tx.stories.add(draft))
        assert await why(channel) == (
            Account(order="subscription 1", because="it came in before the subscription was made"),
        )
        assert [account.because for account in await why(channel, 2)] == [
            "it came with its source's first delivery, which is no news"
        ]
        with pytest.raises(NotFound, match="#3"):
            await why(channel, 3)

    run(tmp_path, work)


def test_a_digest_tells_of_its_edition_or_of_the_next_one(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        digests = Digests(channel.store, channel.clock)
        at = channel.clock.at
        draft = DigestDraft(
            where=HERE,
            schedule=Schedule(at=time(8), days=DAILY, zone="UTC"),
            set_by=ANN,
            made_at=at,
            changed_at=at,
        )
        digest = await channel.store.write(lambda tx: tx.digests.add(draft))
        channel.later(minutes=1)
        await channel.news()
        (account,) = await why(channel)
        assert (account.because, account.waits_until) == (
            "no edition has covered it yet",
            at + timedelta(hours=1),
        )
        channel.later(hours=1)
        await digests.tick()
        (account,) = await why(channel)
        assert account.decision is not None
        assert account.delivery is not None
        assert (account.decision.choice, account.delivery.key) == (Choice.edition, "edition:1:2026-11-02")
        channel.later(minutes=1)
        await channel.news()
        paused = digest.model_copy(update={"state": OrderState.paused, "reason": "Ann paused it"})
        await channel.store.write(lambda tx: tx.digests.change(paused))
        assert [each.because for each in await why(channel, 2)] == ["the digest is paused: Ann paused it"]

    run(tmp_path, work)


def test_decisions_are_forgotten_after_a_season(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        await channel.subscribe()
        await channel.news()
        channel.later(days=91)
        await Why(channel.store, channel.clock).forget()
        (account,) = await why(channel)
        assert account.decision is None
        assert account.because == "what was decided is remembered for 90 days, and this was earlier"

    run(tmp_path, work)


def test_a_kept_back_story_that_an_edition_took_up_points_to_it(tmp_path: Path) -> None:
    async def work(channel: Channel) -> None:
        quiet = Preferences(quiet=QuietHours(start=time(6), until=time(7, 30)))

        def prepare(tx: Tx) -> None:
            tx.preferences.set_channel(HERE.channel, quiet)
            at = channel.clock.at
            schedule = Schedule(at=time(8), days=DAILY, zone="UTC")
            tx.digests.add(
                DigestDraft(
                    where=HERE, schedule=schedule, set_by=ANN, made_at=at, changed_at=at, topic="sport"
                )
            )

        await channel.store.write(prepare)
        await channel.subscribe()
        await channel.news()
        channel.later(hours=1)
        await channel.subscriptions.tick()
        assert await channel.promised() == ()
        await Digests(channel.store, channel.clock).tick()
        accounts = await why(channel)
        kept_back = next(each for each in accounts if each.order == "subscription 1")
        assert kept_back.delivery is not None
        assert kept_back.delivery.key == "edition:1:2026-11-02"
        assert await channel.folds() == ()

    run(tmp_path, work)
