"""Every target holds for what hypothesis makes of the seeds. `python -m tests.fuzz` goes further, by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import seeds, targets

PIECES = (
    b"<", b">", b"&", b"'", b'"', b"<!", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"</", b"<?", b"\0",
    b"\x0b", b"\xff", "\u202e".encode(), "\ufffe".encode(), "é".encode("latin-1"), b"&amp;lt;", b"&#0;",
    b"&#x110000;", b"&e;", b"<item>", b"</item>", b"</rss>", b"<entry>", b"</title>", b"<base href='//['>",
    b"<link rel=canonical href='http://['>",
    b"<link rel=alternate type=application/rss+xml href='http://a:b@c:99999/'>", b"<time datetime='9999'>",
    b"<pre>\n", b"<ttl>", b"1e9", b"xmlns='", b"xmlUrl='http://", b"http://[::1",
    b"https://\xe2\x92\xb6.example/", b"javascript:", b"- ", b"# ", b"\n\n", b"{", b"[", b'"items":',
    b"2026-02-30T25:61:00Z", b"<div hidden>", b"<table><tr><td>",
)  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, *bodies: bytes) -> bytes:
    """Return one of the bodies with pieces put in, taken out and repeated."""
    body = draw(st.sampled_from(bodies))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 60)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=4))
        body = body[:start] + piece * draw(st.integers(0, 3)) + body[end:]
    return body


@settings(max_examples=50)
@given(spoiled(seeds.RSS, seeds.ATOM, seeds.JSON))
def test_feeds(body: bytes) -> None:
    targets.any_input(body)


@settings(max_examples=25)
@given(spoiled(seeds.PAGE, seeds.MARKDOWN))
def test_pages(body: bytes) -> None:
    targets.any_input(body)


@settings(max_examples=50)
@given(spoiled(seeds.OPML))
def test_lists(body: bytes) -> None:
    targets.a_list(body)


@settings(max_examples=50)
@given(spoiled(seeds.ADDRESSES) | st.binary(max_size=40))
def test_addresses(body: bytes) -> None:
    targets.addresses(body)


@pytest.mark.parametrize("seed", seeds.SEEDS)
def test_every_seed_goes_through_its_target(seed: bytes) -> None:
    targets.TARGETS[seed[0]](seed[1:])
