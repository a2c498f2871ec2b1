"""Reads a plain article: chooses, by rules alone, the sentences that tell it, and never writes a word."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from string import punctuation
from typing import Final, NamedTuple

from bot.model.brief import Passage, Point, Section, SectionKind
from bot.model.document import Block, BlockKind, Document, Place
from bot.reading.sentences import Sentence, sentences
from bot.reading.words import CALLS, LEANING, OPEN_SIGNS, PERSONAL, SAYING, TO_COME, UNKNOWN, is_furniture

_LOOK_AT: Final = 16_000  # characters: what a story is about stands in its first pages
_LOOK_AT_BLOCKS: Final = 400
_LONGEST_DEK: Final = 300  # characters, unless its first sentence alone is longer
_MOST_POINTS: Final = 5
_MOST_QUESTIONS: Final = 3
_SHORT_ENTRY: Final = 2  # sentences
_SHORTEST_POINT: Final = 40  # characters
_SHORTEST_BULLET: Final = 15
_LONGEST_POINT: Final = 400
_SHORTEST_QUESTION: Final = 20

_MARKS: Final = str.maketrans(dict.fromkeys(punctuation + "–—…“”„«»’‘·。，！？：", " "))
_QUOTES: Final = '"“„«'
_STOPS: Final = (".", "!", "?", "…", "。", "！", "？")
_CLOSING: Final = "\"”“»’')] "
_FIGURE: Final = re.compile(r"[0-9]")
_CAPITALS: Final = re.compile(r"(?<= )[A-ZÀ-Þ]")


class Extract(NamedTuple):
    """What was chosen; `lede` are the first sentences as they stand, where the day is looked for."""

    dek: Passage | None
    sections: tuple[Section, ...]
    lede: str


class _Told(NamedTuple):
    """A sentence and its words in lower case."""

    sentence: Sentence
    words: list[str]


def extract(document: Document, blocks: Sequence[Block], *, headline: str, language: str) -> Extract:
    """Choose dek, key developments and open questions; an entry of one or two sentences has a dek alone."""
    split = [_Told(sentence, words_of(sentence.text)) for sentence in _sentences(blocks, language)]
    whole = [told for told in split if told.sentence.listed or _is_whole(told.sentence.text)]
    said = words_of(headline)
    telling = [told for told in whole or split[:1] if not _begins(said, told.words)]
    end = _end_of_dek(document.text, telling)
    dek = _passage(document.text, telling[:end])
    lede = " ".join(told.sentence.text for told in whole[:3])
    rest = telling[end:] if len(telling) > _SHORT_ENTRY or not dek else []
    if not rest:
        return Extract(dek, (), lede)
    questions = _questions(rest)
    points = _points([told for told in rest if told.sentence not in questions], frozenset(said))
    chosen = {SectionKind.key_developments: points, SectionKind.open_questions: questions}
    sections = tuple(_section(kind, sentences) for kind, sentences in chosen.items() if sentences)
    return Extract(dek, sections, lede)


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without marks."""
    return text.lower().translate(_MARKS).split()


def repeats(text: str, headline: str) -> bool:
    """Say whether a text only repeats the headline, or the beginning of it; marks and case don't count.

    A text without words repeats nothing.
    """
    if len(text) > 2 * len(headline) + 10:
        return False
    words = words_of(text)
    return bool(words) and _begins(words_of(headline), words)


def _begins(said: Sequence[str], words: Sequence[str]) -> bool:
    return len(words) <= len(said) and words == said[: len(words)]


def _sentences(blocks: Sequence[Block], language: str) -> Iterator[Sentence]:
    """Yield the sentences of the first pages, without headings and the page's own lines."""
    left = _LOOK_AT
    for block in blocks[:_LOOK_AT_BLOCKS]:
        if left <= 0:
            return
        if block.kind is BlockKind.heading or is_furniture(block.text):
            continue
        text = block.text[:left]
        left -= len(text)
        if block.kind is BlockKind.bullet and len(text) <= _LONGEST_POINT:
            yield Sentence(text, block.place.start, listed=True)
            continue
        split = list(sentences(text, at=block.place.start, language=language))
        cut = len(text) < len(block.text) and len(split) > 1
        yield from split[:-1] if cut else split


