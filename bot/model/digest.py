"""Digests and their editions: a standing order, and each dated occurrence of it."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from bot.model.people import Actor, Conversation
from bot.model.schedule import Schedule
from bot.model.value import Utc, Value


class OrderState(StrEnum):
    """Whether a standing order (a digest, a subscription) is carried out."""

    active = "active"
    paused = "paused"
    off = "off"


class DigestDraft(Value):
    """A digest that has no number yet.

    `count` is the most stories an edition has. `quiet` is what happens on a morning with nothing new: it is
    said in one line, or skipped. `changed_at` is when hour, days or zone were last set.
    """

    where: Conversation
    schedule: Schedule
    topic: str | None = None
    count: int = Field(default=5, ge=1, le=10)
    quiet: Literal["say", "skip"] = "say"
    set_by: Actor
    made_at: Utc
    changed_at: Utc
    state: OrderState = OrderState.active
    reason: str = ""


class Digest(DigestDraft):
    """A channel's standing order for a morning message. `reason` says why it is paused or off."""

    number: int


class Verdict(StrEnum):
    """What was decided about one local date of a digest."""

    sent = "sent"
    late = "late"
    missed = "missed"
    no_such_day = "no such day"
    quiet = "quiet"


class Edition(Value):
    """One occurrence of a digest, decided once under (digest, occasion).

    `occasion` is the local date ("2026-11-02"), or for an edition that somebody asked for out of turn its
    moment. `day` is that local date, None for one out of turn. It covers stories that came in after
    `covers_from` and until `covers_to`. `stories` are those it shows, in order, `considered` is how many came
    in. `delivery` is the key of its post, None where nothing was posted. `keeps` is set where it leaves the
    watermark where it was. `reason` says why it is late or missed.
    """

    digest: int
    occasion: str
    day: date | None
    verdict: Verdict
    due_at: Utc | None
    decided_at: Utc
    covers_from: Utc | None = None
    covers_to: Utc | None = None
    stories: tuple[int, ...] = ()
    considered: int = 0
    delivery: str | None = None
    keeps: bool = False
    reason: str = ""
