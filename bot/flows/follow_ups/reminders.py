"""What the bot says of follow-ups of its own accord: when each thing is to be said.

Pure: what it needs is given to it.
"""

from datetime import timedelta
from typing import Final

from bot.model.follow_up import Did, FollowUp, FollowUpState
from bot.model.people import ChannelRef
from bot.model.preferences import USUAL_HOURS, Preferences, WorkingHours
from bot.model.value import Utc, Value
from bot.ports import Tx, View

MOST: Final = 5
"""How often an owner is reminded since the due time was set; then it is put before the editors."""

A_DAY: Final = timedelta(days=1)
"""The least time between two reminders."""


class Hours(Value):
    """When people work in a channel, in an IANA zone."""

    work: WorkingHours = USUAL_HOURS
    zone: str = "UTC"

    def next(self, moment: Utc) -> Utc:
        """Return the first moment within the hours that is not before that one."""
        return self.work.next(moment, self.zone)


class Step(Value):
    """What is to be said now of a follow-up, and when the bot looks at it again; None for not by itself."""

    did: Did
    look_at: Utc | None = None


def hours_in(view: View | Tx, channel: ChannelRef, *, zone: str) -> Hours:
    """Return when people work in a channel; `zone` is the one that holds where nobody has set any."""
    own = view.preferences.of_channel(channel)
    theirs = view.preferences.of_workspace(channel.platform, channel.workspace)
    return Hours(work=own.work or theirs.work or USUAL_HOURS, zone=own.zone or theirs.zone or zone)


def step_of_claimed(follow_up: FollowUp, owner: Preferences, hours: Hours, *, now: Utc) -> Step:
    """Return what is to be said of a follow-up that somebody has; `owner` is what they have set.

    Outside of working hours it is put off until they begin, and while the owner is away until they are back.
    Who wants no reminders gets none: what they have goes to the editors when the last one would have come.
    """
    if owner.away_until and owner.away_until > now:
        return Step(did=Did.put_off, look_at=hours.next(owner.away_until))
    opens = hours.next(now)
    if opens > now:
        return Step(did=Did.put_off, look_at=opens)
    if follow_up.nudges >= MOST:
        return Step(did=Did.escalated)
    if owner.nudges is False:
        last = hours.next(_counted_from(follow_up) + (MOST - 1) * A_DAY)
        return Step(did=Did.put_off, look_at=last) if last > now else Step(did=Did.escalated)
    return Step(did=Did.nudged, look_at=hours.next(now + A_DAY))


def step_of_open(follow_up: FollowUp, called_at: Utc | None, hours: Hours, *, now: Utc) -> Step:
    """Return what is to be said of a follow-up that nobody has.

    `called_at` is when the channel is to be told so by what is set there now; None for never.
    """
    if follow_up.called or called_at is None:
        return Step(did=Did.put_off)
    told = hours.next(max(called_at, now))
    return Step(did=Did.put_off, look_at=told) if told > now else Step(did=Did.called)


def is_open(follow_up: FollowUp) -> bool:
    """Say whether nobody has it."""
    return follow_up.state is FollowUpState.open


def _counted_from(follow_up: FollowUp) -> Utc:
    """Return when the first reminder was due: one that was put off by hand counts from then."""
    return follow_up.due or follow_up.touched_at or follow_up.made_at
