"""`status`: how the bot is."""

import sys

from bot.cards.status import status_card
from bot.commands.command import Command
from bot.commands.context import Asked
from bot.commands.source_list import watched
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value


class NoArguments(Value):
    """Nothing to say."""


async def _run(asked: Asked, arguments: NoArguments) -> Card:  # noqa: ARG001 - every command is given both
    health = await asked.desk.health()
    sources = [watched(each, at=asked.at) for each in await asked.sources.every()]
    facts = (
        ("Stories", f"{health.stories:,}"),
        ("Python", sys.version.split()[0]),
    )
    return status_card(facts, health.findings, health.promises, sources)


STATUS = Command(
    path=("status",),
    summary="health: the store and whether it is sound, what waits or is stuck, last editions, sources",
    arguments=NoArguments,
    role=Role.admin,
    examples=("status",),
    run=_run,
)
