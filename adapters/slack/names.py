"""People and channels in a text, which Slack writes `<@U1|anna>` and `<#C1|news>`.

A command that takes a person or a channel is given the id, `<@U1>`. Anywhere else they are words: `@anna`
pings nobody, and can be read on every platform.
"""

import re
from collections.abc import Sequence
from typing import Final

from adapters.slack.meant import meant, takes
from adapters.slack.people import People
from bot.commands.command import AnyCommand
from bot.text import clip, one_line

_NAMED: Final = re.compile(r"<(?P<what>[@#])(?P<id>[A-Z0-9]{2,40})(?:\|(?P<label>[^<>|\n]*))?>")
_LONGEST = 80
_MOST = 20
"""How many of them are looked up for one text; a longer list is no command."""


class Names:
    """Puts ids or names where people and channels stand. Never raises: who isn't known is "@somebody"."""

    def __init__(self, people: People, commands: Sequence[AnyCommand]) -> None:
        self._people = people
        self._commands = commands

    async def spelled(self, text: str) -> str:
        """Return a typed command as the core reads it: ids where it takes them, names elsewhere."""
        command = meant(text, self._commands)
        kept = ("@" if takes(command, "person") else "") + ("#" if takes(command, "channel") else "")
        return await self._with_names(text, kept)

    async def told(self, text: str) -> str:
        """Return a text with names alone."""
        return await self._with_names(text, "")

    async def _with_names(self, text: str, kept: str) -> str:
        shown: dict[str, str] = {}
        for named in _NAMED.finditer(text):
            if named.group() not in shown and len(shown) < _MOST:
                what, identity = named["what"], named["id"]
                shown[named.group()] = f"<{what}{identity}>" if what in kept else await self._name(named)
        return _NAMED.sub(lambda named: shown.get(named.group()) or _nobody(named["what"]), text)

    async def _name(self, named: re.Match[str]) -> str:
        what, identity = named["what"], named["id"]
        label = clip(one_line(named["label"] or ""), _LONGEST).lstrip("@#")
        if label:
            return what + label
        known = await (self._people.name(identity) if what == "@" else self._people.channel_name(identity))
        return what + known if known else _nobody(what)


def _nobody(what: str) -> str:
    return "@somebody" if what == "@" else "#channel"
