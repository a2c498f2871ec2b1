"""Every port: what the core needs from outside, with its contract. Adapters and storage implement them."""

from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from bot.model.brief import Reading
from bot.model.card import Card
from bot.model.delivery import Pace
from bot.model.document import Document
from bot.model.events import Fact, Incoming, Owed, ReactionChanged
from bot.model.fetch import Answered, Wanted
from bot.model.health import Finding
from bot.model.outcome import Closed, Outcome, Sought
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef
from bot.model.reaction import Reaction
from bot.model.source import Delivered, Raw
from bot.model.suggestion import Suggestion
from bot.model.value import Utc
from bot.repositories import (
    Decisions,
    DecisionsView,
    Deliveries,
    DeliveriesView,
    Digests,
    DigestsView,
    FollowUps,
    FollowUpsView,
    Groups,
    Inbox,
    InboxView,
    Items,
    Preferred,
    PreferredView,
    Reactions,
    ReactionsView,
    Sources,
    SourcesView,
    Stories,
    StoriesView,
    Subscriptions,
    SubscriptionsView,
    Topics,
    TopicsView,
)

T = TypeVar("T")


class Clock(Protocol):
    """Tells the time; the only way to learn it."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        ...


class View(Protocol):
    """A consistent view of the store. Valid only inside `Store.read`."""

    @property
    def stories(self) -> StoriesView: ...  # noqa: D102 - the class says it
    @property
    def items(self) -> Items: ...  # noqa: D102 - the class says it
    @property
    def sources(self) -> SourcesView: ...  # noqa: D102 - the class says it
    @property
    def deliveries(self) -> DeliveriesView: ...  # noqa: D102 - the class says it
    @property
    def digests(self) -> DigestsView: ...  # noqa: D102 - the class says it
    @property
    def subscriptions(self) -> SubscriptionsView: ...  # noqa: D102 - the class says it
    @property
    def decisions(self) -> DecisionsView: ...  # noqa: D102 - the class says it
    @property
    def preferences(self) -> PreferredView: ...  # noqa: D102 - the class says it
    @property
    def reactions(self) -> ReactionsView: ...  # noqa: D102 - the class says it
    @property
    def inbox(self) -> InboxView: ...  # noqa: D102 - the class says it
    @property
    def follow_ups(self) -> FollowUpsView: ...  # noqa: D102 - the class says it
    @property
    def topics(self) -> TopicsView: ...  # noqa: D102 - the class says it


class Tx(Protocol):
    """A transaction. Valid only inside `Store.write`."""

    @property
    def stories(self) -> Stories: ...  # noqa: D102 - the class says it
    @property
    def items(self) -> Items: ...  # noqa: D102 - the class says it
    @property
    def sources(self) -> Sources: ...  # noqa: D102 - the class says it
    @property
    def deliveries(self) -> Deliveries: ...  # noqa: D102 - the class says it
    @property
    def digests(self) -> Digests: ...  # noqa: D102 - the class says it
    @property
    def subscriptions(self) -> Subscriptions: ...  # noqa: D102 - the class says it
    @property
    def decisions(self) -> Decisions: ...  # noqa: D102 - the class says it
    @property
    def preferences(self) -> Preferred: ...  # noqa: D102 - the class says it
    @property
    def reactions(self) -> Reactions: ...  # noqa: D102 - the class says it
    @property
    def inbox(self) -> Inbox: ...  # noqa: D102 - the class says it
    @property
    def follow_ups(self) -> FollowUps: ...  # noqa: D102 - the class says it
    @property
    def topics(self) -> Topics: ...  # noqa: D102 - the class says it
    @property
    def groups(self) -> Groups: ...  # noqa: D102 - the class says it


class Store(Protocol):
    """Keeps everything. A transaction is a plain function, run whole on one thread.

    All methods raise `StoreBusy`, `StoreFull`, or `StoreError` where the store can't serve; then
    nothing of the work was written.
    """

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in a transaction and commit; an exception from it rolls back and is raised here.

        Other writers, in this process or another, wait. An async function is refused with TypeError.
        A caller that is cancelled has not cancelled the work.
        """
        ...

    async def read(self, work: Callable[[View], T]) -> T:
        """Run `work` on a consistent view; it sees what was committed before, and can't write."""
        ...

    async def backup(self, to: Path) -> None:
        """Write a consistent copy to a path where nothing is yet, while others go on reading and writing.

        Raises StoreError where something is there already or the path can't be written.
        """
        ...

    async def check(self) -> tuple[Finding, ...]:
        """Look at the store's own health: its engine's version, its integrity, its room."""
        ...

    async def close(self) -> None:
        """Finish what is running and let go. May be called twice."""
        ...


class DocumentReader(Protocol):
    """Turns a document into a headline and a brief; `bot.reading.read` is one. A pure function."""

    def __call__(
        self,
        document: Document,
        *,
        headline: str | None = None,
        published_at: datetime | None = None,
        url: str | None = None,
    ) -> Reading:
        """Read a document. `headline` is what its source gives, `url` where it stands, if known.

        Raises Unreadable where there is neither text nor headline.
        """
        ...


class Reader(Protocol):
    """Turns bytes of any supported format into items that are read, within bounded time and memory."""

    async def read(self, raw: Raw) -> Delivered:
        """Read a document (one item) or a feed (an item an entry).

        What is good in a broken input is delivered, and the faults said. Raises `Unreadable`
        where nothing can be had from it, or after `close`, and says what would be right; `Missing`
        where a library that it needs is not installed.
        """
        ...

    def mark(self, body: bytes) -> str:
        """Return a mark that stays the same while nothing in a feed's body changes but its dates."""
        ...

    @property
    def most(self) -> int:
        """How many bytes one input may have; a larger one is refused."""
        ...

    async def close(self) -> None:
        """End the child processes. May be called twice."""
        ...


