"""`source add`: watches a feed or a page from now on, and asks first where there is a doubt."""

from typing import Annotated, Final, Literal

from pydantic import Field

from bot.cards.source_answers import added_card, doubtful_card, known_card
from bot.cards.sources import name_of
from bot.commands.addresses import Address
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.several import Several, parts_of
from bot.model.card import Card
from bot.model.people import Role
from bot.model.polled import Sighting, SourceKind, Wish
from bot.model.value import Value
from bot.text import clip

OTHERS: Final = 4
"""For how many other feeds of a page there is a button."""

_LABEL = 60


class SourceAddArguments(Value):
    """What to watch, and how."""

    url: Annotated[Address, Written(Form.words, "URL")] = Field(
        description="the address of a feed, or of a page that has one"
    )
    full: Annotated[Literal["yes", "no"] | None, Written(Form.option, "yes")] = Field(
        default=None, description="yes reads the page of each entry that has only a summary"
    )
    topic: Annotated[Several | None, Written(Form.option, "politics", suggest="topic")] = Field(
        default=None, description="topics for all its stories, with commas between them"
    )
    page: Annotated[Literal["yes", "no"] | None, Written(Form.option, "yes")] = Field(
        default=None, description="yes watches the page itself, whatever feed it names"
    )
    sure: Annotated[Literal["yes", "no"] | None, Written(Form.option, "yes")] = Field(
        default=None, description="yes adds it without asking back"
    )


async def _run(asked: Asked, arguments: SourceAddArguments) -> Card:
    await asked.doors.enter(asked.where)
    wish = Wish(
        url=arguments.url,
        by=asked.actor,
        where=asked.where,
        full=arguments.full == "yes",
        topics=parts_of(arguments.topic),
        page=arguments.page == "yes",
    )
    sighting = await asked.sources.look(wish)
    if sighting.known is not None:
        return known_card(name_of(sighting.source), sighting.known)
    if sighting.doubts and arguments.sure != "yes":
        return doubtful_card(sighting, sure=_sure(sighting, arguments), others=_others(sighting, arguments))
    source = await asked.sources.add(sighting)
    if source.added_at != sighting.source.added_at:  # somebody else has added it meanwhile
        return known_card(name_of(source), source.number)
    return added_card(source, sighting)


def _sure(sighting: Sighting, arguments: SourceAddArguments) -> str:
    """Return the command that adds just what was seen, whatever else the page names by then."""
    page = "yes" if sighting.source.kind is SourceKind.page else ""
    return _said(sighting.source.key, arguments, page=page, sure="yes")


def _others(sighting: Sighting, arguments: SourceAddArguments) -> list[tuple[str, str]]:
    """Return a label and a command for each of the other feeds."""
    return [
        (clip(url.partition("://")[2] or url, _LABEL), _said(url, arguments))
        for url in sighting.others[:OTHERS]
    ]


def _said(url: str, arguments: SourceAddArguments, **options: str) -> str:
    kept = {"full": arguments.full or "", "topic": arguments.topic or ""}
    return SOURCE_ADD.spelled({**kept, **options, "url": url})


SOURCE_ADD = Command(
    path=("source", "add"),
    summary="watches a feed, or the feed of a page; asks first where it isn’t sure",
    arguments=SourceAddArguments,
    role=Role.editor,
    examples=(
        "source add example.org",
        "source add https://example.org/feed.xml full:yes",
        'source add example.org/news topic:"monetary policy" page:yes',
    ),
    run=_run,
    changes=True,
)
