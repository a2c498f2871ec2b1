"""Catching up: the reactions on our posts of late are made what the platform says that they are.

While the bot wasn't connected, people put reactions on posts and took them back, and no event told of it.
"""

import logging
from datetime import timedelta
from typing import Final

from bot.errors import StoreError
from bot.model.people import MessageRef
from bot.model.reaction import Reaction
from bot.model.value import Utc
from bot.ports import ChatPlatform, Clock, Store, Tx

_log = logging.getLogger(__name__)

LATELY: Final = timedelta(days=7)
"""How old the posts are at most whose reactions are compared."""

MOST: Final = 100
"""How many of them are, the newest: each costs the platform one request."""


class CatchingUp:
    """Compares reactions with a platform's."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self, platform: ChatPlatform, only: MessageRef | None = None) -> None:
        """Compare the posts of late one by one, or one message. May be called at any time, and again.

        What the platform can't tell is left as it is, and what the store can't write is logged.
        """
        try:
            posts = await self._known(only) if only else await self._posts(platform.name)
        except StoreError as error:
            _log.warning("The reactions on %s were not compared: %s", platform.name, error)
            return
        for message in posts:
            try:
                await self._compare(platform, message)
            except StoreError as error:
                _log.warning("The reactions on one post on %s were not compared: %s", platform.name, error)

    async def _posts(self, platform: str) -> tuple[MessageRef, ...]:
        since = self._clock.now() - LATELY
        return await self._store.read(
            lambda view: view.reactions.open_posts(platform, since=since, limit=MOST)
        )

    async def _known(self, message: MessageRef) -> tuple[MessageRef, ...]:
        """Return the message if there are reactions to compare: the platform isn't asked for strangers'."""
        standing = await self._store.read(lambda view: view.reactions.standing(message))
        return (message,) if standing else ()

    async def _compare(self, platform: ChatPlatform, message: MessageRef) -> None:
        asked_at = self._clock.now()
        there = await platform.reactions(message)
        if there is None:
            return
        known = await self._store.read(lambda view: view.reactions.standing(message))
        if known != there:
            await self._store.write(lambda tx: _apply(tx, message, there, at=asked_at))


def _apply(tx: Tx, message: MessageRef, there: frozenset[Reaction], *, at: Utc) -> None:
    """Write the difference down as of `at`, so that what was heard since then wins."""
    known = tx.reactions.standing(message)
    for reaction in known ^ there:
        tx.reactions.put(
            message, person=reaction.person, name=reaction.name, present=reaction in there, at=at
        )
