"""Sources as people work with them: added, doubted, listed, checked, muted, removed; over a web in memory."""

import asyncio
from collections.abc import Awaitable, Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TypeVar

import pytest

from adapters import plain
from adapters.sources.child import ChildReader
from bot.commands.dispatch import Attempt
from bot.compose import House, open_house
from bot.errors import NotAllowed, NotFound, NutgrafError, Unreadable, UsageError
from bot.flows.posts import direct
from bot.importing import exported, import_all
from bot.model.card import Button, Buttons
from bot.model.delivery import Delivery
from bot.model.events import CommandTyped
from bot.model.fetch import Fault
from bot.model.people import Actor, ChannelRef, Conversation, Role
from bot.model.query import Latest
from tests.conftest import MONDAY_7AM, SetClock
from tests.feeds import rss
from tests.servers.web_fake import WebFake

T = TypeVar("T")

DAY = timedelta(days=1)
ANN = Actor(platform="test", workspace="w", id="u", name="Ann", role=Role.editor)
READER = Actor(platform="test", workspace="w", id="r", name="Ros", role=Role.reader)
HERE, THERE = (Conversation(channel=ChannelRef(platform="test", workspace="w", id=n)) for n in ("c", "d"))
FEED, OTHER = "https://city.example/feed", "https://city.example/comments"
PAGE = "https://city.example"
ARTICLE = "https://city.example/news/mayor"
HEADLINES = (
    "Harbour bridge closes",
    "Karpathy opens a school",
    "Rain floods the valleys",
    "Nurses strike",
    "Museum finds a lost painting",
    "Trams run again at night",
    "Zoo shows its newborn lynx",
    "Opera cancels the premiere",
)


def feed(newest: datetime, headlines: Sequence[str] = HEADLINES) -> bytes:
    """Return a feed with an entry every two days, the newest first."""
    entries = [
        (headline, headline, format_datetime(newest - 2 * at * DAY)) for at, headline in enumerate(headlines)
    ]
    return rss(entries)


def page(*feeds: str) -> bytes:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{url}">' for url in feeds)
    words = "<p>The council meets on Monday at eight, as it does every week of the year.</p>"
    return f"<html><head><title>City Hall</title>{links}</head><body>{words}</body></html>".encode()


class SharedReader(ChildReader):
    """A reader whose child process serves many houses: to start one takes longer than most of these tests."""

    async def close(self) -> None:
        """Stay open for the next house."""

    async def end(self) -> None:
        """End the child process."""
        await super().close()


class Desk:
    """A house over a web in memory, and people who type."""

    def __init__(self, db: Path, runner: asyncio.Runner, reader: SharedReader) -> None:
        self.runner = runner
        self.clock = SetClock()
        self.web = WebFake.of({FEED: feed(MONDAY_7AM - DAY), PAGE: page(FEED)})
        self._opened = open_house(db, clock=self.clock, web=self.web, reader=reader)
        self.house: House = self.do(self._opened.__aenter__())
        self._typed = 0

    def close(self) -> None:
        self.do(self._opened.__aexit__(None, None, None))

    def do(self, doing: Awaitable[T]) -> T:
        async def waited() -> T:
            return await doing

        return self.runner.run(waited())

    def try_(self, text: str, *, by: Actor = ANN, where: Conversation = HERE) -> Attempt:
        self._typed += 1
        typed = CommandTyped(id=f"{self._typed}", at=self.clock.at, actor=by, where=where, text=text)
        return self.do(self.house.dispatch.attempt(typed))

    def say(self, text: str, *, where: Conversation = HERE) -> str:
        attempt = self.try_(text, where=where)
        assert attempt.error is None, attempt.error
        return shown(attempt)

    def press(self, attempt: Attempt, label: str) -> Attempt:
        return self.try_(next(button.says for button in buttons(attempt) if button.label == label))

    def pass_(self, time: timedelta) -> None:
        """Let time pass, poll what is due then, and tell of what fails."""
        self.clock.at += time

        async def tick() -> None:
            await self.house.watching.polling.tick()
            await self.house.watching.polling.idle()
            await self.house.watching.alarms.tick()

        self.do(tick())

    def posts(self, channel: ChannelRef) -> Sequence[Delivery]:
        return self.do(self.house.store.read(lambda view: view.deliveries.open_in(channel)))

    def stories(self) -> int:
        return self.do(self.house.store.read(lambda view: view.stories.count()))


