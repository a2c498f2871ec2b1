"""What is read again: entries that say something else than when they were read."""

import pytest

from adapters.sources import feed_json, feed_xml, feeds
from adapters.sources.limits import Limits
from adapters.sources.protocol import Request
from bot.model.source import Delivered
from bot.reading.read import read as read_document

ENTRY = (
    "<item><guid isPermaLink='false'>1</guid><title>{title}</title><link>{link}</link>"
    "<pubDate>{date}</pubDate><description>{text}</description></item>"
)
SAID = {"title": "Bill delayed", "link": "https://p.example/1", "date": "1 Sep 2026", "text": "Until spring."}


def feed(*entries: str) -> str:
    return (
        f"<rss><channel><title>Post</title><link>https://p.example/</link>{''.join(entries)}</channel></rss>"
    )


def read(text: str, known: dict[str, str] | None = None, *, entries: int = 50) -> Delivered:
    request = Request(name="feed.xml", known=known or {})
    return feeds.deliver(feed_xml.read(text), request, Limits(entries=entries), read_document)


def marks(delivered: Delivered) -> dict[str, str]:
    return {item.key: item.mark for item in delivered.items}


KNOWN = marks(read(feed(ENTRY.format(**SAID))))


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Bill passed"},
        {"text": "Until summer."},
        {"link": "https://p.example/2"},
    ],
)
def test_an_entry_that_says_something_else_is_read_again_under_its_key(changed: dict[str, str]) -> None:
    delivered = read(feed(ENTRY.format(**{**SAID, **changed})), KNOWN)

    assert [item.key for item in delivered.items] == list(KNOWN)
    assert marks(delivered) != KNOWN
    assert (delivered.entries, delivered.passed_over) == (1, 0)


@pytest.mark.parametrize(
    "changed", [{}, {"date": "2 Sep 2026"}, {"text": "&lt;img src='/pixel?17'&gt;Until spring."}]
)
def test_neither_a_date_nor_a_picture_makes_an_entry_another_one(changed: dict[str, str]) -> None:
    delivered = read(feed(ENTRY.format(**{**SAID, **changed})), KNOWN)

    assert (delivered.items, delivered.passed_over) == ((), 1)


def test_an_entry_of_which_no_mark_is_known_is_passed_over() -> None:
    delivered = read(feed(ENTRY.format(**SAID)), dict.fromkeys(KNOWN, ""))

    assert (delivered.items, delivered.passed_over) == ((), 1)


def test_of_two_entries_with_one_key_the_one_that_was_read_counts_for_both() -> None:
    both = feed(ENTRY.format(**SAID), ENTRY.format(**{**SAID, "title": "Another"}))
    first = read(both)

    assert len({item.mark for item in first.items}) == 2
    for item in first.items:
        assert read(both, {item.key: item.mark}).items == ()


def test_changed_entries_beyond_what_one_reading_gives_come_with_the_next() -> None:
    def edition(word: str) -> str:
        return feed(*(f"<item><guid>id{n}</guid><title>{word} {n}</title></item>" for n in range(5)))

    known = marks(read(edition("old")))
    first = read(edition("new"), known, entries=3)
    second = read(edition("new"), known | marks(first), entries=3)

    assert (len(first.items), first.whole) == (3, False)
    assert (len(second.items), second.passed_over, second.whole) == (2, 3, True)


def test_json_feeds_have_marks_too() -> None:
    form = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": "%s"}]}'
    one, other = (
        feeds.deliver(feed_json.read(form % text), Request(name="f"), Limits(), read_document).items[0]
        for text in ("a", "b")
    )

    assert one.mark
    assert one.mark != other.mark
