"""Settling: what a delivery becomes when it is claimed, and after each outcome. Pure; `turn` stores it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from bot.model.delivery import WAITING, Delivery, DeliveryState, Pace
from bot.model.outcome import Absent, Closed, Deleted, Outcome, Refused, Rejected, Sent, Sought, Unknown

LONGEST_WAIT = timedelta(minutes=15)
"""The most that is waited between two tries where the platform asks for nothing longer."""

CUT_SHORT = "The bot stopped in the middle of sending it."
SUPERSEDED = "A newer text took its place."
DELETED = "Somebody deleted the message."

_LEAST_WAIT = timedelta(seconds=0.1)
_LONGEST_LOOK = timedelta(minutes=1)
_SKEW = timedelta(hours=1)
"""By how much the platform's clock and ours may differ, and our own may be set back or forth."""

_LONG_AGO = timedelta(hours=1)
_SETTLES = timedelta(seconds=10)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Patience:
    """How long the courier goes on: `looking` for a post before a person decides, `failing` in a row.

    `jitter` returns a number from 0 to 1.
    """

    looking: timedelta = timedelta(minutes=10)
    failing: timedelta = _DAY
    jitter: Callable[[], float] = random.random


@dataclass(frozen=True)
class Terms:
    """How fast a platform may be used, and how long the courier goes on trying there."""

    pace: Pace = field(default_factory=Pace)
    patience: Patience = field(default_factory=Patience)

    @property
    def margin(self) -> timedelta:
        """How late a try may begin: the commit of its claim and a busy process take their time."""
        return timedelta(seconds=max(1.0, self.pace.timeout / 3))

    @property
    def lease(self) -> timedelta:
        """How long after its claim a try counts as lost, and may be looked for."""
        return self.margin + self.runs_out

    @property
    def runs_out(self) -> timedelta:
        """How long after it has begun a try is over, and to be seen if it arrived."""
        return timedelta(seconds=self.pace.timeout + self.pace.lag)

    def back_off(self, attempts: int) -> timedelta:
        """Return how long to wait after so many tries: about 2, 4, 8 s, up to a quarter of an hour.

        Up to half of it is taken off at random, so that what failed together is not tried together.
        """
        wait = min(timedelta(seconds=2 ** min(attempts, 10)), LONGEST_WAIT)
        return wait * (1 - 0.5 * self.patience.jitter())


def must_look(delivery: Delivery, *, now: datetime, terms: Terms) -> bool:
    """Say whether the delivery has to be looked for before it may be sent (again).

    An edit never has to: to make it twice is to make it once. Nor has a post that the platform
    remembers: it answers a second one with the first message. That is measured from the first try of
    which nothing is known to the latest moment at which another could arrive.
    """
    if delivery.edits is not None or delivery.state in WAITING:
        return False
    if delivery.recalled:
        return True
    tried = delivery.tried_at
    if tried is None or tried > now:  # the clock stepped back: how long ago it was can't be known
        return True
    return now + terms.lease > tried + timedelta(seconds=terms.pace.remembers)


def claimed(delivery: Delivery, *, now: datetime, terms: Terms) -> Delivery:
    """Return the delivery as it is while it is being sent."""
    return delivery.model_copy(
        update={
            "state": DeliveryState.sending,
            "attempts": delivery.attempts + 1,
            "due_at": now + terms.lease,
            "tried_at": delivery.tried_at or now,
            "failing_since": _failing_still(delivery, now),
            "looked_at": None,
        }
    )


def sought(delivery: Delivery, *, now: datetime, terms: Terms) -> Delivery:
    """Return the delivery as it is while it is looked for."""
    return delivery.model_copy(
        update={
            "state": DeliveryState.unknown,
            "due_at": now + terms.lease,
            "failing_since": _failing_still(delivery, now) or now,
            "reason": CUT_SHORT if delivery.state is DeliveryState.sending else delivery.reason,
        }
    )


def handed_back(before: Delivery, delivery: Delivery, *, now: datetime) -> Delivery:
    """Return a delivery that was claimed, and whose try never began."""
    return delivery.model_copy(
        update={
            "state": DeliveryState.unknown if before.state is DeliveryState.sending else before.state,
            "due_at": now,
            "tried_at": before.tried_at,
        }
    )


def search_from(delivery: Delivery, *, now: datetime) -> datetime:
    """Return since when a lost post may be there, with room for two clocks that differ."""
    # A try that lies ahead was stamped before the clock stepped back.
    return min(delivery.tried_at or delivery.queued_at, now) - _SKEW


def settled(delivery: Delivery, outcome: Outcome, *, doubtful: bool, now: datetime, terms: Terms) -> Delivery:
    """Return what a delivery becomes that was sent with this outcome.

    `doubtful` is set where an earlier try of it may have arrived, so that what is said of this one alone
    can't be the last word.
    """
    match outcome:
        case Sent():
            return _sent(delivery, outcome, now)
        case Deleted():
            return _ended(delivery, DeliveryState.withdrawn, DELETED, now)
        case Closed():
            return _ended(delivery, DeliveryState.dead, f"The conversation is closed: {outcome.reason}", now)
        case Rejected():
            if doubtful and delivery.edits is None:
                return _in_doubt(delivery, outcome.reason, None, now=now, terms=terms)
            return _ended(delivery, DeliveryState.dead, outcome.reason, now)
        case Refused():
            failed = _in_doubt if doubtful else _failed
            return failed(delivery, outcome.reason, outcome.retry_after, now=now, terms=terms)
        case Unknown():
            return _in_doubt(delivery, outcome.reason, None, now=now, terms=terms)
        case _:
            assert_never(outcome)


