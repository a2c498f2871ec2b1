"""The application's commands: registered everywhere, or in one guild."""

from typing import Any

from tests.servers.discord.asked import Asked
from tests.servers.discord.refusal import Refusal
from tests.servers.discord.state import Payload
from tests.servers.discord.world import World

_FALSE = ("required", "autocomplete")
"""What Discord leaves out of an option where it is false."""


def list_commands(world: World, asked: Asked) -> list[Payload]:
    """Return the commands that are registered everywhere."""
    _own(world, asked)
    return [dict(each) for each in world.commands]


def set_commands(world: World, asked: Asked) -> list[Payload]:
    """Register commands everywhere, instead of all that were."""
    _own(world, asked)
    world.commands = _kept(world, asked.body or [], world.commands, {})
    world.ring()
    return list_commands(world, asked)


def list_guild_commands(world: World, asked: Asked) -> list[Payload]:
    """Return the commands that are registered in a guild."""
    _own(world, asked)
    return [dict(each) for each in _guild(world, asked).commands]


def set_guild_commands(world: World, asked: Asked) -> list[Payload]:
    """Register commands in a guild, instead of all that were."""
    _own(world, asked)
    guild = _guild(world, asked)
    guild.commands = _kept(world, asked.body or [], guild.commands, {"guild_id": guild.id})
    world.ring()
    return list_guild_commands(world, asked)


def _own(world: World, asked: Asked) -> None:
    if asked["application_id"] != world.app:
        raise Refusal(20012, status=403, message="You are not authorized to perform this action.")


def _guild(world: World, asked: Asked) -> Any:  # noqa: ANN401 - a guild
    guild = world.guilds.get(asked["guild_id"])
    if guild is None or world.bot.id not in guild.members:
        raise Refusal(50001)
    return guild


def _kept(world: World, given: list[Payload], before: list[Payload], more: Payload) -> list[Payload]:
    """Return commands as Discord keeps them: with ids, and with every default filled in or left out."""
    ids = {(each["type"], each["name"]): each["id"] for each in before}
    found = []
    for each in given:
        kind = each.get("type") or 1
        kept: Payload = {
            "id": ids.get((kind, each["name"])) or world.new_id(),
            "application_id": world.app,
            "version": world.new_id(),
            "type": kind,
            "name": each["name"],
            "description": each.get("description") or "",
            "default_member_permissions": each.get("default_member_permissions"),
            "nsfw": bool(each.get("nsfw")),
            "integration_types": each.get("integration_types") or [0],
            **more,
        }
        contexts = None if more else each.get("contexts")
        kept["contexts"] = contexts
        if not more:
            kept["dm_permission"] = contexts is None or 1 in contexts
        if each.get("options"):
            kept["options"] = [_option(option) for option in each["options"]]
        found.append(kept)
    return found


def _option(option: Payload) -> Payload:
    found = {key: value for key, value in option.items() if value is not None}
    for key in _FALSE:
        if not found.get(key):
            found.pop(key, None)
    if found.get("options"):
        found["options"] = [_option(each) for each in found["options"]]
    elif not found.get("options", True) and found["type"] != 1:
        del found["options"]
    return found
