"""The playground on a clock that begins at a given moment and runs twenty times as fast. Run as a module.

Arguments: the store's path, and the moment in ISO form.
"""

import asyncio
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from bot.model.habits import Habits
from bot.playground import play

SPEED = 20


class FastClock:
    """A clock on which a minute takes three seconds."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._begun = time.monotonic()

    def now(self) -> datetime:
        """Return the moment that it has come to."""
        return self._start + timedelta(seconds=(time.monotonic() - self._begun) * SPEED)


if __name__ == "__main__":
    asyncio.run(play(Path(sys.argv[1]), Habits(), clock=FastClock(datetime.fromisoformat(sys.argv[2]))))
