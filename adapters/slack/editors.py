"""Who may do what editors may: the people and user groups that the settings name."""

import asyncio
import logging
import re
from datetime import datetime, timedelta
from typing import Final

from adapters.slack.answers import at, each
from adapters.slack.api import Api
from adapters.slack.faults import Fault
from bot.ports import Clock

_log = logging.getLogger(__name__)

KEPT: Final = timedelta(minutes=5)
"""For how long the members of the groups are believed."""

_ASKED_AGAIN = timedelta(seconds=30)
"""How long after it could not be told who the members are Slack is asked again."""

_GROUP = re.compile(r"S[A-Z0-9]+")
_PERSON = re.compile(r"[UW][A-Z0-9]+")
_UNKNOWN_GROUP = frozenset({"no_such_subteam", "subteam_not_found", "user_group_not_found"})


class Editors:
    """The editors. `named` are ids of people and of user groups, and handles of user groups (@ or not)."""

    def __init__(self, api: Api, named: tuple[str, ...], clock: Clock) -> None:
        bare = [name.strip().removeprefix("@") for name in named if name.strip()]
        self._api = api
        self._clock = clock
        self._named = frozenset(bare)
        self._ids = tuple(name for name in bare if _GROUP.fullmatch(name))
        self._handles = tuple(
            name.lower() for name in bare if not _GROUP.fullmatch(name) and not _PERSON.fullmatch(name)
        )
        self._members: frozenset[str] = frozenset()
        self._good_until: datetime | None = None
        self._asking = asyncio.Lock()
        self._said: set[str] = set()

    async def include(self, person: str) -> bool:
        """Say whether a person is one; while Slack can't be asked, the last that was known. Never raises."""
        if person in self._named:
            return True
        if not self._ids and not self._handles:
            return False
        async with self._asking:
            now = self._clock.now()
            if self._good_until is None or now >= self._good_until:
                self._good_until = now + (KEPT if await self._refresh() else _ASKED_AGAIN)
        return person in self._members

    async def _refresh(self) -> bool:
        """Ask for the members anew; say whether Slack told."""
        try:
            groups = {*self._ids, *await self._behind_handles()}
            self._members = frozenset([person for group in groups for person in await self._in(group)])
        except Fault as fault:
            self._complain(fault)
            return False
        return True

    async def _behind_handles(self) -> set[str]:
        """Return the ids of the groups whose handles are named. Raises Fault."""
        if not self._handles:
            return set()
        said = await self._api.ask(self._api.client.usergroups_list())
        ids = {
            str(at(group, "handle", default="")).lower(): at(group, "id")
            for group in each(said, "usergroups")
        }
        for handle in self._handles:
            if handle not in ids:
                self._unknown(f"@{handle}")
        return {ids[handle] for handle in self._handles if handle in ids}

    async def _in(self, group: str) -> list[str]:
        try:
            return each(await self._api.ask(self._api.client.usergroups_users_list(usergroup=group)), "users")
        except Fault as fault:
            if fault.word not in _UNKNOWN_GROUP:
                raise
            self._unknown(group)
            return []

    def _unknown(self, group: str) -> None:
        self._say_once(
            f"NUTGRAF_SLACK_EDITORS names the user group {group}, which Slack doesn't know. Its handle is in "
            "Slack under People, User groups."
        )

    def _complain(self, fault: Fault) -> None:
        why = "The members of the user groups in NUTGRAF_SLACK_EDITORS can't be read"
        if fault.word == "missing_scope":
            self._say_once(
                f"{why}: the app lacks the scope {fault.scope or 'usergroups:read'}. Until it has it, nobody "
                "becomes an editor by a group; `nutgraf doctor` says how to mend that."
            )
        else:
            self._say_once(f"{why} now; who was an editor stays one. {fault.message}")

    def _say_once(self, line: str) -> None:
        if line not in self._said:
            self._said.add(line)
            _log.warning(line)
