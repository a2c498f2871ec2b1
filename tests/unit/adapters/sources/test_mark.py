"""A body's mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sources.mark import mark_of

RSS = (
    "<rss><channel><title>{title}</title><lastBuildDate>{date}</lastBuildDate>"
    "<item><title>A</title><dc:date>{date}</dc:date><pubDate>{date}</pubDate></item>"
    '<item><dcterms:modified xsi:type="x">{date}</dcterms:modified>'
    "<pubDate><![CDATA[{date}]]></pubDate></item>"
    "</channel></rss>"
)
ATOM = (
    "<feed><title>{title}</title><updated>{date}</updated>"
    "<a:entry><a:published>{date}</a:published></a:entry></feed>"
)
JSON = '{{"title": "{title}", "items": [{{"date_published": "{date}", "date_modified" : "{date}"}}]}}'
dates = st.text("0123456789abcxyzTZ:+-., ", max_size=40)
words = st.text("abcdefghij <>/\"'", max_size=20)


@pytest.mark.parametrize("form", [RSS, ATOM, JSON])
@given(one=dates, other=dates, title=words)
def test_two_bodies_that_differ_in_their_dates_alone_have_the_same_mark(
    form: str, one: str, other: str, title: str
) -> None:
    assert mark_of(form.format(title=title, date=one).encode()) == mark_of(
        form.format(title=title, date=other).encode()
    )


@pytest.mark.parametrize("form", [RSS, ATOM, JSON])
@given(one=words, other=words, date=dates)
def test_two_bodies_that_differ_in_anything_else_have_different_marks(
    form: str, one: str, other: str, date: str
) -> None:
    marks = {mark_of(form.format(title=title, date=date).encode()) for title in (one, other)}

    assert len(marks) == len({one, other})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            b"<rss><updated>we <b>were</b> wrong</updated></rss>",
            b"<rss><updated>we <b>are</b> wrong</updated></rss>",
        ),
        (b"<rss><update>1</update></rss>", b"<rss><update>2</update></rss>"),
        (b"<rss><a updated='1'/></rss>", b"<rss><a updated='2'/></rss>"),
        (b"<rss><pubDate>1", b"<rss><pubDate>2"),
    ],
)
def test_only_the_contents_of_date_elements_are_passed_over(one: bytes, other: bytes) -> None:
    assert mark_of(one) != mark_of(other)
