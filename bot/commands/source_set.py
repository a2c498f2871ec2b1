"""`source set`: changes how a source is watched."""

from typing import Annotated, Literal

from pydantic import Field

from bot.cards.source_answers import changed_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.several import Several, parts_of
from bot.commands.source_number import OneSource
from bot.errors import UsageError
from bot.model.card import Card
from bot.model.people import Role
from bot.text import fold


class SourceSetArguments(OneSource):
    """Which source, and what to change. What is left out stays as it is."""

    full: Annotated[Literal["yes", "no"] | None, Written(Form.option, "yes")] = Field(
        default=None, description="yes reads the page of each entry that has only a summary"
    )
    topic: Annotated[Several | None, Written(Form.option, "politics", suggest="topic")] = Field(
        default=None, description="topics for all its stories from now on; topic:none takes them away"
    )
    here: Annotated[Literal["yes"] | None, Written(Form.option, "yes")] = Field(
        default=None, description="yes brings its alarms to this channel"
    )


async def _run(asked: Asked, arguments: SourceSetArguments) -> Card:
    if not (arguments.full or arguments.topic or arguments.here):
        raise UsageError(
            "Nothing says what to change.",
            next_step="Add `full:yes`, `topic:politics`, or `here:yes`.",
            command=SOURCE_SET.path,
        )
    if arguments.here:
        await asked.doors.enter(asked.where)
    source = await asked.sources.change(
        arguments.number,
        full=None if arguments.full is None else arguments.full == "yes",
        topics=_topics(arguments.topic),
        home=asked.where if arguments.here else None,
    )
    return changed_card(source, here=arguments.here is not None)


def _topics(said: str | None) -> tuple[str, ...] | None:
    """Return the topics that are named, none at all for "none", and None where nothing is said."""
    if said is None:
        return None
    return () if fold(said) == "none" else parts_of(said)


SOURCE_SET = Command(
    path=("source", "set"),
    summary="changes how a source is watched",
    arguments=SourceSetArguments,
    role=Role.editor,
    examples=("source set 3 full:yes", "source set 3 topic:economy,banks", "source set 3 here:yes"),
    run=_run,
    changes=True,
)
