"""`status`: how the bot is."""

import sys

from bot.cards.status import status_card
from bot.commands.command import Command
from bot.commands.context import Asked
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value


class NoArguments(Value):
    """Nothing to say."""


async def _run(asked: Asked, arguments: NoArguments) -> Card:  # noqa: ARG001 - every command is given both
    health = await asked.desk.health()
    facts = (
        ("Stories", f"{health.stories:,}"),
        ("Sources", f"{health.sources:,}"),
        ("Python", sys.version.split()[0]),
    )
    return status_card(facts, health.findings, health.promises)


STATUS = Command(
    path=("status",),
    summary="health: what the store holds and whether it is sound, what waits or is stuck, last editions",
    arguments=NoArguments,
    role=Role.admin,
    examples=("status",),
    run=_run,
)
