"""`source list`: the sources that are watched, and how each of them is."""

from typing import Annotated, Final, Literal

from pydantic import Field

from bot.cards.sources import Watched, no_sources_card, sources_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.spoken import spoken
from bot.model.card import Card
from bot.model.people import Role
from bot.model.polled import PolledSource
from bot.model.value import Utc, Value
from bot.reading.rhythm import rhythm_of
from bot.reading.silence import is_silent
from bot.text import count

PAGE: Final = 10
LAST_PAGE: Final = 1000


class SourceListArguments(Value):
    """Which of the sources."""

    which: Annotated[Literal["trouble"] | None, Written(Form.word, "trouble")] = Field(
        default=None, description="trouble: only those that fail or have fallen silent"
    )
    page: Annotated[int, Written(Form.hidden)] = Field(
        default=1, ge=1, le=LAST_PAGE, description="which page of the list, from 1"
    )


def watched(source: PolledSource, *, at: Utc) -> Watched:
    """Return a source as a list shows it at that moment."""
    return Watched(source=source, rhythm=rhythm_of(source.moments), silent=is_silent(source, at=at))


async def _run(asked: Asked, arguments: SourceListArguments) -> Card:
    every = [watched(source, at=asked.at) for source in await asked.sources.every()]
    listed = sorted(every, key=lambda each: (_worst(each), each.source.number))
    if arguments.which == "trouble":
        listed = [each for each in listed if _worst(each) < _WELL]
    start = (arguments.page - 1) * PAGE
    shown = listed[start : start + PAGE]
    if not shown:
        return _nothing(every, arguments)
    more = arguments.model_copy(update={"page": arguments.page + 1})
    return sources_card(
        shown,
        title=_title(every),
        now=asked.at,
        more=spoken(SOURCE_LIST, more) if start + PAGE < len(listed) else None,
    )


_TROUBLED, _SILENT, _WELL = range(3)


def _worst(each: Watched) -> int:
    if each.source.trouble:
        return _TROUBLED
    return _SILENT if each.silent else _WELL


def _title(every: list[Watched]) -> str:
    states = [_worst(each) for each in every]
    parts = [count(len(every), "source")]
    if troubled := states.count(_TROUBLED):
        parts.append(f"{troubled:,} in trouble")
    if silent := states.count(_SILENT):
        parts.append(f"{silent:,} silent")
    return ", ".join(parts)


def _nothing(every: list[Watched], arguments: SourceListArguments) -> Card:
    if not every:
        return no_sources_card("No source is watched yet.", "`source add example.org` watches its feed.")
    if arguments.page > 1:
        return no_sources_card("There are no more.", "`source list` begins again with the first.")
    shows = f"`source list` shows {'it' if len(every) == 1 else f'all {len(every):,}'}."
    return no_sources_card("No source is in trouble.", shows)


SOURCE_LIST = Command(
    path=("source", "list"),
    summary="the sources that are watched and how each is, those in trouble first",
    arguments=SourceListArguments,
    role=Role.reader,
    examples=("source list", "source list trouble"),
    run=_run,
    shares=lambda _: None,
)
