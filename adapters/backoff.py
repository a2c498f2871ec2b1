"""Waiting before a new try: longer each time, and never in step with everybody else."""

import random


class BackOff:
    """How long to wait after one failure, and after the next; in seconds."""

    def __init__(self, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._failed = 0

    def failed(self) -> float:
        """Write down a failure; return how long to wait: twice as long each time, give or take a quarter."""
        seconds = min(self._first * 2.0 ** min(self._failed, 30), self._longest)
        self._failed += 1
        return seconds * random.uniform(0.75, 1.25)  # noqa: S311 - no secret hangs on it

    def worked(self) -> None:
        """Begin anew."""
        self._failed = 0
