"""How long a feed asks to be left alone between two polls."""

import re
from typing import Final

LONGEST: Final = 10_080
"""A week, in minutes; who asks for more has mistaken the unit."""

_PERIODS: Final = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


def minutes(ttl: str | None, *, period: str | None = None, frequency: str | None = None) -> int | None:
    """Return the minutes; None where a feed says nothing, or nonsense.

    `ttl` is that of RSS 2.0, in minutes. `period` and `frequency` are those of RSS 1.0's syndication module:
    how often (once where that isn't said) in which period (a day where that isn't said) it may change.
    """
    asked = _number(ttl)
    if _is_sane(asked):
        return asked
    if not period and not frequency:
        return None
    times = _number(frequency) if frequency else 1
    length = _PERIODS.get((period or "daily").strip().lower())
    shared = length // times if length and times else None
    return shared if _is_sane(shared) else None


def _number(text: str | None) -> int | None:
    written = (text or "").strip()
    return int(written) if _NUMBER.fullmatch(written) else None


def _is_sane(asked: int | None) -> bool:
    return asked is not None and 0 < asked <= LONGEST
