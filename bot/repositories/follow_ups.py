"""The repository of follow-ups: what they are, their flags, their history, and the cards that show them."""

from collections.abc import Collection, Mapping
from typing import Protocol

from bot.model.follow_up import Entry, Flag, FollowUp, FollowUpDraft, Wanted
from bot.model.people import Actor
from bot.model.value import Utc


class FollowUpsView(Protocol):
    """Questions about follow-ups."""

    def get(self, number: int) -> FollowUp | None:
        """Return the follow-up of that number; None where there is none."""
        ...

    def of(self, story: int) -> tuple[FollowUp, ...]:
        """Return the follow-ups of a story in whatever state, the lowest number first."""
        ...

    def of_each(self, stories: Collection[int]) -> Mapping[int, tuple[FollowUp, ...]]:
        """Return what `of` does for each of the stories; stories with none are left out."""
        ...

    def wanted(self, wanted: Wanted) -> tuple[FollowUp, ...]:
        """Return the follow-ups that are asked for, in the order that `Wanted` says."""
        ...

    def count(self, wanted: Wanted) -> int:
        """Return how many are asked for in all; `limit` and `offset` don't count."""
        ...

    def to_look_at(self, *, at: Utc, limit: int) -> tuple[FollowUp, ...]:
        """Return those that stand and whose `look_at` is not after that moment, the longest due first."""
        ...

    def flags(self, number: int) -> tuple[Flag, ...]:
        """Return every flag of a follow-up, one for each person and way, oldest first."""
        ...

    def flagged(self, by: Actor, way: str) -> tuple[FollowUp, ...]:
        """Return the follow-ups that a person has flagged in that way, the lowest number first."""
        ...

    def history(self, number: int) -> tuple[Entry, ...]:
        """Return what was done to a follow-up, oldest first."""
        ...

    def cards(self, number: int) -> tuple[str, ...]:
        """Return the keys of the posts that show a follow-up as its card, oldest first."""
        ...

    def on_card(self, key: str) -> FollowUp | None:
        """Return the follow-up that the post with that key is a card of; None where it is none."""
        ...

    def every(self, *, after: int = 0, limit: int) -> tuple[FollowUp, ...]:
        """Return follow-ups in whatever state with higher numbers than `after`, the lowest first."""
        ...


class FollowUps(FollowUpsView, Protocol):
    """Questions about follow-ups, and changes to them."""

    def add(self, draft: FollowUpDraft) -> FollowUp:
        """Store a follow-up; return it with the next free number.

        Numbers start at 1 and are never used again. Raises ValueError where there is no such story.
        """
        ...

    def change(self, follow_up: FollowUp) -> None:
        """Store what a follow-up has become. Raises ValueError where there is none of that number."""
        ...

    def write_down(self, number: int, entry: Entry) -> None:
        """Put a line at the end of a follow-up's history. Nothing is ever taken out of it."""
        ...

    def flag(self, number: int, flag: Flag) -> bool:
        """Put up a flag; False (and nothing is stored) where the person has one of that way there."""
        ...

    def unflag(self, number: int, by: Actor, way: str | None = None) -> bool:
        """Take a person's flag of that way back, or all of theirs; False where there is none."""
        ...

    def show(self, number: int, key: str) -> None:
        """Keep that the post with that key is a card of a follow-up. May be called again with the same."""
        ...
