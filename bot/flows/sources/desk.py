"""What people do with sources: look, add, list, check, mute, remove; and many at once, from a list."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

from bot.errors import NotFound
from bot.flows.intake import Receipt
from bot.flows.sources.looking import Looking, address
from bot.flows.sources.polling import Polling
from bot.flows.sources.schedule import first
from bot.model.outline import Outline
from bot.model.people import Actor, Conversation
from bot.model.polled import PolledDraft, PolledSource, Rhythm, Sighting, SourceKind, SourceState, Wish
from bot.model.query import Latest
from bot.model.story import Story
from bot.model.value import Value
from bot.ports import Clock, Store, Tx, View
from bot.reading.rhythm import rhythm_of
from bot.text import fold

SPREAD: Final = timedelta(minutes=15)
"""Sources that are brought in together are asked for the first time within this time."""

_HEADLINES: Final = 3


class Checked(Value):
    """What a source gave just now: how it is after that, its rhythm, and its newest headlines.

    `new` items came in, `faults` are what could not be read; `unchanged` where it said the same as before.
    `first_poll` says that these were there before it was watched, so that nothing of them is posted.
    """

    source: PolledSource
    rhythm: Rhythm
    headlines: tuple[str, ...] = ()
    new: int = 0
    faults: tuple[str, ...] = ()
    unchanged: bool = False
    first_poll: bool = False


class Brought(Value):
    """What became of a list of sources: those added, and those that were there already, by their titles."""

    added: tuple[PolledSource, ...] = ()
    known: tuple[str, ...] = ()


class Sources:
    """Answers for the sources."""

    def __init__(self, store: Store, clock: Clock, *, looking: Looking, polling: Polling) -> None:
        self._store = store
        self._clock = clock
        self._looking = looking
        self._polling = polling

    async def look(self, wish: Wish) -> Sighting:
        """Return what could be watched at an address; `known` is the number of the source that it is already.

        Raises Unreadable where nothing can be had.
        """
        known = await self._known(address(wish.url))
        if known is not None:
            return Sighting(source=known, rhythm=rhythm_of(known.moments), known=known.number)
        sighting = await self._looking.look(wish)
        known = await self._known(sighting.source.key) or await self._known(sighting.source.url)
        return sighting.model_copy(update={"known": known and known.number})

    async def add(self, sighting: Sighting) -> PolledSource:
        """Watch what was seen from now on; return it. What it has so far is stored, and nothing is posted.

        Where it is a source already, that is returned.
        """

        def work(tx: Tx) -> PolledSource:
            draft = sighting.source
            return tx.sources.at(draft.key) or tx.sources.at(draft.url) or tx.sources.add(draft)

        return await self._store.write(work)

    async def bring(self, outlines: Iterable[Outline], *, by: Actor | None = None) -> Brought:
        """Watch every feed of a list that isn't watched yet; each is asked within the next 15 minutes."""
        at = self._clock.now()
        drafts = [
            PolledDraft(
                key=outline.xml_url,
                url=outline.xml_url,
                kind=SourceKind.feed,
                title=outline.title or outline.xml_url,
                added_at=at,
                next_at=first(outline.xml_url, at=at, within=SPREAD),
                added_by=by,
                topics=outline.topics,
            )
            for outline in outlines
        ]

        def work(tx: Tx) -> Brought:
            added: list[PolledSource] = []
            known: list[str] = []
            for draft in drafts:
                if tx.sources.at(draft.key):
                    known.append(draft.title)
                else:
                    added.append(tx.sources.add(draft))
            return Brought(added=tuple(added), known=tuple(known))

        return await self._store.write(work)

    async def every(self) -> tuple[PolledSource, ...]:
        """Return the sources that are watched, the lowest number first."""
        return await self._store.read(lambda view: view.sources.every())

    async def get(self, number: int) -> PolledSource:
        """Return the source of that number. Raises NotFound."""
        return await self._store.read(lambda view: the_source(view, number))

    async def check(self, number: int) -> Checked:
        """Ask a source now, and say what came of it. One that was stopped is watched again if it answers.

        Raises NotFound.
        """
        polled = await self._polling.poll(await self.get(number))
        receipt = polled.receipt or Receipt()
        title = polled.source.title
        latest = Latest(limit=_HEADLINES, source=title)
        stories = await self._store.read(lambda view: view.stories.latest(latest))
        headlines = tuple(_headline_by(title, story) for story in stories)
        return Checked(
            source=polled.source,
            rhythm=rhythm_of(polled.source.moments),
            headlines=headlines,
            new=len(receipt.taken),
            faults=receipt.faults,
            unchanged=polled.unchanged,
            first_poll=receipt.first_poll,
        )

    async def remove(self, number: int) -> PolledSource:
        """Watch a source no longer; its stories stay. Raises NotFound."""
        return await self._changed(number, lambda it: it.model_copy(update={"state": SourceState.removed}))

    async def mute(self, number: int, *, muted: bool) -> PolledSource:
        """Say whether an alarm is wanted when a source falls silent; return it. Raises NotFound."""
        return await self._changed(number, lambda it: it.model_copy(update={"muted": muted}))

    async def change(
        self,
        number: int,
        *,
        full: bool | None = None,
        topics: tuple[str, ...] | None = None,
        home: Conversation | None = None,
    ) -> PolledSource:
        """Change what is given; return the source. Raises NotFound."""
        given = {"full": full, "topics": topics, "home": home}
        changes = {name: value for name, value in given.items() if value is not None}
        return await self._changed(number, lambda it: it.model_copy(update=changes))

    async def _known(self, url: str) -> PolledSource | None:
        return await self._store.read(lambda view: view.sources.at(url))

    async def _changed(self, number: int, change: Callable[[PolledSource], PolledSource]) -> PolledSource:
        def work(tx: Tx) -> PolledSource:
            after = change(the_source(tx, number))
            tx.sources.change(after)
            return after

        return await self._store.write(work)


def the_source(view: View | Tx, number: int) -> PolledSource:
    """Return the source of that number. Raises NotFound where there is none, or it was removed."""
    source = view.sources.get(number)
    if source is None or source.state is SourceState.removed:
        gone = f"{source.title}, source {number}, was removed" if source else f"There is no source {number}"
        raise NotFound(f"{gone}.", next_step="`source list` shows those that there are.")
    return source


def _headline_by(outlet: str, story: Story) -> str:
    """Return the headline of an outlet's latest report of a story, which may have begun with another's."""
    own = (report.headline for report in reversed(story.reports) if fold(report.outlet) == fold(outlet))
    return next(own, story.headline)
