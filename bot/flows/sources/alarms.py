"""What people are told of sources: that one fails, is gone, or has fallen silent. Each is said once."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final

from bot.cards.sources import silence_card, troubles_card
from bot.flows.posts import direct
from bot.model.delivery import Promise
from bot.model.people import Conversation
from bot.model.polled import PolledSource, SourceState
from bot.model.value import Utc
from bot.ports import Clock, Store, Tx
from bot.reading.rhythm import rhythm_of
from bot.reading.silence import is_silent

PATIENCE: Final = 3
"""So many times in a row a source fails before anybody is told; with the waits in between, 45 minutes."""

LONG: Final = timedelta(days=2)
"""A source that gives nothing for so long is told of, however few times it was asked: a host may ask to be
left alone for a week."""


class Alarms:
    """Tells of sources."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._troubled: set[int] | None = None  # which they are, only the store knows so far

    def sound(self, tx: Tx, source: PolledSource, *, at: Utc) -> PolledSource:
        """Promise what is to be said of a source that was just asked; return it, with what was said noted.

        Troubles are gathered and told by `tick`, so that who added a hundred sources gets one message when
        the network is gone.
        """
        if self._troubled is not None and _is_ripe(source):
            self._troubled.add(source.number)
        if source.home is None or not _is_unsaid(source) or not is_silent(source, at=at):
            return source
        card = silence_card(source, rhythm_of(source.moments), now=at)
        promise = Promise(
            key=f"silence:{source.number}:{source.newest}",
            to=source.home,
            card=card,
            due_at=at,
            behind=source.added_by,
        )
        tx.deliveries.queue(promise, at=at)
        return source.model_copy(update={"alarmed_for": source.newest})

    async def tick(self) -> None:
        """Tell of sources in trouble, each trouble once.

        The first time every source is looked at: the process before may have ended before it could tell.
        """
        if self._troubled is None:
            every = await self._store.read(lambda view: view.sources.every())
            self._troubled = {source.number for source in every if _is_ripe(source)}
        if not self._troubled:
            return
        numbers, at = sorted(self._troubled), self._clock.now()

        def work(tx: Tx) -> None:
            found = (tx.sources.get(number) for number in numbers)
            ripe = [source for source in found if source and _is_ripe(source)]
            ripe.sort(key=_whose)
            for _, theirs in groupby(ripe, key=_whose):
                _tell(tx, list(theirs), at=at)

        await self._store.write(work)
        self._troubled.difference_update(numbers)


def _tell(tx: Tx, sources: Sequence[PolledSource], *, at: Utc) -> None:
    """Promise one message about all of them, where they are told of."""
    to = _told_in(sources[0])
    if to is None:
        return
    promise = Promise(
        key=f"trouble:{sources[0].number}:{at.isoformat()}",
        to=to,
        card=troubles_card(sources, now=at),
        due_at=at,
    )
    tx.deliveries.queue(promise, at=at)
    for each in sources:
        told = each.trouble and each.trouble.model_copy(update={"told": True})
        tx.sources.change(each.model_copy(update={"trouble": told}))


def _is_ripe(source: PolledSource) -> bool:
    """Say whether somebody is to be told of a source's trouble now."""
    trouble = source.trouble
    if trouble is None or trouble.told or source.state is SourceState.removed or _told_in(source) is None:
        return False
    if source.state is SourceState.stopped or trouble.times >= PATIENCE:
        return True
    return source.next_at - trouble.since >= LONG


def _is_unsaid(source: PolledSource) -> bool:
    """Say whether an alarm is wanted when a source falls silent, and wasn't given since its newest item."""
    return not source.muted and source.alarmed_for != source.newest


def _told_in(source: PolledSource) -> Conversation | None:
    """Return where a source's troubles are told: to who added it, else in its home; None for nowhere yet."""
    return Conversation(channel=direct(source.added_by)) if source.added_by else source.home


def _whose(source: PolledSource) -> str:
    to = _told_in(source)
    return to.model_dump_json() if to else ""
