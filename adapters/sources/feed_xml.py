"""RSS and Atom by their XML tree; what is not well-formed is mended, and failing that left to feedparser."""

import re
from html import escape
from html.entities import html5
from typing import NamedTuple

from lxml import etree

from adapters.sources.raw_feed import RawEntry, RawFeed
from adapters.sources.ttl import minutes
from adapters.sources.xml_faults import said_fault
from bot.errors import Unreadable
from bot.text import count

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_RSS = (
    "",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
)
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_FIELDS = {
    "title": "title", "link": "link", "guid": "id", "id": "id", "description": "summary",
    "summary": "summary", "content": "content", "pubDate": "published", "published": "published",
    "issued": "published", "updated": "updated", "modified": "updated", "category": "topic",
    "source": "source",
}  # fmt: skip


def _tagged(namespace: str, names: dict[str, str]) -> dict[str, str]:
    return {f"{{{namespace}}}{name}" if namespace else name: field for name, field in names.items()}


_FIELD_OF = {
    **{tag: field for namespace in (*_RSS, *_ATOM) for tag, field in _tagged(namespace, _FIELDS).items()},
    **_tagged(_DC, {"date": "published", "subject": "topic"}),
    **_tagged(_TERMS, {"issued": "published", "created": "published", "modified": "updated"}),
    "{http://purl.org/rss/1.0/modules/content/}encoded": "content",
    _MEDIA + "description": "caption",
    _MEDIA + "group": "group",
}
# How often the feed may be asked, beside its own title, link and language.
_PACE_OF = {
    **{tag: field for namespace in _RSS for tag, field in _tagged(namespace, {"ttl": "ttl"}).items()},
    **_tagged(_SYNDICATION, {"updatePeriod": "period", "updateFrequency": "frequency"}),
}
_NO_ALTERNATE = frozenset(
    ("self", "enclosure", "edit", "replies", "hub", "next", "prev", "previous", "license")
)
_ITEMS = tuple(f"{{{ns}}}item" if ns else "item" for ns in _RSS) + tuple(f"{{{ns}}}entry" for ns in _ATOM)
_ROOT = re.compile(r"<((?:[\w.-]{1,40}:)?(?:rss|feed|rdf))(?=[\s>])", re.IGNORECASE)
_ROOT_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)\s{0,9}>", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:item|entry)\s{0,9}>")
_ENTRY_START = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)(?=[\s>])")
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));|(\w{1,31});)?")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Who writes `&#151;` means the dash of Windows-1252, as browsers know (HTML, numeric references).
_MISNAMED = re.compile("[\x80-\x9f]")
_ALL_TEXT = etree.XPath("string()")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_HEAD = 65_536


def feed_start(text: str) -> int | None:
    """Return where the feed's root element begins, near the text's beginning; None where none does."""
    match = _ROOT.search(text, 0, _HEAD)
    return match.start() if match else None


def read(text: str) -> RawFeed:
    """Return the feed; `text` holds its root element near the beginning (see `feed_start`).

    Only the root element is parsed: without the prolog there are no entities to blow up and no
    declared charset to contradict. Raises Unreadable where the elements are nested without end
    or where it breaks off before one entry is complete.
    """
    start = feed_start(text) or 0
    whole = "\n" * text.count("\n", 0, start) + text[start:]  # so that faults name the lines of the input
    try:
        return _from_tree(_parse(whole))
    except etree.XMLSyntaxError:
        pass
    rescued = _complete_part(whole)
    mended = _mended(rescued.text)
    try:
        feed = _from_tree(_parse(mended))
    except etree.XMLSyntaxError as error:
        from adapters.sources import feed_loose  # noqa: PLC0415 - feedparser is slow to import, seldom needed

        broken = said_fault(error)
        feed = feed_loose.read(mended, broken)
        rescued = rescued._replace(faults=(*rescued.faults, f"The feed's XML is broken in {broken}."))
    return feed._replace(unread=rescued.unread, faults=rescued.faults)


