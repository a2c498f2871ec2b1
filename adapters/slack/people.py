"""Who a person in Slack is: their name and zone, what they may do, and the channels that they are in."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.slack.answers import at, each, next_page
from adapters.slack.api import Api
from adapters.slack.channels import Channels
from adapters.slack.editors import KEPT, Editors
from adapters.slack.faults import Fault
from adapters.slack.inbound import PLATFORM
from adapters.slack.options import SlackOptions
from bot.errors import Missing
from bot.model.people import Actor, ChannelRef, Role
from bot.ports import Clock
from bot.text import clip, one_line

_log = logging.getLogger(__name__)

_ASKED_AGAIN = timedelta(seconds=15)
_MOST_KEPT = 5_000
_LONGEST_NAME = 80
_PAGE = 200
_ADMIN_FLAGS = ("is_admin", "is_owner", "is_primary_owner")
_GUEST_FLAGS = ("is_restricted", "is_ultra_restricted", "is_stranger")
_NO_PERSON_FLAGS = ("deleted", "is_bot", "is_workflow_bot", "is_connector_bot")
_SLACKBOT = "USLACKBOT"
_HIDDEN = "user_not_visible"
_NOT_VISIBLE = frozenset({"user_not_found", _HIDDEN})


@dataclass(frozen=True)
class _Known:
    """`sure` is set where Slack has told it; `guest` where they are no full member of the workspace."""

    actor: Actor
    until: datetime
    sure: bool = True
    guest: bool = False


class People:
    """Looks people up in Slack, and believes what it was told for five minutes.

    Owners and admins of the workspace are admins; then come editors (`Editors`), all others are readers.
    Guests, and people from other organisations, may do what the settings give to guests, whatever else they
    are. Bots, and accounts that were deactivated, may do nothing.
    """

    def __init__(self, api: Api, options: SlackOptions, clock: Clock) -> None:
        self._api = api
        self._guests = Role(options.guests)
        self._clock = clock
        self._editors = Editors(api, options.editors, clock)
        self._known: dict[str, _Known] = {}
        self._channels = Channels(api, clock)
        self._joined: dict[str, tuple[datetime, tuple[ChannelRef, ...]]] = {}
        self._asking: dict[str, asyncio.Task[_Known]] = {}
        self._troubled = False

    async def actor(self, user: str, team: str | None = None) -> Actor:
        """Return who a person is; `team` is the id of their own workspace, where what they did came with it.

        Never raises: while Slack can't be asked, it is what was known of them last. Of somebody of whom
        nothing is known nobody can tell that they are no guest, so they may do what guests may.
        May be called by many at a time (they share one request), and cancelled: the request goes on.
        """
        return (await self._person(user, team)).actor

    async def who(self, user: str, channel: ChannelRef) -> Actor | None:
        """Return who a person is and what they may do in a channel; None where Slack can't be asked now.

        Who can't see the channel may do nothing. In direct messages with the bot they may do what they may
        anywhere in the workspace.
        """
        known = await self._person(user, None)
        if not known.sure:
            return None
        if known.actor.role is Role.nobody or channel.person:
            return known.actor
        seen = await self._channels.shown_to(user, channel.id, guest=known.guest)
        if seen is None:
            return None
        return known.actor if seen else known.actor.model_copy(update={"role": Role.nobody})

    async def name(self, user: str) -> str | None:
        """Return what a person is called; None where Slack doesn't tell. Never raises."""
        actor = (await self._person(user, None)).actor
        return actor.name if actor.name != user else None

    async def channel_name(self, channel: str) -> str | None:
        """Return what a channel is called, without the #; None where Slack doesn't tell. Never raises."""
        return await self._channels.name(channel)

    async def channels(self, user: str, *, known: bool = False) -> tuple[ChannelRef, ...]:
        """Return the channels that a person is in, as far as Slack tells the bot. Never raises.

        Where Slack doesn't tell, it is what was known last. With `known` it is that anyway, if it is no
        older than five minutes.
        """
        last = self._joined.get(user)
        if known and last is not None and self._clock.now() < last[0]:
            return last[1]
        try:
            found = await self._ask_channels(user)
        except (Fault, Missing) as error:
            _log.warning("Slack didn't tell which channels somebody is in: %s", error)
            return last[1] if last else ()
        self._joined.pop(user, None)
        self._joined[user] = self._clock.now() + KEPT, found
        if len(self._joined) > _MOST_KEPT:
            del self._joined[next(iter(self._joined))]
        return found

    async def close(self) -> None:
        """Give up what is being looked up. May be called twice."""
        asking = tuple(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    async def _person(self, user: str, team: str | None) -> _Known:
        known = self._known.get(user)
        if known is not None and self._clock.now() < known.until:
            return known
        asking = self._asking.get(user)
        if asking is None:
            asking = asyncio.create_task(self._look_up(user, team), name=f"look up {user}")
            self._asking[user] = asking
            asking.add_done_callback(lambda _: self._asking.pop(user, None))
        return await asyncio.shield(asking)

    async def _look_up(self, user: str, team: str | None) -> _Known:
        try:
            known = await self._ask(user, team)
        except (Fault, Missing) as error:
            actor, until = self._last_known(user, team), self._clock.now() + _ASKED_AGAIN
            known = _Known(actor, until, sure=False)
            if not self._troubled:
                _log.warning("Slack can't be asked who people are; what was known last counts. %s", error)
            self._troubled = True
        else:
            self._troubled = False
        self._keep(user, known)
        return known

    async def _ask(self, user: str, team: str | None) -> _Known:
        """Raise Fault or Missing where Slack can't be asked."""
        workspace = (await self._api.who()).workspace
        try:
            info = at(await self._api.ask(self._api.client.users_info(user=user)), "user")
        except Fault as fault:
            if fault.word not in _NOT_VISIBLE:
                raise
            as_guest = self._guests if fault.word == _HIDDEN else Role.nobody
            unseen = _actor(workspace, user, user, as_guest)
            return _Known(unseen, self._clock.now() + KEPT, guest=True)
        guest = _is_outsider(info, team, workspace)
        role = _no_person(user, info) or (self._guests if guest else _admin(info))
        if role is None:
            role = Role.editor if await self._editors.include(user) else Role.reader
        actor = _actor(workspace, user, _name(info) or user, role, _zone(info))
        return _Known(actor, self._clock.now() + KEPT, guest=guest)

    async def _ask_channels(self, user: str) -> tuple[ChannelRef, ...]:
        """Raise Fault or Missing where Slack can't be asked."""
        workspace = (await self._api.who()).workspace
        found: list[ChannelRef] = []
        cursor: str | None = None
        while True:
            said = await self._api.ask(
                self._api.client.users_conversations(
                    user=user,
                    types="public_channel,private_channel",
                    exclude_archived=True,
                    limit=_PAGE,
                    cursor=cursor,
                )
            )
            found += [
                ChannelRef(platform=PLATFORM, workspace=workspace, id=str(at(channel, "id")))
                for channel in each(said, "channels")
            ]
            cursor = next_page(said)
            if cursor is None:
                return tuple(found)

    def _last_known(self, user: str, team: str | None) -> Actor:
        known, bot = self._known.get(user), self._api.identity
        workspace = bot.workspace if bot else team or ""
        return known.actor if known else _actor(workspace, user, user, self._guests)

    def _keep(self, user: str, known: _Known) -> None:
        self._known.pop(user, None)
        self._known[user] = known
        if len(self._known) > _MOST_KEPT:
            del self._known[next(iter(self._known))]


def _actor(workspace: str, user: str, name: str, role: Role, zone: str | None = None) -> Actor:
    return Actor(platform=PLATFORM, workspace=workspace, id=user, name=name, role=role, zone=zone)


def _is_outsider(info: object, team: str | None, workspace: str) -> bool:
    """Say whether somebody is a guest, or from another organisation.

    In an enterprise a person belongs to several workspaces; `team_id` is only one of them.
    """
    teams = {at(info, "team_id", default=None) or team, *_teams(info)}
    return workspace not in teams or _any(info, _GUEST_FLAGS)


def _zone(info: object) -> str | None:
    """Return a person's zone, if it is one that this machine knows."""
    zone = at(info, "tz", default=None)
    try:
        return ZoneInfo(zone).key if isinstance(zone, str) else None
    except (ValueError, OSError, KeyError):
        return None


def _no_person(user: str, info: object) -> Role | None:
    return Role.nobody if user == _SLACKBOT or _any(info, _NO_PERSON_FLAGS) else None


def _admin(info: object) -> Role | None:
    return Role.admin if _any(info, _ADMIN_FLAGS) else None


def _any(info: object, flags: tuple[str, ...]) -> bool:
    return any(at(info, flag, default=False) is True for flag in flags)


def _teams(info: object) -> list[str]:
    teams = at(info, "enterprise_user", "teams", default=[])
    return [team for team in teams if isinstance(team, str)] if isinstance(teams, list) else []


def _name(info: object) -> str:
    """Return the name that a person has chosen to be shown, else their full name, else their handle."""
    paths = (("profile", "display_name"), ("profile", "real_name"), ("real_name",), ("name",))
    names = (at(info, *path, default="") for path in paths)
    return next((clip(one_line(name), _LONGEST_NAME) for name in names if isinstance(name, str) and name), "")
