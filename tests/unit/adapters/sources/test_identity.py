"""Keys and addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sources.identity import entry_key, host_of, web_url

URL = "https://news.example/a"


def test_an_entry_is_known_by_its_own_id_first() -> None:
    assert entry_key("tag:news.example,2026:1", "/a", URL) == "id:tag:news.example,2026:1"


def test_an_id_that_is_an_address_and_a_bare_address_name_the_same_entry() -> None:
    assert entry_key(URL, None, None) == entry_key(None, URL, URL) == f"url:{URL}"


def test_an_id_that_repeats_the_link_is_resolved_with_it() -> None:
    assert entry_key("/a", "/a", URL) == entry_key(None, "/a", URL)


def test_white_space_and_entities_in_an_id_do_not_matter() -> None:
    assert entry_key(" a&amp;b\n c ", None, None) == entry_key("a&b c", None, None)


def test_an_endless_id_gives_a_short_key() -> None:
    assert len(entry_key("x" * 1_000_000, None, None) or "") < 100


def test_without_id_and_address_there_is_no_key() -> None:
    assert entry_key("  ", "javascript:alert(1)", None) is None


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://", "//", "mailto:a@b.c", "",
     None,     "http://[::1", "java\nscript:alert(1)", "https://news.example/" + "x" * 3_000],
)  # fmt: skip
def test_only_web_addresses_are_kept(link: str | None) -> None:
    assert web_url(link) is None


def test_a_relative_link_is_resolved_against_its_base() -> None:
    assert web_url("../b?x=1&amp;y=2", "https://news.example/a/c") == "https://news.example/b?x=1&y=2"


def test_an_outlet_can_be_told_by_its_host() -> None:
    assert host_of("https://www.news.example/a") == "news.example"


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_link_breaks_anything(link: str, base: str) -> None:
    url = web_url(link, base)

    assert url is None or url.lower().startswith(("http://", "https://"))


def test_in_a_feed_that_cannot_be_told_from_others_only_an_id_for_the_whole_world_counts() -> None:
    assert entry_key("1", None, None, anonymous=True) is None
    assert entry_key("1", URL, URL, anonymous=True) == f"url:{URL}"
    assert entry_key("urn:uuid:1", None, None, anonymous=True) == "id:urn:uuid:1"
    assert entry_key(URL, None, None, anonymous=True) == f"url:{URL}"
