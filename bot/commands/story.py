"""`story`: the whole brief of one story, and who else has it."""

from typing import Annotated

from pydantic import Field

from bot.cards.story import brief_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.kinds import StoryNumber
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value


class StoryArguments(Value):
    """Which story."""

    number: Annotated[StoryNumber, Written(Form.word, "NUMBER", suggest="story")] = Field(
        description="a story's number"
    )


async def _run(asked: Asked, arguments: StoryArguments) -> Card:
    story = await asked.desk.story(arguments.number)
    return brief_card(story, await asked.follow_ups.of(story.number))


STORY = Command(
    path=("story",),
    summary="the whole brief with its reports (who else has it)",
    arguments=StoryArguments,
    role=Role.reader,
    examples=("story 142", "story #142"),
    run=_run,
    shares=lambda arguments: arguments.number,
)
