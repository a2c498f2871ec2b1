"""`follow` flags a story for a follow-up, `unfollow` takes the flag back."""

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.cards.flags import flagged_card, which_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.kinds import POST, PostName, StoryNumber
from bot.model.card import Card
from bot.model.people import MessageRef, Role
from bot.model.value import Value
from bot.text import clip, one_line

LONGEST = 300


def _short(angle: str) -> str:
    said = one_line(angle)
    if len(said) > LONGEST:
        raise ValueError(f"say it in at most {LONGEST} characters")
    return said


class FollowArguments(Value):
    """Which story, and what is to be found out.

    The menu of a message names the message instead: one of ours shows a story, or several to choose from.
    """

    number: Annotated[StoryNumber | PostName, Written(Form.word, "NUMBER", suggest="story")] = Field(
        description="a story's number"
    )
    angle: Annotated[
        Annotated[str, AfterValidator(_short)] | None,
        Written(Form.words, "angle…"),
    ] = Field(default=None, description="what is to be found out, in your words")


class UnfollowArguments(Value):
    """Which story."""

    number: Annotated[StoryNumber, Written(Form.word, "NUMBER", suggest="story")] = Field(
        description="a story's number"
    )


async def _follow(asked: Asked, arguments: FollowArguments) -> Card:
    number = arguments.number
    if isinstance(number, str):
        message = MessageRef(conversation=asked.where, id=number.removeprefix(POST))
        stories = await asked.flags.shown_on(message)
        if len(stories) > 1:
            return which_card(stories)
        number = stories[0].number
    became = await asked.flags.put(number, asked.actor, asked.where, arguments.angle or "")
    story = became.story
    named = f"#{story.number} {clip(story.headline, 120)}"
    said = f"Flagged: {named}" if became.changed else f"Flagged by you already: {named}"
    return flagged_card(story, became.flags, said, own=True)


async def _unfollow(asked: Asked, arguments: UnfollowArguments) -> Card:
    became = await asked.flags.take(arguments.number, asked.actor)
    story = became.story
    taken = "Your flag is taken back from" if became.changed else "You have no flag on"
    return flagged_card(
        story, became.flags, f"{taken} #{story.number} {clip(story.headline, 120)}", own=False
    )


FOLLOW = Command(
    path=("follow",),
    summary="flags a story for a follow-up",
    arguments=FollowArguments,
    role=Role.reader,
    examples=("follow 142", "follow 142 Who pays for the bridge?"),
    run=_follow,
    changes=True,
)

UNFOLLOW = Command(
    path=("unfollow",),
    summary="takes your flag off a story",
    arguments=UnfollowArguments,
    role=Role.reader,
    examples=("unfollow 142",),
    run=_unfollow,
    changes=True,
)
