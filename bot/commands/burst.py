"""`burst`: the stories that one message gathers; its *More* button says it."""

from typing import Annotated

from pydantic import Field

from bot.cards.stories import stories_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.spoken import spoken
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value
from bot.text import count

A_PAGE = 10
LAST_PAGE = 1000


class BurstArguments(Value):
    """Which message, and where in it."""

    number: Annotated[int, Written(Form.word, "NUMBER")] = Field(
        ge=1, le=2**53, description="the number that the message's *More* button says"
    )
    page: Annotated[int, Written(Form.word)] = Field(
        default=1, ge=1, le=LAST_PAGE, description="which ten of its stories, from 1"
    )


async def _run(asked: Asked, arguments: BurstArguments) -> Card:
    page = await asked.subscriptions.folded(
        arguments.number, asked.where.channel, page=arguments.page, count=A_PAGE
    )
    title = "Stories that came within an hour" if page.fold.why == "burst" else "While it was quiet"
    first = (arguments.page - 1) * A_PAGE
    shown = f"{first + 1} to {first + len(page.stories)} of " if len(page.stories) != page.total else ""
    note = f"{shown}{count(page.total, 'story', 'stories')}, as they came"
    later = arguments.model_copy(update={"page": arguments.page + 1})
    return stories_card(title, note, page.stories, more=spoken(BURST, later) if page.more else None)


BURST = Command(
    path=("burst",),
    summary="all the stories of a message that gathers many",
    arguments=BurstArguments,
    role=Role.reader,
    examples=("burst 3", "burst 3 2"),
    run=_run,
    shares=lambda _: None,
)
