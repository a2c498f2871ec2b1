"""`digest at`: sets up a digest for this channel, or changes one."""

from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.cards.digests import set_card
from bot.commands.clock_words import ClockTime, WeekDays, Zone, week_days
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.kinds import DigestNumber
from bot.flows.digests import Made, Wish
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value
from bot.reading.hours import clock_time
from bot.text import fold

_EVERYTHING = frozenset({"all", "any", "every", "everything"})
_OTHER_RHYTHMS = frozenset({"hourly", "weekly", "fortnightly", "monthly", "yearly", "today", "tomorrow"})
_HALVES = frozenset({"am", "pm", "a.m.", "p.m."})


def _topic(value: str) -> str:
    """Keep a stray word of time or days, or a number, from becoming a topic that nothing is ever about."""
    if value.lower() in _HALVES:
        raise ValueError("write the time as one word, as in 8am")
    if value.lower() in _OTHER_RHYTHMS:
        raise ValueError("a digest comes on days of the week; name them, as in `digest at 08:00 mon`")
    if value.isdecimal():
        raise ValueError(f"to change digest {value}, write number:{value}")
    if week_days(value) or clock_time(value):
        raise ValueError("join days with commas, as in mon,wed, and give one time")
    return "" if fold(value) in _EVERYTHING else value


class DigestAtArguments(Value):
    """When, about what and how much. What is left out stays as it is, or as is usual."""

    time: Annotated[ClockTime, Written(Form.word, "08:00")] = Field(
        description="the time of day: 08:00, 8am, 20:15, noon"
    )
    days: Annotated[
        WeekDays | None, Written(Form.word, "weekdays", takes=lambda word: week_days(word) is not None)
    ] = Field(
        default=None, description="weekdays (the default), daily, weekends, or days: mon,wed or mon-fri"
    )
    topic: Annotated[
        Annotated[str, AfterValidator(_topic)] | None, Written(Form.word, "topic", suggest="topic")
    ] = Field(default=None, description="only this topic; topic:all for every topic")
    zone: Annotated[Zone | None, Written(Form.option, "Europe/London", suggest="zone")] = Field(
        default=None, description="the zone of the time; the default is the channel's"
    )
    count: Annotated[int | None, Written(Form.option, "5")] = Field(
        default=None, ge=1, le=10, description="how many stories at most, 1 to 10"
    )
    quiet: Annotated[Literal["say", "skip"] | None, Written(Form.option, "say")] = Field(
        default=None, description="say or skip a day with nothing new"
    )
    number: Annotated[DigestNumber | None, Written(Form.option, "2", suggest="digest")] = Field(
        default=None, description="the digest to change, instead of setting up another one"
    )


async def _run(asked: Asked, arguments: DigestAtArguments) -> Card:
    wish = Wish(
        at=arguments.time,
        days=arguments.days,
        zone=arguments.zone,
        topic=arguments.topic,
        count=arguments.count,
        quiet=arguments.quiet,
    )
    await asked.doors.enter(asked.where)
    made = (
        await asked.digests.change(asked.where, arguments.number, wish)
        if arguments.number
        else await asked.digests.add(asked.where, asked.actor, wish)
    )
    notes = (*_why_not_today(asked, made), *await _unknown_topic(asked, made))
    return set_card(made.standing, _said(made), notes)


def _said(made: Made) -> str:
    number = made.standing.digest.number
    match made.did:
        case "added":
            return f"Digest {number} is set up."
        case "changed":
            return f"Digest {number} is changed."
        case "nothing":
            return f"Nothing to change: digest {number} is just so already."


def _why_not_today(asked: Asked, made: Made) -> tuple[str, ...]:
    """Say why the first edition is not today's although the hour is still to come."""
    digest, schedule = made.standing.digest, made.standing.digest.schedule
    today = schedule.local(asked.at).date()
    due = schedule.due(today)
    first = next(iter(made.standing.next), None)
    if due is None or due <= asked.at or first is None or first == due:
        return ()
    if today.weekday() not in schedule.days:
        return (f"Today is {today:%A}, which is none of its days.",)
    return (f"Today's edition is decided already; `digest now {digest.number}` sends one more.",)


async def _unknown_topic(asked: Asked, made: Made) -> tuple[str, ...]:
    """Say where no story has had the topic so far: it may be a slip of the keyboard."""
    topic = made.standing.digest.topic
    if topic is None:
        return ()
    topics, _ = await asked.desk.names()
    if fold(topic) in {fold(known) for known in topics}:
        return ()
    near = get_close_matches(topic, topics, n=1)
    hint = f" Did you mean “{near[0]}”?" if near else " Stories that name it in their headline count too."
    return (f"No story has the topic “{topic}” so far.{hint}",)


DIGEST_AT = Command(
    path=("digest", "at"),
    summary="sets up a digest for this channel",
    arguments=DigestAtArguments,
    role=Role.editor,
    examples=(
        "digest at 08:00",
        "digest at 8am weekdays politics count:10",
        "digest at 17:00 daily zone:Europe/London quiet:skip",
        "digest at 08:30 mon,wed number:2",
    ),
    run=_run,
    changes=True,
    placed=True,
)
