"""What the commands on one follow-up share: how it is named, and how they answer."""

from typing import Annotated

from pydantic import Field

from bot.cards.follow_up_answers import worked_card
from bot.commands.command import Form, Written
from bot.commands.context import Asked
from bot.commands.kinds import FollowUpNumber, number_of
from bot.flows.follow_ups.rules import Wish
from bot.flows.follow_ups.working import Worked
from bot.model.card import Card
from bot.model.follow_up import FollowUp
from bot.model.value import Value

FAMILY = "followup"
"""Under which these commands stand where a platform takes only so many under one name."""


class FollowUpArguments(Value):
    """Which follow-up."""

    number: Annotated[FollowUpNumber, Written(Form.word, "F12", suggest="follow_up")] = Field(
        description="a follow-up's number"
    )


async def done(asked: Asked, follow_up: str, wish: Wish) -> Worked:
    """Do what somebody wishes to the follow-up of that name. Raises NotFound and NotAllowed."""
    return await asked.follow_ups.do(number_of(follow_up), wish, asked.actor, asked.where)


def told(asked: Asked, follow_up: FollowUp, said: str) -> Card:
    """Answer with one line, and what whoever asked can do next."""
    return worked_card(said, follow_up, own=asked.actor.is_same(follow_up.owner))