def _is_whole(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(_STOPS) and (" " in text or not text.isascii())


def _end_of_dek(text: str, telling: Sequence[_Told]) -> int:
    """Return how many of the first sentences make the dek: those of one paragraph, while it stays short.

    0 where the story begins with a list. What leaves something open is left to the open questions.
    """
    if not telling or telling[0].sentence.listed:
        return 0
    end = 1
    for (before, _), told in pairwise(telling):
        new_line = "\n" in text[before.end : told.sentence.start]
        too_long = told.sentence.end - telling[0].sentence.start > _LONGEST_DEK
        if new_line or too_long or _openness(told) > 1:
            break
        end += 1
    return end


def _passage(text: str, told: Sequence[_Told]) -> Passage | None:
    if not told:
        return None
    place = Place(start=told[0].sentence.start, end=told[-1].sentence.end)
    return Passage(text=text[place.start : place.end], place=place)


def _questions(rest: Sequence[_Told]) -> list[Sentence]:
    """Return the sentences that leave something open: the clearest, in the order in which they stand."""
    graded = [(grade, told.sentence) for told in rest if (grade := _openness(told))]
    graded.sort(key=lambda each: -each[0])
    return sorted((sentence for _, sentence in graded[:_MOST_QUESTIONS]), key=lambda sentence: sentence.start)


def _openness(told: _Told) -> int:
    """Return 2 where a sentence asks or says what is unknown, 1 where it says what is to come, else 0."""
    text = told.sentence.text
    if len(text) > _LONGEST_POINT:
        return 0
    if _is_question(text):
        return 2 if len(text) >= _SHORTEST_QUESTION and PERSONAL.isdisjoint(told.words) else 0
    if OPEN_SIGNS.isdisjoint(told.words):
        return 0
    text = text.lower()
    return 2 if UNKNOWN.search(text) else int(TO_COME.search(text) is not None)


def _is_question(text: str) -> bool:
    """Say whether the source asks; a question within a quotation is somebody else's."""
    return text.endswith(("?", "？")) and not any(mark in text for mark in _QUOTES)


def _points(candidates: Sequence[_Told], said: frozenset[str]) -> list[Sentence]:
    """Return what tells most, in its order: of sentences at most half, of a list as many as have room."""
    once = list({told.sentence.text: told for told in reversed(candidates)}.values())[::-1]
    all_listed = all(told.sentence.listed for told in once)
    room = _MOST_POINTS if all_listed else min(_MOST_POINTS, (len(once) + 1) // 2)
    weighed = sorted(((-_weight(told, at, said), at) for at, told in enumerate(once)))
    return [once[at].sentence for at in sorted(at for weight, at in weighed[:room] if weight < 0)]


def _weight(told: _Told, at: int, said: frozenset[str]) -> float:
    """Return how much the sentence at that position tells; 0 or less where it does not stand alone.

    Early sentences count most (news is told from its head), then what shares words with the headline,
    then figures, names, speech.
    """
    (text, _, listed), words = told
    shortest = _SHORTEST_BULLET if listed else _SHORTEST_POINT
    if not shortest <= len(text) <= _LONGEST_POINT or "?" in text or not words or words[0] in CALLS:
        return 0.0
    weight = 3.0 / (1 + at / 4)
    weight += min(0.4 * len(said.intersection(words)), 2.0)
    weight += min(0.15 * len(_CAPITALS.findall(text)), 0.9)
    weight += 0.5 if _FIGURE.search(text) else 0.0
    weight += 0.0 if SAYING.isdisjoint(words) else 0.4
    return weight - 1.5 if words[0] in LEANING else weight


def _section(kind: SectionKind, sentences: Sequence[Sentence]) -> Section:
    points = (Point(text=each.text, place=Place(start=each.start, end=each.end)) for each in sentences)
    return Section(kind=kind, points=tuple(points))
