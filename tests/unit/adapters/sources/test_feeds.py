"""Feeds into items."""

from datetime import UTC, datetime

import pytest

from adapters.sources import feed_json, feed_xml, feeds
from adapters.sources.limits import Limits
from adapters.sources.protocol import Request
from bot.errors import Unreadable
from bot.model.source import Delivered, Item
from bot.reading.read import read as read_document

LIMITS = Limits(entries=50, entry_characters=1_000)
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The &amp;amp; Post</title><link>https://post.example/</link><language>en</language>
<atom:link rel="self" href="https://post.example/feed"/>{}</channel></rss>"""


def read(text: str, known: dict[str, str] | None = None) -> Delivered:
    return feeds.deliver(
        feed_xml.read(text), Request(name="feed.xml", known=known or {}), LIMITS, read_document
    )


def item(entry: str) -> Item:
    (only,) = read(RSS.format(f"<item>{entry}</item>")).items
    return only


def text_of(entry: str) -> list[str]:
    lines = item(f"<title>t</title>{entry}").original.splitlines()
    return [line.removeprefix("- ") for line in lines]


def test_a_feed_is_known_by_its_own_address() -> None:
    source = read(RSS.format("")).source

    assert (source.key, source.title) == ("https://post.example/feed", "The & Post")


def test_feeds_of_one_site_are_told_apart_by_their_titles() -> None:
    feed = "<rss><channel><title>{}</title><link>https://t.example/</link></channel></rss>"

    assert read(feed.format("Politics")).source.key == "https://t.example/ politics"
    assert read(feed.format("Sport")).source.key == "https://t.example/ sport"
    assert read(feed.format("<![CDATA[SPORT ]]>")).source.key == "https://t.example/ sport"


@pytest.mark.parametrize(
    ("names", "key"),
    [
        ('"feed_url": "https://p.example/f", "home_page_url": "https://p.example/",', "https://p.example/f"),
        ('"home_page_url": "https://p.example/",', "https://p.example/ blog"),
        ("", "title:blog"),
    ],
)
def test_a_json_feed_is_known_by_its_address_then_its_site_and_title(names: str, key: str) -> None:
    feed = feed_json.read(f'{{"version": "https://jsonfeed.org/version/1.1", {names} "title": "Blog"}}')

    assert feeds.deliver(feed, Request(name="f.json"), LIMITS, read_document).source.key == key


def test_entries_of_feeds_that_share_even_their_title_are_told_apart_by_their_words() -> None:
    feed = "<rss><channel><title>Blog</title><item><guid>1</guid><title>{}</title></item></channel></rss>"
    one, other = read(feed.format("The vote")), read(feed.format("The match"))

    assert one.source == other.source
    assert one.items[0].key != other.items[0].key
    assert one == read(feed.format("The vote"))


def test_an_entry_becomes_an_item() -> None:
    found = item(
        "<title>Bill &lt;i&gt;delayed&lt;/i&gt; &amp;amp; mended</title><link>/bill</link>"
        "<guid isPermaLink='false'>b1</guid>"
        "<pubDate>Tue, 01 Sep 2026 10:00:00 GMT</pubDate><category>Law</category><category>law</category>"
        "<description>The text.</description>"
    )

    assert found.reading.headline == "Bill delayed & mended"
    assert found.url == "https://post.example/bill"
    assert found.key == "id:b1"
    assert found.outlet == "The & Post"
    assert found.published_at == datetime(2026, 9, 1, 10, tzinfo=UTC)
    assert found.topics == ("Law",)
    assert found.original == "The text."


def test_an_entry_passed_on_from_elsewhere_names_its_origin() -> None:
    assert item("<title>t</title><source url='https://o.example/'>Origin</source>").outlet == "Origin"


def test_an_entry_without_id_and_address_is_known_by_its_words_and_not_by_its_date() -> None:
    entry = "<title>t</title><description>d</description><pubDate>{}</pubDate>"

    assert item(entry.format("1 Sep 2026")).key == item(entry.format("2 Sep 2026")).key
    assert item(entry.format("")).key.startswith("text:")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("<description>a &amp;lt;b&amp;gt; c</description>", ["a c"]),
        ("<description>Vec&amp;lt;T&amp;gt; &amp;amp; 1 &lt; 2</description>", ["Vec<T> & 1 < 2"]),
        ("<description>&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;</description>", ["one", "two"]),
        ("<description>&amp;lt;p&amp;gt;twice escaped&amp;lt;/p&amp;gt;</description>", ["twice escaped"]),
        ("<description>one\n\ntwo\nlines</description>", ["one", "two lines"]),
        (("<description>Short</description>"
         "<content:encoded><![CDATA[<p>Short and long</p>]]></content:encoded>"),
         ["Short and long"]),
        ("<description>Else</description><content:encoded>Long</content:encoded>", ["Else", "Long"]),
        ("<description>dash &#151; here</description>", ["dash — here"]),
    ],
)  # fmt: skip
def test_the_text_of_an_entry_is_clean(entry: str, expected: list[str]) -> None:
    assert text_of(entry) == expected


def test_known_entries_are_only_counted() -> None:
    text = RSS.format(
        "<item><guid>1</guid><title>a</title></item><item><guid>2</guid><title>b</title></item>"
    )
    delivered = read(text, {"id:1": ""})

    assert [found.key for found in delivered.items] == ["id:2"]
    assert (delivered.entries, delivered.passed_over) == (2, 1)


def test_the_same_entry_twice_gives_two_items_with_one_key() -> None:
    delivered = read(RSS.format("<item><guid>1</guid><title>a</title></item>" * 2))

    assert [found.key for found in delivered.items] == ["id:1", "id:1"]


def test_an_empty_feed_is_no_fault() -> None:
    assert read(RSS.format("")) == Delivered(
        source=read(RSS.format("")).source, kind="feed", items=(), entries=0
    )


def test_an_entry_that_says_nothing_is_counted_and_told() -> None:
    delivered = read(RSS.format("<item><guid>1</guid></item><item><title>b</title></item>"))

    assert (len(delivered.items), delivered.entries) == (1, 2)
    assert delivered.faults == ("Entry 1 has neither a title nor a text.",)


def test_a_feed_that_breaks_off_gives_its_complete_entries_with_their_own_keys() -> None:
    text = RSS.format(
        "<item><guid>1</guid><title>a</title></item>\n<item><guid>22</guid><title>b</title></item>"
    )
    delivered = read(text[: text.index("22") + 1])

    assert [found.key for found in delivered.items] == ["id:1"]
    assert delivered.entries == 2
    assert "breaks off after 1 entry (line 5)" in delivered.faults[0]


def test_a_feed_that_breaks_off_in_its_first_entry_cannot_be_read() -> None:
    with pytest.raises(Unreadable, match="before its first entry"):
        read("<rss><channel><item><title>a")


def test_an_entry_that_is_too_long_is_cut_and_told() -> None:
    delivered = read(RSS.format(f"<item><title>t</title><description>{'word ' * 1_000}</description></item>"))

    assert len(delivered.items[0].original) <= LIMITS.entry_characters
    assert "longer than 1,000 characters" in delivered.faults[0]


def test_too_many_new_entries_are_left_for_the_next_reading() -> None:
    text = RSS.format("".join(f"<item><guid>{n}</guid><title>t</title></item>" for n in range(60)))
    first = read(text)
    second = read(text, {found.key: found.mark for found in first.items})

    assert (len(first.items), len(second.items)) == (50, 10)
    assert (first.whole, second.whole) == (False, True)


def test_entries_are_read_at_once_where_the_request_says_so() -> None:
    text = RSS.format("".join(f"<item><guid>{n}</guid><title>t</title></item>" for n in range(60)))
    request = Request(name="feed.xml", in_parts=False)
    delivered = feeds.deliver(feed_xml.read(text), request, LIMITS, read_document)

    assert (len(delivered.items), delivered.whole) == (60, True)


def test_the_alternative_words_of_pictures_are_kept_behind_the_text() -> None:
    picture = "<description>&lt;img alt='A chart'&gt;&lt;p&gt;Words&lt;/p&gt;</description>"

    assert text_of(picture) == ["Words", "A chart"]


def test_bare_ampersands_and_html_names_are_mended() -> None:
    found = item("<title>AT&T&nbsp;wins</title><link>https://x.example/?a=1&b=2</link>")

    assert found.reading.headline == "AT&T wins"
    assert found.url == "https://x.example/?a=1&b=2"


def test_entities_that_a_feed_declares_are_not_expanded() -> None:
    bomb = "<!DOCTYPE r [" + "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
    found = read(bomb + "<rss><channel><item><title>&e9; is left</title></item></channel></rss>").items[0]

    assert found.reading.headline == "&e9; is left"


def test_atom_with_bases_and_markup_is_read() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://post.example/blog/"><title>Post</title>
    <link rel="self" href="/atom"/><entry xml:base="2026/"><id> urn:1 </id><link href="a"/>
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>bold</b> title</div></title>
    <content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>one</x:p><x:p>two</x:p></x:div>
    </content>
    <published>2026-09-01T10:00:00Z</published><source><title>Origin</title></source></entry></feed>"""
    (found,) = read(feed).items

    assert (found.key, found.reading.headline, found.outlet) == ("id:urn:1", "A bold title", "Origin")
    assert found.url == "https://post.example/blog/2026/a"
    assert found.original == "one\ntwo"


