"""Subscriptions: setting them up and ending them, and announcing what comes in where it is wanted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, Literal

from bot.errors import NotFound
from bot.flows.announcing import Announcing, BurstLimits
from bot.flows.folds import close, ripe
from bot.model.digest import OrderState
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.story import Story
from bot.model.subscription import Fold, Rules, Subscription, SubscriptionDraft
from bot.model.value import Utc, Value
from bot.ports import Clock, Store, Tx, View
from bot.reading.fitting import Subject, misfit
from bot.text import fold as folded

__all__ = ["BurstLimits", "FoldPage", "Subscribed", "Subscriptions"]

_DAY: Final = timedelta(days=1)
_LOOKED_AT: Final = 500
_NAMES_KNOWN: Final = 100


class Subscribed(Value):
    """What became of a wish to subscribe.

    `became` tells a new subscription from one that was there already, and from one that was paused and is
    carried out again. `would_have` of the `of` stories that came in within the last day fit. `unheard` are
    the topics and sources that no story has had so far.
    """

    subscription: Subscription
    became: Literal["new", "known", "resumed"]
    would_have: int
    of: int
    unheard: tuple[str, ...] = ()


class FoldPage(Value):
    """Some of the stories of a fold; `total` is how many it has, `more` says whether others follow."""

    fold: Fold
    stories: tuple[Story, ...]
    total: int
    more: bool


class Subscriptions:
    """Keeps subscriptions. `zone` is the IANA zone of quiet hours where nobody has set one."""

    def __init__(
        self, store: Store, clock: Clock, *, zone: str = "UTC", limits: BurstLimits | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._limits = limits or BurstLimits()

    def announce(self, tx: Tx, stories: Sequence[Story], *, at: Utc) -> None:
        """Promise to post the new stories where they are wanted, and note why elsewhere they are not.

        To be called once a story, inside the transaction that adds it.
        """
        Announcing(tx, at=at, zone=self._zone, limits=self._limits).announce(stories)

    async def tick(self) -> None:
        """Close the folds whose time is over; post what was kept back in quiet hours that have ended.

        May be called at any time and as often as one likes.
        """
        at = self._clock.now()
        if await self._store.read(lambda view: ripe(view, at=at)):
            await self._store.write(lambda tx: _close_all(tx, at))

    async def add(self, where: Conversation, rules: Rules, *, urgent: bool, by: Actor) -> Subscribed:
        """Set up a subscription. One with the same rules is not set up twice, but changed as asked."""
        at = self._clock.now()

        def work(tx: Tx) -> Subscribed:
            draft = SubscriptionDraft(where=where, rules=rules, urgent=urgent, set_by=by, made_at=at)
            before = _alike(tx, draft)
            subscription = _renewed(tx, before, urgent=urgent) if before else tx.subscriptions.add(draft)
            would_have, of = _would_have(tx, rules, at)
            return Subscribed(
                subscription=subscription,
                became=_became(before),
                would_have=would_have,
                of=of,
                unheard=_unheard(tx, rules),
            )

        return await self._store.write(work)

    async def remove(self, number: int, channel: ChannelRef, *, by: Actor) -> Subscription:
        """End a subscription of the channel. Raises NotFound where it has none of that number."""

        def work(tx: Tx) -> Subscription:
            here = {each.number: each for each in tx.subscriptions.in_channel(channel)}
            if number not in here:
                raise NotFound(
                    f"This channel has no subscription {number}.",
                    next_step="`subscriptions` lists those that it has.",
                )
            changes = {"state": OrderState.off, "reason": f"{by.name} ended it"}
            ended = here[number].model_copy(update=changes)
            tx.subscriptions.change(ended)
            return ended

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
            wanted = fold.stories[end - count : end]
            stories = sorted(view.stories.numbered(wanted), key=lambda story: wanted.index(story.number))
            total = len(fold.stories)
            return FoldPage(fold=fold, stories=tuple(stories), total=total, more=total > end)

        return await self._store.read(look)


def _close_all(tx: Tx, at: Utc) -> None:
    for fold in ripe(tx, at=at):
        close(tx, fold, at=at)


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


def _would_have(tx: Tx, rules: Rules, at: Utc) -> tuple[int, int]:
    """Return how many of the stories of the last day fit, and how many were looked at."""
    stories = tx.stories.arrived(at - _DAY, at, limit=_LOOKED_AT)
    return sum(misfit(Subject(story), rules) is None for story in stories), len(stories)


def _unheard(tx: Tx, rules: Rules) -> tuple[str, ...]:
    """Return the topics and sources that no story has; nothing where the store knows more than it tells."""
    topics, outlets = tx.stories.topics(), tx.stories.outlets()
    unheard: list[str] = []
    if len(topics) < _NAMES_KNOWN:
        known = {folded(topic) for topic in topics}
        unheard += [topic for topic in rules.topics if folded(topic) not in known]
    if len(outlets) < _NAMES_KNOWN:
        names = [folded(outlet) for outlet in outlets]
        unheard += [
            source for source in rules.sources if not any(name.startswith(folded(source)) for name in names)
        ]
    return tuple(unheard)
