"""Turns a document into a headline, a brief and the day it happened, all in the document's own words."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Final, NamedTuple

from bot.errors import Unreadable
from bot.model.brief import Brief, Passage, Point, Reading, Section, SectionKind
from bot.model.document import Block, BlockKind, Document, Place
from bot.reading.dates import first_date
from bot.reading.extract import extract, repeats
from bot.reading.headed import read_sections
from bot.reading.headings import marks
from bot.reading.language import language_of
from bot.reading.sentences import sentences
from bot.reading.words import SOURCE_LINE, is_furniture, kind_of
from bot.text import clip

_LONGEST_HEADLINE: Final = 300  # characters; a longer first sentence is clipped
_TOP: Final = 3  # blocks among which a page repeats its headline
_LOOK_FOR_DAY: Final = 4_000  # characters
_MOST_PASSAGES: Final = 20


class _Body(NamedTuple):
    headline: str
    blocks: Sequence[Block]


def read(document: Document, *, headline: str | None = None, published_at: datetime | None = None) -> Reading:
    """Read a document into a brief; places in it point into `document.text`.

    `headline` is what a feed or page gives; where it is None the document itself must say it.
    A day after `published_at` is not taken for the day it happened. Raises Unreadable where there
    is neither text nor headline.
    """
    language = language_of(document)
    headline, blocks = _body(document, (headline or "").strip(), language)
    source_line, blocks = _source_line(blocks)
    if begins := marks(blocks):
        dek, sections = read_sections(blocks, begins)
        lede, drafted_by = _what_happened(dek, sections), "source"
    else:
        dek, sections, lede = extract(document, blocks, headline=headline, language=language)
        drafted_by = "extract"
    brief = Brief(dek=dek, sections=sections, source_line=source_line, drafted_by=drafted_by)
    day = first_date(lede or headline, language=language, region=_region(document), published_at=published_at)
    return Reading(headline=headline, brief=brief, happened_on=day)


def _body(document: Document, headline: str, language: str) -> _Body:
    """Part the headline from the rest; a headline that was given is not said twice."""
    if headline:
        return _Body(headline, _without(document.blocks, headline))
    blocks = document.blocks or _first_line(document)
    if not blocks:
        raise Unreadable(
            "There is no text in this document.",
            next_step="Check that it is the right file, or paste the text.",
        )
    at = _headline_at(blocks)
    block = blocks[at]
    if _is_headline(block, language):
        return _Body(block.text, (*blocks[:at], *blocks[at + 1 :]))
    first = next(sentences(block.text[: 4 * _LONGEST_HEADLINE], at=0, language=language), None)
    return _Body(clip(first.text if first else block.text, _LONGEST_HEADLINE), blocks)


def _first_line(document: Document) -> tuple[Block, ...]:
    """Return the first line of a text without blocks, as a paragraph; nothing where there is no text."""
    line = document.text.strip().partition("\n")[0].rstrip()
    if not line:
        return ()
    start = document.text.index(line)
    return (Block(kind=BlockKind.paragraph, text=line, place=Place(start=start, end=start + len(line))),)


def _without(blocks: Sequence[Block], headline: str) -> Sequence[Block]:
    """Return the blocks without the one at the top that says the headline, or the beginning of it, again."""
    for at, block in enumerate(blocks[:_TOP]):
        if repeats(block.text, headline):
            return (*blocks[:at], *blocks[at + 1 :])
    return blocks


def _headline_at(blocks: Sequence[Block]) -> int:
    """Return which block says the headline: a first-level heading near the top, else the story's first."""
    top = blocks[: _TOP + 2]
    for at, block in enumerate(top):
        if block.kind is BlockKind.heading and block.level == 1:
            return at
    return next((at for at, block in enumerate(top) if not _is_apart(block)), 0)


def _is_apart(block: Block) -> bool:
    """Say whether a line is the page's own, or the title of a section."""
    if is_furniture(block.text) or SOURCE_LINE.fullmatch(block.text):
        return True
    return block.kind is not BlockKind.bullet and len(block.text) <= 80 and kind_of(block.text) is not None


def _is_headline(block: Block, language: str) -> bool:
    if block.kind is BlockKind.heading:
        return True
    if block.kind is not BlockKind.paragraph or len(block.text) > _LONGEST_HEADLINE:
        return False
    return len(list(sentences(block.text, at=0, language=language))) == 1


def _source_line(blocks: Sequence[Block]) -> tuple[str | None, Sequence[Block]]:
    """Return what the source line at the end, or under the headline, names; and the blocks without it."""
    last = len(blocks) - 1
    for at in (*range(last, max(last - 3, -1), -1), *range(min(2, last - 2))):
        if line := SOURCE_LINE.fullmatch(blocks[at].text):
            return line[1], (*blocks[:at], *blocks[at + 1 :])
    return None, blocks


def _what_happened(dek: str | None, sections: Sequence[Section]) -> str:
    """Return the beginning of what happened, then the dek: where the day is looked for."""
    happened = [section for section in sections if section.kind is SectionKind.what_happened]
    told = (
        each.text for section in happened for each in chain[Passage | Point](section.text, section.points)
    )
    return " ".join((*islice(told, _MOST_PASSAGES), dek or ""))[:_LOOK_FOR_DAY]


def _region(document: Document) -> str | None:
    """Return the region of the document's language tag (`us` for en-US), None where it names none."""
    subtags = (document.language or "").replace("_", "-").lower().split("-")[1:]
    return next((subtag for subtag in subtags if len(subtag) == 2), None)
