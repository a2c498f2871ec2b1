"""What was fetched: it is known by its address, and its links lead from there."""

import re
from datetime import UTC, datetime

import pytest

from adapters.sources.limits import Limits
from adapters.sources.protocol import Request
from adapters.sources.worker import deliver
from bot.errors import Unreadable
from bot.model.source import Delivered
from bot.reading.read import read as read_document

URL = "https://post.example/law/bill"
SENTENCE = "The committee voted on Tuesday to delay the bill until the spring, after weeks of talks."
PAGE = f"""<!doctype html><html><head><title>Bill delayed | Post</title>
<link rel="canonical" href="/law/the-bill">
<meta property="og:site_name" content="The Post"><meta name="date" content="2026-09-01T10:00:00Z">
<link rel="alternate" type="application/rss+xml" href="/feed"></head>
<body><nav>Home</nav><article><h1>Bill delayed</h1><p>{SENTENCE}</p></article></body></html>"""
ENTRY = "<item><guid>1</guid><title>a</title><link>b</link></item>"
FEED = f"<rss><channel><title>Post</title>{ENTRY}</channel></rss>"


def read(
    text: str, *, url: str | None = URL, known: dict[str, str] | None = None, media_type: str | None = None
) -> Delivered:
    request = Request(name="input", url=url, known=known or {}, media_type=media_type)
    return deliver(request, text.encode(), Limits(), read_document)


def test_a_page_comes_with_title_outlet_date_feeds_and_sketch() -> None:
    delivered = read(PAGE)
    (item,) = delivered.items

    assert (delivered.kind, delivered.entries) == ("page", 1)
    assert [link.url for link in delivered.feeds] == ["https://post.example/feed"]
    assert delivered.source.title == "Bill delayed | Post"
    assert (item.key, item.url) == (
        "url:https://post.example/law/the-bill",
        "https://post.example/law/the-bill",
    )
    assert (item.reading.headline, item.outlet) == ("Bill delayed", "The Post")
    assert item.published_at == datetime(2026, 9, 1, 10, tzinfo=UTC)
    assert item.original == f"Bill delayed\n{SENTENCE}"
    assert item.reading.sketch
    assert item.reading.sketch.page


def test_a_page_is_passed_over_until_its_words_change() -> None:
    known = {item.key: item.mark for item in read(PAGE).items}
    menu = read(PAGE.replace("Home", "Home and away"), known=known)
    words = read(PAGE.replace("spring", "summer"), known=known)

    assert (menu.items, menu.passed_over) == ((), 1)
    assert [item.key for item in words.items] == list(known)
    assert read(PAGE, known=dict.fromkeys(known, "")).items == ()


def test_a_page_without_words_still_names_its_feeds() -> None:
    page = (
        "<html><head><link rel='alternate' type='application/atom+xml' href='f'></head><body></body></html>"
    )
    delivered = read(page)

    assert (delivered.kind, delivered.items, delivered.entries) == ("page", (), 0)
    assert [link.url for link in delivered.feeds] == ["https://post.example/law/f"]


def test_a_page_with_neither_is_refused() -> None:
    with pytest.raises(Unreadable, match="no words"):
        read("<html><head><title>t</title></head><body><script>x</script></body></html>")


def test_a_page_that_begins_unlike_one_is_known_by_what_was_declared() -> None:
    page = f"<script>x</script><a href='/'>Home</a><p>{SENTENCE}</p>"

    assert read(page, media_type="text/html; charset=utf-8").kind == "page"


def test_a_page_that_was_handed_in_is_known_by_its_words() -> None:
    (item,) = read(PAGE, url=None).items

    assert item.key.startswith("text:")


def test_what_is_no_page_is_a_document() -> None:
    assert read("Plain words.").kind == "document"


def test_a_feed_whose_title_ends_like_a_files_name_is_still_one() -> None:
    request = Request(name="CHANGELOG.md", url="https://project.md")

    assert deliver(request, FEED.encode(), Limits(), read_document).kind == "feed"


def test_the_links_of_a_feed_without_an_address_lead_from_where_it_was() -> None:
    delivered = read(FEED)

    assert (delivered.kind, delivered.source.key, delivered.source.url) == ("feed", URL, URL)
    assert [(item.key, item.url) for item in delivered.items] == [("id:1", "https://post.example/law/b")]


def test_the_sketch_of_an_entry_has_its_page_and_its_time() -> None:
    dated = FEED.replace("<title>a", "<pubDate>Tue, 01 Sep 2026 10:00:00 GMT</pubDate><title>a")
    (item,) = read(dated).items

    assert item.reading.sketch
    assert item.reading.sketch.page
    assert item.published_at
    assert item.reading.sketch.day == item.published_at.date()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            "\n<rss><channel><item><title>a</title></item>\n<item></b></item></channel></rss>",
            "line 3: Opening",
        ),
        ("<?xml version='1.0'?>\n<rss>\n<channel><item><title>a</title></item></rss>", "line 3: Opening"),
        ("<?xml version='1.0'?>\n<rss><channel>\n<item><title>a</title></item>\n<item>", r"\(line 4\)"),
    ],
)
def test_a_broken_feed_says_in_which_line(body: str, says: str) -> None:
    delivered = read(body)

    assert delivered.items[0].reading.headline == "a"
    assert re.search(says, delivered.faults[0])


@pytest.mark.parametrize(
    "body",
    ["<?xml version='1.0'?>\n\n<rss>\n<channel></x></rss>", "\n\n\n<rss><channel><title>t<title></rss>"],
)
def test_a_feed_of_which_nothing_can_be_had_says_in_which_line(body: str) -> None:
    with pytest.raises(Unreadable, match="line 4"):
        read(body)


@pytest.mark.parametrize("text", ["a <![dsgvo_service_control]> b", "a <!h<!h<!h b", "a <!x/ b"])
def test_declarations_that_stop_a_tolerant_parser_lose_no_entry(text: str) -> None:
    items = f"<item><title>{text}</title></item><item><title>two</title></item>"
    delivered = read(f"<rss><channel><title>t</title>{items}</channel></rss>")

    assert (len(delivered.items), delivered.entries) == (2, 2)


def test_a_text_whose_cdata_is_escaped_as_well_is_read() -> None:
    feed = FEED.replace(
        "<title>a", "<description>&lt;![CDATA[Some &lt;b&gt;text&lt;/b&gt;]]&gt;</description><title>a"
    )

    assert read(feed).items[0].original == "Some text"
