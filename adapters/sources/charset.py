"""Bytes into text, whatever charset they are in. What is a text at all is for `formats` to say."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IN_MEDIA_TYPE = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_IN_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_IN_HTML = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# ISO 2022 shifts between charsets with these codes alone; all else in it is ASCII (RFC 1468, 1557, 1922).
_ISO_2022 = re.compile(rb"\x1b(?:\$[@AB]|\$[()*+][@-Z]|\([BHIJ])")
_KOREAN = b"\x1b$)C"
_HEAD = 2_048
_SAMPLE = 65_536
_ASCII = bytes(range(128))
# With fewer letters to go by, a guess is worse than the most frequent of these charsets.
_TELLING = 24
# The web's rule (WHATWG Encoding): who says Latin-1 or ASCII means Windows-1252.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252"}


def decode(body: bytes, media_type: str | None = None) -> str:
    """Return the body as text, never raising: what fits no charset becomes U+FFFD; lines end in a line feed.

    A byte-order mark decides; then UTF-8 where the bytes are that; then what sender, XML
    declaration or `<meta>` declare, if the bytes agree; then what the bytes look like.
    """
    text = _decoded(body, media_type)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(body: bytes, media_type: str | None) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = _declared(body, media_type)
    for candidate in (wide_charset(body), *_escaped(body, declared), "utf-8", *declared):
        text = _try(body, candidate)
        if text is not None:
            return text
    return body.decode(_guessed(body), "replace")


def wide_charset(body: bytes) -> str | None:
    """Name the UTF-16 that text without a byte-order mark is in, told by its NULs; else None."""
    sample = body[:_HEAD]
    pairs = len(sample) // 2
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if pairs < 2 or min(low, high) > pairs // 10:
        return None
    if max(low, high) < pairs * 7 // 10:
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _declared(body: bytes, media_type: str | None) -> list[str | None]:
    names: list[str | None] = []
    if media_type and (match := _IN_MEDIA_TYPE.search(media_type)):
        names.append(match.group(1))
    found = (pattern.search(body[:_HEAD]) for pattern in (_IN_XML, _IN_HTML))
    names.extend(match.group(1).decode("ascii", "ignore") for match in found if match)
    return [_codec(name) for name in names if name]


def _escaped(body: bytes, declared: list[str | None]) -> list[str | None]:
    """Return what a text with the escape codes of ISO 2022, which would pass as UTF-8, may be in."""
    if not body.isascii() or not _ISO_2022.search(body):
        return []
    return [*declared, "iso2022_kr" if _KOREAN in body else "iso2022_jp_2"]


def _codec(name: str) -> str | None:
    """Return Python's name of a charset; None where it has none."""
    try:
        known = codecs.lookup(name).name
        "".encode(known)
    except (LookupError, ValueError):  # also codecs that are no charset, such as base64
        return None
    return _MEANT.get(known, known)


def _try(body: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return body.decode(encoding)
    except ValueError:
        return None


def _guessed(body: bytes) -> str:
    if len(body.translate(None, _ASCII)) < _TELLING:
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import and seldom needed

    best = from_bytes(body[:_SAMPLE]).best()
    return best.encoding if best else "cp1252"
