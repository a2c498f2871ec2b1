"""Who may do what to a follow-up, and when. Pure."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.errors import NotAllowed
from bot.model.follow_up import Did, FollowUp, FollowUpState
from bot.model.people import Actor, Role
from bot.model.value import Utc, Value

_CLOSED: Final = {
    FollowUpState.done: "is done already",
    FollowUpState.dropped: "was dropped",
    FollowUpState.withdrawn: "was taken back",
}


class Wish(Value):
    """What somebody wants done to a follow-up; the fields are those of an `Entry`."""

    did: Did
    words: str = ""
    owner: Actor | None = None
    due: Utc | None = None


def changes(follow_up: FollowUp, wish: Wish, by: Actor) -> bool:
    """Say whether a wish changes anything; False where it is just so already. Raises NotAllowed.

    Raises KeyError for what nobody can wish: what comes of flags, or what the bot does of its own accord.
    """
    return _CHECKS[wish.did](follow_up, wish, by)


def _claims(follow_up: FollowUp, _: Wish, by: Actor) -> bool:
    if by.is_same(follow_up.owner) and follow_up.stands:
        return False
    _needs_standing(follow_up)
    if follow_up.owner is not None:
        raise NotAllowed(
            f"{follow_up.owner.name} has {follow_up.name} already.",
            next_step=f"They can give it back (`unclaim {follow_up.name}`), or an editor assigns it to you.",
        )
    return True


def _assigns(follow_up: FollowUp, wish: Wish, by: Actor) -> bool:
    _needs_standing(follow_up)
    if not by.role.may(Role.editor):
        raise NotAllowed(
            f"Editors alone assign follow-ups; your role here is {by.role.value}.",
            next_step=f"`claim {follow_up.name}` takes one that nobody has.",
        )
    return wish.owner is not None and not wish.owner.is_same(follow_up.owner)


def _gives_back(follow_up: FollowUp, _: Wish, by: Actor) -> bool:
    if follow_up.owner is None:
        return False
    _needs_standing(follow_up)
    _needs_hand(follow_up, by, "give it back")
    return True


def _closes(follow_up: FollowUp, wish: Wish, by: Actor) -> bool:
    if follow_up.state is FollowUpState(wish.did.value):
        return False
    _needs_standing(follow_up)
    _needs_hand(follow_up, by, "say that it is done" if wish.did is Did.done else "drop it")
    return True


def _sets_due(follow_up: FollowUp, wish: Wish, by: Actor) -> bool:
    _needs_standing(follow_up)
    _needs_hand(follow_up, by, "say when it is due")
    return wish.due != follow_up.due


def _snoozes(follow_up: FollowUp, _: Wish, by: Actor) -> bool:
    _needs_standing(follow_up)
    if follow_up.owner is None:
        raise NotAllowed(
            f"Nobody has {follow_up.name}, so nobody is reminded of it.",
            next_step=f"`claim {follow_up.name}` takes it.",
        )
    _needs_hand(follow_up, by, "put its reminders off")
    return True


def _angles(follow_up: FollowUp, wish: Wish, _: Actor) -> bool:
    _needs_standing(follow_up)
    return wish.words != follow_up.angle


def _needs_standing(follow_up: FollowUp) -> None:
    if not follow_up.stands:
        raise NotAllowed(
            f"{follow_up.name} {_CLOSED[follow_up.state]}.",
            next_step=f"`reopen {follow_up.name}` brings it back.",
        )


def _needs_hand(follow_up: FollowUp, by: Actor, what: str) -> None:
    """Let through its owner, editors, and anybody as long as nobody has it."""
    if follow_up.owner is None or by.is_same(follow_up.owner) or by.role.may(Role.editor):
        return
    raise NotAllowed(
        f"{follow_up.owner.name} has {follow_up.name}, so only they or an editor can {what}.",
        next_step=f"Ask {follow_up.owner.name}, or an editor.",
    )


_CHECKS: Final[Mapping[Did, Callable[[FollowUp, Wish, Actor], bool]]] = {
    Did.claimed: _claims,
    Did.assigned: _assigns,
    Did.released: _gives_back,
    Did.declined: _gives_back,
    Did.reopened: lambda follow_up, _, __: not follow_up.stands,
    Did.done: _closes,
    Did.dropped: _closes,
    Did.due: _sets_due,
    Did.snoozed: _snoozes,
    Did.angled: _angles,
}
