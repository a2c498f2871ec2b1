"""When something is to be done, as people say it. What could mean two moments is not read."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.model.schedule import Schedule
from bot.model.value import Utc
from bot.reading.hours import clock_time, week_day
from bot.reading.words import MONTHS
from bot.text import fold

END_OF_WORK: Final = time(17)
"""A day without an hour means this one."""

MORNING: Final = time(9)
"""What "next week" and "in the morning" mean."""

_EVENING: Final = time(20)
_FRIDAY: Final = 4
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(weeks=1)
_LAST_YEARS: Final = timedelta(days=330)
"""Who names a day that was over not long ago doesn't think of the next year's."""

FURTHEST: Final = timedelta(days=5 * 365)
"""Nothing is due later than that: such a year is a slip of the fingers."""

_LONGEST: Final = 80
_SHORTEST: Final = 3
_AFTERNOON_TOO: Final = 7
"""Up to here an hour without a nought in front may be meant for the afternoon: 5 is not read, 05:00 is."""

_NUMBERS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_IN: Final = re.compile(
    rf"in (\d{{1,3}}|{'|'.join(_NUMBERS)}) ?(?:(m|mins?|minutes?)|(h|hrs?|hours?)|(d|days?)|(w|weeks?))"
)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]{3,9})\.?(?: (\d{4}))?")
_MONTH_FIRST: Final = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")
_WITH_WEEKDAY: Final = re.compile(r"([a-z]{3,9})\.? (.*\d.*)")
_HOUR: Final = re.compile(
    r"(?:at )?(\d{1,2}(?:[:.h]\d{2})? ?(?:am|pm|a\.m\.|p\.m\.)|\d{1,2}[:.h]\d{2}|noon|midday)"
)
_AT_HOUR: Final = re.compile(r"at (\d{1,4})")
_COULD_BE_A_DATE: Final = re.compile(r"\d{1,2}\.(?:0[1-9]|1[0-2])")
_LEFT_OUT: Final = re.compile(r"[,;]|\b(?:on|by|until|till|o'clock|the|this|coming)\b")

_DAYS_AHEAD: Final = {
    "today": 0,
    "tonight": 0,
    "eod": 0,
    "end of day": 0,
    "tomorrow": 1,
    "tmrw": 1,
    "tomorow": 1,
    "tommorow": 1,
    "tommorrow": 1,
    "tmr": 1,
    "day after tomorrow": 2,
}
_END_OF_WEEK: Final = frozenset({"eow", "end of week"})
_MONTHS: Final = tuple(fold(names.partition("/")[0]) for names in MONTHS["en"])


class _Day(NamedTuple):
    """A day that somebody means, the hour that goes with it, and how long after it the next such day is."""

    day: date
    usually: time = END_OF_WORK
    again: timedelta | None = None


def due_at(words: str, *, now: Utc, zone: str, usually: time = END_OF_WORK) -> datetime | None:
    """Return the moment that somebody means, in UTC: one of the next five years. None where that is unclear.

    `usually` is the hour of a day that is named without one.
    An hour that the zone's clocks skip moves forward by the gap; one that comes twice counts the first time.
    """
    meant = meant_at(words, now=now, zone=zone, usually=usually)
    return meant if meant and now < meant <= now + FURTHEST else None


def meant_at(words: str, *, now: Utc, zone: str, usually: time = END_OF_WORK) -> datetime | None:
    """Return the moment that somebody means, in UTC, even if it is over; None where that can't be told."""
    if len(words) > _LONGEST:
        return None
    bare = words.strip().strip("\"'“”„«»")
    said = " ".join(_LEFT_OUT.sub(" ", _iso_spaced(fold(bare))).split())
    today = now.astimezone(ZoneInfo(zone)).date()
    if ahead := _IN.fullmatch(said):
        return _ahead(ahead, now, today, zone)
    day_said, hour = _parted(said)
    meant = _day(day_said, today) if day_said or hour else None
    if meant is None:
        return None
    at = hour or (usually if meant.usually == END_OF_WORK else meant.usually)
    moment = _at(meant.day, at, zone)
    if meant.again and moment and moment <= now:
        return _at(meant.day + meant.again, at, zone)
    return moment


def _iso_spaced(said: str) -> str:
    return re.sub(r"(?<=\d)t(?=\d)", " ", said)


def _ahead(match: re.Match[str], now: datetime, today: date, zone: str) -> datetime | None:
    """Read a length of time: hours count from now, days lead to the end of work."""
    number = _NUMBERS.get(match[1]) or int(match[1])
    if match[2] or match[3]:
        length = timedelta(minutes=number) if match[2] else timedelta(hours=number)
        return (now + length).astimezone(UTC).replace(second=0, microsecond=0)
    return _at(today + number * (_DAY if match[4] else _WEEK), END_OF_WORK, zone)


