"""The words of a text in the form in which they are compared: without case, accents and endings."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Final

from bot.reading.words import COMMON
from bot.text import fold

# Scripts that are written without spaces: there two signs that stand together are compared.
_SOLID: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD: Final = re.compile(rf"[{_SOLID}]+|[^\W\d_{_SOLID}]+(?:'[^\W\d_]+)?|\d+(?:[.,:]\d+)*")
_ASCII_WORD: Final = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|\d+(?:[.,:]\d+)*")
_IS_SOLID: Final = re.compile(rf"[{_SOLID}]")
_VOWEL: Final = re.compile("[aeiouy]")
_LONGEST: Final = 40  # letters; what is longer is no word

# Words that say nothing of an event: small words of English, German, French, Spanish, Italian, Portuguese,
# Dutch, Polish, Swedish, Danish and Norwegian, but for those that mean something in English.
_STOP: Final = frozenset(
    (
        " ".join(COMMON.values()) + " "
        "a an the of to in on for and or is are was were be been has have had it its this that these those "
        "with as at by from but not no he she they we you i his her their our your my me him them us will "
        "would can could may might should do does did so if than then there here about into over after "
        "before up down out off what which who whom whose when where why how all any each some more most "
        "other such only own same too very just also new says said say mr mrs ms den dem des einen einem "
        "einer eines im am zum zur vom bei nach aus wie auch als aber oder wenn werden wird wurde wurden "
        "hat haben hatte sein waren sie wir ihr ihre er es uber mehr noch nur um dass bis vor durch gegen "
        "unter seit kann soll zwischen la l d un une aux ce cette ces il elle ils elles nous vous se sa son "
        "ses leur leurs avec sans sous entre apres avant plus mais ou ne pas par comme ete etre avoir ont "
        "sont etait fait deux tout lo al ha han sus fue ser este esta esto estos como mas pero o sobre "
        "hasta desde muy ya gli le alla alle dei delle degli dal dalla nel nella ai piu ma anche come e ed "
        "sul sulla tra fra das dos na nas nos ao aos pelo pela foi tem sua seu de zijn werd heeft hebben om "
        "aan bij naar ook maar door uit nog wel dan z ze po za dla jak ale jako byl byla przez przed ett "
        "sig har inte var vid efter under mot kan ska eller et en som med ved etter skal blir "
    ).split()
) - {"war", "men", "die", "sin"}


def words(text: str) -> list[tuple[str, str]]:
    """Return the words and numbers of a text that can tell events apart, in their order.

    Each as it is written, and in the form in which it is compared (`stem_of`).
    """
    plain = text.replace("’", "'")
    if plain.isascii():
        found: list[str] = _ASCII_WORD.findall(plain)
    else:
        found = [part for said in _WORD.findall(plain) for part in _parts(said)]
    return [(said, stem) for said, stem in zip(found, map(stem_of, found), strict=True) if stem is not None]


def _parts(said: str) -> Iterable[str]:
    return map("".join, pairwise(said)) if _IS_SOLID.match(said) else (said,)


@lru_cache(maxsize=50_000)
def stem_of(said: str) -> str | None:
    """Return the form in which a word is compared; None where it says nothing of an event."""
    word = fold(said).removesuffix("'s")
    if (len(word) < 2 and not word.isdigit()) or len(word) > _LONGEST or word in _STOP:
        return word if _IS_SOLID.match(word) and len(word) > 1 else None
    return _without_ending(word) if word.isalpha() else word


def _without_ending(word: str) -> str:
    """Return a word without the endings of English plurals, verbs and adverbs, nearly as a grammar would."""
    if len(word) < 4:  # too short to have an ending
        return word
    return _without_e(_without_verbs(_without_plural(word)))


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and word[-2] not in "su" else word


def _without_verbs(word: str) -> str:
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 2 and _VOWEL.search(root):  # not "ring", not "red"
            return root[:-1] if root[-1] == root[-2] and root[-1] not in "lsz" else root
    return word


def _without_e(word: str) -> str:
    word = word.removesuffix("ly") if len(word) > len("only") else word
    word = word.removesuffix("e") if len(word) > len("take") else word
    return word[:-1] + "i" if len(word) > len("city") and word.endswith("y") else word
