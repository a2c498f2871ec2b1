"""Digests: setting them up and changing them for people, and bringing out editions when they are due."""

import logging
from collections.abc import Collection
from datetime import time, timedelta
from functools import partial
from itertools import islice
from typing import Literal

from bot.cards.digests import Standing, described
from bot.cards.edition import EditionShown
from bot.errors import NotFound, NutgrafError, UsageError
from bot.flows.ledger import GRACE, decided_until, to_come, undecided
from bot.flows.publishing import Coming, prepare, publish, recall, settle
from bot.flows.zones import zone_of
from bot.model.digest import Digest, DigestDraft, Edition, OrderState
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.schedule import WEEKDAYS, Schedule
from bot.model.value import Utc, Value
from bot.ports import Clock, Store, Tx, View
from bot.text import fold

_log = logging.getLogger(__name__)

SHOWN_NEXT = 3
"""How many editions to come are told."""


class Wish(Value):
    """What a person wants of a digest; None where they leave it as it is, or as is usual.

    An empty topic asks for every topic.
    """

    at: time
    days: tuple[int, ...] | None = None
    zone: str | None = None
    topic: str | None = None
    count: int | None = None
    quiet: Literal["say", "skip"] | None = None


class Made(Value):
    """What became of a wish: a new digest, one that was changed, or one that was just so before."""

    standing: Standing
    did: Literal["added", "changed", "nothing"]


class Listing(Value):
    """A channel's digests, and the next edition of one of them as it would look now."""

    standing: tuple[Standing, ...]
    preview: EditionShown | None = None
    number: int | None = None


class Digests:
    """Standing orders for digests, and their editions. What a method does is whole or not done."""

    def __init__(self, store: Store, clock: Clock, *, zone: str = "UTC", grace: timedelta = GRACE) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._grace = grace
        self._since = clock.now()

    async def add(self, where: Conversation, actor: Actor, wish: Wish) -> Made:
        """Set up a digest; where one has the same schedule and topic, that one is changed instead.

        Zone: the wish's, else the channel's, else the workspace's, else the bot's.
        """

        def work(tx: Tx) -> Made:
            schedule = Schedule(
                at=wish.at,
                days=wish.days or WEEKDAYS,
                zone=wish.zone or zone_of(tx, where.channel, default=self._zone),
            )
            here = (digest for digest in tx.digests.in_channel(where.channel) if digest.where == where)
            same = next((d for d in here if d.schedule == schedule and _same(d.topic, wish.topic)), None)
            if same:
                return self._changed(tx, same, wish)
            now = self._clock.now()
            draft = DigestDraft(
                where=where,
                schedule=schedule,
                topic=wish.topic or None,
                set_by=actor,
                made_at=now,
                made_after=tx.stories.newest_arrival(),
                changed_at=now,
            )
            added = tx.digests.add(draft.model_copy(update=_asked(count=wish.count, quiet=wish.quiet)))
            return Made(standing=self._standing(tx, added), did="added")

        return await self._store.write(work)

    async def change(self, where: Conversation, number: int, wish: Wish) -> Made:
        """Change a digest of the channel. A day that is decided stays decided.

        Raises NotFound, or UsageError where another one there is just so already.
        """
        return await self._store.write(lambda tx: self._changed(tx, _the_one(tx, where, number), wish))

    async def listing(self, where: Conversation, number: int | None = None) -> Listing:
        """Return the channel's digests, with a preview of that one, else of the one that comes next.

        Raises NotFound where there is none of that number.
        """

        def look(view: View) -> Listing:
            found = view.digests.in_channel(where.channel)
            standing = tuple(self._standing(view, digest) for digest in found)
            if not standing:
                return Listing(standing=())
            coming = min(standing, key=lambda each: (not each.next, *each.next[:1]))
            chosen = _the_one(view, where, number) if number else coming.digest
            return Listing(standing=standing, preview=self._preview(view, chosen), number=chosen.number)

        return await self._store.read(look)

    async def standing_in(self, channels: Collection[ChannelRef]) -> tuple[Standing, ...]:
        """Return the digests of these channels and their threads, that which comes next first."""

        def look(view: View) -> tuple[Standing, ...]:
            found = (digest for digest in view.digests.standing() if digest.where.channel in channels)
            standing = (self._standing(view, digest) for digest in found)
            return tuple(sorted(standing, key=lambda each: (not each.next, *each.next[:1])))

        return await self._store.read(look)

    async def now(self, where: Conversation, number: int | None = None, *, keep: bool = True) -> Edition:
        """Send an edition out of turn. Unless it keeps the watermark, the next one begins where it ends.

        Raises NotFound, or UsageError where the channel has several digests and no number is given.
        """

        def work(tx: Tx) -> Edition:
            digest, now = _the_one(tx, where, number), self._clock.now()
            self._settle(tx, digest, now)
            edition = publish(tx, digest, Coming.out_of_turn(digest, keeps=keep, now=now), now=now)
            if edition is None:
                raise NutgrafError(
                    f"An edition of digest {digest.number} was asked for at this very moment.",
                    next_step="Look for it in the channel; if it isn't there, ask again.",
                )
            return edition

        return await self._store.write(work)

    async def pause(self, where: Conversation, actor: Actor, number: int | None = None) -> Standing:
        """Pause a digest; what of it still waits is withdrawn. May be called again. Raises as `now` does."""
        return await self._store.write(
            lambda tx: self._stopped(
                tx, _the_one(tx, where, number), OrderState.paused, f"{actor.name} paused it"
            )
        )

    async def resume(self, where: Conversation, number: int | None = None) -> Standing:
        """Take a paused digest up again; what came due in between is missed. Raises as `now` does."""

        def work(tx: Tx) -> Standing:
            digest = _the_one(tx, where, number)
            self._settle(tx, digest, self._clock.now())
            return self._standing(tx, _stored(tx, digest, state=OrderState.active, reason=""))

        return await self._store.write(work)

    async def off(self, where: Conversation, actor: Actor, number: int | None = None) -> Standing:
        """End a digest; what of it still waits is withdrawn. Raises as `now` does."""
        return await self._store.write(
            lambda tx: self._stopped(
                tx, _the_one(tx, where, number), OrderState.off, f"{actor.name} turned it off"
            )
        )

    async def tick(self) -> None:
        """Decide what is due now, each digest in its own transaction. May come late, twice, or not at all.

        A digest that fails is logged and tried again at the next tick; the others go on.
        """
        for number in await self._store.read(self._due):
            try:
                await self._store.write(partial(self._decide, number=number))
            except NutgrafError as error:
                _log.warning("Digest %d could not be decided, and is tried again: %s", number, error)
            except Exception:  # noqa: BLE001 - logged; one digest's fault must not keep the others from coming
                _log.exception("Digest %d could not be decided, and is tried again.", number)

    def _due(self, view: View) -> list[int]:
        return [digest.number for digest in view.digests.standing() if self._looks_due(view, digest)]

    def _looks_due(self, view: View, digest: Digest) -> bool:
        try:
            last = decided_until(digest, view.digests.last_dated(digest.number))
            return bool(undecided(digest, last=last, now=self._clock.now(), grace=self._grace))
        except Exception:  # noqa: BLE001 - it is decided by itself, and then its fault is logged as its own
            return True

    def _decide(self, tx: Tx, number: int) -> None:
        digest = tx.digests.get(number)
        if digest and digest.state is not OrderState.off:
            self._settle(tx, digest, self._clock.now())

    def _settle(self, tx: Tx, digest: Digest, now: Utc) -> None:
        settle(tx, digest, now=now, grace=self._grace, since=self._since)

    def _changed(self, tx: Tx, digest: Digest, wish: Wish) -> Made:
        before, now = digest.schedule, self._clock.now()
        schedule = Schedule(at=wish.at, days=wish.days or before.days, zone=wish.zone or before.zone)
        topic = digest.topic if wish.topic is None else wish.topic or None
        asked = _asked(count=wish.count, quiet=wish.quiet)
        changed_at = digest.changed_at if schedule == before else now
        wanted = digest.model_copy(
            update={"schedule": schedule, "topic": topic, "changed_at": changed_at, **asked}
        )
        if wanted == digest:
            return Made(standing=self._standing(tx, digest), did="nothing")
        _refuse_twin(tx, wanted)
        self._settle(tx, digest, now)
        tx.digests.change(wanted)
        return Made(standing=self._standing(tx, wanted), did="changed")

    def _stopped(self, tx: Tx, digest: Digest, state: OrderState, reason: str) -> Standing:
        now = self._clock.now()
        self._settle(tx, digest, now)
        recall(tx, digest, reason, now=now)
        return self._standing(tx, _stored(tx, digest, state=state, reason=reason))

    def _preview(self, view: View, digest: Digest) -> EditionShown:
        now = self._clock.now()
        return prepare(view, digest, Coming.out_of_turn(digest, keeps=False, now=now), now=now).shown

    def _standing(self, view: View | Tx, digest: Digest) -> Standing:
        last = next(iter(view.digests.editions(digest.number, limit=1)), None)
        post = view.deliveries.of(last.delivery) if last and last.delivery else None
        coming = to_come(digest, view.digests.last_dated(digest.number), now=self._clock.now())
        return Standing(
            digest=digest,
            last=last,
            post=post.state if post else None,
            post_reason=post.reason if post else "",
            next=tuple(due for _, due in islice(coming, SHOWN_NEXT)),
        )


