"""Lists of feeds, in and out."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from adapters.exports.opml import as_opml
from adapters.sources.opml import MOST_BYTES, read_opml
from bot.errors import Unreadable
from bot.model.outline import Outline
from bot.model.polled import PolledSource, SourceKind

LIST = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- of a reader -->
<opml version="2.0"><head><title>Feeds</title></head><body>
<outline text="News"><outline text="Europe">
<outline type="rss" text="Caf\xe9 &amp;amp; Post" xmlUrl=" https://cafe.example/feed " htmlUrl="https://cafe.example/"/>
</outline></outline>
<outline title="Wire" text="wire" xmlUrl="https://wire.example/rss" category="/Law/Courts,AI, ,AI"/>
</body></opml>"""


def listed(*outlines: str) -> bytes:
    return "\n".join(("<opml><body>", *outlines, "</body></opml>")).encode()


def test_feeds_come_with_title_address_and_the_folders_around_them() -> None:
    assert read_opml(LIST).feeds == (
        Outline(
            xml_url="https://cafe.example/feed",
            title="Café & Post",
            html_url="https://cafe.example/",
            topics=("News", "Europe"),
        ),
        Outline(xml_url="https://wire.example/rss", title="Wire", topics=("Law", "Courts", "AI")),
    )


def test_a_feed_in_two_folders_comes_once_with_both() -> None:
    feed = "<outline text='Post' xmlUrl='https://p.example/f'/>"
    (found,) = read_opml(
        listed(f"<outline text='A'>{feed}</outline>", f"<outline text='B'>{feed}</outline>")
    ).feeds

    assert found.topics == ("A", "B")


def test_what_is_no_feed_is_told_with_its_line() -> None:
    good = "<outline text='Good' xmlUrl='https://p.example/f'/>"
    found = read_opml(
        listed(
            good,
            "<outline text='Bad' xmlUrl='ftp://p.example/f'/>",
            "<outline text='Page' type='link' url='https://page.example/'/>",
            "<outline text='Note'/>",
        )
    )

    assert [feed.title for feed in found.feeds] == ["Good"]
    assert found.faults == (
        'Line 3: "ftp://p.example/f" is no address of the web (Bad).',
        "Line 4: Page names no feed (xmlUrl); `source add https://page.example/` looks for one.",
        "Line 5: Note names no feed (xmlUrl).",
    )


def test_of_very_many_faults_some_are_told_and_the_others_counted() -> None:
    faults = read_opml(listed("<outline xmlUrl='https://p.example/f'/>", *["<outline/>"] * 50)).faults

    assert len(faults) == 21
    assert faults[-1] == "There are 30 more lines of this kind."


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "line 1"),
        (b"Just text.", "line 1"),
        (b"<opml>\n<body>\n<outline", r"line 3: Couldn't find end of Start Tag outline"),
        (b"<rss version='2.0'/>", "no OPML: it begins with <rss>"),
        (b"<opml><body/></opml>", "names no feed"),
        (listed("<outline text='x' xmlUrl='data:,x'/>"), "names no feed. Line 2:"),
        (b"<opml>" + b" " * MOST_BYTES, "larger than 5 MB"),
        (b"<opml>" + b"<outline text='a'>" * 100_000, "Excessive depth"),
    ],
)
def test_what_is_no_list_is_refused_and_says_where(body: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as caught:
        read_opml(body)

    assert caught.value.next_step


@pytest.mark.parametrize(
    "declared",
    [
        "<!ENTITY e SYSTEM 'file:///etc/hostname'>",
        "<!ENTITY e SYSTEM 'http://127.0.0.1/'>",
        f"<!ENTITY a '{'x' * 1_000}'><!ENTITY b '{'&a;' * 1_000}'><!ENTITY e '{'&b;' * 1_000}'>",
    ],
)
def test_nothing_that_a_list_declares_is_opened_or_blown_up(declared: str) -> None:
    body = listed("<outline text='&e;' xmlUrl='https://p.example/f'/>").decode()

    try:
        found = read_opml(f"<!DOCTYPE opml [{declared}]>{body}".encode())
    except Unreadable:
        return
    assert [len(feed.title) for feed in found.feeds] == [0]


def source(number: int, url: str, **changed: object) -> PolledSource:
    at = datetime(2026, 11, 2, 7, tzinfo=UTC)
    draft: dict[str, object] = {
        "number": number,
        "key": url,
        "url": url,
        "kind": SourceKind.feed,
        "title": f"Source {number}",
        "added_at": at,
        "next_at": at,
    }
    return PolledSource.model_validate(draft | changed)


def test_what_is_written_can_be_read_again() -> None:
    sources = [
        source(1, "https://a.example/f?a=1&b=2", title='"Post" & <Co>', topics=("Law", "AI/ML")),
        source(2, "https://b.example/f"),
    ]

    assert read_opml(as_opml(sources)).feeds == (
        Outline(xml_url="https://a.example/f?a=1&b=2", title='"Post" & <Co>', topics=("Law", "AI/ML")),
        Outline(xml_url="https://b.example/f", title="Source 2"),
    )


def test_a_list_is_what_the_format_asks_for() -> None:
    page = source(2, "https://b.example/", kind=SourceKind.page, topics=("One, two",))
    root = etree.fromstring(as_opml([source(1, "https://a.example/f"), page]))

    assert (root.tag, root.get("version"), root.findtext("head/title")) == (
        "opml",
        "2.0",
        "Nutgraf's sources",
    )
    assert [dict(outline.attrib) for outline in root.iter("outline")] == [
        {"text": "Source 1", "title": "Source 1", "type": "rss", "xmlUrl": "https://a.example/f"},
        {
            "text": "Source 2",
            "title": "Source 2",
            "type": "link",
            "url": "https://b.example/",
            "category": "One two",
        },
    ]
