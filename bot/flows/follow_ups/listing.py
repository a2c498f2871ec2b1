"""Lists of follow-ups, what a home page shows of them, and the handover to the next shift."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.cards.edition import Chased
from bot.cards.follow_ups import Handed, HandoverShown, Listed, Part, Which
from bot.cards.home import OnHome
from bot.flows.follow_ups.history import Customs
from bot.flows.posts import direct
from bot.flows.zones import zone_of
from bot.model.follow_up import BY_THE_BOT, OF_FLAGS, STANDING, Entry, FollowUp, FollowUpState, Wanted
from bot.model.people import Actor, ChannelRef
from bot.model.story import Story, is_on
from bot.model.value import Utc, Value
from bot.ports import Clock, Store, Tx, View

PAGE: Final = 10
"""How many follow-ups a page of a list has."""

ON_HOME: Final = 5
"""How many of each kind a home page shows."""

IN_EDITION: Final = 5
"""How many of each kind an edition shows."""

_HANDED: Final = 10
_LOOKED_AT: Final = 2_000
"""Among how many follow-ups those on a topic are looked for, at most, for one page."""

_OPEN: Final = frozenset({FollowUpState.open})
_CLAIMED: Final = frozenset({FollowUpState.claimed})
_CLOSED: Final = frozenset({FollowUpState.done, FollowUpState.dropped})


class Sought(Value):
    """Which follow-ups somebody wants to see; those behind the first `after`."""

    which: Which = "here"
    channel: ChannelRef | None = None
    topic: str | None = None
    after: int = 0


class Page(Value):
    """A page of a list; `next` is behind how many the next one begins, None where there is none."""

    lines: tuple[Listed, ...]
    now: Utc
    next: int | None = None


class Listing:
    """Lists follow-ups."""

    def __init__(self, store: Store, clock: Clock, customs: Customs) -> None:
        self._store = store
        self._clock = clock
        self._customs = customs

    async def page(self, sought: Sought, by: Actor, where: ChannelRef) -> Page:
        """Return a page of what somebody wants to see, asked for in a channel; soonest due first.

        "due" goes to the end of the day in the zone of who asks. Of "all", those that stand come first.
        """

        def look(view: View) -> Page:
            now = self._clock.now()
            wanted = _wanted(sought, by, end_of_day(now, self._zone_of(view, by, where)))
            groups = (STANDING, _CLOSED) if sought.which == "all" else (wanted.states,)
            found = _on_topic(view, _walk(view, wanted, groups, sought.after), sought)
            return Page(lines=_listed(view, found.shown), now=now, next=found.next)

        return await self._store.read(look)

    async def handover(self, channel: ChannelRef | None, where: ChannelRef) -> HandoverShown:
        """Return what the next shift is to know of a channel, or of all; `place` is left out.

        The day ends in the zone of the channel where it is asked for.
        """

        def look(view: View) -> HandoverShown:
            now = self._clock.now()
            zone = zone_of(view, channel or where, default=self._customs.zone)
            return HandoverShown(parts=_parts(view, channel, now=now, end=end_of_day(now, zone)), now=now)

        return await self._store.read(look)

    async def home(self, person: Actor, channels: Collection[ChannelRef]) -> OnHome:
        """Return what a person's page shows: theirs, and what stands in those channels besides."""

        def look(view: View) -> OnHome:
            own = Wanted(mine=person, limit=ON_HOME)
            mine = view.follow_ups.wanted(own)
            known = {each.number for each in mine}
            found = {  # one with cards in several of the channels stands there once
                each.number: each
                for channel in channels
                for each in view.follow_ups.wanted(Wanted(channel=channel, limit=2 * ON_HOME))
                if each.number not in known
            }
            here = sorted(
                found.values(), key=lambda each: (each.due is None, each.due or each.made_at, each.number)
            )
            return OnHome(
                now=self._clock.now(),
                mine=_listed(view, mine),
                mine_total=view.follow_ups.count(own),
                here=_listed(view, here[:ON_HOME]),
            )

        return await self._store.read(look)

    def _zone_of(self, view: View, person: Actor, where: ChannelRef) -> str:
        own = view.preferences.of_channel(direct(person)).zone or person.zone
        return own or zone_of(view, where, default=self._customs.zone)


def end_of_day(now: Utc, zone: str) -> datetime:
    """Return the last moment of the day that it is now in a zone, in UTC."""
    in_zone = ZoneInfo(zone)
    tomorrow = now.astimezone(in_zone).date() + timedelta(days=1)
    begins = datetime.combine(tomorrow, time(0), in_zone).astimezone(now.tzinfo)
    return begins - timedelta(microseconds=1)


