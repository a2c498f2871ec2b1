"""Small inputs of every kind to begin with; the first byte names the target (`targets.TARGETS`)."""

from typing import Final

RSS: Final = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel><title>The &amp;amp; Post</title><link>https://post.example/</link><language>en</language><ttl>60</ttl>
<sy:updatePeriod>hourly</sy:updatePeriod><atom:link rel="self" href="/feed"/>
<item><title><![CDATA[Bill <i>delayed</i>]]></title><link>/bill?a=1&amp;b=2</link><guid>b1</guid>
<pubDate>Tue, 01 Sep 2026 10:00:00 GMT</pubDate><category>Law</category><description>&lt;p&gt;Voted.
&lt;/p&gt;</description>
<content:encoded><![CDATA[<h2>What happened</h2><ul><li>One</li></ul>]]></content:encoded>
</item><item><title>AT&T &nbsp; wins</title><dc:date>2026-09-01</dc:date></item></channel></rss>"""
ATOM: Final = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://p.example/x/"><title>Post</title>
<link rel="self" href="f"/><entry><id>urn:1</id><link href="a"/><title type="xhtml"><div
xmlns="http://www.w3.org/1999/xhtml">A <b>title</b></div></title><updated>2026-09-01T10:00:00Z</updated>
<content type="html">&lt;p&gt;Text&lt;/p&gt;</content></entry></feed>"""
JSON: Final = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [{"id": 7,
"url": "https://p.example/7", "content_text": "1 < 2", "tags": ["law"], "date_published": "2026-09-01"}]}"""
PAGE: Final = b"""<!doctype html><html lang="en"><head><title>Bill delayed | Post</title><base href="/law/">
<link rel="canonical" href="https://post.example/law/bill">
<link rel="alternate" type="application/rss+xml" href="f">
<meta property="og:site_name" content="Post"><meta name="date" content="2026-09-01T10:00:00Z">
<script type="application/ld+json">{"datePublished": "2026-09-01T10:00:00Z"}</script></head><body>
<nav>Home</nav>
<article><h1>Bill delayed</h1><p>The committee voted on Tuesday to delay the bill until the spring.</p>
<table><tr><td>a</td><td>b</td></tr></table></article><footer>Imprint</footer></body></html>"""
OPML: Final = b"""<opml version="2.0"><head><title>t</title></head><body><outline text="Law">
<outline type="rss" text="Post" xmlUrl="https://p.example/f" htmlUrl="https://p.example/" category="/a/b,c"/>
</outline></body></opml>"""
MARKDOWN: Final = (
    b"# Bill delayed\n\n**What happened**\n\n- One: [two](https://p.example/)\n\nSource: The Post\n"
)
ADDRESSES: Final = b"../b?x=1&amp;y=2#z\nhttps://user@[2001:db8::1]:8080/a/b"

SEEDS: Final = (
    *(b"\0" + body for body in (RSS, ATOM, JSON, PAGE, MARKDOWN)),
    b"\1<item><title>a</titl></item><![CDATA[ <!x <![if",
    b"\2<body><main><p>Text</p></main>",
    b"\3" + OPML,
    b"\4" + ADDRESSES,
)
