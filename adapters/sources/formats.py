"""What some bytes are: told by their content first, then by their name, then by what was declared."""

import json
import re
from enum import Enum, auto
from typing import NamedTuple

from adapters.sources import charset, feed_xml, markdown
from adapters.sources.protocol import READABLE
from bot.errors import Unreadable


class Format(Enum):
    """The formats that can be read."""

    xml_feed = auto()
    json_feed = auto()
    html = auto()
    markdown = auto()
    text = auto()
    docx = auto()


class Sniffed(NamedTuple):
    """A format, and the decoded text of all but Word documents."""

    format: Format
    text: str = ""


_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"Rar!", "an archive (rar)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\xd0\xcf\x11\xe0", "a Word document of the old kind (.doc)"),
    (b"{\\rtf", "a rich-text document (RTF)"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_TABLES = {".csv": "a table (CSV)", ".tsv": "a table (TSV)", ".jsonl": "JSON lines", ".ndjson": "JSON lines"}
_TABLE_TYPES = {
    "text/csv": ".csv", "text/tab-separated-values": ".tsv", "application/jsonl": ".jsonl",
    "application/x-ndjson": ".ndjson",
}  # fmt: skip
_NAMED = {
    ".md": Format.markdown, ".markdown": Format.markdown, ".mdown": Format.markdown,
    ".html": Format.html, ".htm": Format.html, ".xhtml": Format.html,
}  # fmt: skip
_DECLARED = {"text/markdown": Format.markdown, "text/html": Format.html, "application/xhtml+xml": Format.html}
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r\f\x1b"))
_SAMPLE = 8_192
_MOST_CONTROLS = 0.05
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|div|p|h[1-6]|article|section|main|meta|title|table|ul|ol|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_START = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_JSON_START = re.compile(r"\s*\{\s*(?:\"|\})")
_XML_START = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\s|[A-Za-z_][\w.-]*(?::[\w.-]+)?[\s/>])")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def sniff(name: str, body: bytes, media_type: str | None) -> Sniffed:
    """Say what the bytes are. Raises Unreadable, naming what they seem to be, where they can't be read."""
    declared = (media_type or "").split(";")[0].strip().lower()
    ending = _ending_of(name)
    if body.startswith(b"PK\x03\x04"):
        return _archive(body)
    _refuse_binary(body)
    _refuse_table(ending, declared)
    text = charset.decode(body, media_type)
    if not text.strip("\x00\ufeff \t\r\n\f\v\xa0\u200b"):
        raise Unreadable("There is no text in it.", next_step=READABLE)
    return Sniffed(_text_format(text, ending, declared), text)


def _archive(body: bytes) -> Sniffed:
    from adapters.sources import docx  # noqa: PLC0415 - feeds do without

    if docx.is_docx(body):
        return Sniffed(Format.docx)
    raise Unreadable("This is a zip archive, but no Word document.", next_step=READABLE)


def _refuse_binary(body: bytes) -> None:
    for magic, kind in _MAGIC:
        if body.startswith(magic):
            raise Unreadable(f"This is {kind}, which can't be read.", next_step=READABLE)
    sample = body[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    has_mark = sample.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))
    if controls > _MOST_CONTROLS * len(sample) and not has_mark and not charset.wide_charset(body):
        raise Unreadable("This is no text, and no document of a known kind.", next_step=READABLE)


def _refuse_table(ending: str, declared: str) -> None:
    kind = _TABLES.get(ending) or _TABLES.get(_TABLE_TYPES.get(declared, ""))
    if kind:
        raise Unreadable(f"This is {kind}, which can't be read as a story.", next_step=READABLE)


def _text_format(text: str, ending: str, declared: str) -> Format:
    by_content = _by_content(text, ending, declared)
    if by_content:
        return by_content
    hinted = _NAMED.get(ending) or _DECLARED.get(declared)
    if hinted:
        return hinted
    return Format.markdown if markdown.looks_like_markdown(text) else Format.text


def _by_content(text: str, ending: str, declared: str) -> Format | None:
    if _JSON_START.match(text) or ending == ".json":
        _refuse_json_lines(text)
        return Format.json_feed
    if text.lstrip()[:1] != "<" or (_NAMED.get(ending) is Format.markdown and not _PAGE_START.match(text)):
        return None
    if _HTML_START.match(text):
        return Format.html
    if feed_xml.feed_start(text) is not None:
        return Format.xml_feed
    if ending in (".html", ".htm", ".xhtml", ".txt") or _DECLARED.get(declared) is Format.html:
        return None
    if _XML_START.match(text):
        raise Unreadable("This is XML, but neither RSS nor Atom.", next_step=READABLE)
    return None


def _refuse_json_lines(text: str) -> None:
    lines = text.strip().splitlines()[:2]
    if len(lines) == 2 and all(_is_json_object(line) for line in lines):
        raise Unreadable("This is JSON lines, which can't be read as a story.", next_step=READABLE)


def _is_json_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _ending_of(name: str) -> str:
    path = name.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]
    match = _ENDING.search(path)
    return match.group().lower() if match else ""
