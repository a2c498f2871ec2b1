"""A courier's turn: the one transaction that stores what has come back and claims what is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.flows.aftermath import follow
from bot.flows.folds import reopen
from bot.flows.posts import withdraw_edits
from bot.flows.settling import (
    LONGEST_WAIT,
    SUPERSEDED,
    Terms,
    claimed,
    handed_back,
    looked,
    must_look,
    settled,
    sought,
    withdrawn,
)
from bot.model.delivery import WAITING, Delivery, DeliveryState
from bot.model.outcome import (
    LONGEST_ASKED,
    Absent,
    Deleted,
    Outcome,
    Refused,
    Rejected,
    Sent,
    Sought,
    Unknown,
)
from bot.model.people import MessageRef
from bot.ports import Tx

_LONGEST_ASKED = timedelta(seconds=LONGEST_ASKED)
AT_START = (_LONGEST_ASKED, _LONGEST_ASKED)
STEPPED_BACK = (LONGEST_WAIT, timedelta(minutes=1))
"""How far ahead a next try, and a conversation's rest, can lie. At a start nobody knows if the clock was set
back, so all that a platform may have asked for counts; where it was, one that asked for more says so again.
"""
_GONE = frozenset({DeliveryState.dead, DeliveryState.withdrawn})
_OPEN_TO_NEWS = WAITING | {DeliveryState.unknown, DeliveryState.held}


class Step(Enum):
    """What a claimed delivery is about to have done."""

    post = auto()
    edit = auto()
    look = auto()


@dataclass(frozen=True)
class Try:
    """One step of a delivery: as it was before its claim, and as it was claimed.

    For an edit, `message` is what it changes and `mark` the key that it was posted with.
    """

    step: Step
    before: Delivery
    delivery: Delivery
    mark: str
    message: MessageRef | None = None


@dataclass(frozen=True)
class Answer:
    """What came of a try, and when; None where it never began."""

    of: Try
    outcome: Outcome | Sought | None
    at: datetime


@dataclass
class Turn:
    """What a turn has done: what it claimed, and which answers came after another had taken over."""

    tries: list[Try] = field(default_factory=list)
    settled: list[Delivery] = field(default_factory=list)
    overtaken: list[Answer] = field(default_factory=list)
    moved: int = 0
    next_due: datetime | None = None


@dataclass(frozen=True)
class Request:
    """What a turn is asked to do: settle `answers`, then claim at most `room` of what is due.

    `flying` are the numbers of the tries that are still on their way, `shut` the workspaces that take
    nothing for now. `mend` asks it to bring back next tries, and rests of conversations, that
    lie further ahead than these two.
    """

    platform: str
    answers: Sequence[Answer]
    room: int
    flying: Collection[int]
    shut: Collection[str]
    mend: tuple[timedelta, timedelta] | None = None


def take_turn(tx: Tx, request: Request, *, now: datetime, terms: Terms) -> Turn:
    """Settle, then claim."""
    turn = Turn()
    for answer in request.answers:
        _settle(tx, answer, turn, terms)
    if request.mend:
        wait, free = request.mend
        tx.deliveries.bring_back(request.platform, at=now, lease=terms.lease, wait=wait, free=free)
    if request.room:
        due = tx.deliveries.due(request.platform, at=now, limit=request.room, but_not=request.shut)
        tries = [_claim(tx, each, request.flying, now=now, terms=terms) for each in due]
        turn.tries = [attempt for attempt in tries if attempt is not None]
        turn.moved = len(due)
    turn.next_due = tx.deliveries.next_due(request.platform, but_not=request.shut)
    return turn


def _settle(tx: Tx, answer: Answer, turn: Turn, terms: Terms) -> None:
    before = answer.of.delivery
    after = _became(answer, terms)
    turn.settled.append(after)
    if tx.deliveries.change(before, after, free_at=_free_at(answer, terms)):
        if answer.outcome is not None:
            follow(tx, after, answer.outcome, at=answer.at)
    elif not _adopted(tx, answer):
        turn.overtaken.append(answer)


def _became(answer: Answer, terms: Terms) -> Delivery:
    outcome, delivery, now = answer.outcome, answer.of.delivery, answer.at
    if outcome is None:
        return handed_back(answer.of.before, delivery, now=now)
    if answer.of.step is Step.look:
        if isinstance(outcome, Rejected | Deleted):  # no answer to a search
            outcome = Unknown(reason="an answer that says nothing")
        return looked(delivery, outcome, now=now, terms=terms)
    told = Unknown(reason="an answer that says nothing") if isinstance(outcome, Absent) else outcome
    doubtful = answer.of.before.tried_at is not None
    return settled(delivery, told, doubtful=doubtful, now=now, terms=terms)


def _free_at(answer: Answer, terms: Terms) -> datetime | None:
    if answer.outcome is None:
        return None
    wait = 0.0 if answer.of.step is Step.look else terms.pace.every
    if isinstance(answer.outcome, Refused) and answer.outcome.retry_after is not None:
        wait = max(wait, answer.outcome.retry_after)
    return answer.at + timedelta(seconds=wait) if wait else None


def _adopted(tx: Tx, answer: Answer) -> bool:
    """Take the good news of a try that another courier has given up, unless it is trying again."""
    if not isinstance(answer.outcome, Sent):
        return False
    current = tx.deliveries.get(answer.of.delivery.number)
    if current is None or current.state not in _OPEN_TO_NEWS:
        return current is not None and current.message == answer.outcome.message
    after = settled(current, answer.outcome, doubtful=False, now=answer.at, terms=Terms())
    return tx.deliveries.change(current, after)


def _claim(tx: Tx, delivery: Delivery, flying: Collection[int], *, now: datetime, terms: Terms) -> Try | None:
    """Claim a delivery; None where it is not to be sent now."""
    if delivery.number in flying:  # the clock jumped ahead: it is ours, and still on its way
        tx.deliveries.change(delivery, delivery.model_copy(update={"due_at": now + terms.lease}))
        return None
    if _superseded(tx, delivery):
        tx.deliveries.change(delivery, withdrawn(delivery, SUPERSEDED, now=now))
        return None
    if delivery.recalled and delivery.state in WAITING:
        tx.deliveries.change(delivery, withdrawn(delivery, delivery.recalled, now=now))
        withdraw_edits(tx, delivery.key, delivery.recalled, at=now)
        reopen(tx, delivery.key)
        return None
    attempt = _attempt(tx, delivery, now, terms)
    return attempt if tx.deliveries.change(delivery, attempt.delivery) else None


def _attempt(tx: Tx, delivery: Delivery, now: datetime, terms: Terms) -> Try:
    if must_look(delivery, now=now, terms=terms):
        return Try(Step.look, delivery, sought(delivery, now=now, terms=terms), delivery.mark)
    sending = claimed(delivery, now=now, terms=terms)
    if delivery.edits is None:
        return Try(Step.post, delivery, sending, delivery.mark)
    post = tx.deliveries.of(delivery.edits)
    if post is None or post.message is None:
        raise ValueError(f"delivery {delivery.number} edits {delivery.edits}, which is not there")
    return Try(Step.edit, delivery, sending, post.mark, post.message)


def _superseded(tx: Tx, delivery: Delivery) -> bool:
    # An edit that waits is withdrawn when a newer one is queued; one that was on its way then is found here.
    if delivery.edits is None or delivery.state in WAITING:
        return False
    edits = tx.deliveries.edits_of(delivery.edits)
    return any(edit.revision > delivery.revision and edit.state not in _GONE for edit in edits)
