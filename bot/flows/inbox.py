"""The inbox: what people did is on the disk before their platform is told that it arrived."""

from datetime import timedelta
from typing import assert_never

from bot.flows.closing import close
from bot.flows.follow_ups.meaning import meaning
from bot.model.events import ButtonPressed, CommandTyped, Fact, Incoming, Owed, PlaceClosed, ReactionChanged
from bot.model.reaction import Reaction
from bot.model.value import Utc
from bot.ports import Clock, Store, Tx

_REMEMBERED = timedelta(days=7)
"""Slack brings an event again for minutes; a connection that was away, for longer."""


class Inbox:
    """Saves facts, and knows which requests have not had their effect yet."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def accept(self, fact: Fact) -> bool:
        """Save a fact; False where it is known already. A place that closes has its whole effect here.

        A reaction is saved as it stands; False also where it changes nothing, or means nothing.
        """
        now = self._clock.now()

        def work(tx: Tx) -> bool:
            match fact:
                case CommandTyped() | ButtonPressed():
                    return tx.inbox.accept(fact, at=now)
                case ReactionChanged():
                    return taken_in(tx, fact, at=now)
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

    async def unanswered(self, platform: str) -> tuple[Owed, ...]:
        """Return what was saved and has not had its effect, oldest first."""
        return await self._store.read(lambda view: view.inbox.unsettled(platform))

    async def forget(self) -> None:
        """Forget what has had its effect a week ago."""
        before = self._clock.now() - _REMEMBERED
        await self._store.write(lambda tx: tx.inbox.forget(before))


def taken_in(tx: Tx, reaction: ReactionChanged, *, at: Utc) -> bool:
    """Write down what stands on a message of ours now, and accept the reaction if its effect is still owed.

    To be called inside a transaction. False where nothing has changed by it, or it means nothing.
    """
    message, mark = reaction.message, Reaction(person=reaction.actor.id, name=reaction.name)
    stood = mark in tx.reactions.standing(message)
    heard = tx.reactions.put(
        message, person=mark.person, name=mark.name, present=reaction.present, at=reaction.at
    )
    if not heard or stood is reaction.present:
        return False
    if meaning(tx, message.conversation.channel, reaction.name) is None:
        return False
    return tx.inbox.accept(reaction, at=at)
