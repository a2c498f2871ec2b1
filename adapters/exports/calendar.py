"""Follow-ups as iCalendar (RFC 5545): an event at each due time.

Events and not to-dos, because Google's and Outlook's calendars leave to-dos out. An event takes no time of
anybody's day (TRANSP:TRANSPARENT).
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from icalendar import Calendar, Event

from bot.model.exported import Exported
from bot.model.follow_up import Did, FollowUp

_LASTS: Final = timedelta(minutes=15)
"""Some calendars don't show an event of no length."""


def as_ics(exported: Iterable[Exported]) -> bytes:
    """Return a calendar of what is still to be done and has a due time.

    A follow-up keeps its UID for ever, so that a calendar moves its event when it comes again.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Nutgraf//Follow-ups//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Nutgraf follow-ups")
    for each in exported:
        if each.follow_up.stands and each.follow_up.due:
            calendar.add_component(_event(each))
    return bytes(calendar.to_ical())


def _event(exported: Exported) -> Event:
    follow_up = exported.follow_up
    due = follow_up.due
    if due is None:
        raise ValueError(f"{follow_up.name} has no due time")
    changed = max((entry.at for entry in exported.history), default=follow_up.made_at)
    event = Event()
    event.add("uid", f"follow-up-{follow_up.number}@nutgraf")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", sum(entry.did is Did.due for entry in exported.history))
    event.add("dtstart", due)
    event.add("dtend", due + _LASTS)
    event.add("transp", "TRANSPARENT")
    event.add("summary", _summary(follow_up, exported.headline))
    event.add("description", _description(exported))
    if exported.url:
        event.add("url", exported.url)
    return event


def _summary(follow_up: FollowUp, headline: str) -> str:
    owner = follow_up.owner.name if follow_up.owner else "nobody has it"
    return f"{follow_up.name} {follow_up.angle or headline or follow_up.slug} ({owner})"


def _description(exported: Exported) -> str:
    flagged = ", ".join(dict.fromkeys(flag.by.name for flag in exported.flags))
    said = [exported.headline, exported.url or "", f"Flagged by {flagged}" if flagged else ""]
    return "\n".join(line for line in said if line)
