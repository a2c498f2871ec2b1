"""Home tabs: made when they are opened, and made anew when something was done that they show."""

from datetime import datetime, timedelta

from adapters.slack.blocks.render import home
from adapters.slack.people import People
from adapters.slack.replies import Replies
from adapters.slack.times import Times
from bot.ports import Answers, Clock


class Homes:
    """Makes home tabs, never two at a time for one person: the older one could be shown last."""

    def __init__(
        self, answers: Answers, people: People, replies: Replies, clock: Clock, times: Times
    ) -> None:
        self._answers = answers
        self._people = people
        self._replies = replies
        self._clock = clock
        self._times = times
        self._made: dict[str, datetime] = {}
        self._making: set[str] = set()
        self._again: set[str] = set()

    async def opened(self, user: str, team: str) -> None:
        """Show a person their home tab, unless it was made just now. Never raises."""
        fresh = self._clock.now() - timedelta(seconds=self._times.between_homes)
        for each in [each for each, at in self._made.items() if at <= fresh]:
            del self._made[each]
        if user not in self._made:
            await self._make(user, team, known=False)

    async def changed(self, user: str, team: str) -> None:
        """Show a person their home tab as it has become by what they did in it. Never raises."""
        await self._make(user, team, known=True)

    async def _make(self, user: str, team: str, *, known: bool) -> None:
        """Make it, and once more where that was asked for meanwhile."""
        if user in self._making:
            self._again.add(user)
            return
        self._making.add(user)
        try:
            await self._show(user, team, known=known)
            while user in self._again:
                self._again.discard(user)
                await self._show(user, team, known=True)
        finally:
            self._making.discard(user)
            self._again.discard(user)

    async def _show(self, user: str, team: str, *, known: bool) -> None:
        self._made[user] = self._clock.now()
        actor = await self._people.actor(user, team or None)
        channels = await self._people.channels(user, known=known)
        if not await self._replies.publish(user, home(await self._answers.home(actor, channels))):
            self._made.pop(user, None)
