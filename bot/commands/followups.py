"""`followups`: lists of follow-ups; `followups handover`: what the next shift is to know."""

from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from bot.cards.follow_ups import ListShown, Which, handover_card, list_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.kinds import ChannelName
from bot.commands.spoken import spoken
from bot.flows.follow_ups.listing import Sought
from bot.model.card import Card
from bot.model.people import ChannelRef, Role
from bot.model.value import Value

_WHICH: Final = ("here", "mine", "open", "due", "all")


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


class FollowUpsArguments(Value):
    """Which follow-ups to list."""

    which: Annotated[
        Annotated[Literal["here", "mine", "open", "due", "all"], BeforeValidator(_lower)] | None,
        Written(Form.word, "mine|open|due|all", takes=lambda word: word.lower() in _WHICH),
    ] = Field(
        default=None,
        description="here: of this channel; mine: yours; open: nobody has it; due: by the end of today; "
        "all: closed ones too",
    )
    topic: Annotated[str | None, Written(Form.option, "politics", suggest="topic")] = Field(
        default=None, description="only of stories on this topic"
    )
    channel: Annotated[ChannelName | None, Written(Form.option, "#channel", suggest="channel")] = Field(
        default=None, description="only those of this channel"
    )
    after: Annotated[int, Written(Form.hidden)] = Field(
        default=0, ge=0, le=1_000_000, description="behind how many the page begins"
    )


class HandoverArguments(Value):
    """Of which channel."""

    channel: Annotated[ChannelName | None, Written(Form.option, "#channel", suggest="channel")] = Field(
        default=None, description="of another channel than this one"
    )


async def _list(asked: Asked, arguments: FollowUpsArguments) -> Card:
    where = asked.where.channel
    channel = _channel(asked, arguments.channel)
    usual: Which = "mine" if where.person and channel is None else "here"
    which = arguments.which or usual
    sought = Sought(
        which=which,
        channel=channel or (where if which == "here" else None),
        topic=arguments.topic,
        after=arguments.after,
    )
    page = await asked.listing.page(sought, asked.actor, where)
    following = arguments.model_copy(update={"after": page.next or 0})
    shown = ListShown(
        which=which,
        lines=page.lines,
        now=page.now,
        narrowed=_narrowed(arguments),
        first=arguments.after,
        more=spoken(FOLLOWUPS, following) if page.next is not None else "",
    )
    return list_card(shown)


async def _handover(asked: Asked, arguments: HandoverArguments) -> Card:
    where = asked.where.channel
    named = _channel(asked, arguments.channel)
    return handover_card(await asked.listing.handover(named or (None if where.person else where), where))


def _channel(asked: Asked, name: str | None) -> ChannelRef | None:
    where = asked.where.channel
    return ChannelRef(platform=where.platform, workspace=where.workspace, id=name) if name else None


def _narrowed(arguments: FollowUpsArguments) -> str:
    return f"on {arguments.topic}" if arguments.topic else ""


FOLLOWUPS = Command(
    path=("followups",),
    summary="lists follow-ups, soonest due first",
    arguments=FollowUpsArguments,
    role=Role.reader,
    examples=("followups mine", "followups due topic:politics", "followups all channel:#politics"),
    run=_list,
    shares=lambda _: None,
    placed=True,
    family="followup",
)

HANDOVER = Command(
    path=("followups", "handover"),
    summary="what the next shift is to know: what is open, its last touch, and who is away",
    arguments=HandoverArguments,
    role=Role.reader,
    examples=("followups handover", "followups handover channel:#politics"),
    run=_handover,
    shares=lambda _: None,
    placed=True,
    family="followup",
)
