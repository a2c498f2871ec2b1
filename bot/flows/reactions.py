"""Keeping what people express with a reaction, before their platform is told that it arrived."""

from bot.model.events import ReactionChanged
from bot.ports import Store


class Reactions:
    """Writes reactions down; editions count them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def accept(self, event: ReactionChanged) -> bool:
        """Save a reaction that was put or taken back; it is on the disk when this returns.

        Return whether it changed anything: False for a message that is none of ours, and where something
        later is known of it. May be called again with the same event. Raises StoreError, and then nothing
        is saved: the platform must not be told that it arrived.
        """
        return await self._store.write(
            lambda tx: tx.reactions.put(
                event.message, person=event.actor.id, name=event.name, present=event.present, at=event.at
            )
        )
