"""Rows to follow-ups, their flags and their history, and back."""

from functools import lru_cache
from typing import Any

from pydantic_core import from_json, to_json

from bot.model.follow_up import Did, Entry, Flag, FollowUp, FollowUpDraft, FollowUpState, NamedDay
from bot.model.people import Actor, MessageRef
from storage.columns import NEVER, Row, as_json, as_list, micros, moment
from storage.conversations import Conversations
from storage.recency import from_micros, to_micros

SELECT = """
    SELECT number, home, origin_in, origin, story, slug, made_by, made_at, days, state, angle, owner, due,
        closed_by, closed_at, closing, touched_at, look_at, nudges, called
    FROM follow_ups
"""
"""Its rows are for `follow_up`."""

ADD = """
    INSERT INTO follow_ups
        (story, slug, home, channel, origin_in, origin, made_by, made_at, days, state, angle, owner, owned_by,
        due, closed_by, closed_at, closing, touched_at, look_at, nudges, called)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number
"""
"""Takes a `row_of`."""

CHANGE = """
    UPDATE follow_ups
    SET story = ?, slug = ?, home = ?, channel = ?, origin_in = ?, origin = ?, made_by = ?, made_at = ?,
        days = ?, state = ?, angle = ?, owner = ?, owned_by = ?, due = ?, closed_by = ?, closed_at = ?,
        closing = ?, touched_at = ?, look_at = ?, nudges = ?, called = ?
    WHERE number = ?
"""
"""Takes a `row_of` and the number."""

FLAGS = "SELECT actor, way, at FROM follow_up_flags WHERE follow_up = ? ORDER BY at, rowid"
"""Its rows are for `flag`."""

HISTORY = """
    SELECT done_in, at, did, by, words, owner, due FROM follow_up_history WHERE follow_up = ? ORDER BY line
"""
"""Its rows are for `entry`."""


def person(actor: Actor) -> str:
    """Return what a person is told apart by, as one text."""
    return as_list(actor.key)


def row_of(draft: FollowUpDraft, conversations: Conversations) -> list[object]:
    """Return the values for `ADD` and `CHANGE`; conversations that are new get their numbers."""
    home = draft.home
    return [
        draft.story,
        draft.slug,
        conversations.claim(home),
        conversations.claim(home.model_copy(update={"thread": None})),
        conversations.claim(draft.origin.conversation) if draft.origin else None,
        draft.origin.id if draft.origin else None,
        as_json(draft.made_by),
        to_micros(draft.made_at),
        to_json(draft.days).decode(),
        draft.state.value,
        draft.angle,
        as_json(draft.owner),
        person(draft.owner) if draft.owner else None,
        NEVER if draft.due is None else to_micros(draft.due),
        as_json(draft.closed_by),
        micros(draft.closed_at),
        draft.closing,
        micros(draft.touched_at),
        micros(draft.look_at),
        draft.nudges,
        draft.called,
    ]


def follow_up(row: Row, conversations: Conversations) -> FollowUp:
    """Return the follow-up of a row."""
    number, home, origin_in, origin, story, slug, made_by, made_at, days, state, angle, owner, due = row[:13]
    closed_by, closed_at, closing, touched_at, look_at, nudges, called = row[13:]
    return FollowUp(
        number=number,
        story=story,
        slug=slug,
        home=conversations.get(home),
        origin=MessageRef(conversation=conversations.get(origin_in), id=origin) if origin else None,
        made_by=_person(made_by),
        made_at=from_micros(made_at),
        days=_days(days),
        state=FollowUpState(state),
        angle=angle,
        owner=_actor(owner),
        due=None if due == NEVER else from_micros(due),
        closed_by=_actor(closed_by),
        closed_at=moment(closed_at),
        closing=closing,
        touched_at=moment(touched_at),
        look_at=moment(look_at),
        nudges=nudges,
        called=bool(called),
    )


def flag(row: Row) -> Flag:
    """Return the flag of a row."""
    actor, way, at = row
    return Flag(by=_person(actor), way=way, at=from_micros(at))


def entry(row: Row, conversations: Conversations) -> Entry:
    """Return the line of history of a row."""
    where, at, did, by, words, owner, due = row
    return Entry(
        at=from_micros(at),
        did=Did(did),
        by=_actor(by),
        words=words,
        owner=_actor(owner),
        due=moment(due),
        where=None if where is None else conversations.get(where),
    )


def _actor(stored: str | None) -> Actor | None:
    return _person(stored) if stored else None


@lru_cache(maxsize=1024)  # the same few people stand in most rows
def _person(stored: str) -> Actor:
    return Actor.model_validate_json(stored)


def _days(stored: str) -> tuple[NamedDay, ...]:
    if stored == "[]":
        return ()
    named: list[Any] = from_json(stored)
    return tuple(NamedDay.model_validate_json(to_json(day)) for day in named)
