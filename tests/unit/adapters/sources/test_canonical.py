"""Which address of its own a page is believed."""

import pytest

from adapters.sources.canonical import believed

FETCHED = "https://www.post.example/law/2026/bill-delayed-again"


@pytest.mark.parametrize(
    "said",
    [
        "https://post.example/law/2026/bill-delayed-again",
        "https://www.post.example/law/bill",
        "https://news.post.example/law/2026/bill-delayed-again",
        "https://wire.example/2026/09/bill-delayed-again.html",
    ],
)
def test_an_address_of_the_site_or_with_the_articles_name_is_believed(said: str) -> None:
    assert believed([said], FETCHED) == said


@pytest.mark.parametrize(
    "said",
    [
        "https://www.post.example/",
        "https://www.post.example",
        "https://www.post.example/?ref=law",
        "https://www.post.example/law",
        "https://www.post.example/law/2026",
        "https://other.example/",
        "https://other.example/elsewhere-entirely-2026",
        "https://notpost.example/law",
        "https://example/law",
    ],
)
def test_a_front_page_a_section_and_a_stranger_are_not_believed(said: str) -> None:
    assert believed([said], FETCHED) == FETCHED


@pytest.mark.parametrize(
    ("fetched", "said"),
    [
        ("https://post.example/bill-delayed/amp", "https://post.example/bill-delayed"),
        ("https://post.example/bill/amp/", "https://post.example/bill"),
        ("https://amp.post.example/bill", "https://www.post.example/bill"),
        ("https://m.post.example/bill/page/2", "https://www.post.example/bill"),
        ("https://post-example.cdn.ampproject.org/c/s/post.example/bill", "https://post.example/bill"),
        ("https://www.search.example/amp/s/www.post.example/law/bill/", "https://www.post.example/law/bill/"),
        ("https://post.example/", "https://www.post.example/"),
        ("https://post.example/?p=17", "https://post.example/?p=17"),
        ("https://post.example/show?id=17", "https://post.example/show?id=17"),
    ],
)
def test_other_forms_of_a_page_lead_to_it(fetched: str, said: str) -> None:
    assert believed([said], fetched) == said


def test_the_first_that_can_be_its_own_counts_and_a_fragment_does_not() -> None:
    assert believed(
        [None, "https://post.example/", "https://post.example/b#top"], "https://post.example/a"
    ) == ("https://post.example/b")


def test_a_page_that_was_handed_in_is_believed_anything_but_a_front_page() -> None:
    assert believed(["https://post.example/", "https://post.example/b"], None) == "https://post.example/b"
    assert believed(["https://post.example/"], None) is None
