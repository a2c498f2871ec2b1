"""How common a word is before any report was read, so that the first ones can be compared."""

from functools import cache
from importlib.resources import files
from math import log
from typing import Final

RAREST: Final = -log(2e-8)
"""How rare a stem is that is in no list: as one of 50 million words."""


@cache
def shares() -> dict[str, float]:
    """Return how large a share of all words each stem is that is in the table of `tools/common_words.py`.

    Numbers and very rare words are not in it.
    """
    shares: dict[str, float] = {}
    _, *lines = files("bot.reading.events").joinpath("common.txt").read_text("utf-8").splitlines()
    for line in lines:
        band, *stems = line.split()
        shares |= dict.fromkeys(stems, 2.0 ** -float(band))
    return shares


@cache
def depths() -> dict[str, float]:
    """Return how rare each stem of the table is: the negative natural logarithm of its share.

    That of others is `RAREST`.
    """
    return {stem: -log(share) for stem, share in shares().items()}
