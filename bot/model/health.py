"""How something is, and what to do where it isn't fine."""

from collections.abc import Mapping
from typing import Literal

from bot.model.delivery import Delivery, DeliveryState
from bot.model.digest import Digest, Edition
from bot.model.subscription import Subscription
from bot.model.value import Value


class Finding(Value):
    """One line of a check-up: what was looked at, how it is, and what to do where it isn't fine."""

    subject: str
    state: Literal["fine", "warning", "wrong"]
    says: str
    next_step: str = ""


class LastEdition(Value):
    """The edition of a digest that was decided last, and how far its post is (None where it has none)."""

    digest: Digest
    edition: Edition
    state: DeliveryState | None


class Promises(Value):
    """How the promises are kept.

    `counts` says how many deliveries are in each state but sent and withdrawn, `stuck` are the newest that
    are held or dead, `failing` some of those that are tried again and again, `paused` the standing orders
    that wait for somebody.
    """

    counts: Mapping[DeliveryState, int]
    stuck: tuple[Delivery, ...]
    failing: tuple[Delivery, ...] = ()
    editions: tuple[LastEdition, ...]
    paused: tuple[Digest | Subscription, ...]
