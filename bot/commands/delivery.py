"""`delivery send` and `delivery drop`: an admin's word about a message that is held or was given up."""

from typing import Annotated

from pydantic import Field

from bot.cards.deliveries import pressed_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value


class DeliveryArguments(Value):
    """Which delivery."""

    number: Annotated[int, Written(Form.word, "NUMBER")] = Field(
        ge=1, le=2**53, description="a delivery's number, as `status` shows it"
    )


async def _send(asked: Asked, arguments: DeliveryArguments) -> Card:
    pressed = await asked.outbox.send(arguments.number)
    return pressed_card(pressed.delivery, done=pressed.done, asked="send")


async def _drop(asked: Asked, arguments: DeliveryArguments) -> Card:
    pressed = await asked.outbox.drop(arguments.number)
    return pressed_card(pressed.delivery, done=pressed.done, asked="drop")


DELIVERY_SEND = Command(
    path=("delivery", "send"),
    summary="sends once more what is held or was given up",
    arguments=DeliveryArguments,
    role=Role.admin,
    examples=("delivery send 12",),
    run=_send,
    changes=True,
)

DELIVERY_DROP = Command(
    path=("delivery", "drop"),
    summary="drops what is held or was given up",
    arguments=DeliveryArguments,
    role=Role.admin,
    examples=("delivery drop 12",),
    run=_drop,
    changes=True,
)
