"""Finds the line that says a document's headline; a document that is all sections lends its first words."""

from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

from bot.model.brief import Passage, Point, Section, SectionKind
from bot.model.document import Block, BlockKind
from bot.reading.extract import repeats
from bot.reading.headings import marks, opens_section
from bot.reading.sentences import sentences
from bot.reading.words import SOURCE_LINE, is_furniture, is_section_title, kind_of
from bot.text import clip

_LONGEST: Final = 300  # characters; a longer first sentence is clipped
_REPEATED_IN: Final = 3  # blocks among which a page repeats its headline
_TOP: Final = 8  # blocks among which it stands, under a press release's contacts


class Body(NamedTuple):
    """A document's blocks without the one that is the headline; "" where sections are all there is."""

    headline: str
    blocks: Sequence[Block]


def without(blocks: Sequence[Block], headline: str) -> Body:
    """Return the blocks without the one at the top that says a given headline, or its beginning, again."""
    for at, block in enumerate(blocks[:_REPEATED_IN]):
        if repeats(block.text, headline):
            return Body(headline, _all_but(blocks, at))
    return Body(headline, blocks)


def part(blocks: Sequence[Block], language: str) -> Body:
    """Part the headline from the rest; of a paragraph it is the first sentence, and nothing is taken away.

    There must be one block at least.
    """
    at = _first_level(blocks)
    if at is None:
        at = next((at for at, block in enumerate(blocks[:_TOP]) if not _is_apart(block)), 0)
        if opens_section(blocks, at) and marks(blocks):
            return Body("", blocks)
    text = blocks[at].text
    if _is_headline(blocks[at], language):
        return Body(text, _all_but(blocks, at))
    return Body(_first_sentence(text, language), blocks)


def lent(sections: Sequence[Section], language: str) -> str:
    """Return the first sentence of what happened, else of the first section with text, else its title."""
    in_order = sorted(sections, key=lambda section: section.kind is not SectionKind.what_happened)
    for section in in_order:
        for each in chain[Passage | Point](section.text, section.points):
            return _first_sentence(each.text, language)
    return _first_sentence(sections[0].title, language)


def _all_but(blocks: Sequence[Block], at: int) -> Sequence[Block]:
    return (*blocks[:at], *blocks[at + 1 :])


def _first_level(blocks: Sequence[Block]) -> int | None:
    """Return where a first-level heading says the headline, if no section begins above it."""
    for at, block in enumerate(blocks[:_TOP]):
        if block.kind is BlockKind.heading:
            if block.level == 1 and not is_section_title(block.text):
                return at
            if kind_of(block.text):
                return None
    return None


def _is_apart(block: Block) -> bool:
    """Say whether a line is the page's own."""
    return is_furniture(block.text) or SOURCE_LINE.fullmatch(block.text) is not None


def _is_headline(block: Block, language: str) -> bool:
    if block.kind is BlockKind.bullet or len(block.text) > _LONGEST:
        return False
    if block.kind is BlockKind.heading:
        return True
    return len(list(sentences(block.text, at=0, language=language))) == 1


def _first_sentence(text: str, language: str) -> str:
    first = next(sentences(text[: 4 * _LONGEST], at=0, language=language), None)
    return clip(first.text if first else text, _LONGEST)