def due_in(view: View | Tx, channel: ChannelRef, *, now: Utc, zone: str) -> Chased:
    """Return what is overdue in a channel, and what is due by the end of the day in that zone."""
    late = Wanted(channel=channel, due_by=now, limit=IN_EDITION)
    today = late.model_copy(update={"due_by": end_of_day(now, zone)})
    by_tonight = view.follow_ups.count(today)
    if not by_tonight:
        return Chased()
    overdue = view.follow_ups.count(late)
    return Chased(
        overdue=view.follow_ups.wanted(late),
        overdue_total=overdue,
        today=view.follow_ups.wanted(today.model_copy(update={"offset": overdue})),
        today_total=by_tonight - overdue,
    )


class _Found(Value):
    shown: tuple[FollowUp, ...]
    next: int | None


def _wanted(sought: Sought, by: Actor, end: Utc) -> Wanted:
    return Wanted(
        states=_OPEN if sought.which == "open" else STANDING,
        channel=sought.channel,
        mine=by if sought.which == "mine" else None,
        due_by=end if sought.which == "due" else None,
    )


def _walk(
    view: View, wanted: Wanted, groups: Sequence[frozenset[FollowUpState]], after: int
) -> Iterator[tuple[int, FollowUp]]:
    """Yield what is wanted, group by group, behind the first `after`; each with its place, from 1."""
    place, skip = after, after
    for states in groups:
        here = wanted.model_copy(update={"states": states, "limit": PAGE + 1, "offset": skip})
        met = False
        while page := view.follow_ups.wanted(here):
            met = True
            for each in page:
                place += 1
                yield place, each
            if len(page) < here.limit:
                break
            here = here.model_copy(update={"offset": here.offset + len(page), "limit": 10 * PAGE})
        skip = 0 if met or not skip else max(skip - view.follow_ups.count(here), 0)


def _on_topic(view: View, walk: Iterator[tuple[int, FollowUp]], sought: Sought) -> _Found:
    """Take a page from the walk, of follow-ups on the topic alone where one is given."""
    shown: list[FollowUp] = []
    last = sought.after
    for place, each in walk:
        if len(shown) == PAGE or place - sought.after > _LOOKED_AT:
            return _Found(shown=tuple(shown), next=last)
        last = place
        if sought.topic is None or _is_on(view, each, sought.topic):
            shown.append(each)
    return _Found(shown=tuple(shown), next=None)


def _is_on(view: View, follow_up: FollowUp, topic: str) -> bool:
    story = view.stories.get(follow_up.story)
    return story is not None and is_on(topic, headline=story.headline, topics=story.topics)


def _listed(view: View, follow_ups: Sequence[FollowUp]) -> tuple[Listed, ...]:
    headlines = _headlines(view, follow_ups)
    return tuple(Listed(follow_up=each, headline=headlines.get(each.story, "")) for each in follow_ups)


def _headlines(view: View | Tx, follow_ups: Sequence[FollowUp]) -> dict[int, str]:
    """Return the headlines of the stories of those that have no angle; the others don't need one."""
    numbers = {each.story for each in follow_ups if not each.angle}
    stories: Sequence[Story] = view.stories.numbered(numbers) if numbers else ()
    return {story.number: story.headline for story in stories}


def _parts(view: View, channel: ChannelRef | None, *, now: Utc, end: Utc) -> tuple[Part, ...]:
    claimed = Wanted(states=_CLAIMED, channel=channel, limit=_HANDED)
    late = claimed.model_copy(update={"due_by": now})
    today = claimed.model_copy(update={"due_by": end})
    overdue, by_tonight = view.follow_ups.count(late), view.follow_ups.count(today)
    later = claimed.model_copy(update={"offset": by_tonight})
    nobodys = claimed.model_copy(update={"states": _OPEN})
    today = today.model_copy(update={"offset": overdue})
    parts = (
        ("Overdue", overdue, late),
        ("Due today", by_tonight - overdue, today),
        ("Later", view.follow_ups.count(claimed) - by_tonight, later),
        ("Nobody has it", view.follow_ups.count(nobodys), nobodys),
    )
    return tuple(
        Part(title=title, total=total, lines=_handed(view, wanted, total, now))
        for title, total, wanted in parts
    )


def _handed(view: View, wanted: Wanted, total: int, now: Utc) -> tuple[Handed, ...]:
    found = view.follow_ups.wanted(wanted)[:total]
    headlines = _headlines(view, found)
    return tuple(
        Handed(
            follow_up=each,
            headline=headlines.get(each.story, ""),
            touch=_touch(view, each),
            away_until=_away(view, each.owner, now),
        )
        for each in found
    )


def _touch(view: View, follow_up: FollowUp) -> Entry | None:
    """Return what a person did to a follow-up last; flags don't count."""
    entries = reversed(view.follow_ups.history(follow_up.number))
    return next((entry for entry in entries if entry.did not in OF_FLAGS | BY_THE_BOT), None)


def _away(view: View, owner: Actor | None, now: Utc) -> Utc | None:
    until = view.preferences.of_channel(direct(owner)).away_until if owner else None
    return until if until and until > now else None
