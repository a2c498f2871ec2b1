"""Subscriptions: standing orders for single stories, and the folds that keep them from flooding a channel."""

from typing import Literal

from bot.model.digest import OrderState
from bot.model.people import Actor, Conversation
from bot.model.value import Utc, Value


class Rules(Value):
    """Which stories.

    A story fits that has one of the topics, comes from one of the sources, and holds every one of the phrases
    and none of those in `without`; what is empty asks for nothing.
    """

    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class SubscriptionDraft(Value):
    """A subscription that has no number yet. `urgent` stories are posted in quiet hours, too."""

    where: Conversation
    rules: Rules
    urgent: bool = False
    set_by: Actor
    made_at: Utc
    state: OrderState = OrderState.active
    reason: str = ""


class Subscription(SubscriptionDraft):
    """A standing order for single stories as they come: a channel's, or a person's own, a watch."""

    number: int

    @property
    def called(self) -> str:
        """What people call it."""
        return "watch" if self.where.channel.person else "subscription"


class FoldDraft(Value):
    """A fold that has no number yet.

    `why` is "burst" where too many came at once, "quiet" where they came in quiet hours. A quiet fold waits
    until `closes_at`; a burst is posted at once and gathers until then. `delivery` is the key of its post.
    """

    where: Conversation
    why: Literal["burst", "quiet"]
    opened_at: Utc
    closes_at: Utc
    stories: tuple[int, ...] = ()
    delivery: str | None = None
    done: bool = False


class Fold(FoldDraft):
    """Stories that go out as one message. `done` is set once nothing more is added to it."""

    number: int
