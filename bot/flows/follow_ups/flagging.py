"""Flags: a story gets a follow-up by the first, others join it, and it goes with the last.

Plain functions for inside a transaction.
"""

import re
from collections.abc import Sequence
from typing import Literal

from bot.flows.follow_ups.history import Occasion, written
from bot.flows.follow_ups.showing import Place, refresh, show_in
from bot.model.follow_up import Did, Flag, FollowUp, FollowUpDraft, FollowUpState, NamedDay
from bot.model.story import Story
from bot.model.value import Value
from bot.text import fold, slug

_WORDS = re.compile(r"\w+")

Became = Literal["made", "joined", "same", "back"]


class Put(Value):
    """A flag: on which story, how, and in which place its card is to be. `angle` may be "".

    `days` are the days to come that the story names. `joins` is the follow-up that is meant, where it is
    known and stands.
    """

    story: Story
    way: str
    place: Place
    angle: str = ""
    days: tuple[NamedDay, ...] = ()
    joins: FollowUp | None = None


class Flagged(Value):
    """What became of a flag: a new follow-up, one that was joined or brought back, or nothing new."""

    follow_up: FollowUp
    became: Became


class Taken(Value):
    """The follow-ups that a flag was taken off; those in `asks` have been touched, and have none left."""

    follow_ups: tuple[FollowUp, ...] = ()
    asks: tuple[FollowUp, ...] = ()


def flag(occasion: Occasion, put: Put) -> Flagged:
    """Put somebody's flag up. A card of the follow-up is promised where it was put, if there is none."""
    tx, by, at = occasion.tx, occasion.by, occasion.at
    found = put.joins or _found(tx.follow_ups.of(put.story.number), put.angle)
    follow_up = found or _made(occasion, put)
    first = not any(by.is_same(each.by) for each in tx.follow_ups.flags(follow_up.number))
    tx.follow_ups.flag(follow_up.number, Flag(by=by, way=put.way, at=at))
    back = follow_up.state is FollowUpState.withdrawn
    if first or back:
        looks = occasion.looks(follow_up.home.channel)
        follow_up = written(tx, follow_up, occasion.entry(Did.flagged, words=put.angle, due=looks))
    angled = bool(put.angle) and not follow_up.angle
    if angled:
        follow_up = written(tx, follow_up, occasion.entry(Did.angled, words=put.angle))
    if first or back or angled:
        refresh(tx, follow_up, at=at, zone=occasion.customs.zone)
    show_in(occasion, follow_up, put.place.home)
    return Flagged(follow_up=follow_up, became=_became(found, back=back, new=first or angled))


def unflag(occasion: Occasion, on: Sequence[FollowUp], way: str | None) -> Taken:
    """Take somebody's flag of that way, or all of theirs, off these follow-ups."""
    tx, by = occasion.tx, occasion.by
    taken: list[FollowUp] = []
    asks: list[FollowUp] = []
    for each in on:
        if not tx.follow_ups.unflag(each.number, by, way):
            continue
        left = tx.follow_ups.flags(each.number)
        if any(by.is_same(flag.by) for flag in left):
            refresh(tx, each, at=occasion.at, zone=occasion.customs.zone)  # who flagged it first may change
            continue
        after = written(tx, each, occasion.entry(Did.unflagged))
        if not left and after.stands and after.touched_at is not None:
            asks.append(after)
        elif not left and after.state is FollowUpState.open:
            after = written(tx, after, occasion.entry(Did.withdrawn))
        refresh(tx, after, at=occasion.at, zone=occasion.customs.zone)
        taken.append(after)
    return Taken(follow_ups=tuple(taken), asks=tuple(asks))


def same_angle(one: str, other: str) -> bool:
    """Say whether two angles ask the same; case, accents and punctuation don't count."""
    return _WORDS.findall(fold(one)) == _WORDS.findall(fold(other))


def _found(known: Sequence[FollowUp], angle: str) -> FollowUp | None:
    """Return the follow-up that a flag with that angle joins or brings back, if there is one.

    Without an angle: the first that stands. With one: that of the same angle, else one that has none yet.
    """
    for states in ({FollowUpState.open, FollowUpState.claimed}, {FollowUpState.withdrawn}):
        here = [each for each in known if each.state in states]
        same = [each for each in here if not angle or same_angle(each.angle, angle)]
        without = [each for each in here if not each.angle]
        if same or without:
            return (same or without)[0]
    return None


def _made(occasion: Occasion, put: Put) -> FollowUp:
    home = put.place.home
    draft = FollowUpDraft(
        story=put.story.number,
        slug=slug(put.story.headline),
        home=home,
        origin=put.place.origin,
        made_by=occasion.by,
        made_at=occasion.at,
        days=put.days,
        look_at=occasion.looks(home.channel),
    )
    return occasion.tx.follow_ups.add(draft)


def _became(found: FollowUp | None, *, back: bool, new: bool) -> Became:
    if found is None:
        return "made"
    if back:
        return "back"
    return "joined" if new else "same"
