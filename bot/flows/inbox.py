"""The inbox: what people did is on the disk before their platform is told that it arrived."""

from datetime import timedelta
from typing import assert_never

from bot.flows.closing import close
from bot.model.events import ButtonPressed, CommandTyped, Fact, Incoming, PlaceClosed, ReactionChanged
from bot.ports import Clock, Store, Tx

_REMEMBERED = timedelta(days=7)
"""Slack brings an event again for minutes; a connection that was away, for longer."""


class Inbox:
    """Saves facts, and knows which requests have not had their effect yet."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def accept(self, fact: Fact) -> bool:
        """Save a fact; False where it is known already. What isn't answered has its whole effect here."""
        now = self._clock.now()

        def work(tx: Tx) -> bool:
            match fact:
                case CommandTyped() | ButtonPressed():
                    return tx.inbox.accept(fact, at=now)
                case ReactionChanged():
                    return tx.reactions.put(
                        fact.message, person=fact.actor.id, name=fact.name, present=fact.present, at=fact.at
                    )
                case PlaceClosed():
                    new = tx.inbox.note(fact.id, fact.platform, at=now)
                    if new:
                        close(tx, fact)
                    return new
                case _:
                    assert_never(fact)

        return await self._store.write(work)

    async def settle(self, incoming: Incoming) -> None:
        """Write down that a request has had its effect, or that its answer said why it has none."""

        def work(tx: Tx) -> None:
            tx.inbox.settle(incoming.id)

        await self._store.write(work)

    async def unanswered(self, platform: str) -> tuple[Incoming, ...]:
        """Return what was saved and has not had its effect, oldest first."""
        return await self._store.read(lambda view: view.inbox.unsettled(platform))

    async def forget(self) -> None:
        """Forget what has had its effect a week ago."""
        before = self._clock.now() - _REMEMBERED
        await self._store.write(lambda tx: tx.inbox.forget(before))
