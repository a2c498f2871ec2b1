"""A newsroom's own topics: its rules, and what they give the stories of late."""

from datetime import timedelta
from typing import Final

from bot.errors import NotFound
from bot.model.query import Latest
from bot.model.topic import TopicCount, TopicRule
from bot.ports import Clock, Store, Tx
from bot.reading.fitting import Subject
from bot.reading.topics import topics_of

LABELLED: Final = timedelta(days=7)
"""A new rule is held against the stories that became news within this time."""

_MOST_LABELLED: Final = 2_000
_COUNTED: Final = 50


class Topics:
    """Keeps the newsroom's rules."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def counted(self) -> tuple[TopicCount, ...]:
        """Return the topics, the most frequent first (at most 50 without a rule)."""
        return await self._store.read(lambda view: view.topics.counted(limit=_COUNTED))

    async def set(self, rule: TopicRule) -> int:
        """Set a rule, in the place of one with that name; return how many stories of late got the topic."""
        query = Latest(limit=_MOST_LABELLED, since=self._clock.now() - LABELLED)

        def work(tx: Tx) -> int:
            tx.topics.set(rule)
            given = [
                story
                for story in tx.stories.latest(query)
                if rule.name not in story.topics and topics_of((rule,), Subject(story))
            ]
            for story in given:
                tx.stories.label(story.number, (*story.topics, rule.name))
            return len(given)

        return await self._store.write(work)

    async def drop(self, name: str) -> None:
        """Remove a rule; stories keep what it gave them. Raises NotFound."""
        if not await self._store.write(lambda tx: tx.topics.drop(name)):
            raise NotFound(
                f"There is no rule for a topic “{name}”.", next_step="`topics` lists those that there are."
            )
