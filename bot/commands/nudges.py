"""`nudges`: whether somebody is reminded of their follow-ups; `away` and `back`: while they can't work."""

from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import Field

from bot.cards.nudges import hearing_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.errors import UsageError
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value
from bot.reading.due import MORNING, due_at

_FOREVER: Final = timedelta(days=366)


class NudgesArguments(Value):
    """Whether to be reminded."""

    wanted: Annotated[Literal["on", "off"] | None, Written(Form.word, "on|off")] = Field(
        default=None, description="on or off; without: says which it is"
    )


class AwayArguments(Value):
    """Until when."""

    until: Annotated[str | None, Written(Form.words, "until…")] = Field(
        default=None, description="a day or an hour, such as friday, next monday 9am, 2026-12-01"
    )


class BackArguments(Value):
    """Nothing."""


_WELCOME = "Welcome back: what is due comes within a minute, in working hours."


async def _nudges(asked: Asked, arguments: NudgesArguments) -> Card:
    now = asked.at
    if arguments.wanted is None:
        return hearing_card(await asked.nudges.of(asked.actor), now=now)
    on = arguments.wanted == "on"
    own = await asked.nudges.mute(asked.actor, nudges=on)
    return hearing_card(
        own, now=now, said="You are reminded from now on." if on else "The reminders are off."
    )


async def _away(asked: Asked, arguments: AwayArguments) -> Card:
    if not arguments.until:
        return hearing_card(await asked.nudges.of(asked.actor), now=asked.at)
    zone = await asked.follow_ups.zone(asked.actor, asked.where.channel)
    words = arguments.until.removeprefix("until ").strip()
    until = due_at(words, now=asked.at, zone=zone, usually=MORNING)
    if until is None or until > asked.at + _FOREVER:
        raise UsageError(
            f"“{arguments.until[:60]}” names no time within a year from now.",
            next_step="Write `away friday`, `away next monday 9am` or `away 2026-12-01`.",
            command=AWAY.path,
        )
    own = await asked.nudges.away(asked.actor, until)
    return hearing_card(own, now=asked.at, said="You are set as away.")


async def _back(asked: Asked, _: BackArguments) -> Card:
    before = await asked.nudges.of(asked.actor)
    own = await asked.nudges.away(asked.actor, None)
    if before.away_until is None or before.away_until <= asked.at:
        return hearing_card(own, now=asked.at, said="You were not set as away.")
    said = "Welcome back." if own.nudges is False else _WELCOME
    return hearing_card(own, now=asked.at, said=said)


NUDGES = Command(
    path=("nudges",),
    summary="whether you are reminded of your follow-ups; on, off",
    arguments=NudgesArguments,
    role=Role.reader,
    examples=("nudges", "nudges off", "nudges on"),
    run=_nudges,
    changes=True,
    family="followup",
)

AWAY = Command(
    path=("away",),
    summary="holds your reminders back until you are there again",
    arguments=AwayArguments,
    role=Role.reader,
    examples=("away", "away friday", "away until next monday 9am"),
    run=_away,
    changes=True,
    family="followup",
)

BACK = Command(
    path=("back",),
    summary="ends being away",
    arguments=BackArguments,
    role=Role.reader,
    examples=("back",),
    run=_back,
    changes=True,
    family="followup",
)
