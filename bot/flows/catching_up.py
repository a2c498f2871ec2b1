"""Catching up: the reactions on our posts of late are made what the platform says that they are.

While the bot wasn't connected, people put reactions on posts and took them back, and no event told of it.
"""

import logging
from datetime import timedelta
from typing import Final

from bot.errors import StoreError
from bot.flows.follow_ups.reacting import Reacting
from bot.flows.inbox import taken_in
from bot.model.events import ReactionChanged
from bot.model.people import Actor, MessageRef
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

    def __init__(self, store: Store, clock: Clock, reacting: Reacting) -> None:
        self._store = store
        self._clock = clock
        self._reacting = reacting

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
                await self._compare(platform, message, quiet=only is None)
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

    async def _compare(self, platform: ChatPlatform, message: MessageRef, *, quiet: bool) -> None:
        asked_at = self._clock.now()
        there = await platform.reactions(message)
        if there is None:
            return
        known = await self._store.read(lambda view: view.reactions.standing(message))
        if known == there:
            return
        missed = await self._store.write(lambda tx: _apply(tx, message, there, at=asked_at, quiet=quiet))
        for reaction in missed:
            await self._reacting.react(reaction)


def _apply(
    tx: Tx, message: MessageRef, there: frozenset[Reaction], *, at: Utc, quiet: bool
) -> list[ReactionChanged]:
    """Write the difference down as of `at`, so that what was heard since then wins; return what it means."""
    known = tx.reactions.standing(message)
    differences = sorted(known ^ there, key=lambda each: (each.name, each.person))
    missed = [_missed(message, each, present=each in there, at=at, quiet=quiet) for each in differences]
    return [reaction for reaction in missed if taken_in(tx, reaction, at=at)]


def _missed(
    message: MessageRef, reaction: Reaction, *, present: bool, at: Utc, quiet: bool
) -> ReactionChanged:
    channel = message.conversation.channel
    message_name = f"{channel.platform}:{channel.workspace}:{channel.id}:{message.id}"
    sign = "+" if present else "-"
    moment = int(at.timestamp() * 1_000_000)
    return ReactionChanged(
        id=f"caught-up:{message_name}:{reaction.person}:{reaction.name}:{sign}:{moment}",
        at=at,
        actor=Actor(
            platform=channel.platform,
            workspace=channel.workspace,
            id=reaction.person,
            name=reaction.person,
        ),
        message=message,
        name=reaction.name,
        present=present,
        quiet=quiet,
    )
