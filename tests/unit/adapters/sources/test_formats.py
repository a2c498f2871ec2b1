"""What some bytes are."""

import gzip

import pytest

from adapters.sources.formats import Format, sniff
from bot.errors import Unreadable
from tests.unit.adapters.sources import archives

RSS = "<rss version='2.0'><channel/></rss>"


@pytest.mark.parametrize(
    ("name", "text", "media_type", "expected"),
    [
        ("a", f"<?xml version='1.0'?>{RSS}", None, Format.xml_feed),
        ("a.html", f"<!-- by x -->{RSS}", "text/html", Format.xml_feed),
        ("a.txt", "<?xml version='1.0'?><!DOCTYPE html><html><body>x", None, Format.html),
        ("a", '{"version": "https://jsonfeed.org/version/1.1"}', None, Format.json_feed),
        ("a.txt", "{Editor's note} The bill was delayed.", None, Format.text),
        ("a.md", "Text.", None, Format.markdown),
        ("a.md", "<div>a</div>\n\n# Head", None, Format.markdown),
        ("a", "Text <b>bold</b>.", "text/html; charset=utf-8", Format.html),
        ("a.txt", "## Head\nText.", None, Format.markdown),
        ("a.txt", "Head\r\n====\r\nText.", None, Format.markdown),
        ("a.txt", "---\r\ntitle: x\r\n---\r\nText.", None, Format.markdown),
        ("a", "**Deal done**\r\n\r\n- **Price:** 5m", None, Format.markdown),
        ("a.txt", "Text.\n- bullet", None, Format.text),
        ("https://x.example/a.html?b=c", "Text.", None, Format.html),
    ],
)
def test_content_tells_the_format_then_the_name_then_what_was_declared(
    name: str, text: str, media_type: str | None, expected: Format
) -> None:
    assert sniff(name, text.encode(), media_type).format is expected


def test_a_word_document_is_told_from_other_archives() -> None:
    assert sniff("a", archives.docx(archives.document()), None).format is Format.docx
    with pytest.raises(Unreadable, match="zip archive"):
        sniff("a.docx", archives.zipped({"inner.zip": archives.zipped({})}), None)


@pytest.mark.parametrize(
    ("name", "body", "what"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "a PDF"),
        ("a.txt", gzip.compress(b"text", mtime=0), "gzip"),
        ("a.csv", b"a,b\n1,2\n", "a table"),
        ("a", b'{"a": 1}\n{"a": 2}\n', "JSON lines"),
        ("a.png", b"\x89PNG\r\n", "a picture"),
        ("a", bytes(range(256)) * 9, "no text"),
        ("a.xml", b"<?xml version='1.0'?><opml/>", "neither RSS nor Atom"),
        ("a", b"", "no text in it"),
        ("a", b" \r\n\t", "no text in it"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_way_out_told(name: str, body: bytes, what: str) -> None:
    with pytest.raises(Unreadable, match=what) as caught:
        sniff(name, body, None)

    assert ".docx" in caught.value.next_step
