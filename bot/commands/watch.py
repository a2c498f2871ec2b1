"""`watch`, `watches` and `unwatch`: what one person is told of in direct messages as it comes."""

import re
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from bot.cards.watches import unwatched_card, watched_card, watches_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.several import Several, parts_of, several
from bot.commands.subscribe import expected, what_became
from bot.errors import NotAllowed, UsageError
from bot.flows.posts import direct
from bot.model.card import Card
from bot.model.people import Conversation, Role
from bot.model.subscription import Rules
from bot.model.value import Value

MOST_WATCHES: Final = 50
"""How many a person may have: each is held against every story that comes in."""

_PHRASE: Final = re.compile(r'"([^"]*)"|“([^”]*)”|([^",“”]+)')


def _phrases(text: object) -> object:
    """Read words as they were typed: quotes and commas part phrases. They are returned with commas."""
    if not isinstance(text, str):
        return text
    found = (next(filter(None, each.groups()), "").strip() for each in _PHRASE.finditer(text))
    return several(",".join(filter(None, found)))


class WatchArguments(Value):
    """Which stories."""

    words: Annotated[Annotated[str, BeforeValidator(_phrases)] | None, Written(Form.words, '"words…"')] = (
        Field(default=None, description="only with all these words or phrases in headline or brief")
    )
    topic: Annotated[Several | None, Written(Form.option, "politics", suggest="topic")] = Field(
        default=None, description="only these topics"
    )
    source: Annotated[Several | None, Written(Form.option, "NAME", suggest="outlet")] = Field(
        default=None, description="only these outlets, or outlets whose name begins so"
    )
    without: Annotated[Several | None, Written(Form.option, '"sport"')] = Field(
        default=None, alias="not", description="none with these words or phrases"
    )


class WatchesArguments(Value):
    """None."""


class UnwatchArguments(Value):
    """Which watch."""

    number: Annotated[int, Written(Form.word, "NUMBER", suggest="watch")] = Field(
        ge=1, le=2**53, description="the number that `watches` shows"
    )


async def _watch(asked: Asked, arguments: WatchArguments) -> Card:
    rules = Rules(
        topics=parts_of(arguments.topic),
        sources=parts_of(arguments.source),
        phrases=parts_of(arguments.words),
        without=parts_of(arguments.without),
    )
    if not (rules.topics or rules.sources or rules.phrases):
        raise UsageError(
            "That would be every story there is.",
            next_step="Say what to look for: words, `topic:` or `source:`.",
            command=WATCH.path,
        )
    where = Conversation(channel=direct(asked.actor))
    here = await asked.subscriptions.here(where.channel)
    if len(here) >= MOST_WATCHES:
        raise NotAllowed(
            f"You have {len(here)} watches, and {MOST_WATCHES} is the most.",
            next_step="`unwatch` ends one; `watches` lists them.",
        )
    await asked.doors.enter(where)
    made = await asked.subscriptions.add(where, rules, urgent=False, by=asked.actor)
    return watched_card(made.subscription, what_became(made), tuple(expected(made)))


async def _watches(asked: Asked, _: WatchesArguments) -> Card:
    return watches_card(await asked.subscriptions.here(direct(asked.actor)))


async def _unwatch(asked: Asked, arguments: UnwatchArguments) -> Card:
    ended = await asked.subscriptions.remove(arguments.number, direct(asked.actor), by=asked.actor)
    recalled = ended.recalled
    return unwatched_card(ended.subscription, withdrawn=recalled.posts, kept_back=recalled.kept_back)


WATCH = Command(
    path=("watch",),
    summary="tells you in a direct message when such a story comes",
    arguments=WatchArguments,
    role=Role.reader,
    examples=(
        'watch "Karpathy"',
        "watch interest rate topic:economy",
        'watch ferry, "harbour deal" not:sport',
        'watch source:"The Courier" topic:politics',
    ),
    run=_watch,
    changes=True,
)

WATCHES = Command(
    path=("watches",),
    summary="what you are told of in direct messages",
    arguments=WatchesArguments,
    role=Role.reader,
    examples=("watches",),
    run=_watches,
)

UNWATCH = Command(
    path=("unwatch",),
    summary="ends one of your watches",
    arguments=UnwatchArguments,
    role=Role.reader,
    examples=("unwatch 3",),
    run=_unwatch,
    changes=True,
)
