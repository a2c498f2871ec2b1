"""Times of day and days of the week, as people type them."""

import re
from datetime import time
from typing import Final

DAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_NAMED_HOURS: Final = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_HOUR: Final = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2})(?::00)?)?(am|pm|a\.m\.|p\.m\.)?")


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


def week_day(word: str, *, shortest: int = 2) -> int | None:
    """Read one day by its beginning (`mo`, `tues`, `wednesday`) or in the plural; Monday is 0."""
    bare = word if word in DAY_NAMES else word.removesuffix("s")
    found = [at for at, name in enumerate(DAY_NAMES) if name.startswith(word) or name == bare]
    return found[0] if len(word) >= shortest and found else None
