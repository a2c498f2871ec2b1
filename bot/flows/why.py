"""Why a channel did or did not get a story: what was recorded when it was decided, and what is known else."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from typing import Final

from bot.errors import NotFound
from bot.flows.announcing import fold_in, order_name, post_key
from bot.flows.folds import waits_until
from bot.flows.publishing import CANDIDATES
from bot.model.account import Account
from bot.model.decision import Choice, Decision
from bot.model.delivery import Delivery
from bot.model.digest import Digest, Edition, OrderState
from bot.model.people import ChannelRef
from bot.model.story import Story
from bot.model.subscription import Subscription
from bot.model.value import Utc, Value
from bot.ports import Clock, Store, View

KEPT: Final = timedelta(days=90)
"""How long decisions are remembered."""

_EDITIONS: Final = 100
_FIRST_DELIVERY: Final = "it came with its source's first delivery, which is no news"


class Reasons(Value):
    """A story, and what each standing order of a channel made of it."""

    story: Story
    accounts: tuple[Account, ...]


class Why:
    """Looks up what was decided."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def about(self, number: int, channel: ChannelRef) -> Reasons:
        """Return what became of a story in a channel and its threads. Raises NotFound for no story."""
        at = self._clock.now()

        def look(view: View) -> Reasons:
            story = view.stories.get(number)
            if story is None:
                raise NotFound(f"There is no story #{number}.", next_step="`latest` shows the newest.")
            return Reasons(story=story, accounts=tuple(_Looking(view, story, at).accounts(channel)))

        return await self._store.read(look)

    async def forget(self) -> None:
        """Forget what was decided more than 90 days ago. May be called as often as one likes."""
        before = self._clock.now() - KEPT
        await self._store.write(lambda tx: tx.decisions.forget(before))


class _Looking:
    """One look at one story."""

    def __init__(self, view: View, story: Story, at: Utc) -> None:
        self._view = view
        self._story = story
        self._at = at

    def accounts(self, channel: ChannelRef) -> Iterator[Account]:
        """Yield an account for each decision, then one for each standing order that recorded none."""
        decisions = self._view.decisions.about(self._story.number, channel)
        yield from (self._recorded(decision) for decision in decisions)
        known = {decision.order for decision in decisions}
        for digest in self._view.digests.in_channel(channel):
            if f"digest {digest.number}" not in known:
                yield self._of_digest(digest)
        for subscription in self._view.subscriptions.in_channel(channel):
            if order_name(subscription.number) not in known:
                yield self._of_subscription(subscription)

    def _recorded(self, decision: Decision) -> Account:
        kind, _, number = decision.order.partition(" ")
        account = Account(order=decision.order, decision=decision, because=decision.detail)
        match decision.choice:
            case Choice.posted:
                key = post_key(int(number), decision.story)
                return account.model_copy(update={"delivery": self._view.deliveries.of(key)})
            case Choice.edition | Choice.folded if kind == "digest":
                return account.model_copy(update={"delivery": self._edition_post(int(number), decision)})
            case Choice.folded | Choice.quiet:
                return self._in_fold(account)
            case _:
                return account

    def _in_fold(self, account: Account) -> Account:
        number, said = fold_in(account.because)
        fold = self._view.subscriptions.fold(number) if number is not None else None
        if fold is None:
            return account.model_copy(update={"because": said})
        waits = None if fold.done or fold.delivery else waits_until(self._view, fold, at=self._at)
        delivery = self._view.deliveries.of(fold.delivery) if fold.delivery else None
        if fold.done and fold.delivery is None:
            said = f"{said}; nobody subscribed any more when they ended"
        return account.model_copy(update={"because": said, "delivery": delivery, "waits_until": waits})

    def _edition_post(self, digest: int, decision: Decision) -> Delivery | None:
        """Return the post of the edition that was decided together with this."""
        editions = self._view.digests.editions(digest, limit=_EDITIONS)
        keys = (each.delivery for each in editions if each.decided_at == decision.at)
        key = next(keys, None)
        return self._view.deliveries.of(key) if key else None

    def _of_subscription(self, subscription: Subscription) -> Account:
        order = order_name(subscription.number)
        if self._story.first_seen < subscription.made_at:
            because = "it came in before the subscription was made"
        elif self._is_archive:
            because = _FIRST_DELIVERY
        elif subscription.state is OrderState.paused:
            because = f"nothing was recorded; the subscription is paused: {subscription.reason}"
        else:
            because = self._nothing()
        return Account(order=order, because=because)

    def _of_digest(self, digest: Digest) -> Account:
        order = f"digest {digest.number}"
        if self._is_archive:
            return Account(order=order, because=_FIRST_DELIVERY)
        arrived = max(report.first_seen for report in self._story.reports)
        editions = self._view.digests.editions(digest.number, limit=_EDITIONS)
        covering = next((edition for edition in editions if _covers(edition, arrived)), None)
        if covering and covering.considered > CANDIDATES:
            many = f"{covering.considered:,} stories came in, and it is not among the newest {CANDIDATES}"
            return Account(order=order, because=many)
        if covering:
            return Account(order=order, because=self._nothing())
        windows = [edition.covers_from for edition in editions if edition.covers_from]
        if windows and arrived <= min(windows) and len(editions) < _EDITIONS:
            return Account(order=order, because="it came in before the time that its first edition covers")
        if digest.state is OrderState.paused:
            return Account(order=order, because=f"the digest is paused: {digest.reason}")
        if not windows and arrived < digest.made_at:
            because = "it came in before the digest was made, and its first edition has not come yet"
        else:
            because = "no edition has covered it yet"
        comes = next(digest.schedule.after(self._at))[1]
        return Account(order=order, because=because, waits_until=comes)

    def _nothing(self) -> str:
        if self._at - self._story.first_seen > KEPT:
            return f"what was decided is remembered for {KEPT.days} days, and this was earlier"
        return "nothing was recorded"

    @cached_property
    def _is_archive(self) -> bool:
        """Say whether it came in with its source's first delivery: then it is no arrival at its own time."""
        seen = self._story.first_seen
        came = self._view.stories.arrivals(seen - timedelta(microseconds=1), seen)
        arrived = self._view.stories.arrived(seen - timedelta(microseconds=1), seen, limit=max(came, 1))
        return self._story.number not in {story.number for story in arrived}


def _covers(edition: Edition, arrived: Utc) -> bool:
    if edition.covers_to is None or arrived > edition.covers_to:
        return False
    return edition.covers_from is not None and arrived > edition.covers_from
