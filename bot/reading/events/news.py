"""What an update says that nothing before had said."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from bot.model.document import Document
from bot.reading.events.rarity import RAREST, depths
from bot.reading.events.words import words
from bot.reading.language import language_of
from bot.reading.sentences import sentences

_MOST: Final = 5  # sentences
_LOOK_AT: Final = 20_000  # characters of each text
_LOOK_THROUGH: Final = 300_000  # characters in all
_RARE: Final = 13.0  # natural logarithms: less than twice in a million words
_SHORTEST: Final = 3  # words; fewer are a caption or a button


def new_facts(known: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the sentences of an update that hold a number, a name or a rare word that no known text has.

    Word for word, in their order, at most five. Where nothing is known, nothing is new; where more is known
    than can be looked through in passing, nothing is called new.
    """
    looked_at = [each[:_LOOK_AT] for each in known]
    if not known or sum(map(len, looked_at)) > _LOOK_THROUGH:
        return ()
    seen = set[str]().union(*map(_stems, looked_at))
    fresh: list[str] = []
    for sentence in _sentences(text[:_LOOK_AT]):
        found = words(sentence)
        facts = {stem for stem in _facts(found) if stem not in seen}
        if facts and len(found) >= _SHORTEST:
            fresh.append(sentence)
            seen |= facts
        if len(fresh) == _MOST:
            break
    return tuple(fresh)


@lru_cache(maxsize=200)  # each report of a story is compared with all that came before
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem for _, stem in words(text))


def _facts(found: Sequence[tuple[str, str]]) -> Iterable[str]:
    """Yield numbers, names and rare words; the first word of a sentence has a capital anyway."""
    known = depths()
    for place, (said, stem) in enumerate(found):
        if said[0].isdigit() or known.get(stem, RAREST) >= _RARE or (place and said[0].isupper()):
            yield stem


def _sentences(text: str) -> Iterable[str]:
    language = language_of(Document(text, ()))
    for line in text.splitlines():
        for sentence in sentences(line, at=0, language=language):
            yield sentence.text
