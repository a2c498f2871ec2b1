"""A person's own page: today's stories, and the digests of the channels that they are in."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from bot.cards.home import HomeShown
from bot.flows.desk import Desk
from bot.flows.digests import Digests
from bot.model.people import ChannelRef
from bot.ports import Clock

STORIES: Final = 5
"""How many of the day's stories are shown."""

_A_DAY: Final = timedelta(hours=24)


class Home:
    """Gathers what stands on a person's page."""

    def __init__(self, desk: Desk, digests: Digests, clock: Clock) -> None:
        self._desk = desk
        self._digests = digests
        self._clock = clock

    async def page(self, channels: Collection[ChannelRef]) -> HomeShown:
        """Return the page of a person who is in those channels; the digest that comes next is the first."""
        latest = await self._desk.latest(count=STORIES, since=self._clock.now() - _A_DAY)
        return HomeShown(
            stories=latest.stories,
            total=latest.total,
            digests=await self._digests.standing_in(channels),
        )
