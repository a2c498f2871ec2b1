"""The repository of deliveries."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Protocol

from bot.model.delivery import Delivery, DeliveryState, Promise
from bot.model.people import ChannelRef, MessageRef
from bot.model.value import Utc


class DeliveriesView(Protocol):
    """Questions about deliveries."""

    def get(self, number: int) -> Delivery | None:
        """Return the delivery of that number; None where there is none."""
        ...

    def of(self, key: str) -> Delivery | None:
        """Return the delivery with that key; None where there is none."""
        ...

    def at(self, message: MessageRef) -> Delivery | None:
        """Return the post that is that message of ours; None where it is none.

        In which thread of its channel the message is makes no difference.
        """
        ...

    def showing(self, story: int) -> tuple[Delivery, ...]:
        """Return the posts that show a story (`Promise.story`, `Promise.shows`), oldest first.

        Those that are withdrawn are left out; those that are not there yet are not.
        """
        ...

    def edits_of(self, key: str) -> tuple[Delivery, ...]:
        """Return every edit of the post with that key, lowest revision first, whatever its state."""
        ...

    def open_in(self, channel: ChannelRef) -> tuple[Delivery, ...]:
        """Return what is still open in a channel and its threads, oldest first."""
        ...

    def stuck(self, *, limit: int) -> tuple[Delivery, ...]:
        """Return the newest that are held or dead, newest first."""
        ...

    def failing(self, *, since: Utc, limit: int) -> tuple[Delivery, ...]:
        """Return what is open and has failed since that moment or longer, the longest first."""
        ...

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many there are in each state but sent and withdrawn; states with none are left out."""
        ...

    def next_due(self, platform: str, *, but_not: Collection[str] = ()) -> Utc | None:
        """Return when `Deliveries.due` has something next for the platform; None where nothing is open."""
        ...


class Deliveries(DeliveriesView, Protocol):
    """Questions about deliveries, and changes to them."""

    def queue(self, promise: Promise, *, at: Utc) -> Delivery | None:
        """Store a promise, ready; None (and nothing is stored) where its key was promised before.

        It gets the next number and a mark of its own. Raises ValueError where it edits a post that was
        never promised, or one in another conversation.
        """
        ...

    def due(
        self, platform: str, *, at: Utc, limit: int, but_not: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        """Return what has to be looked at now: of each conversation the first that is open, if it is due.

        A conversation that is not free yet (see `change`) has none, nor has one in the workspaces
        `but_not`. An edit has its turn only once its post is sent; one whose post is held lets those
        behind it go first. The conversations that have waited longest come first.
        """
        ...

    def change(self, before: Delivery, after: Delivery, *, free_at: Utc | None = None) -> bool:
        """Store what a delivery has become, unless somebody else changed it since `before` was read.

        Return whether it was stored; state and attempts are what is compared. `free_at` is when the
        next delivery of its conversation may have its turn, at the earliest.
        """
        ...

    def bring_back(
        self, platform: str, *, at: Utc, lease: timedelta, wait: timedelta, free: timedelta
    ) -> None:
        """Bring back moments that lie further ahead of `at` than they can: the clock has stepped back.

        Afterwards no try counts for longer than `lease` from then, no next try or search is further away
        than `wait`, and no conversation is free later than after `free`. What is ready stays: it may have
        been promised for later.
        """
        ...