def looked(delivery: Delivery, found: Sought, *, now: datetime, terms: Terms) -> Delivery:
    """Return what a delivery becomes that was looked for with this result."""
    match found:
        case Sent():
            return _sent(delivery, found, now)
        case Absent() if delivery.recalled:
            return _ended(delivery, DeliveryState.withdrawn, delivery.recalled, now)
        case Absent():
            if _given_up(delivery, now, terms):
                return _ended(delivery, DeliveryState.dead, delivery.reason, now)
            again = {"state": DeliveryState.ready, "due_at": now, "tried_at": None, "looked_at": None}
            return delivery.model_copy(update=again)
        case Unknown():
            since = min(delivery.looked_at or now, now)
            if now - since >= terms.patience.looking:
                return _held(delivery, f"Can't tell if it is there: {found.reason}", now)
            again = {"due_at": now + _look_again(since, now, terms), "looked_at": since}
            return delivery.model_copy(update=again)
        case Refused():
            if _given_up(delivery, now, terms):
                return _held(delivery, f"Could not ask for a day if it is there: {found.reason}", now)
            asked = None if found.retry_after is None else timedelta(seconds=found.retry_after)
            wait = asked or _look_again(delivery.failing_since or now, now, terms)
            return delivery.model_copy(update={"due_at": now + wait})
        case Closed():
            return _ended(delivery, DeliveryState.dead, f"The conversation is closed: {found.reason}", now)
        case _:
            assert_never(found)


def _look_again(since: datetime, now: datetime, terms: Terms) -> timedelta:
    wait = min(max(now - since, timedelta(seconds=2)), _LONGEST_LOOK)
    return wait * (1 - 0.5 * terms.patience.jitter())


def _held(delivery: Delivery, reason: str, now: datetime) -> Delivery:
    if delivery.recalled:  # nobody wants it any more, so nobody has to decide
        return _ended(delivery, DeliveryState.withdrawn, delivery.recalled, now)
    return _ended(delivery, DeliveryState.held, reason, now)


def withdrawn(delivery: Delivery, reason: str, *, now: datetime) -> Delivery:
    """Return the delivery as no longer wanted."""
    return _ended(delivery, DeliveryState.withdrawn, reason, now)


def _sent(delivery: Delivery, outcome: Sent, now: datetime) -> Delivery:
    return delivery.model_copy(
        update={
            "state": DeliveryState.sent,
            "due_at": now,
            "tried_at": None,
            "failing_since": None,
            "looked_at": None,
            "reason": "",
            "message": outcome.message,
        }
    )


def _ended(delivery: Delivery, state: DeliveryState, reason: str, now: datetime) -> Delivery:
    since = delivery.failing_since or (None if state is DeliveryState.withdrawn else now)
    ended = {"state": state, "reason": reason, "due_at": now, "failing_since": since, "looked_at": None}
    return delivery.model_copy(update=ended)


def _failed(delivery: Delivery, reason: str, wait: float | None, *, now: datetime, terms: Terms) -> Delivery:
    """Return a delivery that surely is not there: to be tried again, or given up."""
    failing = _failing(delivery, reason, now)
    if _given_up(failing, now, terms):
        return _ended(failing, DeliveryState.dead, reason, now)
    due_at = now + _pause(delivery, wait, terms)
    retry = {"state": DeliveryState.retry, "due_at": due_at, "tried_at": None}
    return failing.model_copy(update=retry)


def _in_doubt(
    delivery: Delivery, reason: str, wait: float | None, *, now: datetime, terms: Terms
) -> Delivery:
    """Return a delivery that may be there or not."""
    failing = _failing(delivery, reason, now)
    pause = _pause(delivery, wait, terms)
    if delivery.edits is not None:
        # A post that may be there never dies of old age: somebody would think that it is not. An edit may.
        if _given_up(failing, now, terms):
            return _ended(failing, DeliveryState.dead, reason, now)
        # It may still be on its way, and must have arrived before a newer one is sent, or it overtakes.
        pause = max(pause, min(timedelta(seconds=terms.pace.timeout), _SETTLES))
    pause = max(pause, timedelta(seconds=terms.pace.lag))
    return failing.model_copy(update={"state": DeliveryState.unknown, "due_at": now + pause})


def _failing(delivery: Delivery, reason: str, now: datetime) -> Delivery:
    return delivery.model_copy(update={"failing_since": delivery.failing_since or now, "reason": reason})


def _failing_still(delivery: Delivery, now: datetime) -> datetime | None:
    """Return since when it fails without a break: what lay still while nothing ran has not been failing."""
    return None if now - delivery.due_at > _LONG_AGO else delivery.failing_since


def _pause(delivery: Delivery, wait: float | None, terms: Terms) -> timedelta:
    return max(terms.back_off(delivery.attempts) if wait is None else timedelta(seconds=wait), _LEAST_WAIT)


def _given_up(delivery: Delivery, now: datetime, terms: Terms) -> bool:
    since = delivery.failing_since
    return since is not None and now - since >= terms.patience.failing
