"""Subscriptions: setting them up and ending them, and announcing what comes in where it is wanted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, Literal

from bot.errors import NotFound
from bot.flows.announcing import Announcing, BurstLimits
from bot.flows.arrivals import Joined
from bot.flows.ending import Recalled, recall
from bot.flows.folds import close, ripe, stories_in
from bot.flows.ledger import GRACE
from bot.flows.story_posts import refresh_posts
from bot.model.digest import OrderState
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.query import Latest
from bot.model.story import Story
from bot.model.subscription import Fold, Rules, Subscription, SubscriptionDraft
from bot.model.value import Utc, Value
from bot.ports import Clock, Store, Tx, View
from bot.reading.fitting import Subject, misfit

__all__ = ["BurstLimits", "Ended", "FoldPage", "Subscribed", "Subscriptions"]

_DAY: Final = timedelta(days=1)
_LOOKED_AT: Final = 500


class Subscribed(Value):
    """What became of a wish to subscribe.

    `became` tells a new subscription from one that was there already, and from one that was paused and is
    carried out again. Within the last day `came` stories came in; `fit` of the newest `looked_at` of them
    fit the rules. `unheard` are the topics and sources that no story has had so far.
    """

    subscription: Subscription
    became: Literal["new", "known", "resumed"]
    came: int
    looked_at: int
    fit: int
    unheard: tuple[str, ...] = ()


class Ended(Value):
    """A subscription that was ended, and what of it was taken back."""

    subscription: Subscription
    recalled: Recalled


class FoldPage(Value):
    """Some of the stories of a fold; `total` is how many it has, `more` says whether others follow."""

    fold: Fold
    stories: tuple[Story, ...]
    total: int
    more: bool


class Subscriptions:
    """Keeps subscriptions.

    `zone` is the IANA zone of quiet hours where nobody has set one; `grace` is how late an edition may come
    for which stories of the quiet hours still wait.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        zone: str = "UTC",
        limits: BurstLimits | None = None,
        grace: timedelta = GRACE,
    ) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._limits = limits or BurstLimits()
        self._grace = grace

    def announce(self, tx: Tx, stories: Sequence[Story], *, joined: Sequence[Joined] = (), at: Utc) -> None:
        """Promise to post the new stories where they are wanted, and note why elsewhere they are not.

        `joined` are stories that got one more report: they are posted where only that makes them fit, and
        posts that show them are brought up to date. To be called once for each story and report, inside the
        transaction that adds it.
        """
        announcing = Announcing(tx, at=at, zone=self._zone, limits=self._limits)
        announcing.announce(stories)
        new = {story.number for story in stories}
        later = [each for each in joined if each.story.number not in new]
        announcing.announce_again(later)
        for story in {each.story.number: each.story for each in later}.values():
            refresh_posts(tx, story, at=at)

    async def tick(self) -> None:
        """Close the folds whose time is over; post what was kept back in quiet hours that have ended.

        May be called at any time and as often as one likes.
        """
        at = self._clock.now()

        def work(tx: Tx) -> None:
            for fold in ripe(tx, at=at, grace=self._grace, zone=self._zone):
                close(tx, fold, at=at)

        if await self._store.read(lambda view: ripe(view, at=at, grace=self._grace, zone=self._zone)):
            await self._store.write(work)

    async def add(self, where: Conversation, rules: Rules, *, urgent: bool, by: Actor) -> Subscribed:
        """Set up a subscription. One with the same rules is not set up twice, but changed as asked."""
        at = self._clock.now()

        def work(tx: Tx) -> Subscribed:
            draft = SubscriptionDraft(where=where, rules=rules, urgent=urgent, set_by=by, made_at=at)
            before = _alike(tx, draft)
            subscription = _renewed(tx, before, urgent=urgent) if before else tx.subscriptions.add(draft)
            since, until = tx.stories.arrival_at(at - _DAY), tx.stories.newest_arrival()
            newest = tx.stories.arrived(since, until, limit=_LOOKED_AT)
            return Subscribed(
                subscription=subscription,
                became=_became(before),
                came=tx.stories.arrivals(since, until),
                looked_at=len(newest),
                fit=sum(misfit(Subject(story), rules) is None for story in newest),
                unheard=_unheard(tx, rules),
            )

        return await self._store.write(work)

    async def remove(self, number: int, channel: ChannelRef, *, by: Actor) -> Ended:
        """End a subscription of the channel, and take back what of it still waits.

        Raises NotFound where the channel has none of that number.
        """
        at = self._clock.now()

        def work(tx: Tx) -> Ended:
            here = {each.number: each for each in tx.subscriptions.in_channel(channel)}
            if number not in here:
                raise _not_here(number, channel)
            changes = {"state": OrderState.off, "reason": f"{by.name} ended it"}
            ended = here[number].model_copy(update=changes)
            tx.subscriptions.change(ended)
            return Ended(subscription=ended, recalled=recall(tx, ended, at=at))

        return await self._store.write(work)

    async def here(self, channel: ChannelRef) -> tuple[Subscription, ...]:
        """Return the channel's subscriptions, paused ones too, lowest number first."""
        return await self._store.read(lambda view: view.subscriptions.in_channel(channel))

    async def folded(self, number: int, channel: ChannelRef, *, page: int, count: int) -> FoldPage:
        """Return a page of a fold's stories, as they came. `page` counts from 1.

        Raises NotFound where no message in the channel has that number.
        """

        def look(view: View) -> FoldPage:
            fold = view.subscriptions.fold(number)
            if fold is None or fold.where.channel != channel:
                raise NotFound(
                    f"No message here gathers stories under the number {number}.",
                    next_step="`latest` shows the newest stories.",
                )
            end = page * count
            numbers = stories_in(view, fold)
            wanted = numbers[end - count : end]
            stories = sorted(view.stories.numbered(wanted), key=lambda story: wanted.index(story.number))
            total = len(numbers)
            return FoldPage(fold=fold, stories=tuple(stories), total=total, more=total > end)

        return await self._store.read(look)


def _not_here(number: int, channel: ChannelRef) -> NotFound:
    if channel.person:
        return NotFound(f"You have no watch {number}.", next_step="`watches` lists those that you have.")
    return NotFound(
        f"This channel has no subscription {number}.", next_step="`subscriptions` lists those that it has."
    )


def _alike(tx: Tx, draft: SubscriptionDraft) -> Subscription | None:
    here = tx.subscriptions.in_channel(draft.where.channel)
    return next((each for each in here if (each.where, each.rules) == (draft.where, draft.rules)), None)


def _renewed(tx: Tx, before: Subscription, *, urgent: bool) -> Subscription:
    changes = {"state": OrderState.active, "reason": "", "urgent": urgent}
    renewed = before.model_copy(update=changes)
    tx.subscriptions.change(renewed)
    return renewed


def _became(before: Subscription | None) -> Literal["new", "known", "resumed"]:
    if before is None:
        return "new"
    return "known" if before.state is OrderState.active else "resumed"


def _unheard(tx: Tx, rules: Rules) -> tuple[str, ...]:
    """Return the topics and sources that no story has."""
    topics = [topic for topic in rules.topics if not tx.stories.latest(Latest(limit=1, topic=topic))]
    sources = [source for source in rules.sources if not tx.stories.latest(Latest(limit=1, source=source))]
    return (*topics, *sources)
