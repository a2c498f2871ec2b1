"""`done`, `drop` and `reopen`: how a follow-up ends, and how it comes back."""

from typing import Annotated

from pydantic import Field

from bot.cards.follow_up_answers import why_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.follow_up import FAMILY, FollowUpArguments, done, told
from bot.commands.kinds import Words, number_of
from bot.flows.follow_ups.rules import Wish
from bot.model.card import Card
from bot.model.follow_up import Did
from bot.model.people import Role


class DoneArguments(FollowUpArguments):
    """Which follow-up, and a note on how it ended."""

    note: Annotated[Words | None, Written(Form.words, "note…")] = Field(
        default=None, description="what came of it"
    )


class DropArguments(FollowUpArguments):
    """Which follow-up, and why."""

    reason: Annotated[Words | None, Written(Form.words, "reason…")] = Field(
        default=None, description="why it needn't be done; the others are told"
    )


async def _done(asked: Asked, arguments: DoneArguments) -> Card:
    worked = await done(asked, arguments.number, Wish(did=Did.done, words=arguments.note or ""))
    name = worked.follow_up.name
    return told(asked, worked.follow_up, f"{name} is done." if worked.changed else f"{name} is done already.")


async def _drop(asked: Asked, arguments: DropArguments) -> Card:
    if not arguments.reason:
        looked = await asked.follow_ups.look(number_of(arguments.number))
        if looked.follow_up.stands:
            return why_card(looked.follow_up)
    worked = await done(asked, arguments.number, Wish(did=Did.dropped, words=arguments.reason or ""))
    name = worked.follow_up.name
    said = f"{name} is dropped." if worked.changed else f"{name} was dropped already."
    return told(asked, worked.follow_up, said)


async def _reopen(asked: Asked, arguments: FollowUpArguments) -> Card:
    worked = await done(asked, arguments.number, Wish(did=Did.reopened))
    follow_up = worked.follow_up
    has = f"; {follow_up.owner.name} has it" if follow_up.owner else "; nobody has it"
    said = f"{follow_up.name} is open again{has}." if worked.changed else f"{follow_up.name} is open already."
    return told(asked, follow_up, said)


DONE = Command(
    path=("done",),
    summary="says that a follow-up is done",
    arguments=DoneArguments,
    role=Role.reader,
    examples=("done F12", "done F12 The city pays, the minutes say so"),
    run=_done,
    changes=True,
    family=FAMILY,
)

DROP = Command(
    path=("drop",),
    summary="drops a follow-up, with the reason",
    arguments=DropArguments,
    role=Role.reader,
    examples=("drop F12 The council has answered",),
    run=_drop,
    changes=True,
    family=FAMILY,
)

REOPEN = Command(
    path=("reopen",),
    summary="brings back a follow-up that was done or dropped",
    arguments=FollowUpArguments,
    role=Role.reader,
    examples=("reopen F12",),
    run=_reopen,
    changes=True,
    family=FAMILY,
)