def _parse(text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
            raise Unreadable(
                "This feed's elements are nested too deeply or too long to be read.",
                next_step="Ask whoever runs the feed to mend it.",
            ) from error
        raise


class _Rescued(NamedTuple):
    text: str
    unread: int = 0
    faults: tuple[str, ...] = ()


def _complete_part(text: str) -> _Rescued:
    """Return the feed up to its last complete entry, where it breaks off; else all of it."""
    end = max((match.end() for match in _ENTRY_END.finditer(text)), default=0)
    if _ROOT_END.search(text, end):
        return _Rescued(text)
    entries = sum(1 for _ in _ENTRY_END.finditer(text))
    line = text.count("\n") + 1
    if not entries:
        raise Unreadable(
            f"This feed breaks off in line {line:,}, before its first entry is complete.",
            next_step="Fetch it again, or ask whoever runs the feed.",
        )
    unread = 1 if _ENTRY_START.search(text, end) else 0
    fault = f"The feed breaks off after {count(entries, 'entry', 'entries')} (line {line:,})"
    fault += ": the entry that was cut off is left out." if unread else "."
    return _Rescued(text[:end] + _closing(text), unread, (fault,))


def _closing(text: str) -> str:
    match = _ROOT.search(text)
    root = match.group(1) if match else "rss"
    return f"</channel></{root}>" if root.lower().endswith("rss") else f"</{root}>"


def _mended(text: str) -> str:
    """Return the text with bare ampersands escaped and HTML's names resolved, outside of CDATA."""
    first, *others = _FORBIDDEN.sub("", text).split("<![CDATA[")
    parts = [_REFERENCE.sub(_resolved, first)]
    for part in others:
        inside, end, outside = part.partition("]]>")
        parts.append(f"<![CDATA[{inside}{end}{_REFERENCE.sub(_resolved, outside)}")
    return "".join(parts)


def _resolved(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if hexadecimal or decimal:
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        return "" if code > 0x10FFFF or _FORBIDDEN.match(chr(code)) else match.group()
    if name in _XML_NAMES:
        return match.group()
    return html5.get(f"{name};", f"&amp;{match.group()[1:]}")


def _from_tree(root: etree._Element) -> RawFeed:
    channel = next((child for child in root if _local(child) == "channel"), root)
    links: dict[str, str] = {}
    pace: dict[str, str] = {}
    title = language = None
    for child in channel:
        if child.tag in _ITEMS:
            continue
        if child.tag in _PACE_OF:
            pace.setdefault(_PACE_OF[child.tag], child.text or "")
            continue
        field = _FIELD_OF.get(child.tag)
        if field == "link":
            _take_link(child, links)
        elif field == "title":
            title = title or _words(child)
        elif _local(child) == "language":
            language = language or child.text
    return RawFeed(
        entries=tuple(_entry(element) for element in root.iter(*_ITEMS)),
        title=title,
        link=_alternate(links),
        self_link=links.get("self"),
        language=language or channel.get(f"{_XML}lang") or root.get(f"{_XML}lang"),
        ttl=minutes(pace.get("ttl"), period=pace.get("period"), frequency=pace.get("frequency")),
    )


def _entry(element: etree._Element) -> RawEntry:
    values: dict[str, str] = {}
    links: dict[str, str] = {}
    topics: list[str] = []
    for child in element:
        field = _FIELD_OF.get(child.tag)
        if field is None:
            continue
        if field == "link":
            _take_link(child, links)
        elif field == "topic":
            topics.append(child.get("label") or child.get("term") or child.text or "")
        elif field == "source":
            values.setdefault("source", _source_title(child))
        elif field == "group":
            values.setdefault("caption", child.findtext(_MEDIA + "description") or "")
        else:
            _take_value(child, field, values)
    return RawEntry(
        id=values.get("id") or element.get(f"{_RDF}about"),
        link=_alternate(links) or values.get("permalink"),
        title=values.get("title"),
        summary=values.get("summary") or values.get("caption"),
        content=values.get("content"),
        date=values.get("published") or values.get("updated"),
        topics=tuple(topics),
        outlet=values.get("source"),
        base=element.base,
    )


def _take_value(child: etree._Element, field: str, values: dict[str, str]) -> None:
    """Keep the first value of a field that has one."""
    if values.get(field):
        return
    value = _words(child) if field == "title" else _value(child)
    if value:
        values[field] = value
        if field == "id" and child.get("isPermaLink", "true").lower() != "false" and "://" in value:
            values["permalink"] = value


def _take_link(child: etree._Element, links: dict[str, str]) -> None:
    """Keep a link by its relation; RSS writes the address as text, Atom as an attribute."""
    address = child.get("href") or (child.text or "").strip()
    if address:
        relation = child.get("rel", "alternate") if child.get("href") else "text"
        links.setdefault(relation.lower(), address)


def _alternate(links: dict[str, str]) -> str | None:
    others = (address for relation, address in links.items() if relation not in _NO_ALTERNATE)
    return links.get("text") or links.get("alternate") or next(others, None)


def _source_title(child: etree._Element) -> str:
    title = next((part for part in child if _local(part) == "title"), child)
    return title.text or ""


def _value(element: etree._Element) -> str:
    """Return an element's text, or its markup where elements stand in it (XHTML)."""
    if not len(element):
        return _words(element)
    for part in element.iterdescendants():
        part.tag = _local(part)
    etree.cleanup_namespaces(element)
    return escape(element.text or "", quote=False) + "".join(
        etree.tostring(part, encoding="unicode") for part in element
    )


def _words(element: etree._Element) -> str:
    text = (element.text or "").strip() if not len(element) else str(_ALL_TEXT(element)).strip()
    return text if text.isascii() else _MISNAMED.sub(_as_meant, text)


def _as_meant(match: re.Match[str]) -> str:
    return match.group().encode("latin-1").decode("cp1252", "replace")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
