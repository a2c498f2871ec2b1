"""What an interaction tells the bot, made of what a person chose."""

from collections.abc import Mapping
from typing import Any

from tests.servers.discord import payloads, permissions, words
from tests.servers.discord.limits import walk
from tests.servers.discord.state import Channel, Guild, Message, Modal, Option, Payload, Person
from tests.servers.discord.world import World

_SUB, _GROUP, _STRING, _INTEGER, _BOOLEAN, _USER, _CHANNEL, _ROLE, _NUMBER = 1, 2, 3, 4, 5, 6, 7, 8, 10


def frame(world: World, person: Person, channel: Channel, kind: int, token: str) -> Payload:
    """Return what every interaction has."""
    guild = channel.guild
    where = payloads.channel(channel, bot=world.bot)
    found: Payload = {
        "id": world.new_id(),
        "application_id": world.app,
        "type": kind,
        "token": token,
        "version": 1,
        "channel_id": channel.id,
        "channel": where,
        "locale": "en-GB",
        "entitlements": [],
        "attachment_size_limit": 10_485_760,
        "app_permissions": str(permissions.in_channel(channel, world.bot.id)),
        "context": 0 if guild else 1,
    }
    if guild is None:
        return found | {"user": payloads.user(person), "authorizing_integration_owners": {"1": "0"}}
    assert person.id in guild.members, f"{person.name} isn't in that guild"
    assert permissions.may(channel, person.id, "view_channel"), f"{person.name} doesn't see that channel"
    where["permissions"] = str(permissions.in_channel(channel, person.id))
    return found | {
        "guild_id": guild.id,
        "guild": {"id": guild.id, "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "member": payloads.member(guild, person, channel=channel),
        "authorizing_integration_owners": {"0": guild.id},
    }


def command(world: World, guild: Guild | None, kind: int, name: str) -> Payload:
    """Return a registered command. Raises AssertionError where there is none."""
    known = [*(guild.commands if guild else ()), *world.commands]
    each: Payload
    for each in known:
        if each["type"] == kind and each["name"] == name:
            contexts = each.get("contexts")
            inside = contexts is None or (0 if guild else 1) in contexts
            assert inside, f"{name} isn't offered there"
            return each
    there = ", ".join(each["name"] for each in known if each["type"] == kind) or "none"
    raise AssertionError(f"There is no command {name!r}; there are: {there}.")


def chosen(
    found: Payload,
    path: list[str],
    values: Mapping[str, Any],
    *,
    focus: str | None = None,
) -> list[Payload]:
    """Return the options of a command as they are sent: those of the path's subcommands, then the values.

    With `focus`, that option is being typed: nothing else need be there.
    """
    options: list[Payload] = found.get("options") or []
    if path:
        inner = next((each for each in options if each["name"] == path[0]), None)
        there = ", ".join(each["name"] for each in options)
        assert inner is not None, f"{found['name']!r} has no {path[0]!r}; it has: {there}"
        assert inner["type"] in {_SUB, _GROUP}, f"{path[0]!r} is an option, no subcommand"
        inside = chosen(inner, path[1:], values, focus=focus)
        return [{"name": inner["name"], "type": inner["type"], "options": inside}]
    assert not any(each["type"] in {_SUB, _GROUP} for each in options), f"{found['name']!r} has subcommands"
    known = {each["name"]: each for each in options}
    strange = values.keys() - known.keys()
    assert not strange, f"{found['name']!r} has no {', '.join(strange)}; it has: {', '.join(known) or 'none'}"
    missing = [name for name, each in known.items() if each.get("required") and name not in values]
    assert focus is not None or not missing, f"Discord wants {', '.join(missing)}"
    sent = [_value(known[name], value, typing=name == focus) for name, value in values.items()]
    if focus is not None:
        assert known[focus].get("autocomplete"), f"{focus!r} has no autocomplete"
    return sent


def _value(option: Payload, value: Any, *, typing: bool) -> Payload:  # noqa: ANN401 - any value
    name, kind = option["name"], option["type"]
    sent: Payload = {"name": name, "type": kind, "value": value}
    if typing:
        return sent | {"value": str(value), "focused": True}
    choices = {each["name"]: each["value"] for each in option.get("choices") or ()}
    if choices:
        assert value in choices or value in choices.values(), f"{name}: {value!r} is none of {list(choices)}"
        return sent | {"value": choices.get(value, value)}
    match kind:
        case 3:
            assert isinstance(value, str), f"{name} is text"
            least, most = option.get("min_length", 0), option.get("max_length", 6_000)
            assert least <= len(value) <= most, f"{name}: from {least} to {most} characters"
        case 4 | 10:
            assert isinstance(value, int | float), f"{name} is a number"
            assert not isinstance(value, bool), f"{name} is a number"
            assert kind == _NUMBER or isinstance(value, int), f"{name} is a whole number"
            assert value >= option.get("min_value", value), f"{name}: at least {option.get('min_value')}"
            assert value <= option.get("max_value", value), f"{name}: at most {option.get('max_value')}"
        case 5:
            assert isinstance(value, bool), f"{name} is yes or no"
        case 6 | 7 | 8:
            return sent | {"value": value if isinstance(value, str) else value.id}
    return sent


def resolved(guild: Guild | None, person: Person, values: Mapping[str, Any]) -> Payload:
    """Return the people and channels among the values, and what somebody may do in those."""
    found: Payload = {}
    for value in values.values():
        if isinstance(value, Person):
            found.setdefault("users", {})[value.id] = payloads.user(value)
            if guild and value.id in guild.members:
                whole = payloads.member(guild, value) | {"permissions": "0"}
                found.setdefault("members", {})[value.id] = {
                    key: each for key, each in whole.items() if key not in {"user", "deaf", "mute"}
                }
        elif isinstance(value, Channel):
            found.setdefault("channels", {})[value.id] = payloads.channel(value) | {
                "permissions": str(permissions.in_channel(value, person.id))
            }
    return found


def target(world: World, message: Message) -> Payload:
    """Return what a message's menu tells of it."""
    return {
        "target_id": message.id,
        "resolved": {"messages": {message.id: payloads.message(world, message)}},
    }


def filled(modal: Modal, values: Mapping[str, str]) -> Payload:
    """Return a modal as it is submitted; what isn't given keeps what stands there."""
    strange = values.keys() - modal.inputs.keys()
    assert not strange, f"the form has no {', '.join(strange)}; it has: {', '.join(modal.inputs)}"
    now = {**modal.inputs, **values}
    for each in words.inputs(modal.raw["components"]):
        text = now[each["custom_id"]]
        name = each["custom_id"]
        assert text or not each.get("required", True), f"Discord wants something in {name}"
        most, least = each.get("max_length") or 4_000, each.get("min_length") or 0
        assert not text or least <= len(text) <= most, f"{name}: from {least} to {most} characters"
    return {
        "custom_id": modal.custom_id,
        "components": [_submitted(each, now) for each in modal.raw["components"]],
    }


def _submitted(component: Payload, now: Mapping[str, str]) -> Payload:
    kind = component["type"]
    found: Payload = {"type": kind, "id": component.get("id") or 1}
    if kind == 18:
        return found | {"component": _submitted(component["component"], now)}
    if kind == 1:
        return found | {"components": [_submitted(each, now) for each in component["components"]]}
    if kind == 4:
        return found | {"custom_id": component["custom_id"], "value": now[component["custom_id"]]}
    return found


def picked(message: Message, option: Option) -> Payload:
    """Return what the choice of a menu's line tells."""
    numbers = [each["id"] for each in walk(message.components) if each.get("custom_id") == option.custom_id]
    found = {"component_type": 3, "custom_id": option.custom_id, "id": numbers[0]}
    return found | {"values": [option.value]}


def pressed(message: Message, custom_id: str) -> Payload:
    """Return what a press of a button tells."""
    numbers = [each["id"] for each in walk(message.components) if each.get("custom_id") == custom_id]
    return {"component_type": 2, "custom_id": custom_id, "id": numbers[0]}
