"""Hours, days of the week and zones as people type them, with the sentence said when one can't be read."""

import re
from datetime import time
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import BeforeValidator

from bot.model.preferences import WorkingHours
from bot.model.schedule import DAILY, WEEKDAYS
from bot.reading.hours import clock_time, week_day

_NAMED_DAYS = {
    "weekdays": WEEKDAYS,
    "weekday": WEEKDAYS,
    "workdays": WEEKDAYS,
    "daily": DAILY,
    "everyday": DAILY,
    "weekends": (5, 6),
    "weekend": (5, 6),
}
_NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})
"""Names in the zone database that stand for no zone of their own."""


def week_days(word: str) -> tuple[int, ...] | None:
    """Read days of the week: `weekdays`, `daily`, `mon,wed`, `mon-fri`, `monday`; None for anything else."""
    days: set[int] = set()
    for part in re.split(r"[,+/]", word.strip().lower()):
        first, dash, last = (bit.strip() for bit in part.partition("-"))
        if first in _NAMED_DAYS and not dash:
            days.update(_NAMED_DAYS[first])
            continue
        start, end = week_day(first), week_day(last) if dash else week_day(first)
        if start is None or end is None:
            return None
        days.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    return tuple(sorted(days))


def working_hours(text: str) -> WorkingHours | None:
    """Read when people work: `09:00-18:00`, `8am-8pm,mon-sat`; None for anything else.

    Without days, from Monday to Friday. It ends on the day that it begins.
    """
    said = text.strip().lower()
    hours, _, days = said.partition(",") if "," in said else said.partition(" ")
    start, dash, until = (bit.strip() for bit in re.sub(r"[–—]", "-", hours).partition("-"))
    opens, closes = clock_time(start), clock_time(until) if dash else None
    on = week_days(days) if days.strip() else WEEKDAYS
    if opens is None or closes is None or not on or opens >= closes:
        return None
    return WorkingHours(start=opens, until=closes, days=on)


def zone_name(word: str) -> str | None:
    """Return the IANA name of a zone, however its letters are cased; None where there is no such zone."""
    return _zones().get(word.strip().replace(" ", "_").casefold())


def near_zones(word: str) -> tuple[str, ...]:
    """Return at most three IANA names that look like the word, in whole or in their last part."""
    wanted = word.strip().replace(" ", "_").casefold()
    by_place: dict[str, str] = {}
    for folded, name in _zones().items():
        place = folded.rpartition("/")[2]
        # The continents come before the old names ("GB", "US/Eastern") in which some places stand again.
        by_place.setdefault(place, name)
    near = [by_place[place] for place in get_close_matches(wanted, by_place, n=3, cutoff=0.7)]
    near += [_zones()[folded] for folded in get_close_matches(wanted, _zones(), n=3, cutoff=0.7)]
    return tuple(dict.fromkeys(near))[:3]


def zone_names() -> tuple[str, ...]:
    """Return the IANA name of every zone, those of the continents first."""
    return tuple(_zones().values())


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    names = sorted(available_timezones() - _NOT_PLACES, key=lambda name: (_old(name), name))
    return {name.casefold(): name for name in names}


def _old(name: str) -> bool:
    """Say whether a name is kept for old users only: a country's, an abbreviation, an offset."""
    return name != "UTC" and name.partition("/")[0] not in _CONTINENTS


_CONTINENTS = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)


def _read_time(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = clock_time(value)
    if found is None:
        raise ValueError("write a time of day such as 08:00, 8am, 8.30, 20:15 or noon")
    return found


def _read_days(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = week_days(value)
    if found is None:
        raise ValueError("write weekdays, daily, weekends, or days such as mon,wed or mon-fri")
    return found


def read_zone(value: object) -> object:
    """Read the name of a zone. Raises ValueError, which says what to write instead."""
    if not isinstance(value, str):
        return value
    found = zone_name(value)
    if found is None:
        near = ", ".join(near_zones(value))
        hint = f": perhaps {near}" if near else " such as Europe/London or America/New_York"
        raise ValueError(f"write an IANA name{hint}")
    return found


ClockTime = Annotated[time, BeforeValidator(_read_time)]
"""A time of day, as people write one."""

WeekDays = Annotated[tuple[int, ...], BeforeValidator(_read_days)]
"""Days of the week; Monday is 0."""

Zone = Annotated[str, BeforeValidator(read_zone)]
"""The IANA name of a zone."""
