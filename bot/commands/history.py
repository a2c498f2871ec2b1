"""`history`: who did what to a follow-up, when and where."""

from bot.cards.history import history_card
from bot.commands.command import Command
from bot.commands.context import Asked
from bot.commands.follow_up import FAMILY, FollowUpArguments
from bot.commands.kinds import number_of
from bot.model.card import Card
from bot.model.people import Role


async def _history(asked: Asked, arguments: FollowUpArguments) -> Card:
    looked = await asked.follow_ups.look(number_of(arguments.number))
    return history_card(looked.follow_up, looked.story, looked.history, here=asked.where.channel)


HISTORY = Command(
    path=("history",),
    summary="who did what to a follow-up, when and where",
    arguments=FollowUpArguments,
    role=Role.reader,
    examples=("history F12",),
    run=_history,
    family=FAMILY,
)
