"""Promises, people and places for tests of the store: only what a test is about needs to be said."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.model.card import Card, Paragraph, Plain
from bot.model.delivery import Delivery, DeliveryState, Promise
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef, Role
from bot.ports import Tx
from tests.contracts.conftest import Driven

NOW = datetime(2026, 11, 2, 7, tzinfo=UTC)
SECOND = timedelta(seconds=1)

ANNA = Actor(platform="slack", workspace="W", id="U1", name="Anna", role=Role.editor)

_keys = count(1)


def a_place(
    name: str = "C1",
    *,
    platform: str = "slack",
    workspace: str = "W",
    thread: str | None = None,
    person: bool = False,
) -> Conversation:
    """Return a conversation."""
    channel = ChannelRef(platform=platform, workspace=workspace, id=name, person=person)
    return Conversation(channel=channel, thread=thread)


def a_card(text: str = "Good morning") -> Card:
    """Return a card that says that."""
    return Card(summary=text, blocks=(Paragraph(prose=(Plain(text=text),)),))


def a_promise(key: str | None = None, **said: Any) -> Promise:  # noqa: ANN401 - the promise's own fields
    """Return a promise that is due now."""
    fields = {"to": a_place(), "card": a_card(), "due_at": NOW} | said
    return Promise(key=key or f"key {next(_keys)}", **fields)


def an_edit(of: str, revision: int = 1, **said: Any) -> Promise:  # noqa: ANN401 - the promise's own fields
    """Return the promise to edit a post."""
    return a_promise(f"{of}, revision {revision}", edits=of, revision=revision, **said)


def queued(store: Driven, promise: Promise) -> Delivery:
    """Queue a promise that is new."""
    delivery = store.write(lambda tx: tx.deliveries.queue(promise, at=NOW))
    assert delivery is not None
    return delivery


def changed(
    store: Driven, key: str, state: DeliveryState, *, free_at: datetime | None = None, **what: object
) -> Delivery:
    """Bring the delivery with that key into another state."""

    def work(tx: Tx) -> Delivery:
        before = tx.deliveries.of(key)
        assert before is not None
        after = before.model_copy(update={"state": state, **what})
        assert tx.deliveries.change(before, after, free_at=free_at)
        return after

    return store.write(work)


def sent(store: Driven, key: str, message: str = "m1", *, free_at: datetime | None = None) -> Delivery:
    """Bring the delivery with that key into the state sent, as that message."""
    delivery = store.read(lambda view: view.deliveries.of(key))
    assert delivery is not None
    ref = MessageRef(conversation=delivery.to, id=message)
    return changed(store, key, DeliveryState.sent, message=ref, free_at=free_at)


def due(
    store: Driven,
    at: datetime = NOW,
    *,
    platform: str = "slack",
    limit: int = 100,
    but_not: tuple[str, ...] = (),
) -> list[str]:
    """Return the keys of what is due."""
    found = store.write(lambda tx: tx.deliveries.due(platform, at=at, limit=limit, but_not=but_not))
    return [delivery.key for delivery in found]
