"""Makes a report's sketch: its weightiest words, and marks of its text and its address."""

from collections.abc import Iterable
from datetime import datetime
from math import log
from typing import Final, TypeAlias
from zlib import crc32

from bot.model.sketch import Sketch
from bot.reading.events.address import address_words, page_mark
from bot.reading.events.dated import day_stated
from bot.reading.events.rarity import RAREST, depths
from bot.reading.events.weights import (
    LOOK_AT,
    MOST_WORDS,
    PRINTS,
    SHIPPED,
    SHORTEST_COPY,
    Weights,
)
from bot.reading.events.words import words

_SHINGLE: Final = 4  # words
_PRINTED: Final = 80  # words
_LONGEST_HEADLINE: Final = 500  # characters


def sketch(
    headline: str,
    text: str,
    *,
    url: str | None = None,
    published_at: datetime | None = None,
    weights: Weights = SHIPPED,
) -> Sketch:
    """Return what a report says, in short. Only the beginning of a long text is looked at.

    `text` is the report without its headline, or with it at its beginning. Where `published_at` is None, its
    day is what the beginning says.
    """
    head, body = words(headline[:_LONGEST_HEADLINE]), words(text[:LOOK_AT])
    if body[: len(head)] == head:
        del body[: len(head)]
    slug = words(address_words(url))
    return Sketch(
        words=_weightiest(_counted(head, body, slug, weights), weights),
        prints=_prints([stem for _, stem in (head + body)[:_PRINTED]]),
        page=page_mark(url),
        day=published_at.date() if published_at else day_stated(f"{headline[:_LONGEST_HEADLINE]}\n{text}"),
    )


_Words: TypeAlias = list[tuple[str, str]]


def _counted(head: _Words, body: _Words, slug: _Words, weights: Weights) -> dict[str, tuple[str, float]]:
    """Return for each stem how it is first written, and what it counts by where it stands."""
    counted: dict[str, tuple[str, float]] = {}
    for found, worth in ((head, 1.0), (body, weights.text), (slug, weights.address)):
        named, numbered = worth * weights.name, worth * weights.number
        for said, stem in dict.fromkeys(found):
            first = said[0]
            count = worth if first.islower() else named if first.isalpha() else numbered
            before = counted.get(stem)
            if before is None:
                counted[stem] = said, count
            elif found is not slug and count > before[1]:
                counted[stem] = before[0], count
    return counted


def _weightiest(counted: dict[str, tuple[str, float]], weights: Weights) -> dict[str, float]:
    """Return what the words count that are kept: the rare ones of many, all of few."""
    kept: Iterable[str] = counted
    if len(counted) > MOST_WORDS:
        usual, known = log(weights.spread), depths()
        worth = {stem: count * (known.get(stem, RAREST) - usual) for stem, (_, count) in counted.items()}
        kept = sorted(worth, key=worth.__getitem__, reverse=True)[:MOST_WORDS]
    return {said: round(count, 2) for said, count in (counted[stem] for stem in kept)}


def _prints(stems: list[str]) -> tuple[int, ...]:
    """Return the least marks of all runs of four words: nearly the same texts have most in common."""
    if len(stems) < SHORTEST_COPY:
        return ()
    runs = zip(*(stems[at:] for at in range(_SHINGLE)), strict=False)
    return tuple(sorted({crc32(" ".join(run).encode("utf-8", "replace")) for run in runs})[:PRINTS])
