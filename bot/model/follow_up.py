"""Follow-ups: work born from a story, how it stands, and everything that was done to it.

What a follow-up is follows from its history alone: `moved` applies one entry, `replayed` all of them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.model.people import Actor, ChannelRef, Conversation, MessageRef
from bot.model.value import Utc, Value


class FollowUpState(StrEnum):
    """How far a follow-up is.

    open       nobody has it
    claimed    it has an owner
    done       somebody has said that it is done
    dropped    somebody has said why it will not be done
    withdrawn  every flag was taken back before anybody had touched it
    """

    open = "open"
    claimed = "claimed"
    done = "done"
    dropped = "dropped"
    withdrawn = "withdrawn"


STANDING = frozenset({FollowUpState.open, FollowUpState.claimed})
"""The states in which there is something left to do."""


class Did(StrEnum):
    """What can be done to a follow-up.

    flagged, unflagged     a person has flagged it (`words`: the angle), has taken every flag of theirs back
    withdrawn              the last flag was taken back, and nobody had touched it
    angled                 it got its angle (`words`)
    claimed, released      somebody took it, gave it back
    assigned, declined     an editor gave it to somebody (`owner`), who gave it back
    due                    it is due at `due`, or (None) at no time
    snoozed                its nudges come no sooner than `due`
    nudged                 the bot reminded its owner; the next nudge comes at `due`
    escalated              the bot put it before the channel's editors
    called                 the bot said in the channel that nobody has it
    put_off                the bot said nothing yet; it looks again at `due`, if then
    done, dropped          it is finished (`words`: a note), or never will be (`words`: the reason)
    reopened               it is to be done after all
    """

    flagged = "flagged"
    unflagged = "unflagged"
    withdrawn = "withdrawn"
    angled = "angled"
    claimed = "claimed"
    released = "released"
    assigned = "assigned"
    declined = "declined"
    due = "due"
    snoozed = "snoozed"
    nudged = "nudged"
    escalated = "escalated"
    called = "called"
    put_off = "put_off"
    done = "done"
    dropped = "dropped"
    reopened = "reopened"


OF_FLAGS = frozenset({Did.flagged, Did.unflagged, Did.withdrawn})
"""What comes of flags alone: none of it counts as a touch."""

BY_THE_BOT = frozenset({Did.nudged, Did.escalated, Did.called, Did.put_off})
"""What the bot does of its own accord: no touch either."""


class Entry(Value):
    """One line of a follow-up's history. `by` is None for the bot; `where` is where it was done.

    `due` is the moment that `Did` speaks of; where it makes the follow-up stand, or gives it back, it is when
    the bot next looks whether anything is to be said.
    """

    at: Utc
    did: Did
    by: Actor | None = None
    words: str = ""
    owner: Actor | None = None
    due: Utc | None = None
    where: Conversation | None = None


class NamedDay(Value):
    """A day to come that the story's own text names, and the sentence that names it."""

    day: date
    sentence: str


class FollowUpDraft(Value):
    """A follow-up that has no number yet.

    `slug` is the story's short name. `home` is the conversation of its first card, `origin` the post that it
    was flagged on, if it was flagged on one. `days` are offered as due times.

    `closing` is the note that it was done with, or the reason why it was dropped. `touched_at` is when a
    person last did anything but flag it, None where nobody has. `look_at` is when the bot next looks whether
    anything is to be said of it; `nudges` counts what it has said to the owner since the due time was set.
    """

    story: int
    slug: str
    home: Conversation
    origin: MessageRef | None = None
    made_by: Actor
    made_at: Utc
    days: tuple[NamedDay, ...] = ()
    state: FollowUpState = FollowUpState.open
    angle: str = ""
    owner: Actor | None = None
    due: Utc | None = None
    closed_by: Actor | None = None
    closed_at: Utc | None = None
    closing: str = ""
    touched_at: Utc | None = None
    look_at: Utc | None = None
    nudges: int = 0
    called: bool = False


class FollowUp(FollowUpDraft):
    """Work born from a story."""

    number: int

    @property
    def name(self) -> str:
        """How people call it: "F12"."""
        return f"F{self.number}"

    @property
    def stands(self) -> bool:
        """Whether there is something left to do."""
        return self.state in STANDING

    def is_late(self, now: Utc) -> bool:
        """Say whether it should have been done."""
        return self.stands and self.due is not None and self.due < now


