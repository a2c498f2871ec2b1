"""Nudges: owners are reminded of what is due, editors told of what is not done, channels of what nobody has.

What is said and the line of the history that tells of it are written in one transaction, so it is said once,
however many processes look.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from bot.cards.nudges import called_card, escalated_card, nudge_card, unreached_card
from bot.flows.follow_ups.history import Customs, called_at, written
from bot.flows.follow_ups.reminders import Step, hours_in, is_open, step_of_claimed, step_of_open
from bot.flows.posts import direct, revise, tell, withdraw
from bot.model.card import Card
from bot.model.delivery import WAITING, Delivery, Promise
from bot.model.follow_up import OF_FLAGS, Did, Entry, FollowUp, FollowUpState, Wanted
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.preferences import Preferences
from bot.model.value import Utc
from bot.ports import Clock, Store, Tx, View

AT_ONCE: Final = 500
"""How many follow-ups are looked at in one transaction; others of the same people and channels join them."""

_NUDGE: Final = "nudge:"
_CLAIMED: Final = frozenset({FollowUpState.claimed})
_OPEN: Final = frozenset({FollowUpState.open})
_SINCE_OPEN: Final = frozenset({Did.flagged, Did.released, Did.declined, Did.reopened})


class Nudges:
    """Says what is to be said of follow-ups, and keeps who wants to hear it."""

    def __init__(self, store: Store, clock: Clock, customs: Customs) -> None:
        self._store = store
        self._clock = clock
        self._customs = customs

    async def tick(self) -> None:
        """Say all that is to be said by now. May be called at any time, and again."""
        while await self._store.read(lambda view: view.follow_ups.to_look_at(at=self._clock.now(), limit=1)):
            if await self._store.write(self._look) < AT_ONCE:
                return

    async def mute(self, person: Actor, *, nudges: bool) -> Preferences:
        """Keep whether somebody wants to be reminded; return all that they have set."""
        return await self._store.write(lambda tx: self._set(tx, person, {"nudges": nudges}))

    async def away(self, person: Actor, until: Utc | None) -> Preferences:
        """Keep until when somebody is away, None for not at all; return all that they have set."""
        return await self._store.write(lambda tx: self._set(tx, person, {"away_until": until}))

    async def of(self, person: Actor) -> Preferences:
        """Return what somebody has set."""
        return await self._store.read(lambda view: view.preferences.of_channel(direct(person)))

    def _set(self, tx: Tx, person: Actor, changes: Mapping[str, object]) -> Preferences:
        place = direct(person)
        own = tx.preferences.of_channel(place).model_copy(update=dict(changes))
        tx.preferences.set_channel(place, own)
        now = self._clock.now()
        for each in _owned(tx, person):
            if each.look_at and each.look_at > now and _was_put_off(tx, each):
                written(tx, each, Entry(at=now, did=Did.put_off, due=now))
        return own

    def _look(self, tx: Tx) -> int:
        """Look at what is to be looked at; return how many those were, without others that joined them."""
        now = self._clock.now()
        found = tx.follow_ups.to_look_at(at=now, limit=AT_ONCE)
        every = {each.number: each for each in found}
        if len(found) == AT_ONCE:  # who has more than these is to be told of all at once
            every.update((each.number, each) for each in _of_the_same(tx, found, now))
        steps = [(each, self._step(tx, each, now)) for each in every.values()]
        for each, step in steps:
            entry = Entry(at=now, did=step.did, owner=each.owner, due=step.look_at)
            written(tx, each, entry)
        self._say(tx, [each for each, step in steps if step.did is Did.nudged], now)
        self._call(tx, [each for each, step in steps if step.did is Did.called], now)
        for each in (each for each, step in steps if step.did is Did.escalated):
            self._escalate(tx, each, now)
        return len(found)

    def _step(self, tx: Tx, follow_up: FollowUp, now: Utc) -> Step:
        channel = follow_up.home.channel
        hours = hours_in(tx, channel, zone=self._customs.zone)
        if is_open(follow_up) or follow_up.owner is None:
            since = _open_since(tx, follow_up)
            told = called_at(tx, channel, at=since, customs=self._customs)
            return step_of_open(follow_up, told, hours, now=now)
        return step_of_claimed(follow_up, tx.preferences.of_channel(direct(follow_up.owner)), hours, now=now)

    def _say(self, tx: Tx, nudged: Iterable[FollowUp], now: Utc) -> None:
        """Remind each owner of all of theirs in one message."""
        for owner, theirs in _by_owner(nudged):
            tell(tx, owner, nudge_card(_soonest_first(theirs), now=now), key=_key(owner, now), at=now)

    def _call(self, tx: Tx, called: Sequence[FollowUp], now: Utc) -> None:
        """Say in each channel what nobody has: in the channel itself, nobody looks at the thread yet."""
        by_channel: dict[ChannelRef, list[FollowUp]] = {}
        for each in called:
            by_channel.setdefault(each.home.channel, []).append(each)
        for channel, here in by_channel.items():
            promise = Promise(
                key=_called(channel, now),
                to=Conversation(channel=channel),
                card=called_card(_soonest_first(here)),
                due_at=now,
                behind=here[0].made_by,
            )
            tx.deliveries.queue(promise, at=now)

    def _escalate(self, tx: Tx, follow_up: FollowUp, now: Utc) -> None:
        """Put a follow-up before the editors of its channel, in its thread."""
        _tell_thread(tx, follow_up, _escalated(follow_up, now), escalated_card(follow_up, now=now), at=now)


def withdraw_nudges(tx: Tx, follow_up: FollowUp, reason: str, *, at: Utc) -> None:
    """Take back what waits to be said of a follow-up that has changed; what is said of others stays."""
    for entry in _by_the_bot(tx, follow_up):
        if entry.did is Did.nudged and entry.owner:
            left = _told_of(tx, entry.owner, entry.at)
            card = nudge_card(left, now=entry.at) if left else None
            _take_out(tx, _key(entry.owner, entry.at), card, reason, at=at)
        elif entry.did is Did.called:
            left = _called_in(tx, follow_up.home.channel, entry.at)
            card = called_card(left) if left else None
            _take_out(tx, _called(follow_up.home.channel, entry.at), card, reason, at=at)
        elif entry.did is Did.escalated:
            _take_out(tx, _escalated(follow_up, entry.at), None, reason, at=at)


def tell_unreached(tx: Tx, delivery: Delivery, *, at: Utc) -> None:
    """Say in the threads of follow-ups that their owner could not be reminded; once for each due time.

    Does nothing for any other delivery than a nudge that was given up.
    """
    place = delivery.to.channel
    if not delivery.key.startswith(_NUDGE) or not place.person:
        return
    person = Actor(platform=place.platform, workspace=place.workspace, id=place.id, name=place.id)
    for each in _told_of(tx, person, delivery.queued_at):
        due = each.due.isoformat() if each.due else ""
        key = f"unreached:{each.name}:{place.id}:{due}"
        _tell_thread(tx, each, key, unreached_card(each, now=at), at=at)


def _take_out(tx: Tx, key: str, left: Card | None, reason: str, *, at: Utc) -> None:
    """Let a message that waits tell of what is left alone, or take it back where that is nothing."""
    post = tx.deliveries.of(key)
    if post is None:
        return
    if left is None:
        withdraw(tx, key, reason, at=at)
    elif post.state in WAITING:
        revise(tx, key, left, at=at)


def _told_of(tx: Tx, owner: Actor, said_at: Utc) -> Sequence[FollowUp]:
    """Return what somebody was reminded of at that moment, as far as nothing was done to it since."""
    return _untouched(tx, _owned(tx, owner), Did.nudged, said_at)


def _called_in(tx: Tx, channel: ChannelRef, said_at: Utc) -> Sequence[FollowUp]:
    """Return what a channel was told of at that moment, as far as nobody has done anything to it since."""
    here = tx.follow_ups.wanted(Wanted(states=_OPEN, channel=channel, limit=10 * AT_ONCE))
    return _untouched(tx, here, Did.called, said_at)


def _untouched(tx: Tx, of: Iterable[FollowUp], did: Did, at: Utc) -> Sequence[FollowUp]:
    """Return those to which that was done then, and nothing by a person since; soonest due first."""

    def so(follow_up: FollowUp) -> bool:
        for entry in reversed(tx.follow_ups.history(follow_up.number)):
            if entry.did is did and entry.at == at:
                return True
            if entry.by is not None and entry.did not in OF_FLAGS and entry.did is not Did.angled:
                return False
        return False

    return _soonest_first(each for each in of if so(each))


def _tell_thread(tx: Tx, follow_up: FollowUp, key: str, card: Card, *, at: Utc) -> None:
    promise = Promise(key=key, to=follow_up.home, card=card, due_at=at, behind=follow_up.made_by)
    tx.deliveries.queue(promise, at=at)


def _key(owner: Actor, at: Utc) -> str:
    return f"{_NUDGE}{'/'.join(owner.key)}:{at.isoformat()}"


def _called(channel: ChannelRef, at: Utc) -> str:
    return f"called:{channel.platform}/{channel.workspace}/{channel.id}:{at.isoformat()}"


def _escalated(follow_up: FollowUp, at: Utc) -> str:
    return f"escalated:{follow_up.name}:{at.isoformat()}"


def _by_the_bot(tx: Tx, follow_up: FollowUp) -> Iterable[Entry]:
    """Return what the bot has said of a follow-up since a person last did something to it but flag it.

    The newest thing that a person did may be what it is taken back for, so one more is looked at.
    """
    touches = 0
    for entry in reversed(tx.follow_ups.history(follow_up.number)):
        if entry.by is None:
            yield entry
        elif entry.did not in OF_FLAGS:
            touches += 1
            if touches > 1:
                return


def _open_since(tx: Tx, follow_up: FollowUp) -> Utc:
    entries = reversed(tx.follow_ups.history(follow_up.number))
    return next((entry.at for entry in entries if entry.did in _SINCE_OPEN), follow_up.made_at)


def _was_put_off(tx: Tx, follow_up: FollowUp) -> bool:
    """Say whether the bot waits with a follow-up of its own accord, and not because somebody said so."""
    history = tx.follow_ups.history(follow_up.number)
    last = next((entry for entry in reversed(history) if entry.did not in OF_FLAGS), None)
    return last is not None and last.did is Did.put_off


def _owned(view: View | Tx, owner: Actor) -> Sequence[FollowUp]:
    """Return every follow-up that somebody has."""
    return [
        each
        for each in view.follow_ups.wanted(Wanted(states=_CLAIMED, mine=owner, limit=10 * AT_ONCE))
        if owner.is_same(each.owner)
    ]


def _of_the_same(tx: Tx, found: Sequence[FollowUp], now: Utc) -> Iterable[FollowUp]:
    """Return what else is to be looked at of the same owners, and of the channels of what nobody has."""
    for owner in {each.owner.key: each.owner for each in found if each.owner}.values():
        yield from (each for each in _owned(tx, owner) if each.look_at and each.look_at <= now)
    for channel in {each.home.channel for each in found if is_open(each)}:
        here = tx.follow_ups.wanted(Wanted(states=_OPEN, channel=channel, limit=10 * AT_ONCE))
        yield from (each for each in here if each.look_at and each.look_at <= now)


def _by_owner(follow_ups: Iterable[FollowUp]) -> Iterable[tuple[Actor, Sequence[FollowUp]]]:
    owned = [(each.owner, each) for each in follow_ups if each.owner]
    for _, group in groupby(sorted(owned, key=lambda pair: pair[0].key), key=lambda pair: pair[0].key):
        pairs = list(group)
        yield pairs[0][0], [each for _, each in pairs]


def _soonest_first(follow_ups: Iterable[FollowUp]) -> Sequence[FollowUp]:
    return sorted(follow_ups, key=lambda each: (each.due is None, each.due or each.made_at, each.number))
