"""`latest`: the newest stories, best first."""

from difflib import get_close_matches
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
from bot.text import count, fold

LAST_PAGE = 100


class LatestArguments(Value):
    """Which of the newest stories."""

    count: Annotated[int, Written(Form.word)] = Field(default=5, ge=1, le=20, description="how many, 1 to 20")
    topic: Annotated[str | None, Written(Form.word, suggest="topic")] = Field(
        default=None, description="only this topic"
    )
    since: Annotated[Since | None, Written(Form.option, "24h")] = Field(
        default=None,
        description="only what was published, or came in undated, since then: 90m, 24h, 7d, 2w, or a date",
    )
    source: Annotated[str | None, Written(Form.option, "NAME", suggest="outlet")] = Field(
        default=None, description="only this outlet, or outlets whose name begins so"
    )
    page: Annotated[int, Written(Form.hidden)] = Field(
        default=1, ge=1, le=LAST_PAGE, description="which page of the list, from 1"
    )


async def _run(asked: Asked, arguments: LatestArguments) -> Card:
    page = await asked.desk.latest(
        count=arguments.count,
        page=arguments.page,
        topic=arguments.topic,
        source=arguments.source,
        since=moment(arguments.since, asked.at),
        by=asked.actor,
    )
    title = _title(arguments)
    if not page.stories:
        return nothing_card(title, *await _why_nothing(asked, arguments, total=page.total))
    filtered = arguments.topic or arguments.source or arguments.since
    of = "" if filtered else f"{len(page.stories)} of "
    number = len(page.stories) if filtered else page.total
    note = f"{of}{count(number, 'story', 'stories')}, best first"
    return stories_card(title, note, page.stories, more=_more(arguments) if page.more else None)


def _title(arguments: LatestArguments) -> str:
    topic = f" on {arguments.topic}" if arguments.topic else ""
    source = f" from {arguments.source}" if arguments.source else ""
    return f"Latest stories{topic}{source}"


def _more(arguments: LatestArguments) -> str | None:
    if arguments.page == LAST_PAGE:
        return None
    return spoken(LATEST, arguments.model_copy(update={"page": arguments.page + 1}))


async def _why_nothing(asked: Asked, arguments: LatestArguments, *, total: int) -> tuple[str, str]:
    """Say why the list is empty, and what would fill it."""
    if not total:
        return (
            "There are no stories yet.",
            "Add one with `add` and the pasted text, or with `nutgraf add FILE` at the command line.",
        )
    if arguments.page > 1:
        return "There are no more.", "`latest` begins again with the newest."
    topics, outlets = await asked.desk.names()
    if arguments.topic and fold(arguments.topic) not in {fold(topic) for topic in topics}:
        return f"No story has the topic “{arguments.topic}”.", _known("Topics", arguments.topic, topics)
    if arguments.source and not any(fold(o).startswith(fold(arguments.source)) for o in outlets):
        return f"No outlet is called “{arguments.source}”.", _known("Outlets", arguments.source, outlets)
    return "Nothing new fits.", "Leave out a filter, or look further back: since:7d."


def _known(what: str, wanted: str, names: tuple[str, ...]) -> str:
    if near := get_close_matches(wanted, names, n=1):
        return f"Did you mean “{near[0]}”?"
    return f"{what} here: {', '.join(names[:12])}{' and others' if len(names) > 12 else ''}." if names else ""


LATEST = Command(
    path=("latest",),
    summary="the newest stories, best first",
    arguments=LatestArguments,
    role=Role.reader,
    examples=("latest", "latest 10", "latest announcements since:7d", 'latest 3 source:"Anthropic News"'),
    run=_run,
    shares=lambda _: None,
)
