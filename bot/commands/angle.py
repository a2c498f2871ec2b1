"""`angle`: what a follow-up is to find out."""

from typing import Annotated

from pydantic import Field

from bot.cards.follow_up_answers import angle_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.follow_up import FAMILY, FollowUpArguments, told
from bot.commands.kinds import Words, number_of
from bot.model.card import Card
from bot.model.people import Role


class AngleArguments(FollowUpArguments):
    """Which follow-up, and what it is to find out."""

    words: Annotated[Words | None, Written(Form.words, "angle…")] = Field(
        default=None, description="the number of an open question of the story, or your own words"
    )


async def _angle(asked: Asked, arguments: AngleArguments) -> Card:
    number = number_of(arguments.number)
    if not arguments.words:
        looked = await asked.follow_ups.look(number)
        return angle_card(looked.follow_up, looked.story)
    worked = await asked.follow_ups.angle(number, arguments.words, asked.actor, asked.where)
    follow_up = worked.follow_up
    if not worked.changed:
        return told(asked, follow_up, f"{follow_up.name} asks that already: {follow_up.angle}")
    if worked.made:
        said = f"F{number} asks something else, so {follow_up.name} was made: {follow_up.angle}"
        return told(asked, follow_up, said)
    return told(asked, follow_up, f"{follow_up.name} asks: {follow_up.angle}")


ANGLE = Command(
    path=("angle",),
    summary="says what a follow-up is to find out",
    arguments=AngleArguments,
    role=Role.reader,
    examples=("angle F12 2", "angle F12 Who pays for the bridge?"),
    run=_angle,
    changes=True,
    family=FAMILY,
)
