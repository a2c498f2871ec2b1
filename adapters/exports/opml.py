"""Sources as a list that other readers of feeds take (OPML 2.0, opml.org/spec2.opml)."""

from collections.abc import Iterable
from typing import Final

from lxml import etree

from bot.model.polled import PolledSource, SourceKind
from bot.text import one_line

_TITLE: Final = "Nutgraf's sources"


def as_opml(sources: Iterable[PolledSource]) -> bytes:
    """Return the list in UTF-8, in the order of the sources.

    A page that is watched is a link in it: readers know feeds alone. Topics are its categories; as a comma
    parts these, one in a topic becomes a space.
    """
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _TITLE
    body = etree.SubElement(root, "body")
    for source in sources:
        etree.SubElement(body, "outline", _attributes(source))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _attributes(source: PolledSource) -> dict[str, str]:
    title = one_line(source.title) or source.url
    named = {"text": title, "title": title}
    topics = ",".join(one_line(topic.replace(",", " ")).lstrip("/") for topic in source.topics)
    category = {"category": topics} if topics else {}
    if source.kind is SourceKind.page:
        return {**named, "type": "link", "url": source.url, **category}
    return {**named, "type": "rss", "xmlUrl": source.url, **category}
