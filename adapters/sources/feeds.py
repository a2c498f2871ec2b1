"""Feeds into items: every entry with its key, headline, date and clean text."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from html import unescape

from adapters.sources import html, plaintext
from adapters.sources.dates import parse_date
from adapters.sources.identity import entry_key, host_of, text_key, web_url
from adapters.sources.limits import Limits
from adapters.sources.mark import mark_of_entry
from adapters.sources.parsed import Parsed
from adapters.sources.protocol import Request
from adapters.sources.raw_feed import RawEntry, RawFeed
from bot.model.document import BlockKind, Document, Draft
from bot.model.source import Delivered, Item, Source
from bot.ports import DocumentReader
from bot.text import clip, count, fold, one_line

_INLINE = r"a|abbr|b|big|br|cite|code|del|em|font|i|ins|mark|q|s|small|span|strike|strong|sub|sup|tt|u|wbr"
_BLOCK = (
    r"article|aside|blockquote|body|center|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|head|header|hr|html"
    r"|iframe|img|li|main|nav|ol|p|picture|pre|script|section|style|table|tbody|td|th|thead|tr|ul|video"
)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_INLINE}|{_BLOCK})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_ESCAPED_TAG = re.compile(rf"&lt;/?(?:{_INLINE}|{_BLOCK})\b", re.IGNORECASE)
# Some feeds escape the CDATA around a text as well, so that it is still there when the XML has been read.
_CDATA = re.compile(r"\A<!\[CDATA\[(.*)\]\]>\Z", re.DOTALL)
_BULLETS = re.compile(r"^\s*[-*•–] +\S", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MOST_TOPICS, _LONGEST_TOPIC = 20, 80
_LONGEST_HEADLINE = 1_000
_LONGEST_TITLE_IN_KEY = 500
_MOST_FAULTS = 20


def deliver(feed: RawFeed, request: Request, limits: Limits, read: DocumentReader) -> Delivered:
    """Return the feed's entries as items; those that are known and say the same are only counted.

    A feed is known by its own address; failing that by its site's and its title, since a site may have
    a feed a section; failing that by its title. Feeds without any address may share even that, so there
    an entry without an address is known by its words as well as its id: once changed it is a new one.
    The request's name stands in for the title of a feed that has none. Where it was fetched, its links lead
    from there if it names no address.
    """
    return _Feed(feed, request, limits, read).delivered(in_parts=request.in_parts)


class _Feed:
    """One feed while its entries are turned into items."""

    def __init__(self, feed: RawFeed, request: Request, limits: Limits, read: DocumentReader) -> None:
        self._feed = feed
        self._known = request.known
        self._read = read
        self._limits = limits
        self._faults = list(feed.faults)
        own, link = web_url(feed.self_link, request.url), web_url(feed.link, request.url)
        self._url = own or link or request.url
        self._base = web_url(feed.link, self._url) or self._url
        title = headline_of(feed.title)
        self._title = title or host_of(self._url) or one_line(request.name) or "Feed"
        key = own or request.url or _shared_key(link, self._title)
        self._source = Source(key=key, title=self._title, url=self._url)
        self._language = language_of(feed.language)

    def delivered(self, *, in_parts: bool) -> Delivered:
        items: list[Item] = []
        passed_over = 0
        whole = True
        for number, entry in enumerate(self._feed.entries, start=1):
            url = self._url_of(entry)
            key = self._key_of(entry, url)
            if key is not None and self._says_nothing_else(entry, key):
                passed_over += 1
            elif in_parts and len(items) >= self._limits.entries:
                whole = False
                break
            elif (item := self._item(number, entry, key, url)) is None:
                continue
            elif key is None and item.key in self._known:
                passed_over += 1
            else:
                items.append(item)
        return Delivered(
            source=self._source,
            kind="feed",
            ttl=self._feed.ttl,
            items=tuple(items),
            entries=len(self._feed.entries) + self._feed.unread,
            passed_over=passed_over,
            faults=tuple(self._said_faults()),
            whole=whole,
        )

    def _says_nothing_else(self, entry: RawEntry, key: str) -> bool:
        """Say whether an entry is known and says what it said when it was read.

        Where several have the same key, one of them may have been read for all.
        """
        mark = self._known.get(key)
        if mark is None:
            return False
        return not mark or mark == mark_of_entry(entry) or mark in self._marks[key]

    @cached_property
    def _marks(self) -> dict[str, set[str]]:
        """The marks of the entries by key."""
        found: dict[str, set[str]] = {}
        for entry in self._feed.entries:
            if key := self._key_of(entry, self._url_of(entry)):
                found.setdefault(key, set()).add(mark_of_entry(entry))
        return found

    def _key_of(self, entry: RawEntry, url: str | None) -> str | None:
        return entry_key(entry.id, entry.link, url, anonymous=self._url is None)

    def _url_of(self, entry: RawEntry) -> str | None:
        base = web_url(entry.base, self._base) if entry.base else self._base
        return web_url(entry.link, base)

    def _item(self, number: int, entry: RawEntry, key: str | None, url: str | None) -> Item | None:
        headline = headline_of(entry.title)
        parsed = self._bounded(number, entry_text(entry))
        document = Document.build(parsed.drafts, rest=parsed.rest, language=self._language)
        if not headline and not document.text:
            self._faults.append(f"Entry {number:,} has neither a title nor a text.")
            return None
        published_at = parse_date(entry.date)
        return Item(
            mark=mark_of_entry(entry),
            key=key or text_key(f"{entry.id or ''}\n{headline}\n{document.text}"),
            original=document.text,
            reading=self._read(document, headline=headline, published_at=published_at, url=url),
            outlet=headline_of(entry.outlet) or self._title,
            url=url,
            published_at=published_at,
            topics=clean_topics(entry.topics),
        )

    def _bounded(self, number: int, parsed: Parsed) -> Parsed:
        """Return of an entry's text what there is room for."""
        room = self._limits.entry_characters
        if sum(len(draft.text) for draft in parsed.drafts) + len(parsed.rest) <= room:
            return parsed
        self._faults.append(
            f"Entry {number:,} is longer than {room:,} characters; the rest of it is left out."
        )
        drafts: list[Draft] = []
        for draft in parsed.drafts:
            drafts.append(draft._replace(text=clip(draft.text, room)))
            room -= len(draft.text)
            if room <= 0:
                break
        return Parsed(drafts, clip(parsed.rest, room))

    def _said_faults(self) -> list[str]:
        said = self._faults[:_MOST_FAULTS]
        more = len(self._faults) - len(said)
        return [*said, f"There are {count(more, 'fault')} more of this kind."] if more else said


