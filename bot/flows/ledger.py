"""Which local dates of a digest are to be decided now, and how. Pure: whoever asks writes the answer down.

Nothing depends on being asked on time: each date between the last one decided and today is decided once.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.model.digest import Digest, Edition, OrderState, Verdict
from bot.model.value import Utc, Value

GRACE = timedelta(hours=6)
"""How late an edition may still come."""

ON_TIME = timedelta(minutes=5)
"""How long after its hour an edition is not called late."""

MOST = 400
"""How many dates are decided at a time; the rest is left to the next time."""

_DAY = timedelta(days=1)
_NONE = timedelta(microseconds=-1)

HELD_UP = "the bot was not running or was held up then"
HOUR_PASSED = "the hour had passed when it was set"


class Decided(Value):
    """What is decided about one local date. `due_at` is None where the zone skipped that date."""

    day: date
    verdict: Verdict
    due_at: Utc | None
    reason: str = ""

    @property
    def comes(self) -> bool:
        """Whether an edition is made for it."""
        return self.verdict in {Verdict.sent, Verdict.late}


def decided_until(digest: Digest, last: Edition | None) -> date | None:
    """Return the latest local date of the digest that counts as decided; `last` is its latest dated edition.

    Where the zone was changed since, the date counts, too, that it was in the new zone when the edition was
    due: nobody gets two editions in what is one day to them.
    """
    if last is None or last.day is None:
        return None
    return max(last.day, digest.schedule.local(last.due_at).date()) if last.due_at else last.day


def to_come(digest: Digest, last: Edition | None, *, now: datetime) -> Iterator[tuple[date, datetime]]:
    """Yield the local dates of the digest that are still to come, and when each is due, soonest first.

    `last` is its latest dated edition: a date that counts as decided comes no more. A digest that is paused
    or off has none.
    """
    if digest.state is OrderState.active:
        until = decided_until(digest, last)
        yield from ((day, due) for day, due in digest.schedule.after(now) if until is None or day > until)


def undecided(
    digest: Digest, *, last: date | None, now: datetime, grace: timedelta = GRACE
) -> tuple[Decided, ...]:
    """Return what is to be decided at this moment, earliest date first; `last` as `decided_until` says.

    Only the latest date that is due can still get an edition: on time, or late within the grace; those before
    it were missed. A paused digest misses what comes due, and so does an hour that had passed when it was
    set. Dates whose hour lay before the digest was made, and dates that are not its days, have no decision.
    """
    dates = list(_due(digest, last=last, now=now))
    latest = max((day for day, due in dates if due), default=None)
    decided = []
    for day, due in dates[:MOST]:
        verdict, reason = _verdict(digest, due, now=now, grace=grace if day == latest else _NONE)
        decided.append(Decided(day=day, verdict=verdict, due_at=due, reason=reason))
    return tuple(decided)


def _due(digest: Digest, *, last: date | None, now: datetime) -> Iterator[tuple[date, datetime | None]]:
    """Yield the digest's dates behind the last one until now, and when each was due."""
    schedule = digest.schedule
    made_on, today = schedule.local(digest.made_at).date(), schedule.local(now).date()
    day = last + _DAY if last else made_on
    while day <= today:
        if day.weekday() in schedule.days:
            due = schedule.due(day)
            if due and due > now:
                return
            if due is None or due > digest.made_at:
                yield day, due
        day += _DAY


def _verdict(digest: Digest, due: datetime | None, *, now: datetime, grace: timedelta) -> tuple[Verdict, str]:
    if due is None:
        return Verdict.no_such_day, f"{digest.schedule.zone} skipped that day"
    if due <= digest.changed_at:
        return Verdict.missed, HOUR_PASSED
    if digest.state is not OrderState.active:
        return Verdict.missed, digest.reason or "it was paused"
    if now - due <= min(ON_TIME, grace):
        return Verdict.sent, ""
    return Verdict.late if now - due <= grace else Verdict.missed, HELD_UP
