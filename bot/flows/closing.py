"""What follows where a channel, or a whole workspace, takes nothing from the bot any more.

Plain functions for inside a transaction. Each may be called again with the same.
"""

from bot.flows.orders import end_conversation, pause_conversation, stop_workspace
from bot.flows.settling import withdrawn
from bot.model.delivery import DeliveryState
from bot.model.events import PlaceClosed
from bot.model.people import Conversation
from bot.model.value import Utc
from bot.ports import Tx

_NOT_ON_ITS_WAY = frozenset({DeliveryState.ready, DeliveryState.retry, DeliveryState.unknown})


def close(tx: Tx, fact: PlaceClosed) -> None:
    """Pause or end the standing orders there; withdraw what waits, and tell who set the orders, once.

    Where the whole workspace is closed nobody can be told, and what waits stays: it can go out if the
    workspace takes the bot back.
    """
    if fact.channel is None:
        stop_workspace(tx, fact.platform, fact.workspace, fact.reason, forever=fact.forever)
        return
    where = Conversation(channel=fact.channel)
    take_back(tx, where, fact.reason, at=fact.at)
    if fact.forever:
        end_conversation(tx, where, fact.reason, at=fact.at)
    else:
        pause_conversation(tx, where, fact.reason, at=fact.at)


def take_back(tx: Tx, where: Conversation, reason: str, *, at: Utc) -> None:
    """Withdraw what waits in a channel and its threads, or in one thread alone."""
    for delivery in tx.deliveries.open_in(where.channel):
        if delivery.state in _NOT_ON_ITS_WAY and where.thread in {None, delivery.to.thread}:
            tx.deliveries.change(delivery, withdrawn(delivery, reason, now=at))
