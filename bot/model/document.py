"""A document as the readers deliver it: blocks of clean text, each with its place in the original."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self


class Place(NamedTuple):
    """Where a passage stands in its document's text: from `start` up to `end`, in characters."""

    start: int
    end: int


class BlockKind(StrEnum):
    """What a block is by its form. What it means is for `bot.reading` to say."""

    heading = "heading"
    paragraph = "paragraph"
    bullet = "bullet"


class Block(NamedTuple):
    """One heading, paragraph or bullet.

    `level` is 1 to 6 for a heading, the depth from 0 for a bullet, else 0. `strong` says that
    the whole block was set bold. `text` is one line without the bullet's own mark.
    """

    kind: BlockKind
    text: str
    place: Place
    level: int = 0
    strong: bool = False


class Draft(NamedTuple):
    """A block that has no place yet."""

    kind: BlockKind
    text: str
    level: int = 0
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The original, kept whole: `text` holds every word, and `text[place]` is each block's text.

    `language` is a BCP 47 tag (`en`, `de-CH`) where the source names one.
    """

    text: str
    blocks: tuple[Block, ...]
    language: str | None = None

    @classmethod
    def build(cls, drafts: Iterable[Draft], *, rest: str = "", language: str | None = None) -> Self:
        """Set the drafts one a line (bullets behind "- "); a draft without text is left out.

        `rest` is clean text that belongs to the original but to no block (a page's navigation);
        it is kept behind the blocks, so that nothing of the input is lost.
        """
        lines: list[str] = []
        blocks: list[Block] = []
        at = 0
        for draft in drafts:
            if not draft.text:
                continue
            mark = "- " if draft.kind is BlockKind.bullet else ""
            start = at + len(mark)
            place = Place(start, start + len(draft.text))
            blocks.append(Block(draft.kind, draft.text, place, draft.level, draft.strong))
            lines.append(mark + draft.text)
            at = place.end + 1
        if rest:
            lines.append(rest)
        return cls(text="\n".join(lines), blocks=tuple(blocks), language=language)
