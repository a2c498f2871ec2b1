"""`help`: short over all commands, deep on one; made from the declarations."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

from pydantic import Field

from bot.cards.help import command_card, overview_card
from bot.commands.command import AnyCommand, Command, Form, Group, Written
from bot.commands.context import Asked
from bot.commands.grammar import named, unaddressed
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value


class HelpArguments(Value):
    """On which command."""

    command: Annotated[str | None, Written(Form.words, suggest="command")] = Field(
        default=None, description="a command's name"
    )


def help_on(groups: Sequence[Group]) -> AnyCommand:
    """Return the `help` command over the commands of these groups and itself."""

    async def run(asked: Asked, arguments: HelpArguments) -> Card:
        if arguments.command is None:
            return overview_card(_overview(groups, asked.actor.role))
        return _deep(named(unaddressed(arguments.command), every)[0])

    own = Command(
        path=("help",),
        summary="short by default, deep on one command",
        arguments=HelpArguments,
        role=Role.reader,
        examples=("help", "help latest"),
        run=run,
        shares=lambda _: None,
    )
    every = (*(command for group in groups for command in group.commands), own)
    return own


def _overview(groups: Sequence[Group], role: Role) -> list[tuple[str, list[str]]]:
    """Return the groups' titles, each with the commands that the role may use, if there are any."""
    may = [(group.title, [c for c in group.commands if role.may(c.role)]) for group in groups]
    return [(title, _folded(commands)) for title, commands in may if commands]


def _folded(commands: Sequence[AnyCommand]) -> list[str]:
    """Return the commands' names, those behind the same first word as one: "source add, list, check"."""
    folded: list[str] = []
    for _, alike in groupby(commands, key=lambda each: each.path[:-1]):
        first, *others = alike
        names = [each.path[-1] for each in others]
        folded += [", ".join([first.name, *names])] if first.path[:-1] else [first.name, *names]
    return folded


def _deep(command: AnyCommand) -> Card:
    shown = [slot for slot in command.slots if slot.written.form is not Form.hidden]
    return command_card(
        usage=command.usage,
        summary=f"{command.summary[0].upper()}{command.summary[1:]}.",
        arguments=[(slot.usage, slot.description) for slot in shown],
        examples=command.examples,
        role=command.role.value,
    )
