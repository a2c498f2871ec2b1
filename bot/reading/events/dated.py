"""The day that a report gives at its beginning: when it came out, where its outlet says so nowhere else."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Final

from bot.reading.dates import days_written

_BEGINNING: Final = 500  # characters
_HAS_YEAR: Final = re.compile(r"(?:19|20)\d\d|/\d\d(?!\d)")
_NUMERIC: Final = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)?\d\d)(?![\d/])")
_MONTHS: Final = 12


def day_stated(text: str) -> date | None:
    """Return the first day with a year that the beginning of a text names, None where it names none.

    A guess, for comparing reports: in 5/6/2026 the month is taken to be first, as where English is read most.
    """
    beginning = text[:_BEGINNING]
    if not _HAS_YEAR.search(beginning):
        return None
    written = (day for day in days_written(beginning, "en", None, None) if day)
    return next(chain(written, _numeric(beginning)), None)


def _numeric(text: str) -> Iterator[date]:
    for match in _NUMERIC.finditer(text):
        month, day, year = (int(part) for part in match.groups())
        if month > _MONTHS:
            month, day = day, month
        try:
            yield date(year if year > 99 else 2000 + year, month, day)
        except ValueError:  # no such day
            continue
