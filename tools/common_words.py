"""Makes `bot/reading/events/common.txt`: how common words are in English before any report was read.

    pip install zxcvbn symspellpy && python -m tools.common_words

The mean of three lists: the words of Wikipedia and those of film and television (zxcvbn, MIT licence; ranks
only, so a share is taken from the rank), and those of books (symspellpy, MIT licence; from Google Books
Ngrams, CC BY 3.0). Each line is a band: the power of two that the share is next to, then its stems.
"""

from collections import defaultdict
from importlib import import_module
from importlib.resources import files
from math import log2
from pathlib import Path

from bot.reading.events.words import stem_of

OUT = Path(__file__).parent.parent / "bot" / "reading" / "events" / "common.txt"
HEAD = (
    "# Made by tools/common_words.py from the word lists of zxcvbn (MIT, Copyright 2016 Daniel Wolf) and"
    " symspellpy (MIT, Copyright 2025 mmb L, 2021 Wolf Garbe; counts from Google Books Ngrams, CC BY 3.0)"
)
ZIPF = 0.09
"""The share of the commonest word; the n-th has the n-th part of it."""
RARE = 1e-6
"""Shares below this tell nothing: a word that is in no list is as rare."""
HALVES = 2
"""How many bands there are for each power of two."""


def main() -> None:
    """Write the table."""
    ranked = import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS
    lists = [_by_rank(ranked["english_wikipedia"]), _by_rank(ranked["us_tv_and_film"]), _books()]
    shares: dict[str, float] = {}
    for word in set().union(*lists):
        stem = stem_of(word)
        if stem:
            share = sum(each.get(word, 0.0) for each in lists) / len(lists)
            shares[stem] = max(shares.get(stem, 0.0), share)
    bands: dict[int, list[str]] = defaultdict(list)
    for stem, share in shares.items():
        if share >= RARE:
            bands[round(-log2(share) * HALVES)].append(stem)
    lines = [" ".join([str(band / HALVES), *sorted(bands[band])]) for band in sorted(bands)]
    OUT.write_text("\n".join([HEAD, *lines]) + "\n", "utf-8")


def _by_rank(words: list[str]) -> dict[str, float]:
    return {word: ZIPF / rank for rank, word in enumerate(words, 1) if word.isalpha()}


def _books() -> dict[str, float]:
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    counts = {word: int(count) for word, count in (line.split() for line in text.splitlines() if line)}
    total = sum(counts.values())
    return {word: count / total for word, count in counts.items()}


if __name__ == "__main__":
    main()