def _parted(said: str) -> tuple[str, time | None]:
    """Return the words for the day ("" where there are none), and the hour if one is said."""
    if _date(said, date.min):  # "may 19 2026" ends with no hour
        return said, None
    if said.endswith(" morning"):
        return said.removesuffix(" morning").removesuffix(" in"), MORNING
    words = said.split(" ")
    for size in (3, 2, 1):
        for hour_said, day_said in ((words[-size:], words[:-size]), (words[:size], words[size:])):
            hour = _hour(" ".join(hour_said)) if len(words) >= size else None
            if hour is not None:
                return " ".join(day_said), hour
    return _with_bare_hour(words) or (said, None)


def _with_bare_hour(words: list[str]) -> tuple[str, time] | None:
    """Read "friday 9" and "tomorrow 17h": behind a day without a date a number is an hour."""
    *day_said, last = words
    digits = last.removesuffix("h")
    if not day_said or any(each.isdecimal() for each in day_said) or not re.fullmatch(r"\d{1,2}", digits):
        return None
    is_day = _relative(" ".join(day_said))
    hour = None if not is_day or _could_be_afternoon(digits) else clock_time(digits)
    return (" ".join(day_said), hour) if hour is not None else None


def _relative(said: str) -> bool:
    """Say whether that is a day which is named without a date."""
    weekday = week_day(said.removeprefix("next "), shortest=_SHORTEST)
    return said in _DAYS_AHEAD or weekday is not None


def _hour(said: str) -> time | None:
    if match := _HOUR.fullmatch(said):
        is_read = not (_COULD_BE_A_DATE.fullmatch(said) or _could_be_afternoon(match[1]))
        return clock_time(match[1]) if is_read else None
    if match := _AT_HOUR.fullmatch(said):
        return None if _could_be_afternoon(match[1]) else clock_time(match[1])
    return None


def _could_be_afternoon(hour: str) -> bool:
    digits = re.match(r"\d+", hour)
    if digits is None or hour.endswith(("m", ".")):
        return False
    return not digits[0].startswith("0") and len(digits[0]) < 3 and int(digits[0]) <= _AFTERNOON_TOO


def _day(said: str, today: date) -> _Day | None:
    if not said:
        return _Day(today, again=_DAY)
    if said in _DAYS_AHEAD:
        return _Day(today + _DAYS_AHEAD[said] * _DAY, _EVENING if said == "tonight" else END_OF_WORK)
    if said in _END_OF_WEEK:
        return _Day(_next(today, _FRIDAY), again=_WEEK)
    if said == "next week":
        return _Day(_monday_after(today), MORNING)
    if (weekday := week_day(said, shortest=_SHORTEST)) is not None:
        return _Day(_next(today, weekday), again=_WEEK)
    first, _, rest = said.partition(" ")
    if first == "next" and (weekday := week_day(rest, shortest=_SHORTEST)) is not None:
        return _Day(_monday_after(today) + weekday * _DAY)
    found = _date(said, today)
    return _Day(found) if found else None


def _next(today: date, weekday: int) -> date:
    return today + (weekday - today.weekday()) % 7 * _DAY


def _monday_after(today: date) -> date:
    return today + (7 - today.weekday()) * _DAY


def _date(said: str, today: date) -> date | None:
    """Read a day of the calendar; a weekday in front of it has to be the right one."""
    if found := _written(said, today):
        return found
    match = _WITH_WEEKDAY.fullmatch(said)
    weekday = week_day(match[1], shortest=_SHORTEST) if match else None
    found = _written(match[2], today) if match and weekday is not None else None
    return found if found and found.weekday() == weekday else None


def _written(said: str, today: date) -> date | None:
    if match := _ISO.fullmatch(said):
        return _of(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.fullmatch(said):
        return _in_year(match[3], int(match[2]), int(match[1]), today)
    if match := _DAY_FIRST.fullmatch(said):
        return _in_year(match[3], _month(match[2]), int(match[1]), today)
    if match := _MONTH_FIRST.fullmatch(said):
        return _in_year(match[3], _month(match[1]), int(match[2]), today)
    return None


def _month(word: str) -> int:
    """Return the number of a month by its beginning; 0 where there is none."""
    return next((at for at, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)


def _in_year(year: str | None, month: int, day: int, today: date) -> date | None:
    """Return the day; without a year the next such one, or this year's where that is over not long ago."""
    if year:
        return _of(int(year), month, day)
    this, following = _of(today.year, month, day), _of(today.year + 1, month, day)
    if this and (this >= today or not following or following - today > _LAST_YEARS):
        return this
    return following


def _of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 31 February
        return None


def _at(day: date, at: time, zone: str) -> datetime | None:
    try:
        return Schedule(at=at, zone=zone).due(day)
    except OverflowError:  # the last day of the calendar, west of Greenwich
        return None
