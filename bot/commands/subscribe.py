"""`subscribe`: brings single stories to this channel as they come."""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from bot.cards.subscriptions import subscribed_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.flows.subscriptions import Subscribed
from bot.model.card import Card
from bot.model.people import Role
from bot.model.subscription import Rules
from bot.model.value import Value
from bot.text import count, fold, one_line

MOST: Final = 20
LONGEST: Final = 100


def _parts(text: str) -> tuple[str, ...]:
    """Return what stands between the commas, each once."""
    parts = (one_line(part).strip() for part in text.split(","))
    return tuple({fold(part): part for part in reversed([part for part in parts if part])}.values())[::-1]


def _several(text: str) -> str:
    parts = _parts(text)
    if not parts or len(parts) > MOST or any(len(part) > LONGEST or not fold(part) for part in parts):
        raise ValueError(f"write 1 to {MOST} of at most {LONGEST} characters each, with commas between them")
    return text


Several = Annotated[str, AfterValidator(_several)]
"""One or several, with commas between them."""


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
        topics=_parts(arguments.topic or ""),
        sources=_parts(arguments.source or ""),
        phrases=_parts(arguments.match or ""),
        without=_parts(arguments.without or ""),
    )
    await asked.doors.enter(asked.where)
    subscribed = await asked.subscriptions.add(
        asked.where, rules, urgent=arguments.urgent == "yes", by=asked.actor
    )
    return subscribed_card(subscribed.subscription, _said(subscribed), tuple(_notes(subscribed)))


def _said(subscribed: Subscribed) -> str:
    number = subscribed.subscription.number
    match subscribed.became:
        case "new":
            return f"Subscription {number} is set up."
        case "known":
            return f"Subscription {number} asks for the same, so it stands as it is now."
        case "resumed":
            return f"Subscription {number} is carried out again."


def _notes(subscribed: Subscribed) -> list[str]:
    notes = []
    if subscribed.came:
        came = count(subscribed.came, "story", "stories")
        newest = f"the newest {subscribed.looked_at:,} of " if subscribed.looked_at < subscribed.came else ""
        notes.append(
            "Nothing old is posted. In the last 24 hours "
            f"{subscribed.fit:,} of {newest}{came} would have fitted."
        )
    else:
        notes.append("Nothing old is posted; in the last 24 hours no story came in.")
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
