"""Sharing: what somebody was shown alone becomes a post in their channel, promised like any other."""

from bot.cards.sharing import shared_by
from bot.cards.story import post_card
from bot.flows.desk import the_story
from bot.flows.doors import Doors
from bot.flows.follow_ups.showing import promised
from bot.flows.story_posts import SHARED
from bot.model.card import Card
from bot.model.delivery import Promise
from bot.model.events import Incoming
from bot.ports import Clock, Store, Tx


class Sharing:
    """Promises posts of answers."""

    def __init__(self, store: Store, clock: Clock, doors: Doors) -> None:
        self._store = store
        self._clock = clock
        self._doors = doors

    async def share(self, answer: Card, incoming: Incoming, *, story: int | None) -> None:
        """Promise the answer as a post where it was asked for; a single story as its own short post.

        Once for each request. Raises NotAllowed where the bot may not post there.
        """
        await self._doors.enter(incoming.where)
        now = self._clock.now()

        def work(tx: Tx) -> None:
            told = None if story is None else the_story(tx, story)
            promise = Promise(
                key=f"{SHARED}{incoming.id}",
                to=incoming.where,
                card=shared_by(post_card(told) if told else answer, incoming.actor),
                due_at=now,
                behind=incoming.actor,
                story=told.number if told else None,
            )
            tx.deliveries.queue(promised(tx, promise), at=now)

        await self._store.write(work)
