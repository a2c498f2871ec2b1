"""Folds: stories that go out as one message, because too many came at once or they came in quiet hours.

Everything here runs inside a transaction of its caller.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Final

from bot.cards.subscriptions import SHOWN, fold_card
from bot.flows.ledger import GRACE
from bot.flows.posts import revise
from bot.model.delivery import OPEN, DeliveryState, Promise
from bot.model.digest import OrderState
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
"""Quiet hours' stories wait for an edition that is due at most so long after the quiet hours.

One that has not come when it may come no more is waited for no longer.
"""


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
        revise(self._tx, _key(fold), fold_card(fold, _first(self._tx, fold)), at=self._at)
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


def ripe(view: View | Tx, *, at: Utc) -> tuple[Fold, ...]:
    """Return the open folds whose time is over and that wait for no edition."""
    over = (fold for fold in view.subscriptions.open_folds() if fold.closes_at <= at)
    return tuple(fold for fold in over if fold.why == "burst" or _edition_due(view, fold, at=at) is None)


def close(tx: Tx, fold: Fold, *, at: Utc) -> None:
    """Add nothing more to a fold; post it if it was kept back and anybody still subscribes there."""
    behind = _subscriber(tx, fold.where) if fold.why == "quiet" else None
    if behind:
        fold = _post(tx, fold, behind=behind, at=at)
    tx.subscriptions.change_fold(_with(fold, done=True))


def waits_until(view: View | Tx, fold: Fold, *, at: Utc) -> Utc:
    """Return when a fold that is kept back goes out: with an edition, else when the quiet hours end."""
    return _edition_due(view, fold, at=at) or fold.closes_at


def _post(tx: Tx, fold: Fold, *, behind: Actor, at: Utc) -> Fold:
    card = fold_card(fold, _first(tx, fold))
    tx.deliveries.queue(Promise(key=_key(fold), to=fold.where, card=card, due_at=at, behind=behind), at=at)
    return _with(fold, delivery=_key(fold))


def _key(fold: Fold) -> str:
    return f"fold:{fold.number}"


def _first(tx: Tx, fold: Fold) -> tuple[Story, ...]:
    """Return the stories that the fold's message shows, in the fold's order."""
    shown = fold.stories[:SHOWN]
    return tuple(sorted(tx.stories.numbered(shown), key=lambda story: shown.index(story.number)))


def _edition_due(view: View | Tx, fold: Fold, *, at: Utc) -> Utc | None:
    """Return when the edition comes that takes up a quiet fold, unless it is too far off or missing."""
    from_then = fold.closes_at - timedelta(microseconds=1)  # an edition at that very moment counts
    dues = [
        next(digest.schedule.after(from_then))[1]
        for digest in view.digests.in_channel(fold.where.channel)
        if digest.where == fold.where and digest.state is OrderState.active
    ]
    soon = [due for due in dues if due <= fold.closes_at + PATIENCE and at <= due + GRACE]
    return min(soon, default=None)


def _subscriber(tx: Tx, where: Conversation) -> Actor | None:
    """Return who set up the first subscription that is carried out in a conversation."""
    here = (each for each in tx.subscriptions.in_channel(where.channel) if each.where == where)
    return next((each.set_by for each in here if each.state is OrderState.active), None)


def _with(fold: Fold, **changes: object) -> Fold:
    return fold.model_copy(update=changes)
