"""Which feeds a page names."""

import pytest

from adapters.sources import html
from adapters.sources.autodiscovery import feeds_of
from bot.model.source import FeedLink

PAGE = "https://post.example/law/"


def feeds(head: str, base: str | None = PAGE) -> tuple[FeedLink, ...]:
    root = html.parse(f"<html><head>{head}</head><body><p>Text.</p></body></html>")
    assert root is not None
    return feeds_of(root, base)


def link(href: str, kind: str = "application/rss+xml", title: str = "", rel: str = "alternate") -> str:
    return f"<link rel='{rel}' type='{kind}' title='{title}' href='{href}'>"


def urls(head: str, base: str | None = PAGE) -> list[str]:
    return [found.url for found in feeds(head, base)]


@pytest.mark.parametrize(
    "kind",
    [
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/json",
        "Application/RSS+XML; charset=utf-8",
    ],
)
def test_every_kind_of_feed_is_found(kind: str) -> None:
    assert feeds(link("/feed", kind, "Law  news")) == (
        FeedLink(url="https://post.example/feed", title="Law news"),
    )


def test_relative_links_lead_from_the_page() -> None:
    assert urls(link("feed.xml") + link("//cdn.example/f") + link("?feed=rss2")) == [
        "https://post.example/law/feed.xml",
        "https://cdn.example/f",
        "https://post.example/law/?feed=rss2",
    ]


def test_feeds_of_comments_come_last_and_each_comes_once() -> None:
    head = link("/comments/feed/") + link("/story/feed", title="Story » Comments Feed")
    head += link("/feed") + link("/feed", title="again") + link("/atom", "application/atom+xml")

    assert urls(head) == [
        "https://post.example/feed",
        "https://post.example/atom",
        "https://post.example/comments/feed/",
        "https://post.example/story/feed",
    ]


@pytest.mark.parametrize(
    "head",
    [
        link("/style", "text/css", rel="stylesheet"),
        link("/de/", "text/html"),
        link("/feed", rel="canonical"),
        link("javascript:alert(1)"),
        link("file:///etc/passwd"),
        link(""),
        link("/wp-json/wp/v2/pages/2", "application/json"),
        link("/oembed", "application/json+oembed"),
    ],
)
def test_what_is_no_feed_is_left_out(head: str) -> None:
    assert feeds(head) == ()


def test_of_very_many_twenty_are_named() -> None:
    assert len(feeds("".join(link(f"/{n}") for n in range(50)))) == 20
