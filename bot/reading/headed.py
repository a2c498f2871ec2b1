"""Reads a document that was written in sections: every block finds its place in the brief."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.model.brief import Passage, Point, Section, SectionKind
from bot.model.document import Block, BlockKind, Place
from bot.reading.headings import Mark
from bot.reading.words import is_furniture

_LONGEST_DEK: Final = 400  # characters; a longer first paragraph is part of the story itself
_LABEL: Final = re.compile(r"([^:?!\"“„«]{2,60}): (?=[^\s\"“„«])")
_MOST_LABEL_WORDS: Final = 8
_CLOSED_BY_PROSE: Final = frozenset(
    {SectionKind.open_questions, SectionKind.implications, SectionKind.key_developments}
)
_LISTED: Final = re.compile(r"\d{1,2}[.)] |.*\?$")


class Headed(NamedTuple):
    """What a document in sections holds besides its headline and source line."""

    dek: Passage | None
    sections: tuple[Section, ...]


def read_sections(blocks: Sequence[Block], marks: Sequence[Mark]) -> Headed:
    """Return the dek and the sections that begin at the marks; there must be one mark at least."""
    credit_lines: list[Block] = []
    story: list[Block] = []
    for block in blocks[: marks[0].at]:
        (credit_lines if is_furniture(block.text) else story).append(block)
    dek, story = _dek(story)
    sections = _named(blocks, marks)
    if story:
        told = any(section.kind is SectionKind.what_happened for section in sections)
        sections.insert(0, _section(SectionKind.other if told else SectionKind.what_happened, "", story))
    else:
        _tell_what_happened(sections, marks[0])
    if credit_lines:
        sections.append(_section(SectionKind.other, "", credit_lines))
    return Headed(dek, tuple(sections))


def _dek(story: list[Block]) -> tuple[Passage | None, list[Block]]:
    """Part the dek, a short first paragraph, from what stands before the first section."""
    if story and story[0].kind is BlockKind.paragraph and len(story[0].text) <= _LONGEST_DEK:
        return _passage(story[0]), story[1:]
    return None, story


def _named(blocks: Sequence[Block], marks: Sequence[Mark]) -> list[Section]:
    """Return the section of each mark, and the closing words as a bottom line of their own."""
    sections: list[Section] = []
    ends = [mark.at for mark in marks[1:]] + [len(blocks)]
    for mark, end in zip(marks, ends, strict=True):
        content = [*_behind_label(blocks[mark.at], mark), *blocks[mark.at + 1 : end]]
        kind = mark.kind or SectionKind.other
        closing = _closing(kind, content) if end == len(blocks) else len(content)
        sections.append(_section(kind, mark.title, content[:closing]))
        if closing < len(content):
            sections.append(_section(SectionKind.bottom_line, "", content[closing:]))
    return sections


def _behind_label(block: Block, mark: Mark) -> list[Block]:
    """Return what stands behind the label on its own line, as a paragraph."""
    if mark.content is None:
        return []
    place = Place(start=block.place.start + mark.content, end=block.place.end)
    return [Block(kind=BlockKind.paragraph, text=block.text[mark.content :], place=place)]


def _closing(kind: SectionKind, content: Sequence[Block]) -> int:
    """Return where a document's closing words begin: the prose behind the last point of its last list."""
    if kind not in _CLOSED_BY_PROSE:
        return len(content)
    ends = range(len(content), 0, -1)
    return next((end for end in ends if _is_point(kind, content[end - 1])), len(content))


def _is_point(kind: SectionKind, block: Block) -> bool:
    """Say whether a block is a point: a bullet, or a question among the open questions."""
    if block.kind is BlockKind.bullet:
        return True
    return kind is SectionKind.open_questions and block.text.endswith("?")


def _section(kind: SectionKind, title: str, content: Sequence[Block]) -> Section:
    text: list[Passage] = []
    points: list[Point] = []
    for block in content:
        if _is_point(kind, block):
            points.append(_point(block))
        else:
            text.append(_passage(block))
    return Section(kind=kind, title=title, text=tuple(text), points=tuple(points))


def _passage(block: Block) -> Passage:
    return Passage(text=block.text, place=block.place)


def _point(block: Block) -> Point:
    label = _LABEL.match(block.text)
    if label and label[1].count(" ") < _MOST_LABEL_WORDS and ". " not in label[1]:
        return Point(label=label[1], text=block.text[label.end() :], place=block.place)
    return Point(text=block.text, place=block.place)


def _tell_what_happened(sections: list[Section], first: Mark) -> None:
    """Make the first section tell what happened, unless one does by its title or the first is a list's."""
    told = any(section.kind is SectionKind.what_happened for section in sections)
    if first.kind is None and not told and not _LISTED.match(first.title):
        sections[0] = sections[0].model_copy(update={"kind": SectionKind.what_happened})
