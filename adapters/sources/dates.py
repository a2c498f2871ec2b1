"""Dates as sources write them. What can't be read is None: a guessed date would be a false one."""

import re
from datetime import UTC, datetime, timedelta

_LONGEST = 64
_YEARS = range(1971, 2101)
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
# As mail has it: "Tue, 01 Sep 2026 10:00:00 +0200". The usual slips are no weekday, no seconds, a long month.
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,? +)?(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ -](\d{4}|\d{2}),?"
    r"(?:(?:[ T]| at )+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)? *(.*)"
)
# As Americans write it: "September 1st, 2026 10:00 PM".
_AMERICAN = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,? +)?([A-Za-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}),?"
    r"(?:(?: | at )+(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?)? *(.*)"
)
_NUMBERS = (
    re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
)
_CLOCK = re.compile(r",? +(\d{1,2}):(\d{2})(?::(\d{2}))? *(.*)|()()()()")
_FRACTION = re.compile(r"(\.\d{6})\d+")
_ISO_ZONE = re.compile(r"(?<=\d) *(Z|[A-Z]{2,5}|[+-]\d\d:?\d\d|[+-]\d\d)$")
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d\d):?(\d\d)?(?: *\([^)]*\))?")
# Names of zones that feeds write, in hours from UTC.
_ZONES = {
    "": 0, "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2,
    "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13, "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8,
}  # fmt: skip


def parse_date(text: str | None) -> datetime | None:
    """Return the moment that a source declares, in UTC; None where it can't be read or can't be true.

    Read are ISO 8601, the mail standard (RFC 822) and usual slips of both. Without a zone it
    is taken as UTC; years before 1971 or after 2100 are slips.
    """
    text = " ".join((text or "").split())
    if not text or len(text) > _LONGEST:
        return None
    for reading in (_iso, _mail, _american, _numbers):
        try:
            moment = reading(text)
        except (ValueError, OverflowError):  # the form of a date, but no such day or hour
            return None
        if moment is not None:
            return moment if moment.year in _YEARS else None
    return None


def _iso(text: str) -> datetime | None:
    if not text[:4].isdigit() or text[4:5] not in "-0123456789" or len(text) < len("20260101"):
        return None
    zone = _ISO_ZONE.search(text, len("2026-01-01"))
    moment = datetime.fromisoformat(_FRACTION.sub(r"\1", text[: zone.start()] if zone else text))
    return _in_utc(moment.replace(tzinfo=None), zone.group(1) if zone else "")


def _mail(text: str) -> datetime | None:
    match = _MAIL.fullmatch(text)
    if not match:
        return None
    day, month, year, hour, minute, second, zone = match.groups()
    if month.lower() not in _MONTHS:
        return None
    years = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    local = datetime(years, _MONTHS[month.lower()], int(day), *_clock(hour, minute, second))  # noqa: DTZ001 - its zone comes next
    return _in_utc(local, zone)


def _american(text: str) -> datetime | None:
    match = _AMERICAN.fullmatch(text)
    if not match or match.group(1).lower() not in _MONTHS:
        return None
    month, day, year, hour, minute, second, half, zone = match.groups()
    if half:
        hour = str(int(hour) % 12 + (12 if half in "pP" else 0))
    local = datetime(int(year), _MONTHS[month.lower()], int(day), *_clock(hour, minute, second))  # noqa: DTZ001 - its zone comes next
    return _in_utc(local, zone)


def _numbers(text: str) -> datetime | None:
    for form in _NUMBERS:
        if (match := form.match(text)) and (clock := _CLOCK.fullmatch(text, match.end())):
            day = (int(match["y"]), int(match["m"]), int(match["d"]))
            return _in_utc(datetime(*day, *_clock(*clock.groups()[:3])), clock.group(4) or "")  # noqa: DTZ001 - its zone comes next
    return None


def _clock(hour: str | None, minute: str | None, second: str | None) -> tuple[int, int, int]:
    return int(hour or 0), int(minute or 0), min(int(second or 0), 59)  # a leap second is no slip


def _in_utc(local: datetime, zone: str) -> datetime | None:
    """Return the moment of a local time; None where the zone says nothing that we know."""
    hours = _ZONES.get(zone.upper())
    if hours is not None:
        return local.replace(tzinfo=UTC) - timedelta(hours=hours)
    match = _OFFSET.fullmatch(zone)
    if not match:
        return None
    sign, hour, minute = match.groups()
    away = timedelta(hours=int(hour), minutes=int(minute or 0))
    return local.replace(tzinfo=UTC) + (away if sign == "-" else -away)
