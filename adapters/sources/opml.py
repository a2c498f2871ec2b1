"""Lists of feeds of other readers (OPML 2.0, opml.org/spec2.opml)."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from adapters.sources.charset import decode
from adapters.sources.feeds import clean_topics, headline_of
from adapters.sources.identity import web_url
from adapters.sources.xml_faults import said_fault
from bot.errors import Unreadable
from bot.model.outline import Outline, Outlines
from bot.text import clip, count, one_line

MOST_BYTES: Final = 5_000_000
_MOST_FAULTS: Final = 20
_LONGEST_SHOWN: Final = 100
_EXPORT: Final = "Export the list again from the reader that it is from, as OPML."


def read_opml(body: bytes) -> Outlines:
    """Return the feeds of a list; one that is named twice comes once, with the topics of both.

    Nothing that the list refers to is opened. Raises Unreadable where it is larger than 5 MB, no XML, no
    OPML, or holds no feed.
    """
    if len(body) > MOST_BYTES:
        raise Unreadable(
            f"This list is larger than {MOST_BYTES // 1_000_000} MB.",
            next_step="Split it into several lists.",
        )
    faults: list[str] = []
    found: dict[str, Outline] = {}
    for outline in _outlines(_parse(body), faults):
        _take(outline, found)
    if not found:
        why = f" {faults[0]}" if faults else ""
        raise Unreadable(f"This list names no feed.{why}", next_step=_EXPORT)
    more = len(faults) - _MOST_FAULTS
    if more > 0:
        faults[_MOST_FAULTS:] = [f"There are {count(more, 'more line')} of this kind."]
    return Outlines(feeds=tuple(found.values()), faults=tuple(faults))


def _take(outline: Outline, found: dict[str, Outline]) -> None:
    before = found.setdefault(outline.xml_url, outline)
    if set(outline.topics) - set(before.topics):
        topics = clean_topics((*before.topics, *outline.topics))
        found[outline.xml_url] = before.model_copy(update={"topics": topics})


def _parse(body: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    text = decode(body).replace("\0", "").lstrip("\ufeff")
    if text.lstrip().startswith("<?xml"):  # what it declares as its charset is decoded already
        head, end, rest = text.partition("?>")
        text = "\n" * head.count("\n") + rest if end else text
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            f"This is no OPML: it is broken in {said_fault(error)}.", next_step=_EXPORT
        ) from None
    name = etree.QName(root).localname
    if name.lower() != "opml":
        raise Unreadable(
            f"This is XML, but no OPML: it begins with <{clip(name, _LONGEST_SHOWN)}>.",
            next_step="Hand in the list that another reader exported; a single feed is added by its address.",
        )
    return root


def _outlines(root: etree._Element, faults: list[str]) -> Iterator[Outline]:
    """Yield the feeds in their order, with the folders around each."""
    folders: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str) or etree.QName(element).localname.lower() != "outline":
            continue
        if event == "end":
            folders.pop()
            continue
        said = {name.lower(): value for name, value in element.attrib.items() if isinstance(name, str)}
        title = headline_of(said.get("title") or said.get("text")) or ""
        if "xmlurl" in said:
            yield from _feed(said, title, folders, faults, line=element.sourceline)
        elif not len(element):
            faults.append(_no_feed(said, title, line=element.sourceline))
        folders.append(title)


def _feed(
    said: dict[str, str], title: str, folders: list[str], faults: list[str], *, line: int | None
) -> Iterator[Outline]:
    url = web_url(said["xmlurl"].strip())
    if url is None:
        shown = clip(one_line(said["xmlurl"]), _LONGEST_SHOWN)
        faults.append(
            f'Line {line or 0:,}: "{shown}" is no address of the web ({title or "without a title"}).'
        )
        return
    topics = clean_topics((*folders, *_categories(said.get("category", ""))))
    yield Outline(xml_url=url, title=title, html_url=web_url(said.get("htmlurl", "").strip()), topics=topics)


def _categories(written: str) -> Iterator[str]:
    """Yield the categories of a list: "/Law/Europe,AI" are three. A tag has no slash at its beginning."""
    for part in written.split(","):
        category = part.strip()
        yield from category.strip("/").split("/") if category.startswith("/") else (category,)


def _no_feed(said: dict[str, str], title: str, *, line: int | None) -> str:
    name = clip(title, _LONGEST_SHOWN) or "what has no title"
    page = web_url(said.get("url", "").strip()) or web_url(said.get("htmlurl", "").strip())
    hint = f"; `source add {page}` looks for one" if page else ""
    return f"Line {line or 0:,}: {name} names no feed (xmlUrl){hint}."
