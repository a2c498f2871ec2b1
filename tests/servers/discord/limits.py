"""What Discord's description of its API lacks: limits that Discord has, and rules that our bot keeps."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

Payload = dict[str, Any]

COMPONENTS_V2 = 1 << 15
"""The flag of a message that is made of components alone."""

EPHEMERAL = 1 << 6
"""The flag of a message that one person sees."""

_CONTENT, _TEXTS, _COMPONENTS, _EMBEDS = 2_000, 4_000, 40, 6_000
_COMMAND = 8_000
_NAME = re.compile(r"[-_\w]{1,32}")
_BUTTON, _TEXT_DISPLAY, _LINK, _PREMIUM = 2, 10, 5, 6
_V2_ONLY = frozenset({9, 10, 11, 12, 13, 14, 17})
_SUBCOMMAND, _GROUP = 1, 2


def refused(name: str, body: object) -> list[str]:
    """Return what Discord refuses a body for, although its description lets it pass."""
    found = [fault for message, edits in _messages(name, body) for fault in _of_message(message, edits=edits)]
    if name in _COMMANDS and isinstance(body, list):
        found += _of_commands(body)
    if name == "create_interaction_response" and isinstance(body, dict) and body.get("type") == 9:
        found += _of_components(body["data"]["components"])
    return found


def unwanted(name: str, body: object) -> list[str]:
    """Return what Discord takes and our bot must not do: whatever it shows, it pings nobody."""
    return [fault for message, _ in _messages(name, body) if message for fault in _pings(message)]


def walk(components: Iterable[Payload]) -> Iterator[Payload]:
    """Yield components and everything in them, as Discord counts them."""
    for each in components:
        yield each
        yield from walk(each.get("components") or ())
        for inside in (each.get("accessory"), each.get("component")):
            if inside:
                yield inside


_COMMANDS = frozenset({"bulk_set_application_commands", "bulk_set_guild_application_commands"})
_WHOLE: dict[str, bool] = {
    "create_message": False,
    "update_message": True,
    "execute_webhook": False,
    "update_original_webhook_message": True,
    "update_webhook_message": True,
}
"""The operations whose body is a message, and whether they edit one."""


def _messages(name: str, body: object) -> Iterator[tuple[Payload, bool]]:
    """Yield the messages in a body, and whether each is an edit."""
    if not isinstance(body, dict):
        return
    if name in _WHOLE:
        yield body, _WHOLE[name]
    elif name == "create_thread" and isinstance(body.get("message"), dict):
        yield body["message"], False
    elif name == "create_interaction_response" and body.get("type") in {4, 7}:
        yield body.get("data") or {}, body["type"] == 7


def _of_message(message: Payload, *, edits: bool) -> Iterator[str]:
    components: list[Payload] = message.get("components") or []
    flags = message.get("flags") or 0
    if len(message.get("content") or "") > _CONTENT:
        yield f"content: more than {_CONTENT} characters"
    if (text := sum(map(_embedded, message.get("embeds") or ()))) > _EMBEDS:
        yield f"embeds: {text} characters, more than {_EMBEDS}"
    if flags & COMPONENTS_V2:
        beside = [key for key in ("content", "embeds", "poll", "sticker_ids") if message.get(key)]
        if beside:
            yield f"{', '.join(beside)}: nothing may stand beside components of the second version"
        if not components and not edits:
            yield "components: a message of components needs some"
    elif any(each.get("type") in _V2_ONLY for each in walk(components)) and not (edits and not flags):
        yield "components: these need the flag of the second version"
    elif not edits and not any(message.get(key) for key in ("content", "embeds", "components", "poll")):
        yield "content: an empty message"
    yield from _of_components(components)


def _of_components(components: list[Payload]) -> Iterator[str]:
    every = list(walk(components))
    if len(every) > _COMPONENTS:
        yield f"components: {len(every)}, nested ones counted; more than {_COMPONENTS}"
    text = sum(len(each.get("content") or "") for each in every if each.get("type") == _TEXT_DISPLAY)
    if text > _TEXTS:
        yield f"components: {text} characters of text, more than {_TEXTS}"
    for key in ("custom_id", "id"):
        counted = Counter(each[key] for each in every if each.get(key))
        yield from (f"components: {key} {value!r} stands twice" for value, n in counted.items() if n > 1)
    yield from (fault for each in every if each.get("type") == _BUTTON for fault in _of_button(each))


def _of_button(button: Payload) -> Iterator[str]:
    label = button.get("label") or "a button without a label"
    links = button.get("style") == _LINK
    if button.get("style") != _PREMIUM and not (button.get("label") or button.get("emoji")):
        yield "components: a button needs a label or an emoji"
    if links == bool(button.get("custom_id")) or links != bool(button.get("url")):
        yield f"components: {label}: a link has a url, any other button a custom_id"
    if links and not re.match(r"(https?|discord)://.", button.get("url") or ""):
        yield f"components: {label}: its url is no http address"


def _embedded(embed: Payload) -> int:
    texts = [embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text")]
    texts.append((embed.get("author") or {}).get("name"))
    texts += [text for each in embed.get("fields") or () for text in (each.get("name"), each.get("value"))]
    return sum(len(text or "") for text in texts)


def _pings(message: Payload) -> Iterator[str]:
    mentions = message.get("allowed_mentions")
    if mentions is None:
        yield "allowed_mentions: not there, so that everything in the text may ping"
    elif mentions.get("parse") is None and not mentions.get("users"):
        yield "allowed_mentions: `parse` is not there, so that it isn't said that nothing pings"
    elif any(mentions.get(key) for key in ("parse", "users", "roles", "replied_user")):
        yield f"allowed_mentions: it pings: {mentions}"


def _of_commands(commands: list[Payload]) -> Iterator[str]:
    """Yield what Discord refuses; see "Application Commands" in its documentation."""
    named = Counter((each.get("type") or 1, each["name"]) for each in commands)
    yield from (f"commands: {name} stands twice" for (_, name), n in named.items() if n > 1)
    for command in commands:
        name, chat = command["name"], (command.get("type") or 1) == 1
        if chat and not (_NAME.fullmatch(name) and name == name.lower()):
            yield f"{name}: not a name of a command"
        if chat and not command.get("description"):
            yield f"{name}: it has no description"
        if not chat and (command.get("description") or command.get("options")):
            yield f"{name}: a menu's entry has neither description nor options"
        if (size := _size(command)) > _COMMAND:
            yield f"{name}: {size} characters, more than {_COMMAND}"
        yield from _of_options(name, command.get("options") or (), depth=0)


def _of_options(where: str, options: Iterable[Payload], *, depth: int) -> Iterator[str]:
    options = list(options)
    for name, n in Counter(each["name"] for each in options).items():
        if n > 1:
            yield f"{where} {name}: stands twice"
        if not (_NAME.fullmatch(name) and name == name.lower()):
            yield f"{where} {name}: not a name of an option"
    nested = [each for each in options if each["type"] in {_SUBCOMMAND, _GROUP}]
    if nested and len(nested) < len(options):
        yield f"{where}: options beside subcommands"
    values = [each for each in options if each["type"] not in {_SUBCOMMAND, _GROUP}]
    yield from _of_values(where, values)
    for each in nested:
        inside = f"{where} {each['name']}"
        if each["type"] == _GROUP and depth > 0:
            yield f"{inside}: a group in a group"
        if each["type"] == _GROUP and any(one["type"] != _SUBCOMMAND for one in each.get("options") or ()):
            yield f"{inside}: in a group are subcommands alone"
        yield from _of_options(inside, each.get("options") or (), depth=depth + 1)


def _of_values(where: str, values: list[Payload]) -> Iterator[str]:
    required = [bool(each.get("required")) for each in values]
    if required != sorted(required, reverse=True):
        yield f"{where}: a required option stands behind one that is not"
    for each in values:
        if each.get("autocomplete") and each.get("choices"):
            yield f"{where} {each['name']}: choices and autocomplete exclude one another"


def _size(command: Payload) -> int:
    """Return how many characters Discord counts: names, descriptions and choices, of all options too."""
    size = _counted(command, "name", "description")
    for each in command.get("options") or ():
        size += _size(each)
    for choice in command.get("choices") or ():
        size += _counted(choice, "name", "value")
    return size


def _counted(payload: Payload, *keys: str) -> int:
    return sum(len(value) for key in keys if isinstance(value := payload.get(key), str))