class Web(Protocol):
    """Fetches what strangers publish, and never connects to a private, local or special address.

    Many may be fetched at a time: at most two connections a host are open, and a slow host delays no other.
    """

    async def fetch(self, wanted: Wanted) -> Answered:
        """Fetch an address by HTTP or HTTPS, in 30 s, at most 5 redirects and 10 MB.

        Whatever strangers do is `Failed`; nothing is raised.
        """
        ...

    async def close(self) -> None:
        """End what is open. May be called twice; later fetches fail."""
        ...


class Answers(Protocol):
    """The core, as a platform sees it: facts go in, cards come out."""

    async def accept(self, fact: Fact) -> bool:
        """Save what happened; it is on the disk when this returns. Call it before the platform's ack.

        Return whether it is new: what is known already was answered, or will be, and has no second effect.
        A closed place has had its whole effect. A reaction is new where it means something: `react` to it
        after the ack. A typed command that changes nothing and doesn't come again isn't saved. Raises
        StoreError, and then nothing was saved: the platform must not be told that it arrived.
        """
        ...

    async def answer(self, incoming: Incoming) -> Card:
        """Answer one command or button. Never raises: what goes wrong is said in the card.

        What was accepted has its effect once, however often it is answered.
        """
        ...

    async def react(self, reaction: ReactionChanged) -> None:
        """Do what a reaction means, once, however often it is asked; who put it is looked up first.

        To be called with what `accept` has called new, after the platform's ack. Never raises: where it can't
        be done now it is tried again later, by itself.
        """
        ...

    async def unanswered(self, platform: str) -> tuple[Owed, ...]:
        """Return what was accepted and has not had its effect, because the bot stopped in between.

        It is for `answer`; reactions are for `react`.
        """
        ...

    async def complete(self, text: str) -> tuple[str, ...]:
        """Return what could stand instead of the last word of a half-typed command, best first."""
        ...

    async def suggest(
        self, command: str, argument: str, typed: str, where: Conversation, actor: Actor
    ) -> tuple[Suggestion, ...]:
        """Return what that person could give for an argument of a command there, best first, at most 25.

        Who may not use the command is suggested nothing.

        `command` is the command's name (`Command.name`), `argument` the name of one of its slots, `typed`
        what stands there already. Never raises: where nothing can be suggested, the answer is empty.
        """
        ...

    async def home(self, actor: Actor, channels: Collection[ChannelRef]) -> Card:
        """Return a person's own page: today's stories, and what stands in the channels that they are in.

        Never raises: what goes wrong is said in the card.
        """
        ...

    async def catch_up(self, platform: "ChatPlatform", message: MessageRef | None = None) -> None:
        """Apply what happened on a platform while it wasn't connected. It calls this after every (re)connect.

        The reactions on our posts of late are compared with the platform's, and the difference is applied;
        those on one message alone where it is given, because the platform tells only that they changed.
        Never raises: what could not be compared is logged.
        """
        ...


class ChatPlatform(Protocol):
    """A place where people talk to the bot, and where its posts go.

    `post`, `edit` and `find` are called many at a time, but never two at a time for one conversation; also
    before `run` has connected and after it has ended: what can't be done then is `Refused`. They never raise
    for what a platform or a network does: that is an outcome. They try once: trying again is the courier's.
    Cancelled, they leave the outcome unknown.

    A conversation may be a thread that isn't there yet: its id is then that of a message in the channel, and
    the first post begins it there. Where threads are off, posts are replies to that message.

    `key` is opaque, at most 25 characters long, and the same for every try to make one post. A platform
    that can carry it with a message does (Slack's metadata, Discord's nonce), so that `find` can look for it.
    """

    name: str
    pace: Pace

    async def run(self, answers: Answers) -> None:
        """Bring what people do to `answers` and show them its cards, until they leave.

        Raises Missing where it can never begin: a token that is wrong.
        """
        ...

    async def post(self, to: Conversation, card: Card, *, key: str) -> Outcome:
        """Make one message of the card, pinging nobody.

        A timeout, a broken connection, and an answer that doesn't say are `Unknown`. Only where the
        message surely is not there it is `Refused` (a later try may succeed), `Rejected` (none will) or
        `Closed` (the conversation takes nothing from the bot). `Deleted` where the platform says that an
        earlier try with that key made a message which is gone.
        """
        ...

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> Outcome:
        """Make the message show the card instead. May be called again with the same card.

        `key` is the one that it was posted with. `Deleted` where the message is gone.
        """
        ...

    async def find(self, to: Conversation, *, key: str, since: Utc) -> Sought:
        """Look for the message that was posted with that key, not before `since`.

        `since` is an hour before the first try of which nothing is known, so that two clocks may differ.
        It is asked no sooner than `pace.lag` after the last try has ended. `Absent` only where the whole
        history since then was read and doesn't have it. `Unknown` where the platform can't tell, now or
        ever; `Refused` where it could not be asked now, `Closed` where the conversation is closed.
        """
        ...

    async def enter(self, to: Conversation) -> Closed | None:
        """Make sure that the bot may post there, joining the channel where anybody may join.

        `Closed` where it may not: its reason says what a person has to do. None where it may, and where that
        can't be told now.
        """
        ...

    async def who(self, person: str, channel: ChannelRef) -> Actor | None:
        """Return who somebody is, by the platform's id, and what they may do in that channel.

        Their role is `nobody` where they are a bot, none of the workspace, or can't see the channel. None
        where that can't be told now.
        """
        ...

    async def reactions(self, message: MessageRef) -> frozenset[Reaction] | None:
        """Return the reactions that people have put on a message; None where that can't be told now, or ever.

        The bot's own are left out.
        """
        ...
