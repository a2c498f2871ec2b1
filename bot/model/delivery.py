"""Deliveries: promises to make or change a post, and the states they go through."""

from enum import StrEnum

from pydantic import Field

from bot.model.card import Card
from bot.model.people import Actor, Conversation, MessageRef
from bot.model.value import Utc, Value


class DeliveryState(StrEnum):
    """How far a delivery is.

    ready      to be sent when its turn comes
    sending    given to the platform; no answer is known yet
    sent       it is there
    retry      surely not there; to be sent again later
    unknown    it may be there: looked for before anything is sent again
    held       nobody can tell whether it is there: a person decides
    dead       given up: it failed for a day, or will never be taken
    withdrawn  no longer wanted, or deleted by somebody after it was posted
    """

    ready = "ready"
    sending = "sending"
    sent = "sent"
    retry = "retry"
    unknown = "unknown"
    held = "held"
    dead = "dead"
    withdrawn = "withdrawn"


OPEN = frozenset({DeliveryState.ready, DeliveryState.retry, DeliveryState.sending, DeliveryState.unknown})
"""The states in which the courier has something left to do."""

WAITING = frozenset({DeliveryState.ready, DeliveryState.retry})
"""The states in which nothing of it is on a platform, nor on the way there: its card may still be changed."""


class Promise(Value):
    """A delivery that has no number yet.

    `key` names its cause and is unique: the same cause is never promised twice. `due_at` is the moment before
    which it is not sent. `edits` is the key of the post that it changes, with `revision` counting up from 1;
    None and 0 for a post. `behind` is who set up what it comes from, and is told once if it fails for good.
    `story` is the number of the only story that it shows, if it shows exactly one; `shows` are those of all
    stories whose follow-ups it tells of.
    """

    key: str
    to: Conversation
    card: Card
    due_at: Utc
    edits: str | None = None
    revision: int = Field(default=0, ge=0)
    behind: Actor | None = None
    story: int | None = None
    shows: tuple[int, ...] = ()


class Delivery(Promise):
    """A promise, and how far it is.

    `mark` is what platforms are given as its key: opaque, unique, at most 25 characters (Discord's longest
    nonce). `due_at` is the moment of its next step: of the next try (ready, retry), of the next search
    (unknown), or when a try counts as lost (sending). `attempts` counts tries; `tried_at` is the first of
    them whose outcome may still be unknown. `failing_since` is when the first try of an unbroken row of
    failures failed, `looked_at` when a search first couldn't tell. `reason` says why it is not sent.
    `recalled` says why it is no longer wanted although it may be there: if it turns out not to be, it is
    withdrawn. `message` is the post, once it is there.
    """

    number: int
    mark: str
    state: DeliveryState
    queued_at: Utc
    attempts: int = 0
    tried_at: Utc | None = None
    failing_since: Utc | None = None
    looked_at: Utc | None = None
    reason: str = ""
    recalled: str = ""
    message: MessageRef | None = None


class Pace(Value):
    """How fast a platform may be used, and how long it remembers.

    `every` is the least time between two sends in one conversation, in seconds, counted from the end of the
    first. `per_second` is the most sends a second over all its conversations, counted over any `window`
    seconds, so that a short burst can go out at once. `at_once` is the most sends at a time. `timeout` is
    after how many seconds without an answer a send counts as unknown. `remembers` is for how many seconds the
    platform answers a second post with the same key with the first message (Discord's nonce); 0 where it
    doesn't. `lag` is for how many seconds after a send the platform's history may not show it: a search comes
    no sooner.
    """

    every: float = Field(default=1.0, ge=0)
    per_second: float = Field(default=50.0, gt=0)
    window: float = Field(default=1.0, gt=0)
    at_once: int = Field(default=50, ge=1)
    timeout: float = Field(default=30.0, gt=0)
    remembers: float = Field(default=0.0, ge=0)
    lag: float = Field(default=0.0, ge=0)
