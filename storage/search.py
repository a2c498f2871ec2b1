"""Full-text search, newest first, in bounded time however common the words are.

FTS5 can't be stopped between two rows that match, and a phrase of common words that never
occurs may be a million rows of work. So the index holds *milestones*: rows of no story, one for
each thousand stories, that every question matches too. They come back like rows that match, and
there the search may stop.
"""

import time
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from bot.model.story import Story
from bot.text import clean
from storage import recency
from storage.shelves import Ask

# A step of a search is about so many stories at most: some tenths of a millisecond.
_STORIES_A_MILESTONE = 1024

_AT_MILESTONE = '{milestone} : "milestone"'
# FTS5 refuses expressions of some hundred terms.
_MOST_TERMS = 64
_QUOTES = str.maketrans("“”„‟«»", '""""""')

HEADLINES = """
    SELECT rowid FROM headlines_fts WHERE headlines_fts MATCH ? AND rowid >= ? ORDER BY rowid DESC
"""
TEXTS = "SELECT rowid FROM texts_fts WHERE texts_fts MATCH ? AND rowid >= ? ORDER BY rowid DESC"


class Text(NamedTuple):
    """A row of `texts`. `milestone` is for those of no story."""

    recency: int
    headline: str
    body: str
    milestone: str | None = None


class Question(NamedTuple):
    """At most `limit` stories that `match` (see `expression`), of recency `oldest` or newer."""

    match: str
    oldest: int
    limit: int


class Candidates(NamedTuple):
    """Recencies of stories that fit, newest first; not `complete` where time ran out before the oldest."""

    recencies: tuple[int, ...]
    complete: bool


def expression(text: str) -> str | None:
    """Return what a person typed as an FTS5 expression; None where there is nothing to search for.

    Nothing in the text is syntax but pairs of double quotes, straight or curly. What comes after
    the first 64 words and phrases is not looked for.
    """
    terms = _terms(text)
    if not terms:
        return None
    if len(terms) == 1 and terms[0].isalnum():  # every row that FTS5 looks at matches
        return _quoted(terms[0])
    return " AND ".join(f"({_quoted(term)} OR {_AT_MILESTONE})" for term in terms)


def _terms(text: str) -> list[str]:
    between_quotes = clean(text).translate(_QUOTES).split('"')
    if len(between_quotes) % 2 == 0:  # the last quote is never closed: what follows are words
        between_quotes[-2:] = [" ".join(between_quotes[-2:])]
    terms: dict[str, None] = {}
    for at, part in enumerate(between_quotes):
        terms.update(dict.fromkeys([part] if at % 2 else part.split()))
    return [term for term in terms if any(map(_is_of_words, term))][:_MOST_TERMS]


def _is_of_words(character: str) -> bool:
    """Say whether the index keeps this character (unicode61: letters, numbers, private use)."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"


def _quoted(term: str) -> str:
    return f'"{term}"'


def texts(at: int, story: Story, original: str) -> Iterator[Text]:
    """Give the rows for `texts`: the story's, and a milestone's where one is due."""
    yield Text(at, story.headline, original)
    if story.number % _STORIES_A_MILESTONE == 0:
        yield Text(recency.milestone(at), "", "", "milestone")


def headline(text: Text) -> dict[str, int | str | None]:
    """Return the row for `headlines` that goes with one of `texts`."""
    return {"recency": text.recency, "headline": text.headline, "milestone": text.milestone}


def find(ask: Ask, index: str, question: Question, give_up: float) -> Candidates:
    """Look through `HEADLINES` or `TEXTS` until time.monotonic() passes `give_up`, in seconds."""
    found: list[int] = []
    for (rowid,) in ask(index, [question.match, question.oldest]):
        if not recency.is_milestone(rowid):
            found.append(rowid)
            if len(found) == question.limit:
                break
        if time.monotonic() > give_up:
            return Candidates(tuple(found), complete=False)
    return Candidates(tuple(found), complete=True)
