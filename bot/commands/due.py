"""`due` and `snooze`: when a follow-up is to be done, and when its owner is reminded."""

from datetime import datetime, time
from typing import Annotated, Final

from pydantic import Field

from bot.cards.follow_up_answers import when_card
from bot.cards.wall_clock import in_full
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.follow_up import FAMILY, FollowUpArguments, done, told
from bot.commands.kinds import number_of
from bot.errors import UsageError
from bot.flows.follow_ups.rules import Wish
from bot.model.card import Card
from bot.model.follow_up import Did
from bot.model.people import Role
from bot.reading.due import END_OF_WORK, FURTHEST, MORNING, due_at, meant_at
from bot.text import clip, fold

SNOOZED: Final = "tomorrow 9:00"
"""Until when reminders are put off where nothing is said."""

_OFF: Final = frozenset({"off", "none", "never", "no"})
_FORMS: Final = (
    "Write `today 17:00`, `tomorrow 5pm`, `Friday`, `next week`, `in 3 days` or `2026-11-27 14:30`."
)


class DueArguments(FollowUpArguments):
    """Which follow-up, and when."""

    when: Annotated[str | None, Written(Form.words, "when…")] = Field(
        default=None, description="tomorrow 17:00, Friday, in 3 days, 2026-11-27 14:30; off for no time"
    )


class SnoozeArguments(FollowUpArguments):
    """Which follow-up, and until when."""

    when: Annotated[str | None, Written(Form.words, "when…")] = Field(
        default=None, description="until when: tomorrow 17:00, Monday 9am; left out: tomorrow 9:00"
    )


def moment_of(
    words: str, *, now: datetime, zone: str, command: tuple[str, ...], usually: time = END_OF_WORK
) -> datetime:
    """Return the moment that somebody means; `usually` is the hour of a day that is named without one.

    Raises UsageError, which says what would be right.
    """
    found = due_at(words, now=now, zone=zone, usually=usually)
    if found:
        return found
    meant = meant_at(words, now=now, zone=zone)
    if meant is None:
        raise UsageError(
            f"“{clip(words, 40)}” can't be read as one time: it may be no date, or could mean two.",
            next_step=_FORMS,
            command=command,
        )
    wrong = "more than five years away" if meant > now + FURTHEST else "over already"
    raise UsageError(f"{in_full(meant, zone)} is {wrong}.", next_step=_FORMS, command=command)


async def _due(asked: Asked, arguments: DueArguments) -> Card:
    zone = await asked.follow_ups.zone(asked.actor, asked.where.channel)
    if not arguments.when:
        looked = await asked.follow_ups.look(number_of(arguments.number))
        if not looked.follow_up.stands:
            state = looked.follow_up.state.value
            return told(asked, looked.follow_up, f"{looked.follow_up.name} is {state}, so nothing is due.")
        return when_card(looked.follow_up, now=asked.at, zone=zone)
    off = fold(arguments.when) in _OFF
    due = None if off else moment_of(arguments.when, now=asked.at, zone=zone, command=("due",))
    worked = await done(asked, arguments.number, Wish(did=Did.due, due=due))
    name, already = worked.follow_up.name, "" if worked.changed else " already"
    said = f"{name} is due on {in_full(due, zone)}{already}." if due else f"{name} has no due time{already}."
    return told(asked, worked.follow_up, said)


async def _snooze(asked: Asked, arguments: SnoozeArguments) -> Card:
    zone = await asked.follow_ups.zone(asked.actor, asked.where.channel)
    words = arguments.when or SNOOZED
    until = moment_of(words, now=asked.at, zone=zone, command=("snooze",), usually=MORNING)
    worked = await done(asked, arguments.number, Wish(did=Did.snoozed, due=until))
    said = f"No reminder of {worked.follow_up.name} until {in_full(until, zone)}."
    return told(asked, worked.follow_up, said)


DUE = Command(
    path=("due",),
    summary="says when a follow-up is to be done",
    arguments=DueArguments,
    role=Role.reader,
    examples=("due F12", "due F12 tomorrow 17:00", "due F12 Friday", "due F12 off"),
    run=_due,
    changes=True,
    family=FAMILY,
)

SNOOZE = Command(
    path=("snooze",),
    summary="puts the reminders of a follow-up off",
    arguments=SnoozeArguments,
    role=Role.reader,
    examples=("snooze F12", "snooze F12 Monday 9am"),
    run=_snooze,
    changes=True,
    family=FAMILY,
)
