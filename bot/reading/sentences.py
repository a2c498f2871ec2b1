"""Text into sentences, each with its place; where a sentence ends is for `sentencex` to say."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from sentencex import segment

# The library takes these for the end of a sentence, and a number where ordinals are written with a stop
# ("im 21. Jahrhundert").
_GO_ON: Final = frozenset({"M.", "MM.", "Mme.", "Mmes.", "Mlle.", "Mgr.", "Vol.", "approx."})
_WITH_ORDINALS: Final = frozenset({"de", "da", "nb", "nn", "no", "fi", "cs", "pl"})

# The library is written for plain spaces; one of another kind makes it stumble.
_ODD_SPACE: Final = re.compile(r"[^\S ]")


class Sentence(NamedTuple):
    """A sentence and where it stands in the document's text; `listed` where it is a bullet of a list."""

    text: str
    start: int
    listed: bool = False

    @property
    def end(self) -> int:
        """Where it ends, in characters of the document's text."""
        return self.start + len(self.text)


def sentences(text: str, *, at: int, language: str) -> Iterator[Sentence]:
    """Yield the sentences of a text that stands at `at` in its document, without the spaces around them."""
    begin = end = 0
    for piece in segment(language, text if text.isascii() else _ODD_SPACE.sub(" ", text)):
        end += len(piece)
        bare = text[begin:end].strip()
        if end < len(text) and _goes_on(bare, language):
            continue
        if bare:
            yield Sentence(bare, at + text.index(bare, begin))
        begin = end


def _goes_on(bare: str, language: str) -> bool:
    last = bare[-8:].rpartition(" ")[2].lstrip('(«“"')
    if last in _GO_ON:
        return True
    is_number = len(last) <= 3 and last[:-1].isdigit() and last[-1] in ".)"
    return is_number and (language in _WITH_ORDINALS or len(bare) <= 3)
