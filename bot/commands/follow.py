"""`follow` flags a story for a follow-up, `unfollow` takes the flag back."""

from typing import Annotated

from pydantic import Field

from bot.cards.follow_up_answers import ANGLE, take, worked_card
from bot.cards.follow_up_notices import asks_card, which_story_card
from bot.cards.prose import plain
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.kinds import POST, PostName, StoryNumber, Words
from bot.flows.follow_ups.working import Flagged
from bot.model.card import Button, Buttons, Card, Paragraph
from bot.model.follow_up import FollowUp
from bot.model.people import MessageRef, Role
from bot.model.value import Value
from bot.text import clip

_HEADLINE = 120


class FollowArguments(Value):
    """Which story, and what is to be found out.

    The menu of a message names the message instead: one of ours shows a story, or several to choose from.
    `on` is the number of the delivery of the post that it was flagged on.
    """

    number: Annotated[StoryNumber | PostName, Written(Form.word, "NUMBER", suggest="story")] = Field(
        description="a story's number"
    )
    angle: Annotated[Words | None, Written(Form.words, "angle…")] = Field(
        default=None, description="what is to be found out, in your words"
    )
    on: Annotated[int | None, Written(Form.hidden)] = Field(
        default=None, ge=1, le=2**53, description="the post that it was flagged on"
    )


class UnfollowArguments(Value):
    """Which story."""

    number: Annotated[StoryNumber, Written(Form.word, "NUMBER", suggest="story")] = Field(
        description="a story's number"
    )


async def _follow(asked: Asked, arguments: FollowArguments) -> Card:
    number, on = arguments.number, arguments.on or asked.on
    if isinstance(number, str):
        on = MessageRef(conversation=asked.where, id=number.removeprefix(POST))
        stories = await asked.follow_ups.shown_on(on)
        if len(stories) > 1:
            return which_story_card(stories, await asked.follow_ups.number_of_post(on))
        number = stories[0].number
    done = await asked.follow_ups.follow(number, asked.actor, asked.where, angle=arguments.angle or "", on=on)
    return _flagged_card(asked, done)


def _flagged_card(asked: Asked, done: Flagged) -> Card:
    follow_up, story = done.follow_up, done.story
    named = f"#{story.number} {clip(story.headline, _HEADLINE)} · {follow_up.name}"
    said = f"Flagged by you already: {named}" if done.became == "same" else f"Flagged: {named}"
    take_back = Button(label="Take it back", says=f"unfollow {story.number}")
    own = asked.actor.is_same(follow_up.owner)
    return worked_card(said, follow_up, own=own, note=_who(done), buttons=(*_next(follow_up), take_back))


def _next(follow_up: FollowUp) -> tuple[Button, ...]:
    words = Button(label="Angle…", says=f"angle {follow_up.name}", asks=ANGLE)
    return (*(() if follow_up.owner else (take(follow_up),)), *(() if follow_up.angle else (words,)))


def _who(done: Flagged) -> str:
    """Say who has flagged it, where it isn't one person alone, and who has it."""
    names = list(dict.fromkeys(flag.by.name for flag in done.flags))
    by = f"Flagged by {len(names)} people." if len(names) > 1 else ""
    has = f"{done.follow_up.owner.name} has it." if done.follow_up.owner else ""
    return " ".join(part for part in (by, has) if part).replace("`", "'")


async def _unfollow(asked: Asked, arguments: UnfollowArguments) -> Card:
    done = await asked.follow_ups.unfollow(arguments.number, asked.actor)
    if done.asks:
        return asks_card(done.asks)
    taken = "Your flag is taken back from" if done.taken else "You have no flag on"
    said = f"{taken} #{done.story.number} {clip(done.story.headline, _HEADLINE)}"
    again = Buttons(buttons=(Button(label="Flag", says=f"follow {done.story.number}"),))
    return Card(summary=said, blocks=(Paragraph(prose=plain(said)), again))


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
