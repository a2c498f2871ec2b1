"""What an answer's headers say of time: how long it may be used, and when to come again."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

_LONGEST: Final = timedelta(days=365)
"""RFC 9111, 5.2.2: a sender shouldn't say more than a year; more is taken for one."""


def fresh_until(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return until when an answer may be used without asking again (RFC 9111, 4.2); None where it says no.

    `max-age` goes before `s-maxage`, and both before Expires. The time in caches on the way (Age) is over.
    """
    said = _directives(headers.get("Cache-Control", ""))
    if "no-store" in said or "no-cache" in said:
        return None
    for name in ("max-age", "s-maxage"):
        if name in said:
            return _until(_seconds(said[name]), headers, now)
    expires = _date(headers.get("Expires", ""))
    if expires is None:
        return None
    sent = _date(headers.get("Date", "")) or now
    return _until(expires - sent, headers, now)


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when the host allows another try: Retry-After, in seconds or as a date (RFC 9110, 10.2.3)."""
    written = headers.get("Retry-After", "").strip()
    wait = _seconds(written)
    if wait is not None:
        return now + wait
    date = _date(written)
    return min(max(date, now), now + _LONGEST) if date else None


def _directives(written: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in written[:1000].lower().split(","))
    return {name.strip(): value.strip(' \t"') for name, _, value in pairs}


def _seconds(written: str) -> timedelta | None:
    digits = written.strip()
    if not (digits.isascii() and digits.isdigit()):
        return None
    return min(timedelta(seconds=int(digits[:10])), _LONGEST)


def _date(written: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(written[:100])
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _until(span: timedelta | None, headers: Mapping[str, str], now: datetime) -> datetime | None:
    age = _seconds(headers.get("Age", "")) or timedelta()
    if span is None or span <= age:
        return None
    return now + min(span - age, _LONGEST)
