"""The kinds of value that arguments take, with the sentence said when one can't be read."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AGO = re.compile(r"(\d{1,4}) ?(m|h|d|w)", re.IGNORECASE)


def _number(value: object) -> object:
    return value.removeprefix("#") if isinstance(value, str) else value


def _digest(value: object) -> object:
    number = _number(value)
    if isinstance(number, str) and not number.removeprefix("-").isdecimal():
        raise ValueError("write a digest's number, as `digest` shows it; `digest at 08:00` sets up a digest")
    return number


def _since(value: str) -> str:
    if moment(value, datetime.max.replace(tzinfo=UTC)) is None:
        raise ValueError("write a time such as 90m, 24h, 7d or 2w, or a date such as 2026-05-19")
    return value


StoryNumber = Annotated[int, BeforeValidator(_number), Field(ge=1, le=2**53)]
"""A story's number, as people say it: `142` or `#142`."""

DigestNumber = Annotated[int, BeforeValidator(_digest), Field(ge=1, le=2**53)]
"""A digest's number: `2` or `#2`."""

POST = "post/"

PostName = Annotated[str, StringConstraints(pattern=f"^{POST}[^\\s/]+$")]
"""A message of ours in this conversation, by the platform's own id: `post/1187`. Menus of messages say it."""

Since = Annotated[str, AfterValidator(_since)]
"""How far back, as it was typed: a length of time, or a day (from its beginning, UTC)."""


def moment(since: str | None, now: datetime) -> datetime | None:
    """Turn "how far back" into a moment in UTC; None where nothing is said or it can't be read."""
    ago = _AGO.fullmatch((since or "").strip())
    if ago:
        return now - timedelta(**{_UNITS[ago.group(2).lower()]: int(ago.group(1))})
    try:
        day = date.fromisoformat((since or "").strip())
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
