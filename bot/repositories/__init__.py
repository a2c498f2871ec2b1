"""The repositories of a transaction: one small port an aggregate. They return values, never lazy rows.

Each is valid only inside the transaction that gave it.
"""

from bot.repositories.deliveries import (
    Deliveries,
    DeliveriesView,
)
from bot.repositories.follow_ups import (
    FollowUps,
    FollowUpsView,
)
from bot.repositories.orders import (
    Decisions,
    DecisionsView,
    Digests,
    DigestsView,
    Subscriptions,
    SubscriptionsView,
)
from bot.repositories.people import (
    Inbox,
    InboxView,
    Preferred,
    PreferredView,
    Reactions,
    ReactionsView,
)
from bot.repositories.stories import (
    Items,
    Sources,
    SourcesView,
    Stories,
    StoriesView,
)

__all__ = [
    "Decisions",
    "DecisionsView",
    "Deliveries",
    "DeliveriesView",
    "Digests",
    "DigestsView",
    "FollowUps",
    "FollowUpsView",
    "Inbox",
    "InboxView",
    "Items",
    "Preferred",
    "PreferredView",
    "Reactions",
    "ReactionsView",
    "Sources",
    "SourcesView",
    "Stories",
    "StoriesView",
    "Subscriptions",
    "SubscriptionsView",
]
