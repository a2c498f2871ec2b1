"""The outbox: what waits and what is stuck, and an admin's word about what nobody else can decide."""

from collections.abc import Mapping
from datetime import datetime

from bot.errors import NotFound
from bot.flows.posts import withdraw_edits
from bot.flows.settling import SUPERSEDED, withdrawn
from bot.model.delivery import Delivery, DeliveryState
from bot.model.value import Value
from bot.ports import Clock, Store, Tx

_STUCK = frozenset({DeliveryState.held, DeliveryState.dead})
DROPPED = "An admin dropped it."
SHOWN = 10


class Pressed(Value):
    """What an admin's word has done to a delivery: it is as it is now; `done` is unset where nothing was."""

    delivery: Delivery
    done: bool


class Outbox:
    """Shows and decides what is held or dead."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many deliveries there are in each state but sent and withdrawn."""
        return await self._store.read(lambda view: view.deliveries.counts())

    async def stuck(self, *, limit: int = SHOWN) -> tuple[Delivery, ...]:
        """Return the newest that are held or dead, newest first."""
        return await self._store.read(lambda view: view.deliveries.stuck(limit=limit))

    async def send(self, number: int) -> Pressed:
        """Send what is held or dead once more; anything else is left as it is. Raises NotFound."""
        now = self._clock.now()
        return await self._store.write(lambda tx: _send(tx, _get(tx, number), now))

    async def drop(self, number: int) -> Pressed:
        """Withdraw what is held or dead; anything else is left as it is. Raises NotFound."""
        now = self._clock.now()
        return await self._store.write(lambda tx: _drop(tx, _get(tx, number), DROPPED, now))


def _get(tx: Tx, number: int) -> Delivery:
    delivery = tx.deliveries.get(number)
    if delivery is None:
        raise NotFound(f"There is no delivery {number}.", next_step="`status` shows those that are stuck.")
    return delivery


def _send(tx: Tx, delivery: Delivery, now: datetime) -> Pressed:
    if delivery.state not in _STUCK:
        return Pressed(delivery=delivery, done=False)
    if delivery.edits is not None and _is_old(tx, delivery, delivery.edits):
        dropped = _drop(tx, delivery, SUPERSEDED, now)
        return Pressed(delivery=dropped.delivery, done=False)
    again = delivery.model_copy(
        update={
            "state": DeliveryState.ready,
            "due_at": now,
            "tried_at": None,
            "failing_since": None,
            "reason": "",
            "recalled": "",
        }
    )
    return Pressed(delivery=again, done=tx.deliveries.change(delivery, again))


def _drop(tx: Tx, delivery: Delivery, reason: str, now: datetime) -> Pressed:
    if delivery.state not in _STUCK:
        return Pressed(delivery=delivery, done=False)
    dropped = withdrawn(delivery, reason, now=now)
    done = tx.deliveries.change(delivery, dropped)
    if delivery.edits is None:
        withdraw_edits(tx, delivery.key, reason, at=now)
    return Pressed(delivery=dropped, done=done)


def _is_old(tx: Tx, edit: Delivery, key: str) -> bool:
    """Say whether a newer text than this edit's counts, or its post is gone."""
    post = tx.deliveries.of(key)
    if post is None or post.state in {DeliveryState.dead, DeliveryState.withdrawn}:
        return True
    newer = (other for other in tx.deliveries.edits_of(key) if other.revision > edit.revision)
    return any(other.state is not DeliveryState.withdrawn for other in newer)
