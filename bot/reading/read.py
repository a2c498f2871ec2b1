"""Turns a document into a headline, a brief and the day it happened, all in the document's own words."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Final

from bot.errors import Unreadable
from bot.model.brief import Brief, Passage, Point, Reading, Section, SectionKind
from bot.model.document import Block, BlockKind, Document, Place
from bot.reading.dates import first_date
from bot.reading.events.sketching import sketch
from bot.reading.extract import extract
from bot.reading.headed import read_sections
from bot.reading.headings import marks
from bot.reading.headline import Body, lent, part, without
from bot.reading.language import language_of
from bot.reading.words import SOURCE_LINE

_LOOK_FOR_DAY: Final = 4_000  # characters
_MOST_PASSAGES: Final = 20


def read(
    document: Document,
    *,
    headline: str | None = None,
    published_at: datetime | None = None,
    url: str | None = None,
) -> Reading:
    """Read a document into a brief; places in it point into `document.text`.

    `headline` is what a feed or page gives; where it is None the document itself must say it.
    A day after `published_at` is not taken for the day it happened. `url` is where it stands, if known.
    Raises Unreadable where there is neither text nor headline.
    """
    language = language_of(document)
    source_line, blocks = _source_line(document.blocks)
    headline, blocks = _body(document, blocks, (headline or "").strip(), language)
    if begins := marks(blocks):
        dek, sections = read_sections(blocks, begins)
        headline = headline or lent(sections, language)
        lede, drafted_by = _told_first(dek, sections), "source"
    else:
        dek, sections, lede = extract(document, blocks, headline=headline, language=language)
        drafted_by = "extract"
    brief = Brief(dek=dek, sections=sections, source_line=source_line, drafted_by=drafted_by)
    day = first_date(lede or headline, language=language, region=_region(document), published_at=published_at)
    said = sketch(headline, _said(document), url=url, published_at=published_at)
    return Reading(headline=headline, brief=brief, happened_on=day, sketch=said)


def _said(document: Document) -> str:
    """Return the document's text without what stands around it (a page's navigation)."""
    return document.text[: document.blocks[-1].place.end] if document.blocks else document.text


def _body(document: Document, blocks: Sequence[Block], headline: str, language: str) -> Body:
    if headline:
        return without(blocks, headline)
    if said := blocks or document.blocks or _first_line(document):
        return part(said, language)
    raise Unreadable(
        "There is no text in this document.",
        next_step="Check that it is the right file, or paste the text.",
    )


def _first_line(document: Document) -> tuple[Block, ...]:
    """Return the first line of a text without blocks, as a paragraph; nothing where there is no text."""
    line = document.text.strip().partition("\n")[0].rstrip()
    if not line:
        return ()
    start = document.text.index(line)
    return (Block(kind=BlockKind.paragraph, text=line, place=Place(start=start, end=start + len(line))),)


def _source_line(blocks: Sequence[Block]) -> tuple[str | None, Sequence[Block]]:
    """Return what the source line at the end, or near the top, names; and the blocks without it."""
    last = len(blocks) - 1
    for at in (*range(last, max(last - 3, -1), -1), *range(min(3, last - 2))):
        if line := SOURCE_LINE.fullmatch(blocks[at].text):
            return line[1], (*blocks[:at], *blocks[at + 1 :])
    return None, blocks


def _told_first(dek: Passage | None, sections: Sequence[Section]) -> str:
    """Return where the day is looked for: what happened, then the dek; without it, dek and first section."""
    happened = [section for section in sections if section.kind is SectionKind.what_happened]
    ahead: list[Passage | Point] = [dek] if dek else []
    told = _told(happened) + ahead if happened else ahead + _told(sections[:1])
    return "\n".join(each.text[:_LOOK_FOR_DAY] for each in told)


def _told(sections: Sequence[Section]) -> list[Passage | Point]:
    """Return what the sections say first."""
    each = (each for section in sections for each in chain[Passage | Point](section.text, section.points))
    return list(islice(each, _MOST_PASSAGES))


def _region(document: Document) -> str | None:
    """Return the region of the document's language tag (`us` for en-US), None where it names none."""
    subtags = (document.language or "").replace("_", "-").lower().split("-")[1:]
    return next((subtag for subtag in subtags if len(subtag) == 2), None)
