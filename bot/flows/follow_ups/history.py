"""The history of follow-ups: what is written down, and what follows from it.

Plain functions for inside a transaction.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import NotFound
from bot.model.follow_up import Did, Entry, FollowUp, moved
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.value import Utc, Value
from bot.ports import Tx, View


class Customs(Value):
    """What holds where nobody has set anything else: the zone, and when an unclaimed follow-up is called."""

    zone: str = "UTC"
    unclaimed_hours: int = 24


@dataclass(frozen=True)
class Occasion:
    """Somebody does something: who, when and where, within the transaction of its effect."""

    tx: Tx
    by: Actor
    at: Utc
    customs: Customs
    where: Conversation | None = None

    def entry(
        self, did: Did, *, words: str = "", owner: Actor | None = None, due: Utc | None = None
    ) -> Entry:
        """Return the line of a history that tells of it."""
        return Entry(at=self.at, did=did, by=self.by, words=words, owner=owner, due=due, where=self.where)

    def looks(self, follow_up_in: ChannelRef) -> Utc | None:
        """Return when a channel is told that nobody has a follow-up which stands from now on; None: never."""
        return called_at(self.tx, follow_up_in, at=self.at, customs=self.customs)


def the_follow_up(view: View | Tx, number: int) -> FollowUp:
    """Return the follow-up of that number. Raises NotFound."""
    found = view.follow_ups.get(number)
    if found is None:
        raise NotFound(
            f"There is no follow-up F{number}.", next_step="`followups` lists those that there are."
        )
    return found


def written(tx: Tx, follow_up: FollowUp, entry: Entry) -> FollowUp:
    """Write a line into a follow-up's history, and store what it becomes by it; return that."""
    after = moved(follow_up, entry)
    tx.follow_ups.write_down(follow_up.number, entry)
    if after != follow_up:
        tx.follow_ups.change(after)
    return after


def called_at(view: View | Tx, channel: ChannelRef, *, at: Utc, customs: Customs) -> Utc | None:
    """Return when a channel is told that nobody has a follow-up which stands since `at`; None for never."""
    own = view.preferences.of_channel(channel).unclaimed
    theirs = view.preferences.of_workspace(channel.platform, channel.workspace).unclaimed
    hours = next((each for each in (own, theirs) if each is not None), customs.unclaimed_hours)
    return at + timedelta(hours=hours) if hours else None
