"""Finds the day that a text names first, as people write days."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, NamedTuple

from bot.reading.words import MONTHS

_MOST_CANDIDATES: Final = 20  # a calendar names more, and tells of no day in particular
_HALF_A_YEAR: Final = timedelta(days=183)
_ZONES_APART: Final = timedelta(days=1)  # it can be tomorrow already where it happened

_MONTH_NUMBERS: Final = {
    name: number
    for year in MONTHS.values()
    for number, ways in enumerate(year, 1)
    for name in ways.split("/")
}

_DIGITS: Final = re.compile(r"\d+")
_PART_OF_MORE: Final = ".,/:$€£-"  # before a number: 1.5, 10:30, $20
_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})(?!\d)|年 ?(\d{1,2})月 ?(\d{1,2})日)")
_NUMERIC: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\.?\d)")
_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?,? (?:(?:of|de|d') ?)?([^\W\d_]{3,13})\.?"
    r"(?: ?,? (?:(?:de|del|of) )?(\d{4})(?!\d))?"
)
_MONTH_BEFORE: Final = re.compile(r"(?<!\w)([^\W\d_]{3,13})\.? (?:the )?$")
_REST_OF_MONTH_FIRST: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?! ?%|[.,:]\d|\w)(?:(?: ?,|,? of)? (\d{4})(?!\d))?"
)
_MONTH_FIRST_REGIONS: Final = frozenset({"us", "ph"})
_DAY_FIRST_REGIONS: Final = frozenset({"gb", "uk", "ie", "au", "nz", "in", "za"})
_DAY_FIRST_LANGUAGES: Final = frozenset(MONTHS) - {"en"}


class _Candidate(NamedTuple):
    """A day as it is written: its number, its month's, the year if it stands there."""

    day: int
    month: int
    year: int | None


def first_date(
    text: str, *, language: str, region: str | None = None, published_at: datetime | None = None
) -> date | None:
    """Return the first day that the text names and that was not to come when it was published.

    A day without a year gets the year that brings it within half a year of `published_at`, and is passed
    over where that is None. A month or a year alone is no day; 05/06/2026 is one only where `language`
    (ISO 639) and `region` (ISO 3166, lower case) settle the order. What can't be read is passed over.
    """
    written = islice(days_written(text, language, region, published_at), _MOST_CANDIDATES)
    days = (day for day in written if day is not None)
    if published_at is None:
        return next(days, None)
    latest = published_at.date() + _ZONES_APART
    return next((day for day in days if day <= latest), None)


def days_written(
    text: str, language: str, region: str | None, published_at: datetime | None
) -> Iterator[date | None]:
    """Yield the days that a text writes out, in their order; None for what looks like one and can't be read.

    `first_date` says how the year and the order of numbers are settled.
    """
    for digits in _DIGITS.finditer(text):
        at, before = digits.start(), text[digits.start() - 1 : digits.start()]
        if len(digits[0]) not in (1, 2, 4) or before.isalpha() or (before and before in _PART_OF_MORE):
            continue
        if len(digits[0]) == 4:
            if year_first := _YEAR_FIRST.match(text, at):
                yield _from_numbers(*(int(part) for part in year_first.groups() if part and part.isdigit()))
        elif numeric := _NUMERIC.match(text, at):
            yield _from_numeric(numeric, language, region)
        elif candidate := _candidate(text, at):
            yield _from_words(candidate, published_at)


def _candidate(text: str, at: int) -> _Candidate | None:
    match = _DAY_FIRST.match(text, at)
    if match and (month := _month(match[2])):
        return _Candidate(int(match[1]), month, int(match[3]) if match[3] else None)
    before = _MONTH_BEFORE.search(text, max(0, at - 20), at)
    match = _REST_OF_MONTH_FIRST.match(text, at)
    if before and match and (month := _month(before[1])):
        return _Candidate(int(match[1]), month, int(match[2]) if match[2] else None)
    return None


def _month(word: str) -> int | None:
    """Return the number of the month that is written like this, None where none is."""
    forms = (word, word.lower(), word.capitalize() if word.isupper() else word)
    return next((_MONTH_NUMBERS[form] for form in forms if form in _MONTH_NUMBERS), None)


def _from_numbers(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 31 February
        return None


def _from_numeric(match: re.Match[str], language: str, region: str | None) -> date | None:
    first, sign, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    day_first = sign == "." or language in _DAY_FIRST_LANGUAGES or region in _DAY_FIRST_REGIONS or first > 12
    month_first = (language == "en" and region in _MONTH_FIRST_REGIONS) or second > 12
    if day_first == month_first:
        return None
    return _from_numbers(year, second, first) if day_first else _from_numbers(year, first, second)


def _from_words(candidate: _Candidate, published_at: datetime | None) -> date | None:
    if candidate.year:
        return _from_numbers(candidate.year, candidate.month, candidate.day)
    if published_at is None:
        return None
    published = published_at.date()
    for year in (published.year, published.year - 1, published.year + 1):
        day = _from_numbers(year, candidate.month, candidate.day)
        if day and abs(day - published) <= _HALF_A_YEAR:
            return day
    return None
