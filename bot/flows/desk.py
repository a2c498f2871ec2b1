"""Answering questions about stories: the latest, one of them, a search, and how the bot is."""

from collections.abc import Mapping
from datetime import timedelta

from bot.errors import NotFound
from bot.flows.weights import weights_of
from bot.model.delivery import DeliveryState
from bot.model.digest import Digest, OrderState
from bot.model.health import Finding, LastEdition, Promises
from bot.model.people import Actor
from bot.model.query import Hit, Latest, Search
from bot.model.story import Story
from bot.model.subscription import Subscription
from bot.model.value import Utc, Value
from bot.ports import Clock, Store, Tx, View
from bot.reading.ranking import best_matches, rank

RANKED_TOGETHER = 25
"""Stories are ranked within runs of this many, newest first, so that every page costs the same to rank."""


CANDIDATES = 50
"""How many of the newest matches a search ranks, in headlines and in texts each."""


STUCK_SHOWN = 5
"""How many deliveries that are held or dead a check-up shows."""

FAILING_SHOWN = 3
"""How many of those that are tried again and again."""

TROUBLING = timedelta(minutes=15)
"""What has failed for so long is worth a word; before that it is every day's rate limits."""


class Page(Value):
    """Some stories out of more. `total` is how many there are in all, `more` whether others follow."""

    stories: tuple[Story, ...]
    total: int
    more: bool
    complete: bool = True


class Health(Value):
    """How the bot is: what it holds, what it owes, and the findings of its check-up."""

    stories: int
    findings: tuple[Finding, ...]
    promises: Promises


class Desk:
    """Reads the store for people. Times come from the clock, so that an answer can be reproduced."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def latest(  # noqa: PLR0913 - each is an option that people give
        self,
        *,
        count: int,
        page: int = 1,
        topic: str | None = None,
        source: str | None = None,
        since: Utc | None = None,
        by: Actor | None = None,
    ) -> Page:
        """Return a page of the newest stories, best first. `page` counts from 1.

        What makes a story stand higher is what the workspace of `by` has set, if it has.
        """
        end = page * count
        runs = end // RANKED_TOGETHER + 1
        query = Latest(limit=runs * RANKED_TOGETHER, topic=topic, source=source, since=since)

        def look(view: View) -> tuple[tuple[Story, ...], int]:
            found, now, weights = view.stories.latest(query), self._clock.now(), weights_of(view, by)
            people = view.reactions.people([story.number for story in found])
            runs = (found[start : start + RANKED_TOGETHER] for start in range(0, len(found), RANKED_TOGETHER))
            ranked = (rank(run, now=now, people=people, weights=weights) for run in runs)
            return tuple(story for run in ranked for story in run), view.stories.count()

        ranked, total = await self._store.read(look)
        return Page(stories=tuple(ranked[end - count : end]), total=total, more=len(ranked) > end)

    async def headlines(self, count: int) -> Mapping[int, str]:
        """Return the headlines of so many of the newest stories by their numbers, the newest first."""
        return await self._store.read(lambda view: view.stories.headlines(Latest(limit=count)))

    async def search(self, text: str, *, count: int, page: int = 1, since: Utc | None = None) -> Page:
        """Return a page of the stories that hold every word, best match and recency combined."""
        query = Search(text=text, limit=CANDIDATES, since=since)
        found, total = await self._store.read(lambda view: (view.stories.search(query), view.stories.count()))
        ranked: tuple[Hit, ...] = best_matches(found.hits, now=self._clock.now())
        end = page * count
        return Page(
            stories=tuple(hit.story for hit in ranked[end - count : end]),
            total=total,
            more=len(ranked) > end,
            complete=found.complete,
        )

    async def story(self, number: int) -> Story:
        """Return the story of that number. Raises NotFound."""
        return await self._store.read(lambda view: the_story(view, number))

    async def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the topics and the outlets that stories have, the most frequent first."""
        return await self._store.read(lambda view: (view.stories.topics(), view.stories.outlets()))

    async def health(self) -> Health:
        """Look the store over. It reads the whole store once, which may take a while on a large one."""
        findings = await self._store.check()
        stories, promises = await self._store.read(
            lambda view: (view.stories.count(), _promises(view, self._clock.now()))
        )
        return Health(stories=stories, findings=findings, promises=promises)


def the_story(view: View | Tx, number: int) -> Story:
    """Return the story of that number. Raises NotFound."""
    story = view.stories.get(number)
    if story is None:
        hint = (
            "`latest` shows the newest, `search WORDS` finds others."
            if view.stories.count()
            else "`add` brings some in."
        )
        raise NotFound(f"There is no story #{number}.", next_step=hint)
    return story


def _promises(view: View, now: Utc) -> Promises:
    digests = view.digests.standing()
    orders: tuple[Digest | Subscription, ...] = (*digests, *view.subscriptions.standing())
    return Promises(
        counts=view.deliveries.counts(),
        stuck=view.deliveries.stuck(limit=STUCK_SHOWN),
        failing=view.deliveries.failing(since=now - TROUBLING, limit=FAILING_SHOWN),
        editions=tuple(
            LastEdition(digest=digest, edition=edition, state=_state(view, edition.delivery))
            for digest in digests
            for edition in view.digests.editions(digest.number, limit=1)
        ),
        paused=tuple(order for order in orders if order.state is OrderState.paused),
    )


def _state(view: View, key: str | None) -> DeliveryState | None:
    delivery = view.deliveries.of(key) if key else None
    return delivery.state if delivery else None
