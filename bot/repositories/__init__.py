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
from bot.repositories.groups import (
    Groups,
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
    Known,
    Sources,
    SourcesView,
    Stories,
    StoriesView,
    Topics,
    TopicsView,
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
    "Groups",
    "Inbox",
    "InboxView",
    "Items",
    "Known",
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
    "Topics",
    "TopicsView",
]
