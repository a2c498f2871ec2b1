"""What follows from the end of a delivery, in the transaction that stores it."""

from bot.cards.deliveries import given_up_card
from bot.flows.closing import take_back
from bot.flows.folds import reopen
from bot.flows.follow_ups.nudging import tell_unreached
from bot.flows.orders import pause_conversation
from bot.flows.posts import tell, withdraw_edits
from bot.flows.settling import DELETED, withdrawn
from bot.model.delivery import OPEN, Delivery, DeliveryState
from bot.model.outcome import Closed, Deleted, Outcome, Sought
from bot.model.value import Utc
from bot.ports import Tx


def follow(tx: Tx, delivery: Delivery, outcome: Outcome | Sought, *, at: Utc) -> None:
    """Do what follows from what a delivery has become with that outcome.

    A post that has ended takes its edits with it; a message that was deleted is edited no more; a closed
    conversation has its orders paused; who set up what is given up is told, once; and so is the thread of a
    follow-up whose owner can't be reminded.
    """
    if delivery.recalled and delivery.state is DeliveryState.withdrawn:
        reopen(tx, delivery.key)
    if isinstance(outcome, Closed):
        _close(tx, delivery, at)
    elif delivery.state is DeliveryState.dead:
        _tell_behind(tx, delivery, at)
    if delivery.state is DeliveryState.dead:
        tell_unreached(tx, delivery, at=at)
    if isinstance(outcome, Deleted) and delivery.edits is not None:
        _forget_post(tx, delivery.edits, at)
    elif delivery.edits is None and delivery.state in {DeliveryState.dead, DeliveryState.withdrawn}:
        _end_edits(tx, delivery, at)


def _end_edits(tx: Tx, post: Delivery, at: Utc) -> None:
    """Withdraw a post's edits; a dead one takes over their newest text, should it be sent after all."""
    waiting = [edit for edit in tx.deliveries.edits_of(post.key) if edit.state in OPEN]
    if waiting and post.state is DeliveryState.dead:
        tx.deliveries.change(post, post.model_copy(update={"card": waiting[-1].card}))
    withdraw_edits(tx, post.key, post.reason, at=at)


def _close(tx: Tx, delivery: Delivery, at: Utc) -> None:
    where = delivery.to
    take_back(tx, where, delivery.reason, at=at)
    if not pause_conversation(tx, where, delivery.reason, at=at):
        _tell_behind(tx, delivery, at)


def _tell_behind(tx: Tx, delivery: Delivery, at: Utc) -> None:
    # Of a direct message that fails nobody is told: that would be one more direct message.
    if delivery.behind is not None and not delivery.to.channel.person:
        tell(tx, delivery.behind, given_up_card(delivery), key=f"told:{delivery.key}", at=at)


def _forget_post(tx: Tx, key: str, at: Utc) -> None:
    post = tx.deliveries.of(key)
    if post is not None and post.state is DeliveryState.sent:
        tx.deliveries.change(post, withdrawn(post, DELETED, now=at))
        withdraw_edits(tx, key, DELETED, at=at)
