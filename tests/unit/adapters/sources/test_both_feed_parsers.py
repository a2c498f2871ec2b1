"""Whether a feed is read by its XML tree or by feedparser must not change who its entries are."""

from pathlib import Path

import pytest

from adapters.sources import feed_loose, feed_xml, feeds
from adapters.sources.limits import Limits
from adapters.sources.protocol import Request
from adapters.sources.raw_feed import RawFeed
from bot.model.source import Delivered
from bot.reading.read import read

SAMPLES = sorted((Path(__file__).parents[4] / "samples" / "feeds").glob("*.xml"))
RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Post</title><link>https://p.example/</link><atom:link rel="self" href="https://p.example/f"/>
<item>{}</item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><id>f</id><link href="https://p.example/"/>
<link rel="self" href="https://p.example/f"/><entry>{}</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="c"><title>Post</title><link>https://p.example/</link></channel>{}</rdf:RDF>"""


def delivered(feed: RawFeed) -> Delivered:
    return feeds.deliver(feed, Request(name="feed"), Limits(), read)


@pytest.mark.parametrize(
    ("frame", "entry"),
    [
        (RSS, "<title>t</title><guid> tag:1 </guid><link>https://p.example/1</link>"),
        (RSS, "<title>t</title><guid isPermaLink='false'>a  b\n c</guid>"),
        (RSS, "<title>t</title><guid>a&amp;amp;b</guid>"),
        (RSS, "<title>t</title><guid>https://p.example/1</guid>"),
        (
            RSS,
            "<title>t</title><guid isPermaLink='false'>https://p.example/1</guid><link>https://p.example/2</link>",
        ),
        (RSS, "<title>t</title><link> https://p.example/1?a=1&amp;b=2 </link>"),
        (RSS, "<title>t</title><link>/1</link>"),
        (RSS, "<title>t</title><link/><guid>/1</guid>"),
        (RSS, "<title>t &amp;amp; u</title><description>&lt;p&gt;d&lt;/p&gt;</description>"),
        (RSS, "<title>t</title><link>javascript:alert(1)</link><dc:date>2026-09-01</dc:date>"),
        (
            RSS,
            "<title>t</title><category>a</category><category domain='x'>b</category>",
        ),
        (ATOM, "<title>t</title><id>\n urn:1 </id><link href='1'/><updated>2026-09-01T10:00:00Z</updated>"),
        (
            ATOM,
            "<title>t</title><link rel='alternate' href='https://p.example/1'/><link rel='edit' href='2'/>",
        ),
        (ATOM, "<title>t</title><id>https://p.example/1</id>"),
        (ATOM, "<title>t</title><link rel='related' href='https://p.example/1'/>"),
        (ATOM, "<title type='html'>a &lt;b&gt;b&lt;/b&gt;</title><id>1</id><category term='x' label='X'/>"),
        (
            ATOM,
            "<id>1</id><title type='xhtml'><x:div xmlns:x='http://www.w3.org/1999/xhtml'>a</x:div></title>",
        ),
        (
            RDF,
            "<item rdf:about='https://p.example/1'><title>t</title><link>https://p.example/2</link></item>",
        ),
    ],
)
def test_both_parsers_give_the_same_items(frame: str, entry: str) -> None:
    text = frame.format(entry)

    assert delivered(feed_xml.read(text)) == delivered(feed_loose.read(text, "line 1: x"))


@pytest.mark.parametrize("path", SAMPLES[:6], ids=lambda path: path.stem)
def test_both_parsers_give_the_same_items_of_real_feeds(path: Path) -> None:
    text = path.read_text("utf-8")

    assert delivered(feed_xml.read(text)) == delivered(
        feed_loose.read(text[text.index("<rss") :], "line 1: x")
    )


@pytest.mark.parametrize(
    "name", ["links", "tags", "content", "source", "ttl", "id", "guidislink", "updated_parsed"]
)
def test_an_element_with_the_name_of_a_parsers_field_stops_nothing(name: str) -> None:
    odd = f"<{name} rel='self' href='f' url='u'/><{name}>x</{name}><{name}/>"
    text = RSS.format(f"{odd}<title>t</title>").replace("<link>", f"{odd}<link>")

    assert [item.reading.headline for item in delivered(feed_loose.read(text, "line 1: x")).items] == ["t"]


def test_a_namespace_that_is_none_stops_nothing() -> None:
    text = "<feed xmlns='a b c'><title>Post</title><entry><id>1</id><title>t</title></b></entry></feed>"

    assert [item.reading.headline for item in delivered(feed_xml.read(text)).items] == ["t"]


def test_what_is_no_xml_any_more_is_left_to_feedparser() -> None:
    text = RSS.format("<title>t</title><guid>1</guid><b>bold</title>") + "<"

    assert [item.key for item in delivered(feed_xml.read(text)).items] == ["id:1"]
