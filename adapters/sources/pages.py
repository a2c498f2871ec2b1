"""Saved web pages: the article apart from what stands around it, and what the page says of itself."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lxml import etree

from adapters.sources import html
from adapters.sources.autodiscovery import feeds_of
from adapters.sources.canonical import believed
from adapters.sources.dates import parse_date
from adapters.sources.identity import host_of, web_url
from adapters.sources.parsed import About, Parsed
from bot.model.document import BlockKind, Draft
from bot.text import one_line

# Elements that an exported document has not: they stand around an article.
_FURNITURE = etree.XPath("boolean(//nav | //footer | //aside | //main | //header | //*[@role='navigation'])")
_AROUND = etree.XPath(
    "//nav | //footer[not(ancestor::article)] | //aside | //*[@role='navigation'] | //*[@role='contentinfo']"
    " | //header[not(ancestor::article) and not(.//h1)]"
)
_TITLE = etree.XPath("string(//head/title)")
_LANGUAGE = etree.XPath("string(/html/@lang)")
_CANONICAL = etree.XPath("//link[contains(concat(' ', normalize-space(@rel), ' '), ' canonical ')][@href]")
_BASE = etree.XPath("string(//base/@href)")
_TIME = etree.XPath("string((//article//time/@datetime | //time[@pubdate]/@datetime)[1])")
_LINKED_DATA = etree.XPath("string((//script[@type='application/ld+json'][contains(., 'datePublished')])[1])")
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,64})"')
_LARGEST, _MOST_BLOCKS = 5_000_000, 3_000
_SURE = 40
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def read(text: str, url: str | None = None) -> Parsed:
    """Return the page; `url` is where it was fetched, None where somebody handed it in.

    Of a page that was handed in every visible word is either in a block or in `rest`. Of one that was
    fetched there is no more than the article, or where none can be told apart, than what isn't the site's
    navigation: whatever stands around it changes from day to day, and says nothing of how much was read.

    The article is told apart only where the page has the furniture of a site; an exported
    document comes whole and in order, and so does a page too large to be looked at closely.
    """
    root = html.parse(text)
    if root is None:
        return html.read(text)
    about = _about(root, url)
    furnished = _FURNITURE(root)
    if url and furnished:
        _clear(root)
    drafts, alternatives, _ = html.read_tree(root)
    if len(text) > _LARGEST or len(drafts) > _MOST_BLOCKS or not furnished:
        return Parsed(drafts, alternatives, _titled(about, drafts))
    inside = _article(drafts, _main_text(text))
    article = [draft for draft, chosen in zip(drafts, inside, strict=True) if chosen]
    around = [draft.text for draft, chosen in zip(drafts, inside, strict=True) if not chosen]
    rest = "" if url else "\n".join((*around, alternatives)).strip()
    return Parsed(article, rest, _titled(about, article))


def _clear(root: etree._Element) -> None:
    """Take away what is the site's and not the page's."""
    for element in _found(_AROUND, root):
        element.text = None
        for child in list(element):
            element.remove(child)


def _found(query: etree.XPath, root: etree._Element) -> list[etree._Element]:
    found: Any = query(root)
    return list(found)


def _titled(about: About, drafts: list[Draft]) -> About:
    """Return what the page says of itself; its title only where no heading says it better."""
    headed = any(draft.kind is BlockKind.heading and draft.level == 1 for draft in drafts)
    return about._replace(title=None) if headed else about


def _main_text(text: str) -> str:
    """Return the letters and digits of the page's article, as trafilatura finds it."""
    from trafilatura import extract  # noqa: PLC0415 - slow to import, and feeds do without

    found = extract(text, favor_precision=True, include_comments=False, include_tables=True)
    return _squeezed(found or "")


def _squeezed(text: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", text).casefold()


def _article(drafts: list[Draft], main: str) -> list[bool]:
    """Say of each block whether it belongs to the article.

    A long block that stands in the article's text surely does. A short one ("Share") may stand
    there by chance, so it does only next to a sure one. All do where no block is sure.
    """
    found = [_squeezed(draft.text) in main for draft in drafts]
    sure = [at for at, draft in enumerate(drafts) if found[at] and len(draft.text) >= _SURE]
    if not sure:
        return [True] * len(drafts)
    first, last = _grown(found, sure[0], -1), _grown(found, sure[-1], 1)
    first = _to_title(drafts, first)
    return [
        first <= at <= last and (found[at] or _heads_article(drafts, found, at)) for at in range(len(drafts))
    ]


def _grown(found: list[bool], at: int, step: int) -> int:
    while 0 <= at + step < len(found) and found[at + step]:
        at += step
    return at


def _to_title(drafts: list[Draft], first: int) -> int:
    """Return where the article's title stands, a little above its first block."""
    for at in range(first, max(first - 8, -1), -1):
        if drafts[at].kind is BlockKind.heading and drafts[at].level == 1:
            return at
    return first


def _heads_article(drafts: list[Draft], found: list[bool], at: int) -> bool:
    is_heading = drafts[at].kind is BlockKind.heading
    return is_heading and (drafts[at].level == 1 or (at + 1 < len(found) and found[at + 1]))


def _about(root: etree._Element, fetched: str | None) -> About:
    metas = _metas(root)
    base = web_url(_text(_BASE, root), fetched) or fetched
    addresses = [link.get("href") for link in _found(_CANONICAL, root)] + [metas.get("og:url")]
    said = [web_url((address or "").strip(), base) for address in addresses]
    url = believed(said, fetched)
    topics = metas.get("news_keywords") or metas.get("keywords") or ""
    title = one_line(metas.get("og:title") or _text(_TITLE, root)) or None
    return About(
        title=title,
        name=title,
        feeds=feeds_of(root, base),
        url=url,
        outlet=one_line(metas.get("og:site_name") or "")
        or host_of(url)
        or host_of(next(filter(None, said), None)),
        published_at=_published(root, metas),
        topics=tuple(topics.split(",")),
        language=_text(_LANGUAGE, root) or None,
    )


def _text(query: etree.XPath, root: etree._Element) -> str:
    return str(query(root))


def _metas(root: etree._Element) -> dict[str, str]:
    """Return the page's declarations by name, the first of each."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name:
            found.setdefault(name.lower(), meta.get("content", ""))
    return found


def _published(root: etree._Element, metas: dict[str, str]) -> datetime | None:
    names = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate")
    declared: Iterable[str | None] = (
        *(metas.get(name) for name in names),
        *_LINKED_DATE.findall(_text(_LINKED_DATA, root))[:1],
        _text(_TIME, root),
    )
    return next((moment for text in declared if (moment := parse_date(text))), None)
