"""When a source is asked next: its rhythm, what it asks for itself, and patience where it fails. Pure."""

from datetime import timedelta
from hashlib import blake2b
from typing import Final

from bot.model.polled import PolledDraft
from bot.model.value import Utc
from bot.reading.rhythm import LATEST, SOONEST, rhythm_of

_LONGEST_RETRY_AFTER: Final = timedelta(days=7)
_MOST_DOUBLINGS: Final = 10
_JITTER: Final = 0.1


def after_success(source: PolledDraft, *, at: Utc, fresh_until: Utc | None) -> Utc:
    """Return when to ask a source that has just answered.

    Not before its answer is stale (Cache-Control, Expires) or its `ttl` is over, which are kept up to a day.
    """
    wait = rhythm_of(source.moments).poll_every
    asked_for = [fresh_until - at] if fresh_until else []
    asked_for += [timedelta(minutes=source.ttl)] if source.ttl else []
    return at + max(wait * _shaken(source, at), min(max(asked_for, default=timedelta()), LATEST))


def after_failure(source: PolledDraft, *, at: Utc, retry_at: Utc | None) -> Utc:
    """Return when to ask a source that has just failed: after 15 minutes, twice as long with each failure.

    Never after more than a day, unless the host asks for more (Retry-After), which is kept up to a week.
    """
    times = source.trouble.times if source.trouble else 1
    wait: timedelta = min(SOONEST * (1 << min(times - 1, _MOST_DOUBLINGS)), LATEST) * _shaken(source, at)
    asked_for = min(retry_at - at, _LONGEST_RETRY_AFTER) if retry_at else timedelta()
    return at + max(wait, asked_for)


def first(source_key: str, *, at: Utc, within: timedelta) -> Utc:
    """Return when to ask a source for the first time, so that many that were added at once are spread."""
    return at + within * _share(source_key)


def _shaken(source: PolledDraft, at: Utc) -> float:
    """Return a factor of 1 to 1.1, so that sources don't come to be asked all at once."""
    return 1 + _JITTER * _share(f"{source.key} {at.isoformat()}")


def _share(of: str) -> float:
    """Return a number from 0 to 1 that looks random and is always the same for one text."""
    return int.from_bytes(blake2b(of.encode("utf-8", "replace"), digest_size=4).digest()) / 2**32
