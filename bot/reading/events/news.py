"""What an update says that nothing before had said."""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.model.document import Document
from bot.reading.events.rarity import RAREST, depths
from bot.reading.events.words import words
from bot.reading.language import language_of
from bot.reading.sentences import sentences

_MOST: Final = 5  # sentences
_LOOK_AT: Final = 20_000  # characters of each text
_RARE: Final = 13.0  # natural logarithms: less than twice in a million words
_SHORTEST: Final = 3  # words; fewer are a caption or a button


def new_facts(known: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the sentences of an update that hold a number, a name or a rare word that no known text has.

    Word for word, in their order, at most five. Where nothing is known, nothing is new.
    """
    if not known:
        return ()
    seen = {stem for each in known for _, stem in words(each[:_LOOK_AT])}
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
