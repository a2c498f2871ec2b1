"""What a command is given when it runs: who asked, where and when, and the flows that do the work."""

from dataclasses import dataclass

from bot.flows.catching_up import CatchingUp
from bot.flows.desk import Desk
from bot.flows.digests import Digests
from bot.flows.doors import Doors
from bot.flows.follow_ups.listing import Listing
from bot.flows.follow_ups.nudging import Nudges
from bot.flows.follow_ups.reacting import Reacting
from bot.flows.follow_ups.working import FollowUps
from bot.flows.home import Home
from bot.flows.inbox import Inbox
from bot.flows.intake import Intake
from bot.flows.outbox import Outbox
from bot.flows.people import People
from bot.flows.preferences import Settings
from bot.flows.sharing import Sharing
from bot.flows.sources.desk import Sources
from bot.flows.sources.pages import Pages
from bot.flows.stories import Stories
from bot.flows.subscriptions import Subscriptions
from bot.flows.topics import Topics
from bot.flows.why import Why
from bot.model.people import Actor, Conversation, MessageRef
from bot.model.value import Utc


@dataclass(frozen=True, kw_only=True)
class Flows:
    """Everything that commands can have done."""

    desk: Desk
    intake: Intake
    digests: Digests
    subscriptions: Subscriptions
    outbox: Outbox
    why: Why
    preferences: Settings
    inbox: Inbox
    doors: Doors
    sharing: Sharing
    people: People
    follow_ups: FollowUps
    listing: Listing
    nudges: Nudges
    reacting: Reacting
    home: Home
    catching_up: CatchingUp
    sources: Sources
    pages: Pages
    stories: Stories
    topics: Topics


@dataclass(frozen=True, kw_only=True)
class Asked(Flows):
    """One request. `at` is when it was made, `on` the message whose button was pressed, if it was one."""

    actor: Actor
    where: Conversation
    at: Utc
    on: MessageRef | None = None

    @classmethod
    def of(
        cls, flows: Flows, *, actor: Actor, where: Conversation, at: Utc, on: MessageRef | None = None
    ) -> "Asked":
        """Return the request of an actor, to be done by these flows."""
        return cls(**vars(flows), actor=actor, where=where, at=at, on=on)
