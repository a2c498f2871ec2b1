"""How many sends a second a platform may be given, kept on the injected clock."""

from collections import deque
from datetime import datetime, timedelta


class Budget:
    """Allows at most `per_second` sends a second, counted over any `window` seconds.

    Less than one in the window is one in as many seconds as it takes.
    """

    def __init__(self, per_second: float, window: float = 1.0) -> None:
        self._most = max(1, int(per_second * window))
        self._window = timedelta(seconds=self._most / per_second)
        self._taken: deque[datetime] = deque()

    def room(self, now: datetime) -> int:
        """Return how many may be sent now."""
        # What lies far ahead was taken before the clock stepped back.
        while self._taken and abs(now - self._taken[0]) >= self._window:
            self._taken.popleft()
        return max(0, self._most - len(self._taken))

    def wait(self, now: datetime) -> float:
        """Return in how many seconds there is room; 0 where there is now."""
        if self.room(now):
            return 0.0
        return max(0.0, (self._taken[0] + self._window - now).total_seconds())

    def take(self, now: datetime, number: int) -> None:
        """Note that so many are sent now."""
        self._taken.extend([now] * number)
