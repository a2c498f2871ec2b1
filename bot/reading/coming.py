"""The days to come that a text names: offered to people as due times, so none is better than a wrong one."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from bot.model.follow_up import NamedDay
from bot.model.value import Utc
from bot.reading.dates import days_written
from bot.reading.hours import DAY_NAMES
from bot.reading.sentences import sentences
from bot.text import clip, one_line

MOST: Final = 3
_LOOKED_AT: Final = 20_000
_MOST_READ: Final = 60
"""So many days are read at most: a calendar names more, and asks for no follow-up."""

_LONGEST: Final = 600
"""A sentence that is longer is a list or a table, and says no more about a day."""

_SENTENCE: Final = 300
_DAY: Final = timedelta(days=1)
_NAMED: Final = "|".join(DAY_NAMES)

_HINT: Final = re.compile(rf"\d|tomorrow|{_NAMED}", re.IGNORECASE)
_TOMORROW: Final = re.compile(r"(?<!of )\btomorrow\b(?!['’]s)", re.IGNORECASE)
_NEXT: Final = re.compile(rf"\bnext ({_NAMED})\b", re.IGNORECASE)
_TO_COME: Final = re.compile(rf"\b(?:by|until|this|coming) (?:this |coming )?({_NAMED})\b", re.IGNORECASE)
_ON: Final = re.compile(rf"(?:(\S{{1,40}}) |^)on ({_NAMED})\b", re.IGNORECASE)
_AHEAD: Final = re.compile(
    r"\b(?:will|shall|won't|to be|(?:is|are) (?:to|due|set|expected|scheduled|planned|likely|going)"
    r"|(?:plans?|hopes?|intends?) to|meets|votes|decides|rules|begins|starts|opens|ends|expires|takes place"
    r"|deadline)\b",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"\w+ed|said|says|told|met|held|began|came|went|was|were|had|took|gave|made|saw|fell|rose|won|lost|left"
    r"|spoke|wrote|did|voted|statement|announcement|interview|earlier|late|early",
    re.IGNORECASE,
)
_SAID_BY_SOMEBODY: Final = re.compile(r"“[^”]*”|\"[^\"]*\"|„[^“”]*[“”]|«[^»]*»")
_PAST: Final = re.compile(r"\b(?:had|was|were|did|has|have)\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[,;:()–—]| that | after | since ")


def coming(
    text: str, *, language: str = "en", published_at: datetime | None, now: Utc
) -> tuple[NamedDay, ...]:
    """Return the days after today that a text names, soonest first, each with its sentence; three at most.

    Days that are named from the day of publication ("tomorrow", "next Thursday": that of the following week)
    are read in English alone, outside of quotes, and nowhere where `published_at` is None. Only the first
    20,000 characters are looked at.
    """
    today = now.date()
    found: dict[date, str] = {}
    for day, sentence in islice(_named(text[:_LOOKED_AT], language, published_at), _MOST_READ):
        if day is not None and day > today:
            found.setdefault(day, sentence)
    soonest = sorted(found.items())[:MOST]
    return tuple(NamedDay(day=day, sentence=clip(one_line(said), _SENTENCE)) for day, said in soonest)


def _named(text: str, language: str, published_at: datetime | None) -> Iterator[tuple[date | None, str]]:
    """Yield each day with the sentence it stands in; None for what only looked like a day."""
    for line in text.split("\n"):
        if not _HINT.search(line):
            continue
        for sentence in sentences(line, at=0, language=language):
            if len(sentence.text) > _LONGEST or not _HINT.search(sentence.text):
                continue
            for day in days_written(sentence.text, language, None, published_at):
                yield day, sentence.text
            if published_at is not None and language == "en":
                for day in _from_publication(sentence.text, published_at.date()):
                    yield day, sentence.text


def _from_publication(sentence: str, published: date) -> Iterator[date]:
    own = _SAID_BY_SOMEBODY.sub(lambda quoted: " " * len(quoted[0]), sentence)
    if _TOMORROW.search(own):
        yield published + _DAY
    for match in _NEXT.finditer(own):
        monday = published + (7 - published.weekday()) * _DAY
        yield monday + _weekday(match[1]) * _DAY
    if not _PAST.search(own):
        for match in _TO_COME.finditer(own):
            yield _after(published, _weekday(match[1]))
    for match in _ON.finditer(own):
        before, after = _CLAUSE.split(own[: match.start(2)])[-1], _CLAUSE.split(own[match.end() :])[0]
        told = before if match[1] else after
        if not _BEHIND.fullmatch(match[1] or "") and _AHEAD.search(told):
            yield _after(published, _weekday(match[2]))


def _weekday(name: str) -> int:
    return DAY_NAMES.index(name.lower())


def _after(day: date, weekday: int) -> date:
    """Return the first such day of the week after a day."""
    return day + ((weekday - day.weekday() - 1) % 7 + 1) * _DAY
