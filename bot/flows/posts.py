"""Changing what was promised: another card for a post, a post that is no longer wanted, a word to a person.

Plain functions for inside a transaction.
"""

from collections.abc import Iterable

from bot.flows.settling import SUPERSEDED, withdrawn
from bot.model.card import Card
from bot.model.delivery import WAITING, Delivery, DeliveryState, Promise
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.value import Utc
from bot.ports import Tx

_NOT_THERE = WAITING | {DeliveryState.dead}
_RECALLABLE = _NOT_THERE | {DeliveryState.held}
_PERHAPS_THERE = frozenset({DeliveryState.sending, DeliveryState.unknown})
_GONE = frozenset({DeliveryState.dead, DeliveryState.withdrawn})
_IDLE = WAITING | {DeliveryState.unknown}


def revise(tx: Tx, key: str, card: Card, *, at: Utc) -> None:
    """Make the post with that key show another card. May be called again with the same card.

    A post that is surely not there is changed where it is, so that a dead one, if somebody sends it after
    all, shows the newest; for any other an edit is queued. Older edits that still wait are withdrawn. A post
    that is withdrawn stays as it is. Raises ValueError where nothing was promised under that key.
    """
    post = tx.deliveries.of(key)
    if post is None:
        raise ValueError(f"nothing was promised as {key}")
    if post.state is DeliveryState.withdrawn:
        return
    edits = tx.deliveries.edits_of(key)
    if post.state in _NOT_THERE:
        tx.deliveries.change(post, post.model_copy(update={"card": card}))
        _supersede(tx, edits, at=at)  # promised during a try that came to nothing
        return
    shown = next((edit for edit in reversed(edits) if edit.state not in _GONE), post)
    if shown.card == card:
        return
    _supersede(tx, edits, at=at)
    tx.deliveries.queue(_edit(post, card, edits[-1].revision + 1 if edits else 1, at), at=at)


def withdraw(tx: Tx, key: str, reason: str, *, at: Utc) -> None:
    """Take back the post with that key, if it surely is not there or is held, and its edits with it.

    A post that may be there is recalled: if it turns out not to be, it is withdrawn. One that is there
    stays: `revise` can change what it says. May be called again. Raises ValueError where nothing was
    promised under that key.
    """
    post = tx.deliveries.of(key)
    if post is None:
        raise ValueError(f"nothing was promised as {key}")
    if post.state in _RECALLABLE:
        tx.deliveries.change(post, withdrawn(post, reason, now=at))
        withdraw_edits(tx, key, reason, at=at)
    elif post.state in _PERHAPS_THERE:
        tx.deliveries.change(post, post.model_copy(update={"recalled": reason}))


def withdraw_edits(tx: Tx, key: str, reason: str, *, at: Utc) -> None:
    """Take back the edits of a post that are open and not being sent."""
    for edit in tx.deliveries.edits_of(key):
        if edit.state in _IDLE:
            tx.deliveries.change(edit, withdrawn(edit, reason, now=at))


def tell(tx: Tx, person: Actor, card: Card, *, key: str, at: Utc) -> None:
    """Queue a direct message to a person; once under each key."""
    to = Conversation(channel=direct(person))
    tx.deliveries.queue(Promise(key=key, to=to, card=card, due_at=at), at=at)


def direct(person: Actor) -> ChannelRef:
    """Return the bot's direct messages with a person; what the person has set is kept for them, too."""
    return ChannelRef(platform=person.platform, workspace=person.workspace, id=person.id, person=True)


def _supersede(tx: Tx, edits: Iterable[Delivery], *, at: Utc) -> None:
    for edit in edits:
        if edit.state in WAITING:
            tx.deliveries.change(edit, withdrawn(edit, SUPERSEDED, now=at))


def _edit(post: Delivery, card: Card, revision: int, at: Utc) -> Promise:
    return Promise(
        key=f"{post.key}/{revision}",
        to=post.to,
        card=card,
        due_at=at,
        edits=post.key,
        revision=revision,
        behind=post.behind,
        story=post.story,
    )