@pytest.fixture(scope="module")
def reading() -> Iterator[tuple[asyncio.Runner, SharedReader]]:
    with asyncio.Runner() as runner:
        reader = SharedReader("bot.child")
        yield runner, reader
        runner.run(reader.end())


@pytest.fixture
def desk(tmp_path: Path, reading: tuple[asyncio.Runner, SharedReader]) -> Iterator[Desk]:
    made = Desk(tmp_path / "store.db", *reading)
    yield made
    made.close()


def shown(attempt: Attempt) -> str:
    return " ".join(plain.render(attempt.card, width=1000).split())


def buttons(attempt: Attempt) -> list[Button]:
    return [b for block in attempt.card.blocks if isinstance(block, Buttons) for b in block.buttons]


def refused(attempt: Attempt, kind: type[NutgrafError]) -> str:
    assert type(attempt.error) is kind, attempt.error
    return shown(attempt)


def test_a_page_with_one_feed_is_added_at_once_with_what_was_found(desk: Desk) -> None:
    said = desk.say("source add <https://city.example|city.example>")
    assert "City Desk is source 1 now." in said
    assert "A feed at city.example. It publishes about every 2 days, and is asked every 2 hours." in said
    for headline in HEADLINES[:3]:
        assert headline in said
    assert HEADLINES[3] not in said
    assert "What it has so far (8 entries) is taken in when it is first asked, and not posted." in said


def test_the_first_poll_posts_nothing_and_what_comes_later_is_posted(desk: Desk) -> None:
    desk.say("subscribe")
    desk.say(f"source add {FEED}")
    desk.pass_(DAY)
    assert desk.stories() == 8
    assert not desk.posts(HERE.channel)
    desk.web.put(FEED, feed(desk.clock.at, ("Brewery wins a medal in Oslo", *HEADLINES)))
    desk.pass_(DAY)
    assert "Brewery wins a medal in Oslo" in desk.posts(HERE.channel)[-1].card.summary


def test_what_is_a_source_already_is_not_added_twice(desk: Desk) -> None:
    desk.say(f"source add {FEED}")
    asked = len(desk.web.asked)
    assert "City Desk is source 1 already." in desk.say(f"source add {FEED}")
    assert len(desk.web.asked) == asked
    assert "City Desk is source 1 already." in desk.say(f"source add {PAGE}")
    assert "1 source" in desk.say("source list")


def test_a_doubt_is_said_and_adds_nothing_until_somebody_is_sure(desk: Desk) -> None:
    desk.web.put(PAGE, page(FEED, OTHER))
    asks = desk.try_("source add city.example topic:city")
    assert "Add City Desk? - The page names 2 feeds; this is the first that answers." in shown(asks)
    assert [button.label for button in buttons(asks)] == ["Add it", "city.example/comments"]
    assert "No source is watched yet." in desk.say("source list")
    desk.web.put(PAGE, page(OTHER))  # what is added is what was shown, whatever the page names by now
    added = shown(desk.press(asks, "Add it"))
    assert "City Desk is source 1 now." in added
    assert "From now on its stories are put under city." in added


def test_another_feed_of_the_page_can_be_chosen(desk: Desk) -> None:
    desk.web.put(PAGE, page(FEED, OTHER))
    desk.web.put(OTHER, rss([("c1", "I disagree", format_datetime(MONDAY_7AM))], title="City Comments"))
    asks = desk.try_("source add city.example")
    assert "City Comments is source 1 now." in shown(desk.press(asks, "city.example/comments"))


def test_at_most_four_other_feeds_have_a_button(desk: Desk) -> None:
    desk.web.put(PAGE, page(FEED, *(f"{OTHER}/{n}" for n in range(9))))
    assert len(buttons(desk.try_("source add city.example"))) == 5


def test_a_page_without_a_feed_is_watched_itself_once_somebody_is_sure(desk: Desk) -> None:
    desk.web.put(PAGE, page())
    asks = desk.try_("source add city.example")
    assert "The page names no feed, so the page itself would be watched" in shown(asks)
    assert "City Hall is source 1 now. A page at city.example." in shown(desk.press(asks, "Add it"))
    assert desk.web.asked[-1].robots


def test_what_cant_be_had_is_said_with_what_to_do(desk: Desk) -> None:
    missing = refused(desk.try_("source add nowhere.example"), Unreadable)
    assert "https://nowhere.example is not there (404). Check the address in a browser." in missing
    desk.web.break_(FEED, Fault.tls, "The certificate of city.example expired yesterday.", "Tell the site.")
    assert "expired yesterday. Tell the site." in refused(desk.try_(f"source add {FEED}"), Unreadable)


