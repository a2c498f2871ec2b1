"""Saved web pages."""

from datetime import UTC, datetime

import pytest

from adapters.sources import pages
from bot.model.document import BlockKind

SENTENCE = "The committee voted on Tuesday to delay the bill until the spring, after weeks of talks."
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Bill delayed | The Post</title>
<meta property="og:site_name" content="The Post"><link rel="canonical" href="https://post.example/bill">
<meta property="article:published_time" content="2026-09-01T10:00:00Z">
<meta name="keywords" content="law, AI">
<style>p {{}}</style></head><body>
<div class="cookie-banner">We use cookies, and we would like you to accept all of them today.</div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/law">Law</a></li></ul></nav></header>
<main><article><h1>Bill delayed</h1><p>{SENTENCE}</p><h2>Why it matters</h2>
<p>{SENTENCE.replace("Tuesday", "Friday")}</p><ul><li>{SENTENCE.replace("bill", "budget")}</li></ul>
<p>{SENTENCE.replace("talks", "debates")}</p></article></main>
<footer>Imprint and privacy</footer><script>var hidden = 1</script></body></html>"""


def test_the_article_comes_in_blocks_and_the_furniture_is_kept_apart() -> None:
    page = pages.read(PAGE)

    assert [draft.kind for draft in page.drafts] == [
        BlockKind.heading, BlockKind.paragraph, BlockKind.heading, BlockKind.paragraph, BlockKind.bullet,
        BlockKind.paragraph,
    ]  # fmt: skip
    assert page.drafts[1].text == SENTENCE
    for words in ("We use cookies", "Home", "Imprint and privacy"):
        assert words in page.rest
    assert "hidden" not in page.rest


def test_a_page_says_where_and_when_it_was_published() -> None:
    about = pages.read(PAGE).about

    assert about.url == "https://post.example/bill"
    assert about.outlet == "The Post"
    assert about.published_at == datetime(2026, 9, 1, 10, tzinfo=UTC)
    assert about.language == "en-GB"
    assert about.title is None, "its heading says it better"


def test_the_title_of_a_page_without_a_heading_is_kept() -> None:
    assert pages.read(
        "<html><head><title>The title</title></head><body><p>Text.</p></body></html>"
    ).about.title == ("The title")


def test_a_date_in_the_linked_data_is_read() -> None:
    text = '<script type="application/ld+json">{"datePublished": "2026-09-01T10:00:00Z"}</script><p>Text.</p>'

    assert pages.read(text).about.published_at == datetime(2026, 9, 1, 10, tzinfo=UTC)


def test_an_exported_document_comes_whole_and_in_order() -> None:
    page = pages.read("<html><body><p>One.</p><h2>Two</h2><p>Three.</p></body></html>")

    assert [draft.text for draft in page.drafts] == ["One.", "Two", "Three."]
    assert page.rest == ""


FETCHED = "https://www.post.example/law/bill-delayed?utm_source=x"


def test_of_a_page_that_was_fetched_only_the_article_is_kept() -> None:
    page = pages.read(PAGE, FETCHED)

    assert page.rest == ""
    assert [draft.text for draft in page.drafts][:2] == ["Bill delayed", SENTENCE]


@pytest.mark.parametrize(
    "body",
    [
        "<nav>{many}</nav><div><p>We value your privacy.</p></div><footer>{many}</footer>",
        "<header>{many}</header><i id='app'></i><aside>{many}</aside><div role='contentinfo'>{many}</div>",
    ],
)
def test_a_page_without_its_article_is_short_however_long_its_menus_are(body: str) -> None:
    page = pages.read(f"<html><body>{body.format(many=f'<p>{SENTENCE}</p>' * 20)}</body></html>", FETCHED)

    assert sum(len(draft.text) for draft in page.drafts) + len(page.rest) < len(SENTENCE)


def test_a_page_that_names_no_article_is_watched_without_its_menus() -> None:
    page = pages.read(
        "<html><body><nav>Home</nav><p>One.</p><p>Two.</p><footer>Imprint</footer></body></html>", FETCHED
    )

    assert [draft.text for draft in page.drafts] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("/law/bill", "https://www.post.example/law/bill"),
        ("https://www.post.example/", FETCHED),
        ("https://elsewhere.example/about-us-2026", FETCHED),
        ("http://[broken", FETCHED),
    ],
)
def test_a_page_is_where_it_says_if_that_can_be_so(canonical: str, url: str) -> None:
    about = pages.read(PAGE.replace("https://post.example/bill", canonical), FETCHED).about

    assert (about.url, about.outlet) == (url, "The Post")


def test_a_page_that_says_nothing_of_itself_has_its_hosts_name() -> None:
    about = pages.read("<html><body><p>Text.</p></body></html>", FETCHED).about

    assert (about.url, about.outlet) == (FETCHED, "post.example")
