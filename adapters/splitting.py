"""Prose that is too long for one object, in pieces.

It is cut at a sentence or between words, never inside a mention, a moment, a link or a character.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable
from typing import TypeGuard

from bot.model.card import Link, Plain, Prose, Span, Strong

Cost = Callable[[Span], int]
"""How many characters of an object's room a span takes."""

_SENTENCE_END = re.compile(r"[.!?…。！？]['’”\")\]]*\s")
_SPACE = re.compile(r"\s")
_WORTH_A_CUT = 4
"""Less than this part of a piece is not filled with the beginning of the next sentence."""


def pieces(prose: Prose, limit: int, cost: Cost) -> list[Prose]:
    """Return prose in pieces of at most `limit`, in order; nothing but spaces at the cuts is lost.

    `limit` must have room for the dearest span that can't be cut.
    """
    done: list[Prose] = []
    piece: list[Span] = []
    room, todo = limit, deque(prose)
    while todo:
        span = todo.popleft()
        if cost(span) <= room:
            piece.append(span)
            room -= cost(span)
            continue
        head, tail = _cut(span, room, limit, cost, begun=bool(piece))
        if head is not None:
            piece.append(head)
        if tail is not None:
            todo.appendleft(tail)
        done.append(tuple(piece))
        piece, room = [], limit
    return [trimmed for trimmed in map(_trimmed, [*done, tuple(piece)]) if says(trimmed)]


def says(prose: Iterable[Span]) -> bool:
    """Say whether prose shows anything at all."""
    return any(not isinstance(span, Plain | Strong | Link) or span.text.strip() for span in prose)


def _cut(span: Span, room: int, limit: int, cost: Cost, *, begun: bool) -> tuple[Span | None, Span | None]:
    """Return what of a span still goes into a piece, and what goes into the next."""
    whole_fits_next = cost(span) <= limit
    if not _is_cut(span) or (isinstance(span, Link) and whole_fits_next):
        return None, span
    if begun and room < limit // _WORTH_A_CUT and whole_fits_next:
        return None, span
    longest = _longest(span, room, cost)
    at = _place(span.text, longest)
    if at is None:
        if begun:
            return None, span
        at = _between_characters(span.text, max(longest, 1))
    head, tail = span.text[:at].rstrip(), span.text[at:].lstrip()
    return (_with(span, head) if head else None), (_with(span, tail) if tail else None)


def _is_cut(span: Span) -> TypeGuard[Plain | Strong | Link]:
    return isinstance(span, Plain | Strong | Link)


def _with(span: Plain | Strong | Link, text: str) -> Span:
    return span.model_copy(update={"text": text})


def _longest(span: Plain | Strong | Link, room: int, cost: Cost) -> int:
    """Return how many characters of a span fit, by halving."""
    low, high = 0, len(span.text)
    while low < high:
        middle = (low + high + 1) // 2
        if cost(_with(span, span.text[:middle])) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _place(text: str, longest: int) -> int | None:
    """Return where to cut: behind the last sentence of the later half, else at its last space, if any."""
    for end in (_SENTENCE_END, _SPACE):
        places = [found.end() for found in end.finditer(text, longest // 2, longest + 1)]
        fitting = [place for place in places if text[:place].rstrip() and place <= longest + 1]
        if fitting:
            return fitting[-1]
    return None


def _between_characters(text: str, at: int) -> int:
    """Return the nearest place before `at` that parts no character; `at` itself where none is near."""
    return next((place for place in range(at, max(at - 40, 0), -1) if _parts(text, place)), at)


def _parts(text: str, at: int) -> bool:
    """Say whether a character as people see it ends there, emoji of several marks among them."""
    if at >= len(text):
        return True
    after = text[at]
    joined = "\u200d" in {after, text[at - 1]} or after in "\u200c\ufe0e\ufe0f\u20e3"
    coloured = "\U0001f3fb" <= after <= "\U0001f3ff"
    flag = "\U0001f1e6" <= after <= "\U0001f1ff"
    return not (joined or coloured or flag or unicodedata.combining(after))


def _trimmed(prose: Prose) -> Prose:
    """Return prose without the spaces around it."""
    spans = list(prose)
    while spans and isinstance(spans[0], Plain | Strong):
        spans[0] = _with(spans[0], spans[0].text.lstrip())
        if says(spans[:1]):
            break
        del spans[0]
    while spans and isinstance(spans[-1], Plain | Strong):
        spans[-1] = _with(spans[-1], spans[-1].text.rstrip())
        if says(spans[-1:]):
            break
        del spans[-1]
    return tuple(spans)
