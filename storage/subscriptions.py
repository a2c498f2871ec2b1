"""Subscriptions and folds."""

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from bot.model.digest import OrderState
from bot.model.people import Actor, ChannelRef
from bot.model.subscription import Fold, FoldDraft, Rules, Subscription, SubscriptionDraft
from storage.columns import Row, as_json, as_list, fits, numbers
from storage.conversations import IN_CHANNEL, Conversations, channel_row
from storage.recency import from_micros, to_micros

_SELECT = "SELECT number, conversation, rules, urgent, set_by, made_at, state, reason FROM subscriptions"
_IN_CHANNEL = f"{_SELECT} WHERE state <> 'off' AND conversation IN ({IN_CHANNEL}) ORDER BY number"
_STANDING = f"{_SELECT} WHERE state <> 'off' ORDER BY number"
_ADD = """
    INSERT INTO subscriptions (conversation, rules, urgent, set_by, made_at, state, reason)
    VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING number
"""
_CHANGE = """
    UPDATE subscriptions
    SET conversation = ?, rules = ?, urgent = ?, set_by = ?, made_at = ?, state = ?, reason = ?
    WHERE number = ?
"""
_FOLDS = "SELECT number, conversation, why, opened_at, closes_at, stories, delivery, done FROM folds"
_OPEN_FOLDS = f"{_FOLDS} WHERE done = 0 ORDER BY number"
_FOLDS_OF = f"{_FOLDS} WHERE delivery = ? ORDER BY number"
_FOLDS_WITH = f"""
    {_FOLDS} WHERE EXISTS (
        SELECT 1 FROM json_each(stories)
        WHERE value = ?1 OR value IN (SELECT number FROM stories WHERE merged_into = ?1)
    ) ORDER BY number
"""  # noqa: S608 - our own words
_OPEN_FOLD = """
    INSERT INTO folds (conversation, why, opened_at, closes_at, stories, delivery, done)
    VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING number
"""
_CHANGE_FOLD = """
    UPDATE folds
    SET conversation = ?, why = ?, opened_at = ?, closes_at = ?, stories = ?, delivery = ?, done = ?
    WHERE number = ?
"""


class SqliteSubscriptionsView:
    """Questions about subscriptions and folds."""

    def __init__(self, db: Database, conversations: Conversations) -> None:
        self._db = db
        self._conversations = conversations

    def get(self, number: int) -> Subscription | None:
        """Return the subscription of that number, off or not; None where there is none."""
        found = self._all(f"{_SELECT} WHERE number = ?", [number]) if fits(number) else ()
        return next(iter(found), None)

    def in_channel(self, channel: ChannelRef) -> tuple[Subscription, ...]:
        """Return the subscriptions of a channel and its threads that are not off, lowest number first."""
        return self._all(_IN_CHANNEL, channel_row(channel))

    def standing(self) -> tuple[Subscription, ...]:
        """Return every subscription that is not off, lowest number first."""
        return self._all(_STANDING, [])

    def fold(self, number: int) -> Fold | None:
        """Return the fold of that number; None where there is none."""
        found = self._folds(f"{_FOLDS} WHERE number = ?", [number]) if fits(number) else ()
        return next(iter(found), None)

    def open_folds(self) -> tuple[Fold, ...]:
        """Return the folds that are not done, lowest number first."""
        return self._folds(_OPEN_FOLDS, [])

    def folds_of(self, delivery: str) -> tuple[Fold, ...]:
        """Return the folds that the post with that key shows, lowest number first."""
        return self._folds(_FOLDS_OF, [delivery])

    def folds_with(self, story: int) -> tuple[Fold, ...]:
        """Return the folds that hold a story, or one that was merged into it, done or not, lowest first."""
        return self._folds(_FOLDS_WITH, [story])

    def _all(self, sql: str, values: Sequence[object]) -> tuple[Subscription, ...]:
        return tuple(map(self._subscription, self._db.execute(sql, values).fetchall()))

    def _folds(self, sql: str, values: Sequence[object]) -> tuple[Fold, ...]:
        return tuple(map(self._fold, self._db.execute(sql, values).fetchall()))

    def _subscription(self, row: Row) -> Subscription:
        number, conversation, rules, urgent, set_by, made_at, state, reason = row
        return Subscription(
            number=number,
            where=self._conversations.get(conversation),
            rules=Rules.model_validate_json(rules),
            urgent=bool(urgent),
            set_by=Actor.model_validate_json(set_by),
            made_at=from_micros(made_at),
            state=OrderState(state),
            reason=reason,
        )

    def _fold(self, row: Row) -> Fold:
        number, conversation, why, opened_at, closes_at, stories, delivery, done = row
        return Fold(
            number=number,
            where=self._conversations.get(conversation),
            why=why,
            opened_at=from_micros(opened_at),
            closes_at=from_micros(closes_at),
            stories=numbers(stories),
            delivery=delivery,
            done=bool(done),
        )


class SqliteSubscriptions(SqliteSubscriptionsView):
    """Questions about subscriptions and folds, and changes to them."""

    def add(self, draft: SubscriptionDraft) -> Subscription:
        """Store a subscription; return it with the next free number."""
        row = self._db.execute(_ADD, self._row(draft)).fetchone()
        fields: dict[str, Any] = dict(draft)
        return Subscription(number=row[0], **fields)

    def change(self, subscription: Subscription) -> None:
        """Store what a subscription has become. Raises ValueError where there is none of that number."""
        if not self._db.execute(_CHANGE, [*self._row(subscription), subscription.number]).rowcount:
            raise ValueError(f"There is no subscription {subscription.number}.")

    def open_fold(self, draft: FoldDraft) -> Fold:
        """Store a fold; return it with the next free number."""
        row = self._db.execute(_OPEN_FOLD, self._fold_row(draft)).fetchone()
        fields: dict[str, Any] = dict(draft)
        return Fold(number=row[0], **fields)

    def change_fold(self, fold: Fold) -> None:
        """Store what a fold has become. Raises ValueError where there is none of that number."""
        if not self._db.execute(_CHANGE_FOLD, [*self._fold_row(fold), fold.number]).rowcount:
            raise ValueError(f"There is no fold {fold.number}.")

    def _row(self, subscription: SubscriptionDraft) -> list[object]:
        return [
            self._conversations.claim(subscription.where),
            as_json(subscription.rules),
            subscription.urgent,
            as_json(subscription.set_by),
            to_micros(subscription.made_at),
            subscription.state.value,
            subscription.reason,
        ]

    def _fold_row(self, fold: FoldDraft) -> list[object]:
        return [
            self._conversations.claim(fold.where),
            fold.why,
            to_micros(fold.opened_at),
            to_micros(fold.closes_at),
            as_list(fold.stories),
            fold.delivery,
            fold.done,
        ]
