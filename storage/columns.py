"""Values to columns and back: moments as microseconds, values as JSON, and numbers that a column can hold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic_core import from_json, to_json

from bot.model.value import Value
from storage.recency import from_micros, to_micros

Row = tuple[Any, ...]

_LARGEST = 2**63 - 1

NEVER = _LARGEST
"""Later than every moment: where none is known, but the others are to be in front."""


def fits(number: int) -> bool:
    """Say whether this can be the number of something; people type larger ones."""
    return 0 < number <= _LARGEST


def micros(moment: datetime | None) -> int | None:
    """Return microseconds since 1970; None for None."""
    return None if moment is None else to_micros(moment)


def moment(stored: int | None) -> datetime | None:
    """Return what `micros` was given, in UTC."""
    return None if stored is None else from_micros(stored)


def as_json(value: Value | None) -> str | None:
    """Return a value as JSON, whole: what is a default today may be another one tomorrow. None for None."""
    return None if value is None else value.model_dump_json()


def as_list(values: Sequence[int] | Sequence[str]) -> str:
    """Return plain values as a JSON list, also for `json_each`."""
    return to_json(list(values)).decode()


def numbers(stored: str) -> tuple[int, ...]:
    """Return the numbers that `as_list` was given."""
    return tuple(from_json(stored))
