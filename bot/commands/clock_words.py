"""Hours, days of the week and zones as people type them, with the sentence said when one can't be read."""

import re
from datetime import time
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import BeforeValidator

from bot.model.schedule import DAILY, WEEKDAYS

_NAMED_HOURS = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_HOUR = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2})(?::00)?)?(am|pm|a\.m\.|p\.m\.)?")
_NAMED_DAYS = {
    "weekdays": WEEKDAYS,
    "weekday": WEEKDAYS,
    "workdays": WEEKDAYS,
    "daily": DAILY,
    "everyday": DAILY,
    "weekends": (5, 6),
    "weekend": (5, 6),
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = 2
_NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})
"""Names in the zone database that stand for no zone of their own."""


def clock_time(word: str) -> time | None:
    """Read a time of day: `8`, `8am`, `8.30`, `08:00`, `0800`, `8:30pm`, `noon`; None for anything else."""
    said = word.strip().lower().replace(" ", "")
    if said in _NAMED_HOURS:
        return _NAMED_HOURS[said]
    match = _HOUR.fullmatch(said)
    if match is None:
        return None
    hour, minute, half = int(match.group(1)), int(match.group(2) or 0), match.group(3)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def week_days(word: str) -> tuple[int, ...] | None:
    """Read days of the week: `weekdays`, `daily`, `mon,wed`, `mon-fri`, `monday`; None for anything else."""
    days: set[int] = set()
    for part in re.split(r"[,+/]", word.strip().lower()):
        first, dash, last = (bit.strip() for bit in part.partition("-"))
        if first in _NAMED_DAYS and not dash:
            days.update(_NAMED_DAYS[first])
            continue
        start, end = _day(first), _day(last) if dash else _day(first)
        if start is None or end is None:
            return None
        days.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    return tuple(sorted(days))


def _day(word: str) -> int | None:
    """Read one day by its beginning (`mo`, `tues`, `wednesday`) or in the plural."""
    bare = word if word in _DAYS else word.removesuffix("s")
    found = [at for at, name in enumerate(_DAYS) if name.startswith(word) or name == bare]
    return found[0] if len(word) >= _SHORT and found else None


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
