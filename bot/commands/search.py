"""`search`: full-text search over headlines and originals."""

from typing import Annotated

from pydantic import Field

from bot.cards.stories import nothing_card, stories_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.kinds import Since, moment
from bot.commands.spoken import spoken
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value

PAGE, LAST_PAGE = 5, 20


class SearchArguments(Value):
    """What to look for."""

    words: Annotated[str, Written(Form.words, "WORDS…")] = Field(
        description='words to look for; "in quotes" they stand together'
    )
    since: Annotated[Since | None, Written(Form.option, "7d")] = Field(
        default=None,
        description="only what was published, or came in undated, since then: 90m, 24h, 7d, 2w, or a date",
    )
    page: Annotated[int, Written(Form.hidden)] = Field(
        default=1, ge=1, le=LAST_PAGE, description="which page of the list, from 1"
    )


async def _run(asked: Asked, arguments: SearchArguments) -> Card:
    page = await asked.desk.search(
        arguments.words, count=PAGE, page=arguments.page, since=moment(arguments.since, asked.at)
    )
    title = f"Search: {arguments.words}"
    if not page.stories:
        why = "No story holds all of these words." if arguments.page == 1 else "There are no more."
        return nothing_card(title, why, "Try fewer words, or another form of them.")
    following = arguments.model_copy(update={"page": arguments.page + 1})
    more = spoken(SEARCH, following) if page.more and arguments.page < LAST_PAGE else None
    scope = "" if page.complete else ". Older stories were not all looked at: add a rarer word or since:"
    return stories_card(title, f"best match and newest first{scope}", page.stories, more=more)


SEARCH = Command(
    path=("search",),
    summary="full-text search",
    arguments=SearchArguments,
    role=Role.reader,
    examples=("search Karpathy", 'search "pre-training team"', "search safety research since:30d"),
    run=_run,
    shares=lambda _: None,
)
