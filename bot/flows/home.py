"""A person's own page: their follow-ups and their channels', today's stories, digests, paused watches."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from bot.cards.home import HomeShown
from bot.flows.desk import Desk
from bot.flows.digests import Digests
from bot.flows.follow_ups.listing import Listing
from bot.flows.posts import direct
from bot.flows.subscriptions import Subscriptions
from bot.model.digest import OrderState
from bot.model.people import Actor, ChannelRef
from bot.ports import Clock

STORIES: Final = 5
"""How many of the day's stories are shown."""

_A_DAY: Final = timedelta(hours=24)


class Home:
    """Gathers what stands on a person's page."""

    def __init__(
        self, desk: Desk, digests: Digests, subscriptions: Subscriptions, listing: Listing, clock: Clock
    ) -> None:
        self._desk = desk
        self._digests = digests
        self._subscriptions = subscriptions
        self._listing = listing
        self._clock = clock

    async def page(self, actor: Actor, channels: Collection[ChannelRef]) -> HomeShown:
        """Return the page of a person who is in those channels; the digest that comes next is the first."""
        latest = await self._desk.latest(count=STORIES, since=self._clock.now() - _A_DAY)
        watches = await self._subscriptions.here(direct(actor))
        return HomeShown(
            follow_ups=await self._listing.home(actor, channels),
            stories=latest.stories,
            total=latest.total,
            digests=await self._digests.standing_in(channels),
            paused=tuple(each for each in watches if each.state is OrderState.paused),
        )
