"""Folds: stories that go out as one message, because too many came at once or they came in quiet hours.

Everything here runs inside a transaction of its caller.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Final

from bot.cards.subscriptions import SHOWN, fold_card
from bot.flows.ledger import to_come
from bot.flows.posts import revise
from bot.flows.zones import zone_of
from bot.model.card import Card
from bot.model.delivery import OPEN, DeliveryState, Promise
from bot.model.digest import Digest, OrderState
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.story import Story
from bot.model.subscription import Fold, FoldDraft
from bot.model.value import Utc
from bot.ports import Tx, View

A_BURST_LASTS: Final = timedelta(hours=1)
"""For how long what comes on top of a burst is added to the same message."""

MOST: Final = 500
"""A burst's message that has so many stories takes no more: what comes then begins another one."""

PATIENCE: Final = timedelta(hours=12)
"""Quiet hours' stories wait for an edition that is due at most so long after the quiet hours."""


_LONGEST_QUIET: Final = timedelta(days=1)
"""Nothing is kept back for longer than that beyond its foreseen end, however wide the hours are set."""


class Folding:
    """Puts stories into folds, in one transaction at one moment."""

    def __init__(self, tx: Tx, *, at: Utc) -> None:
        self._tx = tx
        self._at = at

    def burst(self, where: Conversation, stories: Sequence[Story], *, behind: Actor) -> Fold:
        """Put the stories into the conversation's message of this burst; the first of a burst posts it."""
        numbers = tuple(story.number for story in stories)
        fold = self._open.get((where, "burst"))
        if fold and self._takes_more(fold):
            return self._added(fold, numbers)
        if fold:
            self._tx.subscriptions.change_fold(_with(fold, done=True))
        closes_at = self._at + A_BURST_LASTS
        draft = FoldDraft(where=where, why="burst", opened_at=self._at, closes_at=closes_at, stories=numbers)
        opened = _post(self._tx, self._tx.subscriptions.open_fold(draft), behind=behind, at=self._at)
        return self._keep(opened)

    def bursting(self, where: Conversation) -> bool:
        """Say whether a burst of the conversation was folded within the last hour."""
        return (where, "burst") in self._open

    def keep_back(self, where: Conversation, stories: Sequence[Story], *, until: Utc) -> Fold:
        """Keep the stories back until the quiet hours end."""
        numbers = tuple(story.number for story in stories)
        fold = self._open.get((where, "quiet"))
        if fold:
            return self._keep(_with(fold, stories=fold.stories + numbers))
        draft = FoldDraft(where=where, why="quiet", opened_at=self._at, closes_at=until, stories=numbers)
        return self._keep(self._tx.subscriptions.open_fold(draft))

    @cached_property
    def _open(self) -> dict[tuple[Conversation, str], Fold]:
        """The newest fold of each conversation and kind that is neither done nor over."""
        folds = self._tx.subscriptions.open_folds()
        return {(fold.where, fold.why): fold for fold in folds if fold.closes_at > self._at}

    def _takes_more(self, fold: Fold) -> bool:
        """Say whether people see, or will surely see, what is added to the fold's message."""
        delivery = self._tx.deliveries.of(fold.delivery) if fold.delivery else None
        seen = delivery is not None and delivery.state in {*OPEN, DeliveryState.sent}
        return seen and len(fold.stories) < MOST

    def _added(self, fold: Fold, numbers: tuple[int, ...]) -> Fold:
        fold = self._keep(_with(fold, stories=fold.stories + numbers))
        revise(self._tx, key_of(fold), _card(self._tx, fold), at=self._at)
        return fold

    def _keep(self, fold: Fold) -> Fold:
        self._tx.subscriptions.change_fold(fold)
        self._open[fold.where, fold.why] = fold
        return fold


def quiet_until(view: View | Tx, channel: ChannelRef, *, at: Utc, zone: str) -> Utc | None:
    """Return when the quiet hours end that the channel has now; None outside of them. `zone` is its zone."""
    own = view.preferences.of_channel(channel).quiet
    hours = own or view.preferences.of_workspace(channel.platform, channel.workspace).quiet
    return hours.ends(at, zone) if hours else None


def ripe(view: View | Tx, *, at: Utc, grace: timedelta, zone: str) -> tuple[Fold, ...]:
    """Return the open folds whose time is over and that wait for no edition.

    `grace` is how late an edition may still come; for one that is later than that none waits. `zone` is that
    of quiet hours where nobody has set one. What they keep goes by the quiet hours that are set now.
    """
    over = [fold for fold in view.subscriptions.open_folds() if _over(view, fold, at=at, zone=zone)]
    dues = [None if fold.why == "burst" else _edition_due(view, fold) for fold in over]
    return tuple(fold for fold, due in zip(over, dues, strict=True) if due is None or due + grace < at)


