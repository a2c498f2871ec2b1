"""Changing a follow-up: each change is a line of its history, and everything else follows from it.

Plain functions for inside a transaction.
"""

from datetime import timedelta

from bot.cards.follow_up_notices import assigned_card, declined_card
from bot.flows.desk import the_story
from bot.flows.follow_ups.history import Occasion, the_follow_up, written
from bot.flows.follow_ups.nudging import withdraw_nudges
from bot.flows.follow_ups.rules import Wish, changes
from bot.flows.follow_ups.showing import refresh
from bot.flows.posts import tell
from bot.model.follow_up import Did, Entry, FollowUp
from bot.model.value import Utc, Value
from bot.ports import Tx

_A_DAY = timedelta(days=1)
_GIVES = frozenset({Did.claimed, Did.assigned})
_STANDS_OPEN = frozenset({Did.released, Did.declined, Did.reopened})


class Changed(Value):
    """A follow-up after a wish; `changed` is unset where it was just so before."""

    follow_up: FollowUp
    changed: bool


def do(occasion: Occasion, number: int, wish: Wish) -> Changed:
    """Do what somebody wishes, if they may. Raises NotFound and NotAllowed."""
    tx, by = occasion.tx, occasion.by
    before = the_follow_up(tx, number)
    if not changes(before, wish, by):
        return Changed(follow_up=before, changed=False)
    given = _last_given(tx, number)
    did = wish.did
    if did is Did.released and given and given.did is Did.assigned and by.is_same(before.owner):
        did = Did.declined
    due = _moment(occasion, before, wish)
    after = written(tx, before, occasion.entry(did, words=wish.words, owner=wish.owner, due=due))
    if did is not Did.angled:
        withdraw_nudges(tx, before, f"{before.name} has changed since", at=occasion.at)
    _tell(occasion, after, did, given)
    refresh(tx, after, at=occasion.at, zone=occasion.customs.zone)
    return Changed(follow_up=after, changed=True)


def _tell(occasion: Occasion, follow_up: FollowUp, did: Did, given: Entry | None) -> None:
    """Tell the new owner, or who had given it to somebody that declines, unless they did it themselves."""
    tx, by, at = occasion.tx, occasion.by, occasion.at
    key = f"{did.value}:{follow_up.name}:{len(tx.follow_ups.history(follow_up.number))}"
    headline = the_story(tx, follow_up.story).headline
    if did is Did.assigned and follow_up.owner and not by.is_same(follow_up.owner):
        tell(tx, follow_up.owner, assigned_card(follow_up, headline, by), key=key, at=at)
    if did is Did.declined and given and given.by and not by.is_same(given.by):
        tell(tx, given.by, declined_card(follow_up, headline, by), key=key, at=at)


def _moment(occasion: Occasion, follow_up: FollowUp, wish: Wish) -> Utc | None:
    """Return the moment that the entry carries, as `Entry.due` says."""
    if wish.did is Did.reopened and follow_up.owner:
        return max(follow_up.due, occasion.at + _A_DAY) if follow_up.due else None
    if wish.did in _STANDS_OPEN:
        return occasion.looks(follow_up.home.channel)
    return wish.due


def _last_given(tx: Tx, number: int) -> Entry | None:
    given = (entry for entry in reversed(tx.follow_ups.history(number)) if entry.did in _GIVES)
    return next(given, None)
