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
    said in one line, or skipped. `changed_at` is when hour, days or zone were last set. `made_after` is the
    newest arrival number when it was made: its first edition covers at least what came in since.
    """

    where: Conversation
    schedule: Schedule
    topic: str | None = None
    count: int = Field(default=5, ge=1, le=10)
    quiet: Literal["say", "skip"] = "say"
    set_by: Actor
    made_at: Utc
    made_after: int = 0
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
    moment. `day` is that local date in `zone`, None for one out of turn. It covers stories that have a report
    with an arrival number above `after` and not above `until`, on its `topic`; `covers_from` and `covers_to`
    say the same to people, in moments. `stories` are those it shows, in order, `kept_back` those it shows
    besides because they came in quiet hours, `considered` is how many came in, on any topic. `delivery` is
    the key of its post, None where nothing was posted. `keeps` is set where it leaves the watermark where it
    was. `reason` says why it is late or missed.
    """

    digest: int
    occasion: str
    day: date | None
    zone: str | None = None
    topic: str | None = None
    verdict: Verdict
    due_at: Utc | None
    decided_at: Utc
    covers_from: Utc | None = None
    covers_to: Utc | None = None
    after: int | None = None
    until: int | None = None
    stories: tuple[int, ...] = ()
    kept_back: tuple[int, ...] = ()
    considered: int = 0
    delivery: str | None = None
    keeps: bool = False
    reason: str = ""
