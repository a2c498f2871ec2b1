"""A clock that shows what it is set to, so that a measurement doesn't depend on the day it is made."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class StoppedClock:
    """Implements `bot.ports.Clock`."""

    at: datetime

    def now(self) -> datetime:
        """Return the moment that it is set to."""
        return self.at
