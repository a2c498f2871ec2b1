"""`settings`: the zone and the quiet hours of this channel, or of the whole workspace."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.cards.settings import settings_card
from bot.commands.clock_words import Zone, clock_time
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.errors import NotAllowed, UsageError
from bot.model.card import Card
from bot.model.people import Role
from bot.model.preferences import NEVER_QUIET, Preferences, QuietHours
from bot.model.value import Value

_BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*")


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


def _quiet(text: str) -> str:
    if _hours(text) is None:
        raise ValueError("two different times such as 22:00-07:00 or 10pm-7am, or off")
    return text


class SettingsArguments(Value):
    """What to set, and for whom."""

    zone: Annotated[Zone | None, Written(Form.option, "Europe/London")] = Field(
        default=None, description="the time zone"
    )
    quiet: Annotated[Annotated[str, AfterValidator(_quiet)] | None, Written(Form.option, "22:00-07:00")] = (
        Field(default=None, description="the hours in which only what is urgent is posted, or off")
    )
    for_: Annotated[Literal["channel", "workspace"], Written(Form.option, "workspace")] = Field(
        default="channel", alias="for", description="channel, or workspace (for admins)"
    )


async def _run(asked: Asked, arguments: SettingsArguments) -> Card:
    flow, channel = asked.preferences, asked.where.channel
    changes = Preferences(
        zone=arguments.zone, quiet=_hours(arguments.quiet) if arguments.quiet is not None else None
    )
    if changes == Preferences():
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
        "settings zone:America/New_York for:workspace",
    ),
    run=_run,
)
