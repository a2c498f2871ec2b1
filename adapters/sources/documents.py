"""Single documents into one item each: text, Markdown, HTML and Word."""

from typing import Literal

from adapters.sources import plaintext
from adapters.sources.feeds import clean_topics, headline_of, language_of
from adapters.sources.formats import Format, Sniffed
from adapters.sources.identity import DOCUMENTS, host_of, text_key, url_key
from adapters.sources.limits import Limits
from adapters.sources.mark import text_mark
from adapters.sources.parsed import About, Parsed
from adapters.sources.protocol import READABLE, Request
from bot.errors import Unreadable
from bot.model.document import Document
from bot.model.source import Delivered, Item, Source
from bot.ports import DocumentReader
from bot.text import one_line

_SOURCE = Source(key=DOCUMENTS, title="Documents")


def deliver(
    sniffed: Sniffed, body: bytes, request: Request, limits: Limits, read: DocumentReader
) -> Delivered:
    """Return the document as one item; only counted where it is known and says the same.

    What was fetched is known by its address, a page by the one that it says it has; all else by its words.
    Raises Unreadable where no words are in it, unless it is a page that names a feed.
    """
    parsed = _parse(sniffed, body, request.url, limits)
    about = parsed.about
    document = Document.build(parsed.drafts, rest=parsed.rest, language=language_of(about.language))
    if not document.text and not about.feeds:
        raise Unreadable("There are no words in this document.", next_step=READABLE)
    kind: Literal["page", "document"] = "page" if sniffed.format is Format.html else "document"
    url = about.url or request.url
    found = Delivered(source=_source(about, request), kind=kind, feeds=about.feeds, items=(), entries=0)
    if not document.text:
        return found
    mark = text_mark(document.text)
    key = url_key(url) if request.url and url else text_key(document.text)
    if request.known.get(key) in ("", mark):
        return found.model_copy(update={"entries": 1, "passed_over": 1})
    item = Item(
        key=key,
        mark=mark,
        original=document.text,
        reading=read(document, headline=headline_of(about.title), published_at=about.published_at, url=url),
        outlet=one_line(about.outlet or "") or host_of(request.url),
        url=url,
        published_at=about.published_at,
        topics=clean_topics(about.topics),
    )
    return found.model_copy(update={"items": (item,), "entries": 1})


def _source(about: About, request: Request) -> Source:
    """Return what a page belongs to, where it was fetched: the page itself; all else is a document."""
    if request.url is None:
        return _SOURCE
    title = headline_of(about.name) or host_of(request.url) or request.url
    return Source(key=DOCUMENTS, title=title, url=request.url)


def _parse(sniffed: Sniffed, body: bytes, url: str | None, limits: Limits) -> Parsed:
    """Parse with the format's own parser; each is imported only when it is needed."""
    match sniffed.format:
        case Format.docx:
            from adapters.sources import docx  # noqa: PLC0415 - see above

            return docx.read(body, unpacked_bytes=limits.unpacked_bytes)
        case Format.html:
            from adapters.sources import pages  # noqa: PLC0415 - see above

            return pages.read(sniffed.text, url)
        case Format.markdown:
            from adapters.sources import markdown  # noqa: PLC0415 - see above

            return markdown.read(sniffed.text)
        case _:
            return Parsed(plaintext.drafts(sniffed.text))
