"""Single documents into one item each: text, Markdown, HTML and Word."""

from adapters.sources import plaintext
from adapters.sources.feeds import clean_topics, headline_of, language_of
from adapters.sources.formats import Format, Sniffed
from adapters.sources.identity import DOCUMENTS, text_key
from adapters.sources.limits import Limits
from adapters.sources.parsed import Parsed
from adapters.sources.protocol import READABLE
from bot.errors import Unreadable
from bot.model.document import Document
from bot.model.source import Delivered, Item, Source
from bot.ports import DocumentReader
from bot.text import one_line

_SOURCE = Source(key=DOCUMENTS, title="Documents")


def deliver(
    sniffed: Sniffed, body: bytes, known: frozenset[str], limits: Limits, read: DocumentReader
) -> Delivered:
    """Return the document as one item. Raises Unreadable where no words are in it."""
    parsed = _parse(sniffed, body, limits)
    about = parsed.about
    document = Document.build(parsed.drafts, rest=parsed.rest, language=language_of(about.language))
    if not document.text:
        raise Unreadable("There are no words in this document.", next_step=READABLE)
    key = text_key(document.text)
    if key in known:
        return Delivered(source=_SOURCE, items=(), entries=1, passed_over=1)
    headline = headline_of(about.title)
    item = Item(
        key=key,
        original=document.text,
        reading=read(document, headline=headline, published_at=about.published_at),
        outlet=one_line(about.outlet or "") or None,
        url=about.url,
        published_at=about.published_at,
        topics=clean_topics(about.topics),
    )
    return Delivered(source=_SOURCE, items=(item,), entries=1)


def _parse(sniffed: Sniffed, body: bytes, limits: Limits) -> Parsed:
    """Parse with the format's own parser; each is imported only when it is needed."""
    match sniffed.format:
        case Format.docx:
            from adapters.sources import docx  # noqa: PLC0415 - see above

            return docx.read(body, unpacked_bytes=limits.unpacked_bytes)
        case Format.html:
            from adapters.sources import pages  # noqa: PLC0415 - see above

            return pages.read(sniffed.text)
        case Format.markdown:
            from adapters.sources import markdown  # noqa: PLC0415 - see above

            return markdown.read(sniffed.text)
        case _:
            return Parsed(plaintext.drafts(sniffed.text))
