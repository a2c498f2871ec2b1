"""`subscriptions`: what this channel gets as it comes."""

from bot.cards.subscriptions import subscriptions_card
from bot.cards.watches import watches_card
from bot.commands.command import Command
from bot.commands.context import Asked
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value


class SubscriptionsArguments(Value):
    """None."""


async def _run(asked: Asked, _: SubscriptionsArguments) -> Card:
    channel = asked.where.channel
    here = await asked.subscriptions.here(channel)
    return watches_card(here) if channel.person else subscriptions_card(here)


SUBSCRIPTIONS = Command(
    path=("subscriptions",),
    summary="this channel's subscriptions: their rules, who set them up, and how they are",
    arguments=SubscriptionsArguments,
    role=Role.editor,
    examples=("subscriptions",),
    run=_run,
    placed=True,
)
