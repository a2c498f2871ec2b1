"""Standing orders of a conversation that takes nothing any more: stopped, and who set them told once.

Plain functions for inside a transaction.
"""

from collections.abc import Callable, Sequence

from bot.cards.deliveries import ended_card, paused_card
from bot.flows.posts import tell
from bot.model.card import Card
from bot.model.digest import Digest, OrderState
from bot.model.people import ChannelRef, Conversation
from bot.model.subscription import Subscription
from bot.model.value import Utc
from bot.ports import Tx

Order = Digest | Subscription


def pause_conversation(tx: Tx, where: Conversation, reason: str, *, at: Utc) -> bool:
    """Pause the standing orders of a channel and its threads, or of one thread alone.

    Return whether any is paused for that reason, now or before: then who set them has been told. Of their own
    direct messages nobody is told, for that would be one more: `watches` and their page say it.
    """
    orders = [order for order in _orders(tx, where.channel) if where.thread in {None, order.where.thread}]
    active = [order for order in orders if order.state is OrderState.active]
    for order in active:
        _change(tx, order, OrderState.paused, reason)
    if not where.channel.person:
        told = f"told:paused:{_place(where)}"
        _tell(tx, active, lambda theirs: paused_card(where.channel, theirs, reason), key=told, at=at)
    return bool(active) or any(order.reason == reason for order in orders)


def end_conversation(tx: Tx, where: Conversation, reason: str, *, at: Utc) -> None:
    """End the standing orders of a channel that is gone, those that are paused too."""
    orders = _orders(tx, where.channel)
    for order in orders:
        _change(tx, order, OrderState.off, reason)
    if not where.channel.person:  # that would be one more direct message to somebody who takes none
        told = f"told:ended:{_place(where)}"
        _tell(tx, orders, lambda theirs: ended_card(where.channel, theirs, reason), key=told, at=at)


def stop_workspace(tx: Tx, platform: str, workspace: str, reason: str, *, forever: bool = False) -> None:
    """Pause or end every standing order of a workspace. Nobody is told: nothing can be sent there."""
    state = OrderState.off if forever else OrderState.paused
    orders: Sequence[Order] = (*tx.digests.standing(), *tx.subscriptions.standing())
    for order in orders:
        channel = order.where.channel
        here = (channel.platform, channel.workspace) == (platform, workspace)
        if here and (forever or order.state is OrderState.active):
            _change(tx, order, state, reason)


def _tell(
    tx: Tx, orders: Sequence[Order], card: Callable[[Sequence[Order]], Card], *, key: str, at: Utc
) -> None:
    """Tell each person who set some of the orders, once; `card` is what they are told of theirs."""
    for person in {order.set_by.id: order.set_by for order in orders}.values():
        theirs = [order for order in orders if order.set_by.id == person.id]
        tell(tx, person, card(theirs), key=f"{key}:{person.id}:{at.isoformat()}", at=at)


def _orders(tx: Tx, channel: ChannelRef) -> Sequence[Order]:
    return (*tx.digests.in_channel(channel), *tx.subscriptions.in_channel(channel))


def _change(tx: Tx, order: Order, state: OrderState, reason: str) -> None:
    changes = {"state": state, "reason": reason}
    if isinstance(order, Digest):
        tx.digests.change(order.model_copy(update=changes))
    else:
        tx.subscriptions.change(order.model_copy(update=changes))


def _place(where: Conversation) -> str:
    channel = where.channel
    return f"{channel.platform}/{channel.workspace}/{channel.id}/{where.thread or ''}"
