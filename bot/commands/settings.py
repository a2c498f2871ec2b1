"""`settings`: what holds in this channel, in the whole workspace, or for one person."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bot.cards.settings import own_settings_card, settings_card
from bot.commands.clock_words import read_zone, working_hours
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.emoji_words import EmojiList, emoji_names
from bot.errors import NotAllowed, UsageError
from bot.flows.posts import direct
from bot.model.card import Card
from bot.model.people import Role
from bot.model.preferences import NEVER_QUIET, Preferences, QuietHours
from bot.model.value import Value
from bot.reading.hours import clock_time

_DEFAULT: Final = "default"
"""Goes back to what the workspace has set, or the bot has."""

_BETWEEN: Final = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*")
_LENGTH: Final = re.compile(r"(\d{1,3}) ?(h|d)", re.IGNORECASE)
_A_MONTH: Final = 31 * 24
"""The most hours after which a channel is told that nobody has a follow-up."""


def _hours(text: str) -> QuietHours | None:
    """Read quiet hours: `22:00-07:00`, `10pm to 7am`, `off`; None for anything else."""
    if text.strip().lower() == "off":
        return NEVER_QUIET
    times = [clock_time(part) for part in _BETWEEN.split(text.strip().lower())]
    match times:
        case [start, until] if start is not None and until is not None and start != until:
            return QuietHours(start=start, until=until)
        case _:
            return None


def _unclaimed_after(text: str) -> int | None:
    """Read a length of time in hours: `24h`, `2d`, `off` (0); None for anything else."""
    if text.strip().lower() == "off":
        return 0
    length = _LENGTH.fullmatch(text.strip())
    hours = int(length[1]) * (24 if length[2].lower() == "d" else 1) if length else 0
    return hours if 1 <= hours <= _A_MONTH else None


def _is_default(text: object) -> bool:
    return isinstance(text, str) and text.strip().lower() == _DEFAULT


def _quiet(text: str) -> str:
    if not _is_default(text) and _hours(text) is None:
        raise ValueError("write two different times such as 22:00-07:00 or 10pm-7am, or off, or default")
    return text


def _work(text: str) -> str:
    if not _is_default(text) and working_hours(text) is None:
        raise ValueError("write hours, and days if you like: 09:00-18:00,mon-fri or 8am-8pm; or default")
    return text


def _unclaimed(text: str) -> str:
    if not _is_default(text) and _unclaimed_after(text) is None:
        raise ValueError("write a length of time of at most a month such as 24h or 2d, or off, or default")
    return text


def _zone(text: object) -> object:
    return _DEFAULT if _is_default(text) else read_zone(text)


class SettingsArguments(Value):
    """What to set, and for whom."""

    zone: Annotated[
        Annotated[str, BeforeValidator(_zone)] | None, Written(Form.option, "Europe/London", suggest="zone")
    ] = Field(default=None, description="the time zone; default: the workspace's, else the bot's")
    quiet: Annotated[Annotated[str, AfterValidator(_quiet)] | None, Written(Form.option, "22:00-07:00")] = (
        Field(
            default=None,
            description="the hours in which only what is urgent is posted; off: none; "
            "default: the workspace's",
        )
    )
    work: Annotated[
        Annotated[str, AfterValidator(_work)] | None, Written(Form.option, "09:00-18:00,mon-fri")
    ] = Field(default=None, description="the hours in which people are reminded; default: the workspace's")
    unclaimed: Annotated[Annotated[str, AfterValidator(_unclaimed)] | None, Written(Form.option, "24h")] = (
        Field(default=None, description="after how long a follow-up that nobody has is told of; off: never")
    )
    reactions: Annotated[Literal["on", "off", "default"] | None, Written(Form.option, "off")] = Field(
        default=None, description="whether reactions flag, take and finish follow-ups in this channel"
    )
    flag: Annotated[EmojiList | None, Written(Form.option, "\N{TRIANGULAR FLAG ON POST}")] = Field(
        default=None, description="the reactions that flag a story, in the whole workspace"
    )
    take: Annotated[EmojiList | None, Written(Form.option, "\N{HAPPY PERSON RAISING ONE HAND}")] = Field(
        default=None, description="the reactions that take a follow-up, in the whole workspace"
    )
    done: Annotated[EmojiList | None, Written(Form.option, "\N{WHITE HEAVY CHECK MARK}")] = Field(
        default=None, description="the reactions that finish a follow-up, in the whole workspace"
    )
    for_: Annotated[Literal["channel", "workspace", "me"], Written(Form.option, "workspace")] = Field(
        default="channel", alias="for", description="channel, workspace (for admins), or me (the zone alone)"
    )


async def _run(asked: Asked, arguments: SettingsArguments) -> Card:
    changes, emoji = _changes(arguments), _emoji(arguments)
    if arguments.for_ == "me":
        return await _mine(asked, changes, emoji)
    changed = bool(changes.model_fields_set or emoji)
    if arguments.for_ == "workspace" and not changed:
        raise UsageError(
            "`for:` says for whom something is set, and nothing is.",
            next_step="Write what, as in `settings zone:Europe/London for:workspace`.",
            command=SETTINGS.path,
        )
    if changed:
        _must_be_allowed(asked, arguments, emoji)
    return await _set(asked, arguments, changes, emoji)


async def _set(
    asked: Asked,
    arguments: SettingsArguments,
    changes: Preferences,
    emoji: Mapping[str, tuple[str, ...] | None],
) -> Card:
    flow, channel = asked.preferences, asked.where.channel
    if arguments.for_ == "workspace" or emoji:
        title, holds = "Set for the whole workspace", await flow.set_workspace(channel, changes, emoji=emoji)
    elif changes.model_fields_set:
        title, holds = "Set for this channel", await flow.set_channel(channel, changes)
    else:
        title, holds = "Settings", await flow.show(channel)
    return settings_card(title, channel, holds)


async def _mine(asked: Asked, changes: Preferences, emoji: Mapping[str, tuple[str, ...] | None]) -> Card:
    if emoji or changes.model_fields_set - {"zone"}:
        raise UsageError(
            "`for:me` sets your time zone alone.",
            next_step="Write `settings zone:Europe/London for:me`; `nudges off` and `away friday` hold back "
            "your reminders.",
            command=SETTINGS.path,
        )
    place = direct(asked.actor)
    flow = asked.preferences
    holds = await (flow.set_channel(place, changes) if changes.model_fields_set else flow.show(place))
    zone = await asked.follow_ups.zone(asked.actor, asked.where.channel)
    return own_settings_card(holds.channel, zone=zone, now=asked.at)


def _must_be_allowed(
    asked: Asked, arguments: SettingsArguments, emoji: Mapping[str, tuple[str, ...] | None]
) -> None:
    """Let editors set what holds in a channel, and admins what holds in the workspace. Raises NotAllowed."""
    role = asked.actor.role
    if emoji and arguments.for_ != "workspace":
        raise UsageError(
            "Which reactions mean what is the same in the whole workspace.",
            next_step="Add `for:workspace`; `reactions:off` turns them off in this channel.",
            command=SETTINGS.path,
        )
    if arguments.for_ == "workspace" and arguments.reactions:
        raise UsageError(
            "Reactions are turned on and off channel by channel.",
            next_step="Write `settings reactions:off` in the channel.",
            command=SETTINGS.path,
        )
    if arguments.for_ == "workspace" and not role.may(Role.admin):
        raise NotAllowed(
            f"Settings for the whole workspace are for admins; your role here is {role.value}.",
            next_step="Leave out `for:workspace` to set it for this channel, or ask an admin.",
        )
    if not role.may(Role.editor):
        raise NotAllowed(
            f"Editors alone change settings; your role here is {role.value}.",
            next_step="Ask one of them; `settings zone:Europe/London for:me` sets your own zone.",
        )


def _changes(arguments: SettingsArguments) -> Preferences:
    changes: dict[str, Any] = {}
    if arguments.zone:
        changes["zone"] = None if _is_default(arguments.zone) else arguments.zone
    if arguments.quiet:
        changes["quiet"] = None if _is_default(arguments.quiet) else _hours(arguments.quiet)
    if arguments.work:
        changes["work"] = None if _is_default(arguments.work) else working_hours(arguments.work)
    if arguments.unclaimed:
        after = arguments.unclaimed
        changes["unclaimed"] = None if _is_default(after) else _unclaimed_after(after)
    if arguments.reactions:
        changes["reactions"] = {"on": True, "off": False, "default": None}[arguments.reactions]
    return Preferences(**changes)


def _emoji(arguments: SettingsArguments) -> dict[str, tuple[str, ...] | None]:
    """Return the lists of emoji that are to be set; None for the usual one."""
    given = {"flag": arguments.flag, "take": arguments.take, "done": arguments.done}
    return {name: None if _is_default(text) else emoji_names(text) for name, text in given.items() if text}


SETTINGS = Command(
    path=("settings",),
    summary="what holds here: shows it; editors set zone, hours and more",
    arguments=SettingsArguments,
    role=Role.reader,
    examples=(
        "settings",
        "settings zone:Europe/London",
        "settings zone:Europe/London for:me",
        "settings quiet:22:00-07:00",
        "settings quiet:off",
        "settings work:09:00-18:00,mon-fri unclaimed:24h",
        "settings reactions:off",
        "settings zone:default quiet:default",
        "settings zone:America/New_York for:workspace",
        "settings flag:\N{TRIANGULAR FLAG ON POST},\N{EYES} for:workspace",
    ),
    run=_run,
    changes=True,
    placed=True,
)