def test_a_check_says_what_came_and_exactly_what_is_wrong(desk: Desk) -> None:
    desk.say(f"source add {FEED}")
    first = desk.say("source check 1")
    assert "Asked for the first time, it brought 8 items, stored and not posted." in first
    assert "It answers, and nothing has changed there." in desk.say("source check 1")
    desk.web.break_(FEED, Fault.forbidden, "city.example answers 403.", "Ask the site for access.")
    desk.clock.at += DAY
    said = desk.say("source check 1")
    assert "It couldn’t be read just now: city.example answers 403. Ask the site for access." in said
    assert "publishes about every 2 days" in said
    assert "(2 tries)" in desk.say("source check 1")
    assert "1 source, 1 in trouble 1 · City Desk – city.example answers 403." in desk.say(
        "source list trouble"
    )
    desk.web.put(FEED, feed(desk.clock.at))
    desk.say("source check 1")
    assert "No source is in trouble." in desk.say("source list trouble")


def test_what_is_gone_is_not_asked_until_somebody_checks(desk: Desk) -> None:
    desk.say(f"source add {FEED}")
    desk.web.break_(FEED, Fault.gone, "It is gone for good (410).")
    desk.pass_(timedelta())
    assert "not asked any more" in desk.say("source list")
    (told,) = desk.posts(direct(ANN))
    assert told.card.summary == "City Desk isn’t asked any more: It is gone for good (410)."
    desk.web.put(FEED, feed(desk.clock.at))
    asked = len(desk.web.asked)
    desk.pass_(DAY)
    assert len(desk.web.asked) == asked
    assert "not asked any more" in desk.say("source list")
    assert "asked next" in desk.say("source check 1").lower()
    assert "not asked any more" not in desk.say("source list")


def test_silence_is_told_once_in_the_sources_channel_and_can_be_muted(desk: Desk) -> None:
    desk.say(f"source add {FEED}")
    desk.pass_(timedelta())
    desk.pass_(9 * DAY)
    desk.pass_(DAY)
    (alarm,) = desk.posts(HERE.channel)
    assert (
        alarm.card.summary == "City Desk has been quiet for 10 days; it usually publishes about every 2 days."
    )
    assert "1 source, 1 silent" in desk.say("source list trouble")
    assert "No alarm any more" in desk.say("source mute 1")
    assert "no alarm when silent" in desk.say("source list")
    assert "There is an alarm again" in desk.say("source unmute 1")


def test_a_check_shows_a_sources_own_headlines_where_others_told_of_it_first(desk: Desk) -> None:
    first, later = "Dockers end strike in Rotterdam harbour", "Rotterdam harbour dockers end their strike"
    radio = feed(MONDAY_7AM - DAY, (later,)).replace(b"City Desk", b"Radio Noord")
    desk.web.put(FEED, feed(MONDAY_7AM - DAY, (first,)))
    desk.web.put(OTHER, radio)
    for url in (FEED, OTHER):
        desk.say(f"source add {url} sure:yes")
    for number, own, others in ((1, first, later), (2, later, first)):
        said = desk.say(f"source check {number}")
        assert own in said
        assert others not in said
    assert len(desk.do(desk.house.store.read(lambda view: view.stories.latest(Latest(limit=5))))) == 1


def test_what_is_set_holds_and_alarms_can_be_brought_to_another_channel(desk: Desk) -> None:
    desk.say(f"source add {FEED}")
    said = desk.say("source set 1 full:yes topic:city,politics here:yes", where=THERE)
    assert "the page is read too. From now on its stories are put under city, politics." in said
    desk.pass_(timedelta())
    desk.pass_(10 * DAY)
    assert not desk.posts(HERE.channel)
    assert len(desk.posts(THERE.channel)) == 1
    plainly = desk.say("source set 1 full:no topic:none")
    assert "Only what its feed says is read" in plainly
    assert "Nothing says what to change." in refused(desk.try_("source set 1"), UsageError)


def test_what_is_removed_can_be_added_again_as_it_was(desk: Desk) -> None:
    desk.say(f"source add {FEED} full:yes topic:city,politics")
    removed = desk.try_("source remove 1")
    assert "City Desk, source 1, is not watched any more. Its stories stay." in shown(removed)
    assert "City Desk, source 1, was removed." in refused(desk.try_("source check 1"), NotFound)
    again = shown(desk.press(removed, "Add it again"))
    assert "City Desk is source 2 now." in again
    assert "the page is read too. From now on its stories are put under city, politics." in again


