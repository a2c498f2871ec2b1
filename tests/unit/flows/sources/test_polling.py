"""Polls over a web in memory: what is asked when, what comes in, and who is told what."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TypeVar

from bot.compose import House, open_house
from bot.flows.posts import direct
from bot.flows.sources.alarms import Alarms
from bot.model.delivery import Delivery
from bot.model.fetch import Answered, Failed, Fault, Wanted
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.polled import PolledSource, SourceState, Wish
from tests.conftest import MONDAY_7AM, SetClock
from tests.feeds import rss
from tests.servers.web_fake import WebFake

T = TypeVar("T")
ANN = Actor(platform="test", workspace="w", id="u", name="Ann")
HERE = Conversation(channel=ChannelRef(platform="test", workspace="w", id="c"))
FEED = "https://city.example/feed"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TITLES = ("Harbour bridge closes", "Rain floods the valleys", "Nurses strike", "Museum finds a painting",
          "Trams run at night", "Zoo shows its lynx")  # fmt: skip


def a_feed(newest: datetime, *first: str) -> bytes:
    titles = (*first, *TITLES)
    return rss([(title, title, format_datetime(newest - 2 * DAY * at)) for at, title in enumerate(titles)])


def watched(
    folder: Path, work: Callable[[House, WebFake, SetClock], Awaitable[T]], *, body: bytes | None = None
) -> T:
    """Run the work in a house where one source was added by Ann and polled once."""

    async def run() -> T:
        clock, web = SetClock(), WebFake.of({FEED: body or a_feed(MONDAY_7AM - HOUR)})
        async with open_house(folder / "s.db", clock=clock, web=web) as house:
            sighting = await house.flows.sources.look(Wish(url=FEED, by=ANN, where=HERE))
            await house.flows.sources.add(sighting)
            await polled(house)
            return await work(house, web, clock)

    return asyncio.run(run())


async def polled(house: House) -> PolledSource:
    """Let the sources that are due be asked; return the first."""
    await house.watching.polling.tick()
    await house.watching.polling.idle()
    await house.watching.alarms.tick()
    return await house.flows.sources.get(1)


async def again(house: House, clock: SetClock, times: int = 1) -> PolledSource:
    """Let the source be asked again, each time at its own time."""
    for _ in range(times):
        clock.at = max(clock.at, (await house.flows.sources.get(1)).next_at)
        source = await polled(house)
    return source


async def told(house: House, channel: ChannelRef) -> tuple[Delivery, ...]:
    return await house.store.read(lambda view: view.deliveries.open_in(channel))


def test_the_first_poll_stores_everything_and_nothing_of_it_is_news(tmp_path: Path) -> None:
    async def work(house: House, _: WebFake, __: SetClock) -> tuple[int, int]:
        return await house.store.read(
            lambda v: (v.stories.count(), v.stories.arrivals(0, v.stories.newest_arrival()))
        )

    assert watched(tmp_path, work) == (6, 0)


def test_a_new_entry_becomes_a_story_and_the_rhythm_is_learned(tmp_path: Path) -> None:
    async def work(house: House, web: WebFake, clock: SetClock) -> None:
        before = await house.flows.sources.get(1)
        assert 0.9 * 2 * HOUR <= before.next_at - clock.at <= 1.1 * 2 * HOUR
        web.put(FEED, a_feed(MONDAY_7AM + HOUR, "Mayor resigns"))
        after = await again(house, clock)
        assert after.newest == MONDAY_7AM + HOUR
        latest = await house.flows.desk.latest(count=1)
        assert latest.stories[0].headline == "Mayor resigns"
        assert not latest.stories[0].archive

    watched(tmp_path, work)


def test_nothing_is_asked_before_its_time_and_nothing_twice(tmp_path: Path) -> None:
    async def work(house: House, web: WebFake, clock: SetClock) -> None:
        asked = len(web.asked)
        await polled(house)
        assert len(web.asked) == asked
        clock.at = (await house.flows.sources.get(1)).next_at
        await asyncio.gather(house.watching.polling.tick(), house.watching.polling.tick())
        await house.watching.polling.idle()
        assert len(web.asked) == asked + 1

    watched(tmp_path, work)


def test_a_fault_is_told_to_who_added_it_once_and_its_end_forgets_it(tmp_path: Path) -> None:
    async def work(house: House, web: WebFake, clock: SetClock) -> None:
        web.break_(FEED, Fault.timeout, "city.example took longer than 30 s.")
        source = await again(house, clock, 2)
        assert source.trouble is not None
        assert (source.trouble.times, await told(house, direct(ANN))) == (2, ())
        await again(house, clock, 4)
        (message,) = await told(house, direct(ANN))
        assert "city.example took longer than 30 s." in message.card.model_dump_json()
        web.put(FEED, a_feed(MONDAY_7AM - HOUR))
        assert (await again(house, clock)).trouble is None
        assert len(await told(house, direct(ANN))) == 1

    watched(tmp_path, work)


def test_what_is_gone_is_told_at_once_and_not_asked_again_until_somebody_checks_it(tmp_path: Path) -> None:
    async def work(house: House, web: WebFake, clock: SetClock) -> None:
        web.break_(FEED, Fault.gone, "city.example says that it is gone (410).")
        assert (await again(house, clock)).state is SourceState.stopped
        assert len(await told(house, direct(ANN))) == 1
        asked = len(web.asked)
        clock.at += 30 * DAY
        await polled(house)
        assert len(web.asked) == asked
        web.put(FEED, a_feed(clock.at))
        assert (await house.flows.sources.check(1)).source.state is SourceState.active

    watched(tmp_path, work)


def test_a_trouble_that_the_last_process_could_not_tell_is_told_by_the_next(tmp_path: Path) -> None:
    async def work(house: House, web: WebFake, clock: SetClock) -> None:
        web.break_(FEED, Fault.gone, "city.example says that it is gone (410).")
        clock.at += DAY
        await house.watching.polling.tick()
        await house.watching.polling.idle()
        await Alarms(house.store, clock).tick()
        assert len(await told(house, direct(ANN))) == 1
        await house.watching.alarms.tick()
        assert len(await told(house, direct(ANN))) == 1

    watched(tmp_path, work)


def test_a_trouble_that_nobody_could_be_told_is_told_in_the_channel_that_is_named_later(
    tmp_path: Path,
) -> None:
    async def work(house: House, web: WebFake, clock: SetClock) -> None:
        nobodys = (await house.flows.sources.get(1)).model_copy(update={"added_by": None, "home": None})
        await house.store.write(lambda tx: tx.sources.change(nobodys))
        web.break_(FEED, Fault.timeout, "city.example took longer than 30 s.")
        source = await again(house, clock, 5)
        assert source.trouble
        assert not source.trouble.told
        await house.flows.sources.change(1, home=HERE)
        await again(house, clock, 2)
        (message,) = await told(house, HERE.channel)
        assert "city.example took longer than 30 s." in message.card.model_dump_json()

    watched(tmp_path, work)


def test_a_host_that_asks_to_be_left_alone_for_days_is_told_of_at_once(tmp_path: Path) -> None:
    async def work(house: House, web: WebFake, clock: SetClock) -> None:
        later = clock.at + 7 * DAY
        web.answers[FEED] = Failed(fault=Fault.busy, says="city.example is busy (429).", retry_at=later)
        assert (await again(house, clock)).next_at == later
        assert len(await told(house, direct(ANN))) == 1

    watched(tmp_path, work)


def test_a_silent_source_is_told_in_its_channel_once_until_it_speaks_again(tmp_path: Path) -> None:
    async def work(house: House, web: WebFake, clock: SetClock) -> None:
        clock.at += 5 * DAY
        await again(house, clock)
        assert await told(house, HERE.channel) == ()
        clock.at += 4 * DAY
        await again(house, clock, 3)
        (alarm,) = await told(house, HERE.channel)
        assert "has been quiet for 9 days; it usually publishes about every 2 days" in alarm.card.summary
        web.put(FEED, a_feed(clock.at, "Mayor resigns"))
        await again(house, clock)
        clock.at += 40 * DAY
        await again(house, clock)
        assert len(await told(house, HERE.channel)) == 2

    watched(tmp_path, work)


def test_a_muted_source_may_be_silent(tmp_path: Path) -> None:
    async def work(house: House, _: WebFake, clock: SetClock) -> None:
        await house.flows.sources.mute(1, muted=True)
        clock.at += 60 * DAY
        await again(house, clock)
        assert await told(house, HERE.channel) == ()

    watched(tmp_path, work)


def test_an_address_that_moved_for_good_is_followed(tmp_path: Path) -> None:
    async def work(house: House, web: WebFake, clock: SetClock) -> None:
        web.put(FEED, a_feed(MONDAY_7AM - HOUR), moved_to="https://new.example/feed")
        web.put("https://new.example/feed", a_feed(MONDAY_7AM + HOUR, "Mayor resigns"))
        assert (await again(house, clock)).url == "https://new.example/feed"
        await again(house, clock)
        assert web.asked[-1].url == "https://new.example/feed"
        assert await house.store.read(lambda view: view.stories.count()) == 7

    watched(tmp_path, work)


def test_a_login_page_in_a_feeds_place_is_no_story(tmp_path: Path) -> None:
    async def work(house: House, web: WebFake, clock: SetClock) -> None:
        web.put(FEED, b"<html><head><title>Log in</title></head><body><p>Please log in.</p></body></html>")
        source = await again(house, clock)
        assert source.trouble is not None
        assert source.trouble.fault is Fault.not_a_feed
        assert await house.store.read(lambda view: view.stories.count()) == 6

    watched(tmp_path, work)


def test_what_a_person_does_while_a_source_is_asked_stands(tmp_path: Path) -> None:
    class Muting(WebFake):
        async def fetch(self, wanted: Wanted) -> Answered:
            await house_of[0].flows.sources.remove(1)
            self.put(FEED, a_feed(MONDAY_7AM + HOUR, "Mayor resigns"))
            return await super().fetch(wanted)

    house_of: list[House] = []

    async def work(house: House, _: WebFake, clock: SetClock) -> None:
        house_of.append(house)
        source = await house.flows.sources.get(1)
        house.watching.polling._web = Muting()
        after = await house.watching.polling.poll(source)
        assert after.source.state is SourceState.removed
        assert await house.store.read(lambda view: view.stories.count()) == 6
        clock.at += DAY
        assert await house.store.read(lambda view: view.sources.due(at=clock.at, limit=9)) == ()

    watched(tmp_path, work)


def test_an_update_of_a_known_entry_keeps_what_is_new_in_it(tmp_path: Path) -> None:
    def entry(text: str) -> bytes:
        return (
            "<rss><channel><title>City</title><link>https://city.example/</link><item>"
            f"<title>Bridge closes</title><guid>e1</guid><description>{text}</description></item>"
            "</channel></rss>"
        ).encode()

    async def work(house: House, web: WebFake, clock: SetClock) -> None:
        web.put(
            FEED, entry("The bridge was closed on Monday. Nobody was hurt. It will open again in May 2027.")
        )
        await again(house, clock)
        story = await house.flows.desk.story(1)
        assert [fresh.text for fresh in story.reports[0].fresh] == ["It will open again in May 2027."]
        assert len(story.reports) == 1

    watched(tmp_path, work, body=entry("The bridge was closed on Monday. Nobody was hurt."))
