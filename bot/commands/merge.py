"""`merge` and `split`: editors say what is one event and what isn't."""

import re
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from bot.cards.merged import merged_card, split_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.kinds import StoryNumber
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value

_OTHER: Final = re.compile(r"(?:(?:and|with|,|&)\s*)?#?(\d{1,15})", re.IGNORECASE)
_REPORT: Final = re.compile(r"(?:reports?\s*)?#?(\d{1,15})", re.IGNORECASE)


def _other(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _OTHER.fullmatch(value.strip())
    if found is None:
        raise ValueError(
            "write the two numbers, the one that stays first, as in `merge 142 150`; more than two go one "
            "after the other"
        )
    return int(found[1])


def _report(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _REPORT.fullmatch(value.strip())
    if found is None:
        raise ValueError("a report is said by its number in `story 142`, as in `split 142 report 3`")
    return int(found[1])


class MergeArguments(Value):
    """Which stories, the one that stays first."""

    number: Annotated[StoryNumber, Written(Form.word, "NUMBER", suggest="story")] = Field(
        description="the story that stays"
    )
    other: Annotated[
        Annotated[int, BeforeValidator(_other), Field(ge=1, le=2**53)],
        Written(Form.words, "NUMBER", suggest="story"),
    ] = Field(description="the story whose reports it gets")


class SplitArguments(Value):
    """Which story, and which of its reports."""

    number: Annotated[StoryNumber, Written(Form.word, "NUMBER", suggest="story")] = Field(
        description="a story's number"
    )
    report: Annotated[
        Annotated[int, BeforeValidator(_report), Field(ge=1, le=2**53)], Written(Form.words, "report N")
    ] = Field(description="which of its reports, by the number that `story` shows")


async def _merge(asked: Asked, arguments: MergeArguments) -> Card:
    story = await asked.stories.merge(arguments.number, arguments.other, by=asked.actor)
    return merged_card(story, arguments.other)


async def _split(asked: Asked, arguments: SplitArguments) -> Card:
    old, new = await asked.stories.split(arguments.number, arguments.report, by=asked.actor)
    return split_card(old, new, report=arguments.report)


MERGE = Command(
    path=("merge",),
    summary="makes two stories one: the first stays, with the reports of both",
    arguments=MergeArguments,
    role=Role.editor,
    examples=("merge 142 150", "merge #142 #150"),
    run=_merge,
    changes=True,
)

SPLIT = Command(
    path=("split",),
    summary="makes a report, by its number in `story`, a story of its own",
    arguments=SplitArguments,
    role=Role.editor,
    examples=("split 142 report 3", "split 142 3"),
    run=_split,
    changes=True,
)
