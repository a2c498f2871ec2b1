"""Standing orders of a conversation that takes nothing any more: paused, and who set them told once.

Plain functions for inside a transaction.
"""

from collections.abc import Sequence

from bot.cards.deliveries import paused_card
from bot.flows.posts import tell
from bot.model.digest import Digest, OrderState
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.subscription import Subscription
from bot.model.value import Utc
from bot.ports import Tx

Order = Digest | Subscription


def pause_conversation(tx: Tx, where: Conversation, reason: str, *, at: Utc) -> bool:
    """Pause the standing orders of a channel and its threads, or of one thread alone.

    Return whether any is paused for that reason, now or before: then who set them has been told.
    """
    orders = [order for order in _orders(tx, where.channel) if where.thread in {None, order.where.thread}]
    active = [order for order in orders if order.state is OrderState.active]
    for order in active:
        _change(tx, order, reason)
    for person in {order.set_by.id: order.set_by for order in active}.values():
        theirs = [order for order in active if order.set_by.id == person.id]
        tell(tx, person, paused_card(where.channel, theirs, reason), key=_key(where, person, at), at=at)
    return bool(active) or any(order.reason == reason for order in orders)


def _orders(tx: Tx, channel: ChannelRef) -> Sequence[Order]:
    return (*tx.digests.in_channel(channel), *tx.subscriptions.in_channel(channel))


def _change(tx: Tx, order: Order, reason: str) -> None:
    paused = {"state": OrderState.paused, "reason": reason}
    if isinstance(order, Digest):
        tx.digests.change(order.model_copy(update=paused))
    else:
        tx.subscriptions.change(order.model_copy(update=paused))


def _key(where: Conversation, person: Actor, at: Utc) -> str:
    channel = where.channel
    place = f"{channel.platform}/{channel.workspace}/{channel.id}/{where.thread or ''}"
    return f"told:paused:{place}:{person.id}:{at.isoformat()}"
