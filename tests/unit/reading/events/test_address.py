"""Addresses that are one page, and those that aren't."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.events.address import address_words, page_mark, same_address


@pytest.mark.parametrize(
    "other",
    [
        "http://www.example.com/news/quake",
        "HTTPS://Example.COM/news/quake/",
        "https://example.com:443/news/quake#comments",
        "https://example.com/news/quake?utm_source=rss&utm_medium=feed&fbclid=1",
        "https://example.com/news/quake?gclid=x&mc_cid=y&igshid=z",
        "https://example.com/news/quake/amp",
        "https://example.com/news/quake/amp/",
        "https://example.com/news/quake.amp.html",
        "https://example.com/amp/news/quake",
        "https://amp.example.com/news/quake?amp=1",
        "https://m.example.com//news/quake?feed=rss",
    ],
)
def test_one_page_has_one_address(other: str) -> None:
    assert same_address(other) == same_address("https://example.com/news/quake")


@pytest.mark.parametrize(
    "other",
    [
        "https://example.com/news/quake?id=7",
        "https://example.com/news/quakes",
        "https://example.com/news/Quake",
        "https://example.com:8080/news/quake",
        "https://example.org/news/quake",
        "https://live.example.com/news/quake",
        "https://example.com/news/quake?source=agency",
        "https://example.com/camp/news/quake",
    ],
)
def test_what_may_be_another_page_has_another_address(other: str) -> None:
    assert same_address(other) != same_address("https://example.com/news/quake")


def test_parameters_may_stand_in_any_order() -> None:
    assert same_address("https://example.com/a?p=1&q=2") == same_address(
        "https://example.com/a?q=2&utm_id=3&p=1"
    )


@given(st.text(max_size=60) | st.text(max_size=40).map("https://example.com/".__add__))
def test_any_text_has_a_form_that_stays(url: str) -> None:
    assert same_address(url) == same_address(url)
    page_mark(url)
    address_words(url)


def test_a_front_page_is_no_page_of_its_own() -> None:
    assert page_mark("https://www.example.com/") is None
    assert page_mark(None) is None
    assert page_mark("https://example.com/?p=1") is not None


def test_the_words_of_an_address_are_those_of_its_headline() -> None:
    assert address_words("https://example.com/business/fed-plosser-sees-taper-2014.html") == (
        "fed plosser sees taper 2014 html"
    )
    assert address_words("https://example.com/business/story.aspx?id=1") == ""
