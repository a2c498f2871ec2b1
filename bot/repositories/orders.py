"""The repositories of standing orders, and of what was decided for them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from bot.model.decision import Choice, Decision
from bot.model.digest import Digest, DigestDraft, Edition
from bot.model.people import ChannelRef, Conversation
from bot.model.subscription import Fold, FoldDraft, Subscription, SubscriptionDraft
from bot.model.value import Utc


class DigestsView(Protocol):
    """Questions about digests and their editions."""

    def get(self, number: int) -> Digest | None:
        """Return the digest of that number, off or not; None where there is none."""
        ...

    def in_channel(self, channel: ChannelRef) -> tuple[Digest, ...]:
        """Return the digests of a channel and its threads that are not off, lowest number first."""
        ...

    def standing(self) -> tuple[Digest, ...]:
        """Return every digest that is not off, lowest number first."""
        ...

    def editions(self, digest: int, *, limit: int) -> tuple[Edition, ...]:
        """Return the editions that were written into the ledger last, the newest first."""
        ...

    def last_dated(self, digest: int) -> Edition | None:
        """Return the edition of the latest local date that is decided; None where none is."""
        ...

    def unsent(self, digest: int) -> tuple[Edition, ...]:
        """Return the editions behind the last success whose post was never there, newest first.

        The post may still wait or be on its way, be held, dead or withdrawn; those without one are left out.
        """
        ...

    def showing(self, digest: int, stories: Collection[int]) -> Mapping[int, Edition]:
        """Return, for those of the stories that a success has shown, the one that covers furthest.

        Stories that it showed as kept back count too, and so do stories that were merged since: they are the
        other. A success is one that `last_success` counts.
        """
        ...

    def last_success(self, digest: int) -> Edition | None:
        """Return the edition that covers furthest of those that succeeded and move the watermark.

        An edition succeeded when its post was there, also if somebody deleted it since, or when it was
        quiet and nothing was to be posted.
        """
        ...


class Digests(DigestsView, Protocol):
    """Questions about digests, and changes to them."""

    def add(self, draft: DigestDraft) -> Digest:
        """Store a digest; return it with the next free number."""
        ...

    def change(self, digest: Digest) -> None:
        """Store what a digest has become. Raises ValueError where there is none of that number."""
        ...

    def decide(self, edition: Edition) -> bool:
        """Write an edition into the ledger; False (and nothing is written) where its occasion is decided."""
        ...


class SubscriptionsView(Protocol):
    """Questions about subscriptions and folds."""

    def get(self, number: int) -> Subscription | None:
        """Return the subscription of that number, off or not; None where there is none."""
        ...

    def in_channel(self, channel: ChannelRef) -> tuple[Subscription, ...]:
        """Return the subscriptions of a channel and its threads that are not off, lowest number first."""
        ...

    def standing(self) -> tuple[Subscription, ...]:
        """Return every subscription that is not off, lowest number first."""
        ...

    def fold(self, number: int) -> Fold | None:
        """Return the fold of that number; None where there is none."""
        ...

    def open_folds(self) -> tuple[Fold, ...]:
        """Return the folds that are not done, lowest number first."""
        ...

    def folds_of(self, delivery: str) -> tuple[Fold, ...]:
        """Return the folds that the post with that key shows, lowest number first."""
        ...

    def folds_with(self, story: int) -> tuple[Fold, ...]:
        """Return the folds that hold a story, or one that was merged into it, done or not, lowest first.

        It looks at every fold.
        """
        ...


class Subscriptions(SubscriptionsView, Protocol):
    """Questions about subscriptions, and changes to them."""

    def add(self, draft: SubscriptionDraft) -> Subscription:
        """Store a subscription; return it with the next free number."""
        ...

    def change(self, subscription: Subscription) -> None:
        """Store what a subscription has become. Raises ValueError where there is none of that number."""
        ...

    def open_fold(self, draft: FoldDraft) -> Fold:
        """Store a fold; return it with the next free number."""
        ...

    def change_fold(self, fold: Fold) -> None:
        """Store what a fold has become. Raises ValueError where there is none of that number."""
        ...


class DecisionsView(Protocol):
    """Questions about what was decided."""

    def about(self, story: int, channel: ChannelRef) -> tuple[Decision, ...]:
        """Return what was decided about a story for a channel and its threads, oldest first.

        Also what was decided about stories that were merged into it, under their own numbers.
        """
        ...

    def count(self, where: Conversation, choice: Choice, *, since: Utc) -> int:
        """Return how many decisions of that kind were made for a conversation at that moment or later."""
        ...


class Decisions(DecisionsView, Protocol):
    """Questions about decisions, and writing them down."""

    def note(self, decisions: Iterable[Decision]) -> None:
        """Write decisions down."""
        ...

    def forget(self, before: Utc) -> None:
        """Forget the decisions that were made before that moment."""
        ...
