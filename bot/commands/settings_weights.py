"""`settings weights`: what makes a story stand higher, in the whole workspace."""

from typing import Annotated, Literal

from pydantic import Field

from bot.cards.settings import weights_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.errors import NotAllowed, UsageError
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value

Weight = Annotated[float, Field(ge=0, le=5)]


class WeightsArguments(Value):
    """Which weights."""

    usual: Annotated[Literal["default"] | None, Written(Form.word, "default")] = Field(
        default=None, description="default: the usual weights"
    )
    outlets: Annotated[Weight | None, Written(Form.option, "1")] = Field(
        default=None, description="what twice as many outlets add, in days of age: 0 to 5"
    )
    fresh: Annotated[Weight | None, Written(Form.option, "1")] = Field(
        default=None, description="what a story loses with each day: 0 to 5"
    )
    people: Annotated[Weight | None, Written(Form.option, "0.5")] = Field(
        default=None, description="what the first person who reacts adds, then each doubling: 0 to 5"
    )
    drafted: Annotated[Weight | None, Written(Form.option, "0.25")] = Field(
        default=None, description="what a brief adds that the source itself drafted: 0 to 5"
    )


async def _run(asked: Asked, arguments: WeightsArguments) -> Card:
    channel = asked.where.channel
    given = {name: value for name, value in vars(arguments).items() if name != "usual" and value is not None}
    if arguments.usual and given:
        raise UsageError(
            "`default` sets every weight, so no other can be given with it.",
            next_step="Leave one of them out.",
            command=WEIGHTS.path,
        )
    if not arguments.usual and not given:
        return weights_card("Weights", (await asked.preferences.show(channel)).workspace.weights)
    if not asked.actor.role.may(Role.admin):
        raise NotAllowed(
            f"Weights hold in the whole workspace, so admins alone set them; your role here is "
            f"{asked.actor.role.value}.",
            next_step="Ask one of them; `settings weights` shows what holds.",
        )
    holds = await asked.preferences.set_weights(channel, given)
    return weights_card("Set for the whole workspace", holds.workspace.weights)


WEIGHTS = Command(
    path=("settings", "weights"),
    summary="what makes a story stand higher: shows it; admins set it",
    arguments=WeightsArguments,
    role=Role.reader,
    examples=(
        "settings weights",
        "settings weights outlets:2 fresh:0.5",
        "settings weights people:1 drafted:0",
        "settings weights default",
    ),
    run=_run,
    changes=True,
)
