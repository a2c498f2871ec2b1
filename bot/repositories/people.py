"""The repositories of what people have set, and of what they did."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.model.events import Owed
from bot.model.people import ChannelRef, MessageRef
from bot.model.preferences import Preferences
from bot.model.reaction import Reaction
from bot.model.value import Utc


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

    def standing(self, message: MessageRef) -> frozenset[Reaction]:
        """Return the reactions that are on a message of ours, as far as was heard; none on any other."""
        ...

    def open_posts(self, platform: str, *, since: Utc, limit: int) -> tuple[MessageRef, ...]:
        """Return posts that are there and were promised at that moment or later, the newest first.

        Direct messages to a person are left out.
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


class InboxView(Protocol):
    """Questions about what people did, as it was saved before its platform was told that it arrived."""

    def unsettled(self, platform: str) -> tuple[Owed, ...]:
        """Return what was accepted from a platform and is not settled, oldest first."""
        ...


class Inbox(InboxView, Protocol):
    """What people did, and whether it has had its effect."""

    def accept(self, owed: Owed, *, at: Utc) -> bool:
        """Save what somebody did; False (and nothing is saved) where its id is known already."""
        ...

    def note(self, identity: str, platform: str, *, at: Utc) -> bool:
        """Note what has its effect in this transaction; False where its id is known already."""
        ...

    def settle(self, identity: str) -> bool:
        """Write down that it has had its effect; False where that is written already.

        Of what was never accepted nothing is written, and the answer is True.
        """
        ...

    def forget(self, before: Utc) -> None:
        """Forget what was accepted before that moment and is settled."""
        ...
