"""`subscribe`: brings single stories to this channel as they come."""

from typing import Annotated, Literal

from pydantic import Field

from bot.cards.subscriptions import subscribed_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.several import Several, parts_of
from bot.flows.subscriptions import Subscribed
from bot.model.card import Card
from bot.model.decision import said_name, subscription_name
from bot.model.people import Role
from bot.model.subscription import Rules
from bot.model.value import Value
from bot.text import count


class SubscribeArguments(Value):
    """Which stories."""

    topic: Annotated[Several | None, Written(Form.word, suggest="topic")] = Field(
        default=None, description="only these topics"
    )
    source: Annotated[Several | None, Written(Form.option, "NAME", suggest="outlet")] = Field(
        default=None, description="only these outlets, or outlets whose name begins so"
    )
    match: Annotated[Several | None, Written(Form.option, '"harbour deal"')] = Field(
        default=None, description="only with all these words or phrases in headline or brief"
    )
    without: Annotated[Several | None, Written(Form.option, '"sport"')] = Field(
        default=None, alias="not", description="none with these words or phrases"
    )
    urgent: Annotated[Literal["yes", "no"], Written(Form.option, "yes")] = Field(
        default="no", description="yes: also in quiet hours"
    )


async def _run(asked: Asked, arguments: SubscribeArguments) -> Card:
    rules = Rules(
        topics=parts_of(arguments.topic),
        sources=parts_of(arguments.source),
        phrases=parts_of(arguments.match),
        without=parts_of(arguments.without),
    )
    await asked.doors.enter(asked.where)
    subscribed = await asked.subscriptions.add(
        asked.where, rules, urgent=arguments.urgent == "yes", by=asked.actor
    )
    return subscribed_card(subscribed.subscription, what_became(subscribed), tuple(expected(subscribed)))


def what_became(subscribed: Subscribed) -> str:
    """Say what became of a wish to subscribe, or to watch."""
    order = subscribed.subscription
    name = said_name(subscription_name(order.number), order.where).capitalize()
    match subscribed.became:
        case "new":
            return f"{name} is set up."
        case "known":
            return f"{name} asks for the same, so it stands as it is now."
        case "resumed":
            return f"{name} is carried out again."


def expected(subscribed: Subscribed) -> list[str]:
    """Say how much it would have brought of late, and which of its names no story has."""
    notes = []
    if subscribed.came:
        came = count(subscribed.came, "story", "stories")
        newest = f"the newest {subscribed.looked_at:,} of " if subscribed.looked_at < subscribed.came else ""
        notes.append(
            "Nothing old is posted. Of the news of the last 24 hours "
            f"{subscribed.fit:,} of {newest}{came} would have fitted."
        )
    else:
        notes.append(
            "Nothing old is posted. In the last 24 hours no news came in; what a source holds when it is"
            " added isn’t any."
        )
    if subscribed.unheard:
        names = ", ".join(f"“{name}”" for name in subscribed.unheard)
        notes.append(f"No story so far has {names}: check how it is spelt.")
    return notes


SUBSCRIBE = Command(
    path=("subscribe",),
    summary="posts single stories here as they come",
    arguments=SubscribeArguments,
    role=Role.editor,
    examples=(
        "subscribe topic:politics",
        'subscribe "politics,public health"',
        'subscribe source:"The Courier" match:"harbour deal" not:sport,obituary',
        "subscribe topic:weather urgent:yes",
    ),
    run=_run,
    changes=True,
    placed=True,
)
