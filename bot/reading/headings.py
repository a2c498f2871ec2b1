"""Finds where the sections of a document begin, and so whether it was written in sections at all."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.model.brief import SectionKind
from bot.model.document import Block, BlockKind
from bot.reading.words import LEANING, is_furniture, kind_of

_LOOK_AT: Final = 5_000  # blocks: no brief is longer; what follows belongs to the last section
_LONGEST_TITLE: Final = 100  # characters; a longer line is prose
_LONGEST_HEADING: Final = 300  # characters, where the source marked it as one
_LONGEST_LABEL: Final = 50
_MOST_WORDS: Final = 12
_LEAST_CONTENT: Final = 60  # characters; a shorter line under a title may be one itself

_LABEL: Final = re.compile(r"[*_]{0,2}([^:：–—]{2,50}?)[*_]{0,2}(?:[:：][*_]{0,2} ?| [–—-]+ )(?=\S)")
_LABEL_SIGN: Final = re.compile(r"[:：–—]| - ")
_NUMBER: Final = re.compile(r"\(?\d{1,2}[.)] ")
_STOPS: Final = (".", "!", "…", "。", "！")
_CLOSING: Final = "\"”“»’')"
# Behind the first characters: a title may begin with its number ("3. Next steps").
_BREAK: Final = re.compile(r"[.!?] ")


class Mark(NamedTuple):
    """The beginning of a section: its block, its title, and where the text behind a label starts.

    `kind` is None where the title names no known one; `content` is None where the block is all title.
    """

    at: int
    title: str
    kind: SectionKind | None
    content: int | None = None


def marks(blocks: Sequence[Block]) -> tuple[Mark, ...]:
    """Return where sections begin, in order; nothing for a plain article.

    Sections are believed in where a heading is marked as one, where a title or label is a known one,
    or where two lines look like titles, or three ask: a single short line may be a caption or an advert,
    and a question or two the writer's way of talking.
    """
    blocks = blocks[:_LOOK_AT]
    headings = _headings(blocks)
    known = _known(blocks, BlockKind.paragraph)
    if not known and not headings:
        known = _known(blocks, BlockKind.bullet)
    if headings:
        return tuple(sorted(headings + known))
    titles = _titles(blocks, known)
    asked = sum(mark.title.endswith("?") for mark in titles)
    return tuple(sorted(known + titles)) if known or len(titles) - asked > 1 or asked > 2 else ()


def opens_section(blocks: Sequence[Block], at: int) -> bool:
    """Say whether the line is the title of a known section, or begins with one, and is no headline.

    "Analysis: Bank raises rates" is a headline, unless it ends as a sentence or a section follows at once.
    """
    mark = _mark_at(at, blocks[at])
    if mark is None or mark.content is None or blocks[at].kind is BlockKind.bullet:
        return mark is not None
    followed = at + 1 < len(blocks) and _mark_at(at + 1, blocks[at + 1]) is not None
    return followed or blocks[at].text.rstrip(_CLOSING).endswith(_STOPS)


def _mark_at(at: int, block: Block) -> Mark | None:
    if block.kind is not BlockKind.heading:
        return _known_at(at, block)
    kind = kind_of(block.text)
    return Mark(at, _title(block.text), kind) if kind else None


def _headings(blocks: Sequence[Block]) -> list[Mark]:
    """Return the blocks that are marked as headings, if there is one with something of the story under it.

    A heading below one of a known kind belongs to that section's text.
    """
    found: list[Mark] = []
    tells = False
    known_level = 7
    for at, block in enumerate(blocks):
        if not _is_heading(block):
            continue
        kind = kind_of(block.text)
        if kind is None and block.level > known_level:
            continue
        known_level = block.level if kind else 7
        found.append(Mark(at, _title(block.text), kind))
        followed = at + 1 < len(blocks) and not _is_heading(blocks[at + 1])
        tells = tells or (followed and not is_furniture(block.text))
    return found if tells else []


def _is_heading(block: Block) -> bool:
    return block.kind is BlockKind.heading and len(block.text) <= _LONGEST_HEADING


def _known(blocks: Sequence[Block], form: BlockKind) -> list[Mark]:
    """Return the lines of that form that are a known title, or begin with one as their label."""
    found = (_known_at(at, block) for at, block in enumerate(blocks) if block.kind is form)
    last = len(blocks) - 1
    return [mark for mark in found if mark and (mark.content is not None or mark.at < last)]


def _known_at(at: int, block: Block) -> Mark | None:
    text = block.text
    whole = block.kind is BlockKind.paragraph and ": " not in text and _could_be_title(text)
    if whole and (kind := kind_of(text)):
        return Mark(at, _title(text), kind)
    if not _LABEL_SIGN.search(text, 0, _LONGEST_LABEL + 4) or text[:1].islower() or is_furniture(text):
        return None
    label = _LABEL.match(text)
    if label and (kind := kind_of(label[1])):
        return Mark(at, label[1].strip(), kind, label.end())
    return None


def _titles(blocks: Sequence[Block], known: Sequence[Mark]) -> list[Mark]:
    """Return the lines that only look like titles, the known ones left out."""
    kinds = {mark.at: mark.kind for mark in known}
    found: list[Mark] = []
    under: SectionKind | None = None
    titled = -1
    for at, block in enumerate(blocks):
        if at in kinds:
            under, titled = kinds[at], at
        elif block.kind is BlockKind.paragraph and _looks_like_title(block) and _has_content(blocks, at):
            lead_in = block.text.endswith(":") and titled == at - 1
            listed = block.text.endswith("?") and under is SectionKind.open_questions
            if not lead_in and not listed:
                found.append(Mark(at, _title(block.text), None))
                under, titled = None, at
    return found


def _could_be_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and text[-1] not in ".,;…" and not _BREAK.search(text, 4)


def _looks_like_title(block: Block) -> bool:
    """Say whether a line is set like a title: bold, numbered, in capitals, Title Case, or a question."""
    text = block.text
    if not _could_be_title(text) or text[0] in "\"'“‘„«(" or is_furniture(text):
        return False
    words = text.split()
    if block.strong or (text[-1] == "?" and len(words) > 2 and words[0].lower() not in LEANING):
        return True
    if len(words) > _MOST_WORDS:
        return False
    if _NUMBER.match(text):
        return True
    if text.isupper():
        return sum(map(str.isalpha, text)) >= 4
    lone_word = len(words) == 1 and text[-1] != ":"
    return not lone_word and all(_capital(word) for word in words if len(word) > 4 or word is words[0])


def _capital(word: str) -> bool:
    first = next(filter(str.isalnum, word), "-")
    return first.isupper() or first.isdigit()


def _has_content(blocks: Sequence[Block], at: int) -> bool:
    if at + 1 == len(blocks):
        return False
    under = blocks[at + 1]
    return under.kind is BlockKind.bullet or len(under.text) >= _LEAST_CONTENT or under.text[-1] in ".:"


def _title(text: str) -> str:
    return text.rstrip(" :：") or text
