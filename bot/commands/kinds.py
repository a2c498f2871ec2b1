"""The kinds of value that arguments take, with the sentence said when one can't be read."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from bot.text import one_line

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

_FOLLOW_UP = re.compile(r"#?[Ff]?(\d{1,15})")
_PERSON = re.compile(r"<@!?([\w-]{1,64})(?:\|[^<>]*)?>|@?([\w.-]{1,64})")
_CHANNEL = re.compile(r"<#([\w-]{1,64})(?:\|[^<>]*)?>|#?([\w.-]{1,80})")


def _follow_up(value: str) -> str:
    match = _FOLLOW_UP.fullmatch(value.strip())
    if match is None or not int(match[1]):
        raise ValueError("write a follow-up's number, such as F12; `followups` lists them")
    return f"F{int(match[1])}"


def _person(value: str) -> str:
    match = _PERSON.fullmatch(value.strip())
    if match is None:
        raise ValueError("name a person with an @ in front, or write `me`")
    return match[1] or match[2]


def _channel(value: str) -> str:
    match = _CHANNEL.fullmatch(value.strip())
    if match is None:
        raise ValueError("name a channel with a # in front")
    return match[1] or match[2]


FollowUpNumber = Annotated[str, AfterValidator(_follow_up)]
"""A follow-up's number as people say it, `F12`; `f12`, `12` and `#12` are taken for it too."""

ME = "me"

PersonName = Annotated[str, AfterValidator(_person)]
"""A person, by the platform's own id: `<@U1>`, or the id alone; `me` is whoever says it."""

ChannelName = Annotated[str, AfterValidator(_channel)]
"""A channel, by the platform's own id: `<#C1>`, or the id alone."""


def number_of(follow_up: str) -> int:
    """Return the number in a follow-up's name."""
    return int(follow_up.removeprefix("F"))


LONGEST = 300

_ONLY_NUMBERS = re.compile(r"(?:(?:and|,|&)?\s*#?[Ff]\d+[\s,]*)+")


def _short(words: str) -> str:
    said = one_line(words)
    if _ONLY_NUMBERS.fullmatch(said):
        raise ValueError("take one follow-up at a time: a number alone says nothing here")
    if len(said) > LONGEST:
        raise ValueError(f"say it in at most {LONGEST} characters")
    return said


Words = Annotated[str, AfterValidator(_short)]
"""Free words of at most 300 characters: an angle, a note, a reason."""

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