def _shared_key(link: str | None, title: str) -> str:
    """Return the key of a feed that doesn't say its own address."""
    name = fold(title)[:_LONGEST_TITLE_IN_KEY]
    return f"{link} {name}" if link else f"title:{name}"


def headline_of(title: str | None) -> str | None:
    """Return a title without markup and entities, also where these were escaped twice; None if empty."""
    if not title:
        return None
    text = title
    for _ in range(3):
        if "<" not in text and "&" not in text:
            break
        text = unescape(_INLINE_TAG.sub("", text))
    return clip(one_line(text), _LONGEST_HEADLINE) or None


def language_of(tag: str | None) -> str | None:
    """Return a language tag that looks like one (`en`, `de-CH`); else None."""
    tag = (tag or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def clean_topics(topics: Iterable[str]) -> tuple[str, ...]:
    """Return topics without markup, each once, at most 20 of at most 80 characters."""
    found: dict[str, str] = {}
    for topic in topics:
        folded, name = _topic(topic)
        if name:
            found.setdefault(folded, name)
    return tuple(found.values())[:_MOST_TOPICS]


@lru_cache(maxsize=1_000)
def _topic(topic: str) -> tuple[str, str]:
    name = clip(headline_of(topic) or "", _LONGEST_TOPIC)
    return fold(name), name


def entry_text(entry: RawEntry) -> Parsed:
    """Return the text of an entry: its content, and its summary before it where that says more."""
    summary, content = read_text(entry.summary), read_text(entry.content)
    alternatives = dict.fromkeys((*summary.rest.split("\n"), *content.rest.split("\n")))
    return Parsed(_joined(summary.drafts, content.drafts), "\n".join(filter(None, alternatives)))


def _joined(summary: list[Draft], content: list[Draft]) -> list[Draft]:
    if not summary or not content:
        return content or summary
    short, long = _squeezed(summary), _squeezed(content)
    if short in long:
        return content
    return summary if long in short else summary + content


def read_text(text: str | None) -> Parsed:
    """Return the blocks of an entry's text, be it HTML, HTML escaped twice, or plain."""
    text = _CDATA.sub(r"\1", (text or "").strip())
    if "<" in text or "&" in text:
        if not _TAG.search(text) and _ESCAPED_TAG.search(text):
            text = unescape(text)
        if _TAG.search(text):
            return html.read(text)
        text = unescape(text)
    return Parsed(list(_plain_drafts(text)) if text else [])


def _plain_drafts(text: str) -> Iterator[Draft]:
    """Yield the paragraphs; as in HTML, a single line end is no more than a space."""
    if "\n" not in text:
        yield Draft(BlockKind.paragraph, one_line(text))
        return
    for part in _BLANK_LINE.split(text):
        if _BULLETS.search(part):
            yield from plaintext.drafts(part)
        elif line := one_line(part):
            yield Draft(BlockKind.paragraph, line)


def _squeezed(drafts: list[Draft]) -> str:
    return _NOT_ALPHANUMERIC.sub("", "".join(draft.text for draft in drafts)).casefold()
