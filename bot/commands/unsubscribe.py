"""`unsubscribe`: ends a subscription of this channel."""

from typing import Annotated

from pydantic import Field

from bot.cards.subscriptions import ended_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value


class UnsubscribeArguments(Value):
    """Which subscription."""

    number: Annotated[int, Written(Form.word, "NUMBER", suggest="subscription")] = Field(
        ge=1, le=2**53, description="the number that `subscriptions` shows"
    )


async def _run(asked: Asked, arguments: UnsubscribeArguments) -> Card:
    ended = await asked.subscriptions.remove(arguments.number, asked.where.channel, by=asked.actor)
    recalled = ended.recalled
    return ended_card(ended.subscription, withdrawn=recalled.posts, kept_back=recalled.kept_back)


UNSUBSCRIBE = Command(
    path=("unsubscribe",),
    summary="ends a subscription of this channel, and takes back its messages that still wait",
    arguments=UnsubscribeArguments,
    role=Role.editor,
    examples=("unsubscribe 3",),
    run=_run,
    changes=True,
    placed=True,
)
