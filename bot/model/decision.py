"""Decisions: why a channel did or did not get a story, as recorded when it was decided."""

from enum import StrEnum

from bot.model.people import Conversation
from bot.model.value import Utc, Value


class Choice(StrEnum):
    """What was decided about a story for one standing order.

    posted     as a message of its own
    edition    in an edition
    folded     in one message with others, because too many came at once
    quiet      kept back: it came in quiet hours
    rule       left out by what the order asks for
    cap        left out: others ranked higher and the edition was full
    repeated   left out: it was in the edition before and nothing new happened, or another order brings it
    old        left out: it was published before the order was made, or came with a source's first delivery
    """

    posted = "posted"
    edition = "edition"
    folded = "folded"
    quiet = "quiet"
    rule = "rule"
    cap = "cap"
    repeated = "repeated"
    old = "old"


def digest_name(number: int) -> str:
    """Return how decisions and people name a digest: "digest 1"."""
    return f"digest {number}"


def subscription_name(number: int) -> str:
    """Return how decisions and people name a subscription: "subscription 3"."""
    return f"subscription {number}"


def said_name(order: str, where: Conversation) -> str:
    """Return how people are told of a standing order: a person's own subscription is "watch 3" to them."""
    kind, _, number = order.partition(" ")
    return f"watch {number}" if kind == "subscription" and where.channel.person else order


class Decision(Value):
    """One decision. `order` names the standing order ("digest 1", "subscription 3"), `detail` says more."""

    story: int
    where: Conversation
    order: str
    choice: Choice
    detail: str
    at: Utc
