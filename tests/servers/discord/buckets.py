"""Discord's pace: how many requests a route takes, told in every answer, kept where a test wants it kept.

See "Rate Limits" in Discord's documentation.
"""

import time
from collections.abc import Mapping
from hashlib import md5
from typing import NamedTuple


class Bucket(NamedTuple):
    """So many requests in so many seconds."""

    limit: int
    per: float


WIDE = Bucket(1_000, 1.0)
"""What is told where nothing is kept."""

PACES: Mapping[str, Bucket] = {
    "create_message": Bucket(5, 5.0),
    "update_message": Bucket(5, 5.0),
    "list_message_reactions_by_emoji": Bucket(10, 10.0),
    "create_dm": Bucket(10, 10.0),
}
"""The routes whose pace is known from Discord's answers; the others have `WIDE`."""


class Buckets:
    """Counts requests. `kept` says whether a request too many is refused; seconds are the machine's."""

    def __init__(self) -> None:
        self.kept = False
        self._used: dict[tuple[str, str], tuple[float, int]] = {}

    def count(self, operation: str, major: str) -> tuple[dict[str, str], float | None]:
        """Count a request; return its answer's headers, and how long to wait where it is one too many."""
        bucket = PACES.get(operation, WIDE) if self.kept else WIDE
        now = time.monotonic()
        began, used = self._used.get((operation, major), (now, 0))
        if now - began >= bucket.per:
            began, used = now, 0
        resets = began + bucket.per - now
        wait = resets if self.kept and used >= bucket.limit else None
        used += wait is None
        self._used[operation, major] = began, used
        headers = {
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(max(0, bucket.limit - used) if self.kept else bucket.limit - 1),
            "X-RateLimit-Reset": f"{time.time() + resets:.3f}",
            "X-RateLimit-Reset-After": f"{resets:.3f}",
            "X-RateLimit-Bucket": md5(operation.encode(), usedforsecurity=False).hexdigest(),
        }
        return headers, wait
