"""`source mute` and `source unmute`: whether there is an alarm when a source falls silent."""

from bot.cards.source_answers import muted_card
from bot.commands.command import Command
from bot.commands.context import Asked
from bot.commands.source_number import OneSource
from bot.model.card import Card
from bot.model.people import Role


async def _mute(asked: Asked, arguments: OneSource) -> Card:
    return muted_card(await asked.sources.mute(arguments.number, muted=True))


async def _unmute(asked: Asked, arguments: OneSource) -> Card:
    return muted_card(await asked.sources.mute(arguments.number, muted=False))


SOURCE_MUTE = Command(
    path=("source", "mute"),
    summary="gives no alarm any more when a source falls silent",
    arguments=OneSource,
    role=Role.editor,
    examples=("source mute 3",),
    run=_mute,
    changes=True,
)

SOURCE_UNMUTE = Command(
    path=("source", "unmute"),
    summary="gives an alarm again when a source falls silent",
    arguments=OneSource,
    role=Role.editor,
    examples=("source unmute 3",),
    run=_unmute,
    changes=True,
)