def test_a_long_list_comes_in_pages_those_in_trouble_first(desk: Desk) -> None:
    for number in range(1, 13):
        url = f"https://outlet{number}.example/feed"
        entries = [("e", f"News {number}", format_datetime(MONDAY_7AM))]
        desk.web.put(url, rss(entries, title=f"Outlet {number}"))
        desk.say(f"source add {url}")
    desk.web.break_("https://outlet12.example/feed", Fault.timeout, "It took longer than 30 s.")
    desk.say("source check 12")
    first = desk.try_("source list")
    assert "12 sources, 1 in trouble 12 · Outlet 12 – It took longer than 30 s." in shown(first)
    assert "9 · Outlet 9" in shown(first)
    assert "10 · Outlet 10" not in shown(first)
    second = desk.press(first, "More")
    assert "10 · Outlet 10" in shown(second)
    assert "11 · Outlet 11" in shown(second)
    assert not buttons(second)
    assert "There are no more." in desk.say("source list page:9")


def test_readers_may_look_and_no_more(desk: Desk) -> None:
    desk.say(f"source add {FEED}")
    assert "1 · City Desk" in shown(desk.try_("source list", by=READER))
    for line in (
        "source add x.example",
        "source check 1",
        "source remove 1",
        "source mute 1",
        "source set 1",
    ):
        refused(desk.try_(line, by=READER), NotAllowed)
    assert "1 source" in desk.say("source list")


def test_an_address_alone_is_read_into_a_story(desk: Desk) -> None:
    words = b"<h1>Mayor resigns</h1><p>She leaves office on 3 June 2026, her office said on Monday.</p>"
    desk.web.put(
        ARTICLE, b"<html><head><title>Mayor resigns</title></head><body>" + words + b"</body></html>"
    )
    assert "Added as a new story. #1 Mayor resigns" in desk.say(f"add <{ARTICLE}|the mayor>")
    assert desk.web.asked[-1].robots
    assert "Nothing new: this is here already." in desk.say("add city.example/news/mayor")
    assert f"`source add {FEED}` watches it." in refused(desk.try_(f"add {FEED}"), UsageError)
    desk.web.break_(ARTICLE, Fault.robots, "city.example asks programs to stay away.", "Paste its text.")
    assert "stay away. Paste its text." in refused(desk.try_(f"add {ARTICLE}"), Unreadable)


def test_the_same_event_from_another_address_is_one_more_report(desk: Desk) -> None:
    words = (
        b"<p>The Harbour Street bridge closes for two years, the council decided on Monday by 31 to 29.</p>"
    )
    for host in ("city", "courier"):
        head = f"<html><head><title>Harbour Street bridge closes for two years</title></head><body>{host}"
        desk.web.put(f"https://{host}.example/a", head.encode() + words + b"</body></html>")
    assert "Added as a new story." in desk.say("add https://city.example/a")
    said = desk.say("add https://courier.example/a")
    assert "Added as one more report of a story that is here already." in said
    assert desk.stories() == 1


def test_a_list_of_another_reader_is_taken_in_without_asking_anybody(desk: Desk, tmp_path: Path) -> None:
    listed = tmp_path / "list.opml"
    listed.write_text(
        "<opml version='2.0'><body><outline text='Cities'>"
        f"<outline text='City Desk' xmlUrl='{FEED}'/><outline text='Comments' xmlUrl='{OTHER}'/>"
        "<outline text='Broken' xmlUrl='nonsense'/></outline></body></opml>",
        "utf-8",
    )
    desk.say(f"source add {FEED}")
    asked = len(desk.web.asked)
    said: list[str] = []
    complaints: list[str] = []
    desk.do(import_all(listed, say=said.append, complain=complaints.append)(desk.house))
    assert said[0] == f"2  Comments ({OTHER})"
    assert said[-1].startswith("1 source added, 1 known already, 1 line unusable. ")
    assert len(complaints) == 1
    assert "Broken" in complaints[0]
    assert len(desk.web.asked) == asked
    written = desk.do(exported(desk.house)).decode()
    assert FEED in written
    assert OTHER in written


def test_a_list_that_cant_be_opened_or_read_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.opml").write_text("<html></html>", "utf-8")
    for name, says in (("none.opml", "can't be opened"), ("page.opml", "no OPML"), (".", "is a folder")):
        with pytest.raises(Unreadable, match=says):
            import_all(tmp_path / name, say=print, complain=print)