def _over(view: View | Tx, fold: Fold, *, at: Utc, zone: str) -> bool:
    if fold.why == "burst" or at >= fold.closes_at + _LONGEST_QUIET:
        return fold.closes_at <= at
    channel = fold.where.channel
    return quiet_until(view, channel, at=at, zone=zone_of(view, channel, default=zone)) is None


def close(tx: Tx, fold: Fold, *, at: Utc) -> None:
    """Add nothing more to a fold; post it if it was kept back and anybody still subscribes there."""
    behind = _subscriber(tx, fold.where) if fold.why == "quiet" else None
    if behind:
        fold = _post(tx, fold, behind=behind, at=at)
    tx.subscriptions.change_fold(_with(fold, done=True))


def reopen(tx: Tx, delivery: str) -> None:
    """Open the folds again that a post of something else took up, and that is not there after all."""
    for fold in tx.subscriptions.folds_of(delivery):
        if key_of(fold) != delivery:
            tx.subscriptions.change_fold(fold.model_copy(update={"done": False, "delivery": None}))


def wanted(view: View | Tx, fold: Fold) -> bool:
    """Say whether anybody still subscribes where the fold goes."""
    return _subscriber(view, fold.where) is not None


def waits_until(view: View | Tx, fold: Fold) -> Utc:
    """Return when a fold that is kept back goes out: with an edition, else when the quiet hours end."""
    return _edition_due(view, fold) or fold.closes_at


def lessen(tx: Tx, fold: Fold, unwanted: Collection[int], *, at: Utc) -> None:
    """Take stories out of a fold, and out of its message where that waits. With none left it is done."""
    left = tuple(story for story in fold.stories if story not in unwanted)
    if not left:
        tx.subscriptions.change_fold(_with(fold, done=True))
    elif left != fold.stories:
        fold = _with(fold, stories=left)
        tx.subscriptions.change_fold(fold)
        if fold.delivery:
            revise(tx, fold.delivery, _card(tx, fold), at=at)


def stories_in(view: View | Tx, fold: Fold) -> tuple[int, ...]:
    """Return the stories of a fold as they are now, each once: one that was merged is the other."""
    return tuple(dict.fromkeys(view.stories.led(fold.stories)))


def refresh_folds(tx: Tx, story: int, *, at: Utc) -> None:
    """Bring the messages of folds that hold a story up to date."""
    for fold in tx.subscriptions.folds_with(story):
        if fold.delivery == key_of(fold):
            revise(tx, fold.delivery, _card(tx, fold), at=at)


def key_of(fold: Fold) -> str:
    """Return the key under which a fold's own message is promised."""
    return f"fold:{fold.number}"


def _post(tx: Tx, fold: Fold, *, behind: Actor, at: Utc) -> Fold:
    key = key_of(fold)
    promise = Promise(key=key, to=fold.where, card=_card(tx, fold), due_at=at, behind=behind)
    tx.deliveries.queue(promise, at=at)
    return _with(fold, delivery=key)


def _card(tx: Tx, fold: Fold) -> Card:
    """Return the fold's message as it stands."""
    stories = stories_in(tx, fold)
    shown = stories[:SHOWN]
    first = sorted(tx.stories.numbered(shown), key=lambda story: shown.index(story.number))
    return fold_card(_with(fold, stories=stories), first)


def _edition_due(view: View | Tx, fold: Fold) -> Utc | None:
    """Return when the edition comes that takes up a quiet fold; None where none does soon enough."""
    from_then = fold.closes_at - timedelta(microseconds=1)  # an edition at that very moment counts
    dues = [
        _next_due(view, digest, after=from_then)
        for digest in view.digests.in_channel(fold.where.channel)
        if digest.where == fold.where and digest.state is OrderState.active
    ]
    return min((due for due in dues if due <= fold.closes_at + PATIENCE), default=None)


def _next_due(view: View | Tx, digest: Digest, *, after: Utc) -> Utc:
    """Return when a digest's next edition comes: on a day that is not decided, at an hour set before."""
    last = view.digests.last_dated(digest.number)
    return next(due for _, due in to_come(digest, last, now=max(after, digest.changed_at)))


def _subscriber(view: View | Tx, where: Conversation) -> Actor | None:
    """Return who set up the first subscription that is carried out in a conversation."""
    here = (each for each in view.subscriptions.in_channel(where.channel) if each.where == where)
    return next((each.set_by for each in here if each.state is OrderState.active), None)


def _with(fold: Fold, **changes: object) -> Fold:
    return fold.model_copy(update=changes)
