"""Lengths of time in words: how long something has lasted, and how often it comes."""

from datetime import timedelta
from typing import Final

from bot.text import count

_UNITS: Final = (
    ("year", timedelta(days=365)),
    ("month", timedelta(days=30)),
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
)
_ENOUGH: Final = 2
_MONTHS_FROM: Final = 3
_CLOSE: Final = 0.1


def lasting(span: timedelta) -> str:
    """Write how long something has lasted, whole units alone: "9 days", "40 minutes".

    Less than a minute is "less than a minute".
    """
    unit, size = _unit(span)
    # A little less than a unit is one where `every` says so: 59 minutes are an hour in both.
    number = int(span / size + _CLOSE / 2)
    return count(number, unit) if number else "less than a minute"


def every(span: timedelta) -> str:
    """Write how often something comes, rounded: "every 2 days", "every hour", "every 40 minutes"."""
    unit, size = _unit(span)
    number = max(round(span / size), 1)
    return f"every {unit}" if number == 1 else f"every {count(number, unit)}"


def _unit(span: timedelta) -> tuple[str, timedelta]:
    """Return the largest unit of which there are two, or very nearly one; months only from three on."""
    for unit, size in _UNITS:
        many = span / size
        least = _MONTHS_FROM if unit == "month" else _ENOUGH
        if many >= least or (unit != "month" and abs(many - 1) < _CLOSE):
            return unit, size
    return _UNITS[-1]
