"""Channels in Slack: what they are called, and who can see what is in them."""

import asyncio
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from adapters.slack.answers import at, each, next_page
from adapters.slack.api import Api
from adapters.slack.faults import Fault
from bot.ports import Clock
from bot.text import clip, one_line

_log = logging.getLogger(__name__)

KEPT: Final = timedelta(minutes=5)
"""For how long it is believed what a channel is, and who is in it."""

_ASKED_AGAIN = timedelta(seconds=5)
"""How old a list of members must be before it is asked for anew, for somebody who is not in it."""

_MOST_KEPT = 1_000
_PAGE = 1_000
_LONGEST_NAME = 80
_NOT_SEEN = frozenset({"channel_not_found", "method_not_supported_for_channel_type"})


@dataclass
class _Known:
    """A channel; `members` and `listed` are set once somebody wanted to know who is in it."""

    name: str
    private: bool
    until: datetime
    members: frozenset[str] = frozenset()
    listed: datetime | None = None
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


class Channels:
    """Looks channels up in Slack, and believes what it was told for five minutes."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def name(self, channel: str) -> str | None:
        """Return what a channel is called, without the #; None where Slack doesn't tell. Never raises."""
        try:
            return (await self._channel(channel)).name or None
        except Fault:
            return None

    async def shown_to(self, person: str, channel: str, *, guest: bool) -> bool | None:
        """Say whether somebody can see what is in a channel; None where that can't be told now. Never raises.

        A public channel is open to everybody but guests and people from other organisations; those, and
        everybody in a private one, see it where they are members. Of a channel that the bot can't see Slack
        tells it nothing, and nothing reaches the bot from there: whoever is named there may be meant.
        """
        try:
            known = await self._channel(channel)
            if not known.private and not guest:
                return True
            return await self._is_member(person, channel, known)
        except Fault as fault:
            if fault.word in _NOT_SEEN:
                return True
            _log.warning("Slack didn't tell who can see a channel: %s", fault)
            return None

    async def _channel(self, channel: str) -> _Known:
        """Raise Fault where Slack doesn't tell."""
        async with self._asking[channel]:
            known = self._known.get(channel)
            if known is not None and self._clock.now() < known.until:
                return known
            info = at(await self._api.ask(self._api.client.conversations_info(channel=channel)), "channel")
            name = at(info, "name", default="")
            known = _Known(
                name=clip(one_line(name), _LONGEST_NAME) if isinstance(name, str) else "",
                private=at(info, "is_private", default=False) is True,
                until=self._clock.now() + KEPT,
            )
            self._keep(channel, known)
            return known

    async def _is_member(self, person: str, channel: str, known: _Known) -> bool:
        """Raise Fault where Slack doesn't tell. Who is not in the list may have joined since it was made."""
        async with known.asking:
            now = self._clock.now()
            fresh = known.listed is not None and now < known.listed + _ASKED_AGAIN
            if person not in known.members and not fresh:
                known.members = await self._members(channel)
                known.listed = now
            return person in known.members

    async def _members(self, channel: str) -> frozenset[str]:
        found: list[str] = []
        cursor: str | None = None
        while True:
            said = await self._api.ask(
                self._api.client.conversations_members(channel=channel, limit=_PAGE, cursor=cursor)
            )
            found += map(str, each(said, "members"))
            cursor = next_page(said)
            if cursor is None:
                return frozenset(found)

    def _keep(self, channel: str, known: _Known) -> None:
        self._known.pop(channel, None)
        self._known[channel] = known
        if len(self._known) > _MOST_KEPT:
            oldest = next(iter(self._known))
            del self._known[oldest]
            self._asking.pop(oldest, None)