def _the_one(view: View | Tx, where: Conversation, number: int | None) -> Digest:
    """Return the channel's digest of that number, or its only one. Raises NotFound and UsageError."""
    found = view.digests.in_channel(where.channel)
    if not found:
        raise NotFound("This channel has no digest.", next_step="`digest at 08:00 weekdays` sets one up.")
    there = "; ".join(f"{digest.number} is {described(digest)}" for digest in found)
    if number is None and len(found) > 1:
        raise UsageError(
            f"This channel has {len(found)} digests, so it has to be said which one: {there}.",
            next_step=f"Add its number, as in number:{found[0].number}.",
        )
    chosen = next((digest for digest in found if number in {None, digest.number}), None)
    if chosen is None:
        raise NotFound(f"This channel has no digest {number}.", next_step=f"Here are: {there}.")
    return chosen


def _refuse_twin(view: View | Tx, wanted: Digest) -> None:
    """Raise UsageError where another digest of the conversation has the same schedule and topic."""
    for other in view.digests.in_channel(wanted.where.channel):
        same = (other.where, other.schedule) == (wanted.where, wanted.schedule)
        if same and other.number != wanted.number and _same(other.topic, wanted.topic):
            raise UsageError(
                f"Digest {other.number} is that already: {described(other)}.",
                next_step=f"`digest off {wanted.number}` ends the one that is not needed.",
            )


def _stored(tx: Tx, digest: Digest, *, state: OrderState, reason: str) -> Digest:
    changed = digest.model_copy(update={"state": state, "reason": reason})
    tx.digests.change(changed)
    return changed


def _same(topic: str | None, other: str | None) -> bool:
    return fold(topic or "") == fold(other or "")


def _asked(**wishes: object) -> dict[str, object]:
    return {name: value for name, value in wishes.items() if value is not None}
