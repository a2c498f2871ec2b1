"""`claim`, `unclaim` and `assign`: who has a follow-up."""

from typing import Annotated

from pydantic import Field

from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.follow_up import FAMILY, FollowUpArguments, done, told
from bot.commands.kinds import ME, PersonName
from bot.errors import NotAllowed, NotFound
from bot.flows.follow_ups.rules import Wish
from bot.model.card import Card
from bot.model.follow_up import Did
from bot.model.people import Actor, Role


class AssignArguments(FollowUpArguments):
    """Which follow-up, and to whom it goes."""

    person: Annotated[PersonName, Written(Form.word, "@name", suggest="person")] = Field(
        description="who is to do it, or `me`"
    )


async def _claim(asked: Asked, arguments: FollowUpArguments) -> Card:
    worked = await done(asked, arguments.number, Wish(did=Did.claimed))
    name = worked.follow_up.name
    said = f"{name} is yours." if worked.changed else f"{name} is yours already."
    return told(asked, worked.follow_up, said)


async def _unclaim(asked: Asked, arguments: FollowUpArguments) -> Card:
    worked = await done(asked, arguments.number, Wish(did=Did.released))
    name = worked.follow_up.name
    said = f"{name} is given back; nobody has it now." if worked.changed else f"Nobody has {name}."
    return told(asked, worked.follow_up, said)


async def _assign(asked: Asked, arguments: AssignArguments) -> Card:
    owner = await _person(asked, arguments.person)
    worked = await done(asked, arguments.number, Wish(did=Did.assigned, owner=owner))
    name, own = worked.follow_up.name, asked.actor.is_same(owner)
    if not worked.changed:
        return told(asked, worked.follow_up, f"{name} is {'yours' if own else f'{owner.name}’s'} already.")
    if own:
        return told(asked, worked.follow_up, f"{name} is yours.")
    return told(asked, worked.follow_up, f"{owner.name} has {name} now, and is told so. They can decline it.")


async def _person(asked: Asked, name: str) -> Actor:
    """Return the person that is named. Raises NotFound, and NotAllowed where they can't have one."""
    if name.lower() == ME or name == asked.actor.id:
        return asked.actor
    found = await asked.people.who(name, asked.where.channel)
    if found is None:
        raise NotFound(
            f"Nobody could be found under “{name}” here.",
            next_step="Name them as your platform does: type @ and choose from its list.",
        )
    if found.name == name and not found.role.may(
        Role.reader
    ):  # no name is known: there may be no such person
        raise NotFound(
            f"Nobody could be found under “{name}” here.",
            next_step="Type @ and choose somebody from the list that your platform shows.",
        )
    if not found.role.may(Role.reader):
        raise NotAllowed(
            f"{found.name} can't have a follow-up: a bot, or somebody who can't see this channel.",
            next_step="Assign it in a channel that both of you are in, or to somebody else.",
        )
    return found


CLAIM = Command(
    path=("claim",),
    summary="takes a follow-up: you have it then",
    arguments=FollowUpArguments,
    role=Role.reader,
    examples=("claim F12",),
    run=_claim,
    changes=True,
    family=FAMILY,
)

UNCLAIM = Command(
    path=("unclaim",),
    summary="gives a follow-up back, or declines it",
    arguments=FollowUpArguments,
    role=Role.reader,
    examples=("unclaim F12",),
    run=_unclaim,
    changes=True,
    family=FAMILY,
)

ASSIGN = Command(
    path=("assign",),
    summary="gives a follow-up to somebody; they can decline",
    arguments=AssignArguments,
    role=Role.editor,
    examples=("assign F12 @anna", "assign F12 me"),
    run=_assign,
    changes=True,
    family=FAMILY,
)
