"""`help`: short over all commands, deep on one; made from the declarations."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from bot.cards.help import command_card, overview_card
from bot.commands.command import AnyCommand, Command, Form, Written
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


def help_on(commands: Sequence[AnyCommand]) -> AnyCommand:
    """Return the `help` command over these commands and itself."""

    async def run(asked: Asked, arguments: HelpArguments) -> Card:
        if arguments.command is None:
            return overview_card([(c.usage, c.summary) for c in every if asked.actor.role.may(c.role)])
        return _deep(named(unaddressed(arguments.command), every)[0])

    own = Command(
        path=("help",),
        summary="short by default, deep on one command",
        arguments=HelpArguments,
        role=Role.reader,
        examples=("help", "help latest"),
        run=run,
    )
    every = (*commands, own)
    return own


def _deep(command: AnyCommand) -> Card:
    shown = [slot for slot in command.slots if slot.written.form is not Form.hidden]
    return command_card(
        usage=command.usage,
        summary=f"{command.summary[0].upper()}{command.summary[1:]}.",
        arguments=[(slot.usage, slot.description) for slot in shown],
        examples=command.examples,
        role=command.role.value,
    )