def test_rss_1_is_read() -> None:
    feed = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="c"><title>Post</title>
    <link>https://p.example/</link></channel><item rdf:about="https://p.example/1"><title>t</title><dc:date>2026-09-01</dc:date></item></rdf:RDF>"""
    delivered = read(feed)

    assert delivered.source.key == "https://p.example/ post"
    assert delivered.items[0].key == "url:https://p.example/1"
    assert delivered.items[0].published_at == datetime(2026, 9, 1, tzinfo=UTC)


def test_json_feed_is_read_and_a_broken_entry_told() -> None:
    text = """{"version": "https://jsonfeed.org/version/1.1", "title": "Post",
    "feed_url": "https://p.example/f.json", "items": [{"id": 7, "url": "https://p.example/7",
    "content_text": "1 < 2 & <b>so</b>", "tags": ["law"],
    "date_published": "2026-09-01T10:00:00Z", "_x": {}}, {"id": "8", "tags": "law"}]}"""
    delivered = feeds.deliver(feed_json.read(text), Request(name="f.json"), LIMITS, read_document)

    assert delivered.source.key == "https://p.example/f.json"
    assert delivered.items[0].key == "id:7"
    assert delivered.items[0].topics == ("law",)
    assert delivered.entries == 2
    assert delivered.faults == ("Entry 2 can't be used: its `tags` is not what the format asks for.",)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a"', "can't be read"),
        ("{}", "no JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 1}', "its `items`"),
    ],
)
def test_json_of_another_kind_is_refused(text: str, what: str) -> None:
    with pytest.raises(Unreadable, match=what):
        feed_json.read(text)
