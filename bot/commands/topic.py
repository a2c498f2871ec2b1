"""`topics`, `topic set` and `topic drop`: what stories are put under, and the newsroom's own rules for it."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from bot.cards.topics import topic_dropped_card, topic_set_card, topics_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.several import Several, parts_of
from bot.errors import UsageError
from bot.model.card import Card
from bot.model.people import Role
from bot.model.topic import TopicRule
from bot.model.value import Value
from bot.text import fold, one_line

_LONGEST: Final = 60


def _name(text: str) -> str:
    name = one_line(text).strip()
    if not fold(name) or len(name) > _LONGEST or "," in name:
        raise ValueError(f"write one name of at most {_LONGEST} characters, without commas")
    return name


TopicName = Annotated[str, AfterValidator(_name)]
"""The name of one topic."""


class TopicsArguments(Value):
    """None."""


class TopicSetArguments(Value):
    """A topic, and what puts a story under it."""

    name: Annotated[TopicName, Written(Form.word, "NAME", suggest="topic")] = Field(
        description="the topic's name"
    )
    match: Annotated[Several | None, Written(Form.option, '"interest rate,taper"')] = Field(
        default=None, description="stories with one of these words or phrases in headline or brief"
    )
    source: Annotated[Several | None, Written(Form.option, "NAME", suggest="outlet")] = Field(
        default=None, description="stories from these outlets, or outlets whose name begins so"
    )
    without: Annotated[Several | None, Written(Form.option, '"sport"')] = Field(
        default=None, alias="not", description="none with these words or phrases"
    )


class TopicDropArguments(Value):
    """A topic that has a rule."""

    name: Annotated[TopicName, Written(Form.word, "NAME", suggest="topic")] = Field(
        description="the name of a topic that has a rule"
    )


async def _topics(asked: Asked, _: TopicsArguments) -> Card:
    return topics_card(await asked.topics.counted())


async def _set(asked: Asked, arguments: TopicSetArguments) -> Card:
    rule = TopicRule(
        name=arguments.name,
        words=parts_of(arguments.match),
        sources=parts_of(arguments.source),
        without=parts_of(arguments.without),
    )
    if not (rule.words or rule.sources):
        raise UsageError(
            f"Nothing says which stories belong under “{rule.name}”.",
            next_step="Name words with `match:`, outlets with `source:`, or both.",
            command=TOPIC_SET.path,
        )
    return topic_set_card(rule, await asked.topics.set(rule))


async def _drop(asked: Asked, arguments: TopicDropArguments) -> Card:
    await asked.topics.drop(arguments.name)
    return topic_dropped_card(arguments.name)


TOPICS = Command(
    path=("topics",),
    summary="what stories are put under, how many each, and the newsroom’s own rules",
    arguments=TopicsArguments,
    role=Role.reader,
    examples=("topics",),
    run=_topics,
    shares=lambda _: None,
)

TOPIC_SET = Command(
    path=("topic", "set"),
    summary="puts stories under a topic by words or outlets",
    arguments=TopicSetArguments,
    role=Role.editor,
    examples=(
        'topic set economy match:"interest rate,taper"',
        'topic set "central banks" source:"Fed News" match:taper not:football',
    ),
    run=_set,
    changes=True,
)

TOPIC_DROP = Command(
    path=("topic", "drop"),
    summary="ends the newsroom’s rule for a topic; stories keep what it gave them",
    arguments=TopicDropArguments,
    role=Role.editor,
    examples=("topic drop economy",),
    run=_drop,
    changes=True,
)
