"""The repositories of a transaction: one small port an aggregate. They return values, never lazy rows.

Each is valid only inside the transaction that gave it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from bot.model.decision import Choice, Decision
from bot.model.delivery import Delivery, DeliveryState, Promise
from bot.model.digest import Digest, DigestDraft, Edition
from bot.model.people import ChannelRef, Conversation, MessageRef
from bot.model.preferences import Preferences
from bot.model.query import Found, Latest, Search
from bot.model.story import Report, Story, StoryDraft
from bot.model.subscription import Fold, FoldDraft, Subscription, SubscriptionDraft
from bot.model.value import Utc


class StoriesView(Protocol):
    """Questions about stories. They return values that outlive the transaction."""

    def get(self, number: int) -> Story | None:
        """Return the story of that number, with its reports; None where there is none."""
        ...

    def original(self, number: int) -> str | None:
        """Return the text that the story's brief was read from; places in the brief point into it."""
        ...

    def latest(self, query: Latest) -> tuple[Story, ...]:
        """Return at most `query.limit` stories that fit, those that became news last first.

        Stories that became news at the same second come highest number first.
        """
        ...

    def search(self, query: Search) -> Found:
        """Return stories that hold every word and phrase of the query, newest first.

        Words are matched in headline and original, without case and accents and by their stem.
        At most `query.limit` stories with all of it in their headline, and at most that many others.
        Text with nothing to search for (only punctuation) finds nothing.
        """
        ...

    def arrived(self, after: int, until: int, *, limit: int, topic: str | None = None) -> tuple[Story, ...]:
        """Return stories with a report whose arrival number is above `after` and not above `until`.

        With a topic, only those that are on it (`bot.model.story.is_on`). Those that became news last come
        first; stories of a source's first delivery are left out.
        """
        ...

    def arrivals(self, after: int, until: int, *, topic: str | None = None) -> int:
        """Return how many stories `arrived` would return without a limit."""
        ...

    def newest_arrival(self) -> int:
        """Return the arrival number of the report that was stored last; 0 where there is none.

        Numbers rise with each report that is stored, whatever the clock shows: what is stored later than
        this transaction has a higher one.
        """
        ...

    def arrival_at(self, moment: Utc) -> int:
        """Return the arrival number of the last report that was first seen at or before a moment; 0 for none.

        Where the clock was set back since, that is only nearly the last that was stored until then.
        """
        ...

    def numbered(self, numbers: Collection[int]) -> tuple[Story, ...]:
        """Return the stories with these numbers, lowest first; numbers of no story are passed over."""
        ...

    def count(self) -> int:
        """Return how many stories there are."""
        ...

    def topics(self) -> tuple[str, ...]:
        """Return the topics, the most frequent first (at most 100)."""
        ...

    def outlets(self) -> tuple[str, ...]:
        """Return the outlets, the most frequent first (at most 100)."""
        ...


class Stories(StoriesView, Protocol):
    """Questions about stories, and changes to them."""

    def add(self, draft: StoryDraft) -> Story:
        """Store a story with its first report and its item; return it with the next free number.

        Numbers start at 1 and are never used again. Raises ValueError where the item
        (`draft.source`, `draft.item`) is known already: ask `items.known` in the same transaction.
        """
        ...

    def report(self, number: int, report: Report, *, source: str, item: str) -> Story:
        """Add a report to a story, behind those that it has, with the item it came from; return the story.

        Raises ValueError where there is no such story, or the item is known already.
        """
        ...


class Items(Protocol):
    """Which items were seen. An item is known by its source's key and its own."""

    def known(self, source: str, keys: Collection[str]) -> Mapping[str, int]:
        """Return, for those of the keys that are known, the number of the story they belong to."""
        ...


class SourcesView(Protocol):
    """What is known of the sources that are polled."""

    def mark(self, key: str) -> str | None:
        """Return the mark of the last body that was taken in from that source; None before its first poll."""
        ...

    def count(self) -> int:
        """Return how many sources have delivered something."""
        ...


class Sources(SourcesView, Protocol):
    """What is known of the sources, and changing it."""

    def remember(self, key: str, *, title: str, mark: str | None) -> None:
        """Keep the source's title and, unless None, the mark of the body that was just taken in."""
        ...


class DeliveriesView(Protocol):
    """Questions about deliveries."""

    def get(self, number: int) -> Delivery | None:
        """Return the delivery of that number; None where there is none."""
        ...

    def of(self, key: str) -> Delivery | None:
        """Return the delivery with that key; None where there is none."""
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

        Stories that it showed as kept back count too. A success is one that `last_success` counts.
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
        """Return what was decided about a story for a channel and its threads, oldest first."""
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


class PreferredView(Protocol):
    """Questions about preferences."""

    def of_channel(self, channel: ChannelRef) -> Preferences:
        """Return what the channel has set for itself."""
        ...

    def of_workspace(self, platform: str, workspace: str) -> Preferences:
        """Return what the workspace has set for itself."""
        ...


class Preferred(PreferredView, Protocol):
    """Questions about preferences, and setting them."""

    def set_channel(self, channel: ChannelRef, preferences: Preferences) -> None:
        """Store what a channel has set, in the place of what it had."""
        ...

    def set_workspace(self, platform: str, workspace: str, preferences: Preferences) -> None:
        """Store what a workspace has set, in the place of what it had."""
        ...


class ReactionsView(Protocol):
    """Questions about reactions to posts."""

    def people(self, stories: Sequence[int]) -> Mapping[int, int]:
        """Return how many people have reacted to posts of each story; stories with none are left out.

        Only posts that show exactly one story count (`Promise.story`), and each person once a story.
        """
        ...


class Reactions(ReactionsView, Protocol):
    """Questions about reactions, and writing them down."""

    def put(self, message: MessageRef, *, person: str, name: str, present: bool, at: Utc) -> bool:
        """Write down that a person has, or no longer has, that reaction on a message of ours.

        Return False (and write nothing) where the message is none of ours, or something later is known.
        May be called again with the same.
        """
        ...
