"""Sees to it that Discord has the commands that are declared, and no others; writes only where it differs.

Writing them at every start would cost a part of the 200 that may be made a day, and make Discord's clients
ask for them anew.
"""

import asyncio
import logging
from collections.abc import Awaitable, Collection, Mapping, Sequence
from typing import Any, cast

import aiohttp
import discord
from discord.http import HTTPClient

from adapters.backoff import BackOff
from adapters.discord.commands import CHAT, Payload
from adapters.discord.times import Times

_log = logging.getLogger(__name__)

_KNOWN = frozenset(
    {
        "autocomplete",
        "channel_types",
        "choices",
        "contexts",
        "default_member_permissions",
        "description",
        "integration_types",
        "max_length",
        "max_value",
        "min_length",
        "min_value",
        "name",
        "nsfw",
        "options",
        "required",
        "type",
        "value",
    }
)
"""What is compared. Discord adds ids, versions, translations and what is out of date (`dm_permission`)."""

_EVERYWHERE = frozenset({"contexts", "integration_types"})
"""What commands have that are registered everywhere alone."""

Registered = Sequence[Mapping[str, Any]]


class Registering:
    """Registers the commands everywhere, and in the guilds where they are tried out."""

    def __init__(self, payloads: Sequence[Payload], guilds: Sequence[str], times: Times) -> None:
        self._payloads = list(payloads)
        self._places: tuple[str | None, ...] = (None, *guilds)
        self._times = times

    async def run(self, http: HTTPClient, application: int) -> None:
        """Register where it is needed, however many tries that takes. Never raises: failures are logged.

        `http` is a client's that has logged in, `application` the id of the bot's application.
        """
        await asyncio.gather(*(self._until_done(http, application, place) for place in self._places))

    async def forget(self, http: HTTPClient, application: int, guilds: Collection[str]) -> None:
        """Take the commands away from those of the guilds in which they were tried out before.

        Nobody remembers which those are, so each guild is asked for, slowly. Never raises: where it can't be
        asked now, the next start asks again.
        """
        left = [guild for guild in guilds if guild not in self._places]
        for number, guild in enumerate(left):
            if number:
                await asyncio.sleep(self._times.forgetting)
            trouble = await _trouble(self._forgotten(http, application, int(guild)))
            if trouble is not None:
                _log.info("Whether commands are left in the guild %s can't be told: %s.", guild, trouble)

    async def _forgotten(self, http: HTTPClient, application: int, guild: int) -> None:
        if await http.get_guild_commands(application, guild):
            await http.bulk_upsert_guild_commands(application, guild, [])
            _log.info("The commands that were tried out in the guild %s were taken away.", guild)

    async def _until_done(self, http: HTTPClient, application: int, place: str | None) -> None:
        back_off = BackOff(self._times.back_off, self._times.longest_back_off)
        level = logging.WARNING  # once; it may take hours
        while (trouble := await _trouble(self._registered(http, application, place))) is not None:
            _log.log(
                level,
                "The commands could not be registered %s: %s. It is tried again; what Discord has works.",
                _where(place),
                trouble,
            )
            level = logging.INFO
            await asyncio.sleep(back_off.failed())

    async def _registered(self, http: HTTPClient, application: int, place: str | None) -> None:
        payloads = self._payloads if place is None else in_guild(self._payloads)
        found = await compared(http, application, payloads, place)
        if not found:
            _log.info("The commands are registered %s, as they are declared.", _where(place))
            return
        if place is None:
            await http.bulk_upsert_global_commands(application, cast(Any, payloads))
        else:
            await http.bulk_upsert_guild_commands(application, int(place), cast(Any, payloads))
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        _log.info("The commands were registered %s, because %s%s.", _where(place), found[0].rstrip("."), more)


async def _trouble(step: Awaitable[None]) -> str | None:
    """Try once; return what went wrong, if anything."""
    try:
        await step
    except discord.Forbidden:
        return "the bot isn't there, or was invited without the scope applications.commands"
    except discord.HTTPException as error:
        return f"Discord answered {error.status}, code {error.code}"
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        return f"Discord can't be reached ({type(error).__name__})"
    except Exception:  # noqa: BLE001 - logged, not hidden: the bot serves with the commands that are there
        _log.exception("The commands could not be registered, by a fault of ours.")
        return "a fault of ours"
    return None


async def compared(
    http: HTTPClient, application: int, declared: Registered, guild: str | None = None
) -> tuple[str, ...]:
    """Ask Discord which commands it has, everywhere or in a guild, and return how they differ.

    Raises as discord.py does.
    """
    if guild is None:
        return differences(declared, cast(Registered, await http.get_global_commands(application)))
    had = cast(Registered, await http.get_guild_commands(application, int(guild)))
    return differences(in_guild(declared), in_guild(had))


def in_guild(commands: Registered) -> list[Payload]:
    """Return commands as a guild has them of its own: without what is for those that are everywhere alone.

    https://discord.com/developers/docs/interactions/application-commands#application-command-object
    """
    return [{key: each for key, each in command.items() if key not in _EVERYWHERE} for command in commands]


def differences(declared: Registered, registered: Registered) -> tuple[str, ...]:
    """Return how what Discord has differs from what is declared, a sentence each; else nothing."""
    ours, theirs = _named(declared), _named(registered)
    # Where a whole command lacks, or is strange, its subcommands needn't be named.
    missing = [f"{n} isn't registered." for n in ours if n not in theirs and _whole(n) in {n, *theirs}]
    changed = [f"{name} differs." for name in ours if name in theirs and ours[name] != theirs[name]]
    unknown = [name for name in theirs if name not in ours and _whole(name) in {name, *ours}]
    strange = [f"{name} is registered, and isn't declared." for name in unknown]
    return (*missing, *changed, *strange)


def _named(commands: Registered) -> dict[str, object]:
    """Return what there is to compare, by a name that people know: each subcommand by itself."""
    named: dict[str, object] = {}
    for command in commands:
        name = command.get("name")
        if command.get("type", CHAT) != CHAT:
            named[f"“{name}”"] = _normal(command)
            continue
        inside = command.get("options") or ()
        named[f"`/{name}`"] = (_normal({**command, "options": ()}), [each.get("name") for each in inside])
        for each in inside:
            named[f"`/{name} {each.get('name')}`"] = _normal(each)
    return named


def _normal(value: object) -> object:
    """Return the value without what says nothing: defaults that Discord writes out."""
    if isinstance(value, Mapping):
        kept = {key: _normal(value[key]) for key in value if key in _KNOWN}
        if kept.get("channel_types"):  # they have no order
            kept["channel_types"] = tuple(sorted(value["channel_types"]))
        kept.setdefault("type", 1)
        return {key: each for key, each in kept.items() if not _says_nothing(each)}
    if isinstance(value, list | tuple):
        return tuple(_normal(each) for each in value)
    return value


def _whole(name: str) -> str:
    """Return the name of the command that a subcommand belongs to; another's own."""
    return f"{name.split(maxsplit=1)[0].rstrip('`')}`" if name.startswith("`/") else name


def _says_nothing(value: object) -> bool:
    return value is None or value is False or value in ((), "")


def _where(guild: str | None) -> str:
    return "everywhere" if guild is None else f"in the guild {guild}"
