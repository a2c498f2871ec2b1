"""`why`: why this channel did or did not get a story, why its reports are together, and how it ranks."""

from typing import Annotated

from pydantic import Field

from bot.cards.why import why_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.kinds import StoryNumber
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value


class WhyArguments(Value):
    """Which story."""

    number: Annotated[StoryNumber, Written(Form.word, "NUMBER", suggest="story")] = Field(
        description="a story's number"
    )


async def _run(asked: Asked, arguments: WhyArguments) -> Card:
    channel = asked.where.channel
    reasons = await asked.why.about(arguments.number, channel)
    standing = await asked.stories.standing(reasons.story.number, where=channel)
    return why_card(standing.story, reasons.accounts, standing.worth, person=channel.person)


WHY = Command(
    path=("why",),
    summary="why this channel did or did not get a story, why its reports are together, how it ranks",
    arguments=WhyArguments,
    role=Role.reader,
    examples=("why 142", "why #142"),
    run=_run,
    shares=lambda _: None,
)