class Flag(Value):
    """A person's wish that somebody goes back to a story.

    `way` says how they put it: `SAID` for a command or button, else the post and the reaction. A flag stands
    as long as one of a person's ways does.
    """

    by: Actor
    way: str
    at: Utc


SAID = "said"

_A_DAY: Final = timedelta(days=1)
"""Who takes what is late already is not reminded of it at once."""


class Wanted(Value):
    """Which follow-ups to list. What is left out doesn't matter; `mine` owns or has flagged them.

    `channel` asks for those that have their home or a card in that channel, or in a thread of it.

    `due_by` asks for those that are due at that moment or before. Soonest due first, then those without a
    due time; the lowest number first among equals. `limit` at most, behind the first `offset`.
    """

    states: frozenset[FollowUpState] = STANDING
    channel: ChannelRef | None = None
    mine: Actor | None = None
    due_by: Utc | None = None
    limit: int = 10
    offset: int = 0


def moved(follow_up: FollowUp, entry: Entry) -> FollowUp:
    """Return what a follow-up becomes by one entry of its history."""
    changes = _changes(follow_up, entry)
    if entry.did not in OF_FLAGS | BY_THE_BOT:
        changes["touched_at"] = entry.at
    return follow_up.model_copy(update=changes)


def replayed(begun: FollowUp, history: Iterable[Entry]) -> FollowUp:
    """Return what a follow-up has become, from what it was when it was made."""
    for entry in history:
        begun = moved(begun, entry)
    return begun


def _changes(follow_up: FollowUp, entry: Entry) -> dict[str, object]:
    return _EFFECTS[entry.did](follow_up, entry)


def _flagged(follow_up: FollowUp, entry: Entry) -> dict[str, object]:
    angle = {"angle": entry.words} if entry.words and not follow_up.angle else {}
    back = follow_up.state is FollowUpState.withdrawn
    return {**angle, **({"state": FollowUpState.open, "look_at": entry.due} if back else {})}


def _given(follow_up: FollowUp, entry: Entry) -> dict[str, object]:
    due = follow_up.due
    return {
        "state": FollowUpState.claimed,
        "owner": entry.owner or entry.by,
        "look_at": max(due, entry.at + _A_DAY) if due and due <= entry.at else due,
        "nudges": 0,
    }


def _given_back(_: FollowUp, entry: Entry) -> dict[str, object]:
    return {"state": FollowUpState.open, "owner": None, "called": False, "look_at": entry.due}


def _due(follow_up: FollowUp, entry: Entry) -> dict[str, object]:
    looked = {"look_at": entry.due} if follow_up.state is FollowUpState.claimed else {}
    return {"due": entry.due, "nudges": 0, **looked}


def _closed(_: FollowUp, entry: Entry) -> dict[str, object]:
    return {
        "state": FollowUpState(entry.did.value),
        "closed_by": entry.by,
        "closed_at": entry.at,
        "closing": entry.words,
        "look_at": None,
    }


def _reopened(follow_up: FollowUp, entry: Entry) -> dict[str, object]:
    return {
        "state": FollowUpState.claimed if follow_up.owner else FollowUpState.open,
        "closed_by": None,
        "closed_at": None,
        "closing": "",
        "nudges": 0,
        "called": False,
        "look_at": entry.due,
    }


_EFFECTS: Final[Mapping[Did, Callable[[FollowUp, Entry], dict[str, object]]]] = {
    Did.flagged: _flagged,
    Did.unflagged: lambda _, __: {},
    Did.withdrawn: lambda _, __: {"state": FollowUpState.withdrawn, "look_at": None},
    Did.angled: lambda _, entry: {"angle": entry.words},
    Did.claimed: _given,
    Did.assigned: _given,
    Did.released: _given_back,
    Did.declined: _given_back,
    Did.due: _due,
    Did.snoozed: lambda _, entry: {"look_at": entry.due},
    Did.nudged: lambda before, entry: {"look_at": entry.due, "nudges": before.nudges + 1},
    Did.escalated: lambda _, entry: {"look_at": entry.due},
    Did.called: lambda _, entry: {"called": True, "look_at": entry.due},
    Did.put_off: lambda _, entry: {"look_at": entry.due},
    Did.done: _closed,
    Did.dropped: _closed,
    Did.reopened: _reopened,
}
