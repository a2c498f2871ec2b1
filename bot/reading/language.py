"""Which language a document is written in: as it says itself, else by its commonest words."""

from typing import Final

from bot.model.document import Document
from bot.reading.words import COMMON

_LOOK_AT: Final = 300  # characters: enough common words to tell the languages apart

_COMMON: Final = {language: frozenset(words.split()) for language, words in COMMON.items()}


def language_of(document: Document) -> str:
    """Return the language as a lower-case ISO 639 code; `en`, the first of the table, where nothing tells."""
    if document.language:
        return document.language.replace("_", "-").partition("-")[0].lower()
    words = set(document.text[:_LOOK_AT].lower().split())
    return max(_COMMON, key=lambda language: len(words & _COMMON[language]))
