"""Entries that have only a summary, filled from their own pages: over a web in memory and plain words."""

import asyncio
from datetime import UTC, date, datetime

from bot.errors import Unreadable
from bot.flows.sources.filling import Filling
from bot.model.brief import Brief, Reading
from bot.model.fetch import Fault
from bot.model.source import Delivered, Item, Raw, Source
from tests.servers.web_fake import WebFake

PUBLISHED = datetime(2026, 6, 3, 9, tzinfo=UTC)
BRIEF = Brief(dek=None, sections=(), source_line=None, drafted_by="extract")
SUMMARY = "The mayor resigns."
LONG = f"{SUMMARY} She leaves office in June, and the deputy takes over until the election. " * 2


def entry(number: int = 1, *, words: str = SUMMARY, published: datetime | None = PUBLISHED) -> Item:
    url = f"https://paper.example/{number}"
    reading = Reading(headline="Mayor resigns", brief=BRIEF)
    return Item(key=url, original=words, reading=reading, url=url, published_at=published)


class PlainReader:
    """Reads a body as it stands: a page whose day is `day`; an empty one can't be read."""

    most = 10_000

    def __init__(self, day: date | None = None) -> None:
        self.day = day

    async def read(self, raw: Raw) -> Delivered:
        """Read a body."""
        if not raw.body:
            raise Unreadable("There is nothing.", next_step="Look.")
        reading = Reading(headline="Paper: Mayor resigns", brief=BRIEF, happened_on=self.day)
        item = Item(key=raw.name, original=raw.body.decode(), reading=reading)
        return Delivered(source=Source(key="k", title="t"), kind="page", items=(item,), entries=1)

    def mark(self, body: bytes) -> str:
        """Mark by the whole body."""
        return body.decode()

    async def close(self) -> None:
        """Hold nothing."""


def filled(web: WebFake, *items: Item, day: date | None = None) -> list[Item]:
    return list(asyncio.run(Filling(web, PlainReader(day)).fill(items)))


def test_a_summary_gets_the_text_of_its_page_and_keeps_the_feeds_headline() -> None:
    web = WebFake.of({"https://paper.example/1": LONG.encode()})
    (item,) = filled(web, entry())
    assert (item.original, item.reading.headline) == (LONG, "Mayor resigns")
    assert web.asked[0].robots


def test_the_feeds_own_words_are_kept_for_whatever_says_less() -> None:
    web = WebFake.of({"https://paper.example/1": b"Accept cookies.", "https://paper.example/2": b""})
    web.break_("https://paper.example/3", Fault.timeout, "It took too long.")
    items = [entry(1), entry(2), entry(3), entry(4)]
    assert filled(web, *items) == items


def test_what_is_long_already_is_not_fetched_and_no_more_than_20_pages_are() -> None:
    web = WebFake()
    filled(web, entry(99, words=LONG * 20), *(entry(number) for number in range(30)))
    assert [wanted.url for wanted in web.asked] == [f"https://paper.example/{number}" for number in range(20)]


def test_a_day_that_was_to_come_when_the_feed_published_it_is_not_when_it_happened() -> None:
    web = WebFake.of({"https://paper.example/1": LONG.encode()})
    (to_come,) = filled(web, entry(), day=date(2026, 12, 12))
    assert to_come.reading.happened_on is None
    (past,) = filled(web, entry(), day=date(2026, 6, 2))
    assert past.reading.happened_on == date(2026, 6, 2)
    (unknown,) = filled(web, entry(published=None), day=date(2026, 12, 12))
    assert unknown.reading.happened_on == date(2026, 12, 12)
