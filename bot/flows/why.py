"""Why a channel did or did not get a story: what was recorded when it was decided, and what is known else."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.errors import NotFound
from bot.flows.announcing import fold_in
from bot.flows.folds import waits_until
from bot.flows.ledger import to_come
from bot.flows.publishing import CANDIDATES, window
from bot.flows.story_posts import post_key
from bot.model.account import Account
from bot.model.decision import Choice, Decision, digest_name, said_name, subscription_name
from bot.model.delivery import Delivery
from bot.model.digest import Digest, Edition, OrderState
from bot.model.people import ChannelRef
from bot.model.story import Story, is_on
from bot.model.subscription import Subscription
from bot.model.value import Utc, Value
from bot.ports import Clock, Store, View
from bot.reading.fitting import Subject, misfit

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
            if digest_name(digest.number) not in known:
                yield self._of_digest(digest)
        for subscription in self._view.subscriptions.in_channel(channel):
            if subscription_name(subscription.number) not in known:
                yield self._of_subscription(subscription)

    def _recorded(self, decision: Decision) -> Account:
        kind, _, number = decision.order.partition(" ")
        order = said_name(decision.order, decision.where)
        if decision.story != self._story.number:
            order = f"{order} (as #{decision.story})"
        account = Account(order=order, decision=decision, because=decision.detail)
        match decision.choice:
            case Choice.posted:
                key = post_key(int(number), decision.story)
                return account.model_copy(update={"delivery": self._view.deliveries.of(key)})
            case Choice.edition | Choice.folded if kind == "digest":
                return account.model_copy(update={"delivery": self._edition_post(int(number), decision)})
            case Choice.folded | Choice.quiet:
                return self._in_fold(account, decision)
            case _:
                return account

    def _in_fold(self, account: Account, decision: Decision) -> Account:
        number, said = fold_in(account.because)
        fold = self._view.subscriptions.fold(number) if number is not None else None
        if fold is None:
            return account.model_copy(update={"because": said})
        if decision.story not in fold.stories:
            said = f"{said}; taken out when the subscription ended"
            return account.model_copy(update={"because": said})
        waits = None if fold.done or fold.delivery else waits_until(self._view, fold)
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
        order = said_name(subscription_name(subscription.number), subscription.where)
        if self._story.first_seen < subscription.made_at:
            because = f"it came in before the {subscription.called} was made"
        elif self._story.archive:
            because = _FIRST_DELIVERY
        elif subscription.state is OrderState.paused:
            because = f"nothing was recorded; the {subscription.called} is paused: {subscription.reason}"
        else:
            because = misfit(Subject(self._story), subscription.rules) or self._nothing()
        return Account(order=order, because=because)

    def _of_digest(self, digest: Digest) -> Account:
        order = digest_name(digest.number)
        if self._story.archive:
            return Account(order=order, because=_FIRST_DELIVERY)
        editions = self._view.digests.editions(digest.number, limit=_EDITIONS)
        covering = next((each for each in editions if _covers(each, self._story)), None)
        if covering:
            return Account(order=order, because=self._passed_over(covering))
        if self._is_off(digest.topic):
            return Account(order=order, because=f"topic is not {digest.topic}")
        last = self._view.digests.last_dated(digest.number)
        day, due = next(to_come(digest, last, now=self._at), (digest.schedule.local(self._at).date(), None))
        if self._story.arrival <= window(self._view, digest, day=day, now=self._at).after:
            before = "it came in before the time that its first edition covers"
            return Account(order=order, because=self._nothing() if len(editions) == _EDITIONS else before)
        if digest.state is OrderState.paused:
            return Account(order=order, because=f"the digest is paused: {digest.reason}")
        return Account(order=order, because="no edition has covered it yet", waits_until=due)

    def _passed_over(self, covering: Edition) -> str:
        """Say why an edition, whose window the story lies in, has recorded nothing of it."""
        if self._is_off(covering.topic):
            return f"topic is not {covering.topic}"
        if covering.considered > CANDIDATES and not self._is_old:
            return f"{covering.considered:,} stories came in, and it is not among the newest {CANDIDATES}"
        return self._nothing()

    def _is_off(self, topic: str | None) -> bool:
        return topic is not None and not is_on(
            topic, headline=self._story.headline, topics=self._story.topics
        )

    def _nothing(self) -> str:
        if self._is_old:
            return f"what was decided is remembered for {KEPT.days} days, and this was earlier"
        return "nothing was recorded"

    @property
    def _is_old(self) -> bool:
        """Say whether what was decided about it may be forgotten."""
        return self._at - self._story.first_seen > KEPT


def _covers(edition: Edition, story: Story) -> bool:
    if edition.after is None or edition.until is None:
        return False
    return edition.after < story.arrival <= edition.until
