"""`settings`: the zone and the quiet hours of this channel, or of the whole workspace."""

import re
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bot.cards.settings import settings_card
from bot.commands.clock_words import clock_time, read_zone
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.errors import NotAllowed, UsageError
from bot.model.card import Card
from bot.model.people import Role
from bot.model.preferences import NEVER_QUIET, Preferences, QuietHours
from bot.model.value import Value

_DEFAULT: Final = "default"
"""Goes back to what the workspace has set, or the bot has."""

_BETWEEN: Final = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*")


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


def _is_default(text: object) -> bool:
    return isinstance(text, str) and text.strip().lower() == _DEFAULT


def _quiet(text: str) -> str:
    if not _is_default(text) and _hours(text) is None:
        raise ValueError("write two different times such as 22:00-07:00 or 10pm-7am, or off, or default")
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
    for_: Annotated[Literal["channel", "workspace"], Written(Form.option, "workspace")] = Field(
        default="channel", alias="for", description="channel, or workspace (for admins)"
    )


async def _run(asked: Asked, arguments: SettingsArguments) -> Card:
    flow, channel = asked.preferences, asked.where.channel
    changes = _changes(arguments)
    if not changes.model_fields_set:
        if arguments.for_ == "workspace":
            raise UsageError(
                "`for:` says for whom something is set, and nothing is.",
                next_step="Write what, as in `settings zone:Europe/London for:workspace`.",
                command=SETTINGS.path,
            )
        title, holds = "Settings", await flow.show(channel)
    elif arguments.for_ == "channel":
        title, holds = "Set for this channel", await flow.set_channel(channel, changes)
    elif asked.actor.role.may(Role.admin):
        title, holds = "Set for the whole workspace", await flow.set_workspace(channel, changes)
    else:
        raise NotAllowed(
            f"Settings for the whole workspace are for admins; your role here is {asked.actor.role.value}.",
            next_step="Leave out `for:workspace` to set it for this channel, or ask an admin.",
        )
    return settings_card(title, channel, channel=holds.channel, workspace=holds.workspace, zone=holds.zone)


def _changes(arguments: SettingsArguments) -> Preferences:
    changes: dict[str, Any] = {}
    if arguments.zone:
        changes["zone"] = None if _is_default(arguments.zone) else arguments.zone
    if arguments.quiet:
        changes["quiet"] = None if _is_default(arguments.quiet) else _hours(arguments.quiet)
    return Preferences(**changes)


SETTINGS = Command(
    path=("settings",),
    summary="the zone and quiet hours here: shows them, or sets them",
    arguments=SettingsArguments,
    role=Role.editor,
    examples=(
        "settings",
        "settings zone:Europe/London",
        "settings quiet:22:00-07:00",
        "settings quiet:off",
        "settings zone:default quiet:default",
        "settings zone:America/New_York for:workspace",
    ),
    run=_run,
    changes=True,
    placed=True,
)
