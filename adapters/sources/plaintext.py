"""Plain text into paragraphs and bullets. Which of them are headings is for `bot.reading` to say."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.model.document import BlockKind, Draft
from bot.text import one_line

_BULLET = re.compile(r"^[-*•●◦▪‣–·] +(?=.*\w)")
_NUMBERED = re.compile(r"^(\d{1,3})[.)] +(?=\S)")
_TAB = 4
# Wrapped text is at most this wide; longer lines are paragraphs of their own.
_WIDEST, _NARROWEST = 100, 40
_MOST_LINES_FULL = 0.6
_ENOUGH_LINES = 3


class _Row(NamedTuple):
    """A line as written, and its words without the bullet's mark."""

    line: str
    text: str
    bullet: bool = False

    @property
    def indent(self) -> int:
        return _indent(self.line)


def drafts(text: str) -> list[Draft]:
    """Return the blocks of a plain text.

    Each line is a paragraph, unless the text was wrapped by hand at some width; then the lines
    of a paragraph are joined again.
    """
    lines = _lines(text)
    width = wrap_width(lines)
    rows = list(_rows(lines, width))
    found: list[Draft] = []
    depths: list[int] = []
    for block in _joined(rows, width):
        if not block.bullet:
            depths = depths if block.indent else []
            found.append(Draft(BlockKind.paragraph, block.text))
            continue
        while depths and depths[-1] >= block.indent:
            depths.pop()
        found.append(Draft(BlockKind.bullet, block.text, len(depths)))
        depths.append(block.indent)
    return [draft for draft in found if draft.text]


def wrap_width(lines: Sequence[str]) -> int | None:
    """Return the width at which the lines were wrapped by hand; None where each stands for itself.

    A wrapped line is one that the next line's first word would have made too long.
    """
    if any(len(line) > _WIDEST and " " in line for line in lines):
        return None
    width = max((len(line) for line in lines if " " in line), default=0)
    pairs = [(line, after.lstrip()) for line, after in pairwise(lines) if line and _goes_on(after)]
    full = [after for line, after in pairs if _is_full(line, after, width)]
    if width < _NARROWEST or len(full) < _MOST_LINES_FULL * len(pairs):
        return None
    believable = len(full) >= _ENOUGH_LINES or any(after[0].islower() for after in full)
    return width if believable else None


def _goes_on(line: str) -> bool:
    words = line.lstrip()
    return bool(words) and not _BULLET.match(words) and not _NUMBERED.match(words)


def _is_full(line: str, after: str, width: int | None) -> bool:
    """Say whether the line was broken at that width, so that `after` goes on with it."""
    return width is not None and bool(after) and len(line) + 1 + len(after.split(" ", 1)[0]) > width


def _lines(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(_TAB)
    return [line.rstrip() for line in text.split("\n")]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _rows(lines: Sequence[str], width: int | None) -> Iterator[_Row]:
    counted = _counted(lines, width)
    for at, line in enumerate(lines):
        words = one_line(line)
        mark = _NUMBERED.match(words) if at in counted else _BULLET.match(words)
        yield _Row(line, words[mark.end() :], bullet=True) if mark else _Row(line, words)


def _counted(lines: Sequence[str], width: int | None) -> set[int]:
    """Return which lines are numbered bullets: they count on from 1, with nothing of its own between them.

    So the number of a date ("12. Mai") stays, and so does that of a heading with text below it.
    """
    found: set[int] = set()
    runs: dict[int, list[int]] = {}  # by their indent
    before = ""
    for at, line in enumerate(lines):
        last, before = before, line
        words = line.lstrip()
        numbered = _NUMBERED.match(words)
        if not words or (not numbered and last and _is_full(last, words, width)):
            continue
        indent = _indent(line)
        run = runs.get(indent, [])
        runs = {other: lines_of for other, lines_of in runs.items() if other < indent}
        if numbered and int(numbered.group(1)) in {1, len(run) + 1}:
            goes_on = int(numbered.group(1)) > 1
            runs[indent] = [*run, at] if goes_on else [at]
            found.update(runs[indent] if goes_on else ())
    return found


def _joined(rows: list[_Row], width: int | None) -> Iterator[_Row]:
    """Yield the rows, those that go on with the one before joined to it."""
    block: _Row | None = None
    last = _Row("", "")
    for row in rows:
        if block and _continues(block, last, row, width):
            block = block._replace(text=f"{block.text} {row.text}")
        else:
            if block:
                yield block
            block = row if row.text else None
        last = row
    if block:
        yield block


def _continues(block: _Row, last: _Row, row: _Row, width: int | None) -> bool:
    if row.bullet or not row.text or not last.text:
        return False
    hanging = block.bullet and row.indent > block.indent
    return hanging or _is_full(last.line, row.text, width)
