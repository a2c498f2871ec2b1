"""The declared commands as Discord's own, and what a person chose there back into text. Pure.

There is one command for each family, `/brief` and others, with a subcommand for each of its commands and a
group where one has two words:
https://discord.com/developers/docs/interactions/application-commands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adapters.discord.emoji import typed
from bot.commands.command import AnyCommand, Form, Slot
from bot.text import clip

Payload = dict[str, Any]

NAME: Final = "brief"
FLAG: Final = "Flag for follow-up"
ADD: Final = "Add to Nutgraf"
"""The names of the first command and of the two entries in the menu of a message."""

_ABOUT: Final[Mapping[str, str]] = {
    NAME: "Stories, briefs and digests from Nutgraf",
    "followup": "Follow-ups: who goes back to a story, why, and by when",
}
"""What the families are for."""

BARE: Final = "list"
"""How a command is named that is also the first word of others: Discord's groups can't be called."""

SHARE: Final = "share"
IN: Final = "in"
"""Options of ours beside a command's arguments: to show the answer to all, and to name another channel."""

CHAT, MESSAGE = 1, 3
"""Types of application commands."""

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL = 1, 2, 3, 4, 5, 6, 7
"""Types of options."""

MOST_OPTIONS = 25
LONGEST_DESCRIPTION = 100
LONGEST_COMMAND = 8_000
"""Discord's limits: options a level, characters of a description and of a command with all that is in it."""

_TAKES_POSTS = [0, 2, 5, 10, 11, 12, 13, 15]
"""Types of channels: with text, voice and stages, announcements, threads, forums."""

_MENTIONED: Final = {USER: "<@{}>", CHANNEL: "<#{}>"}
"""How people and channels that were chosen stand in a command's text."""

_NAME = re.compile(r"[-_a-z0-9]{1,32}")
_LARGEST = 2**53 - 1
"""The largest whole number that Discord takes, and the smallest with a minus in front."""

_LONGEST_VALUE, _LONGEST_TEXT = 1_000, 6_000
_EVERYWHERE: Payload = {"contexts": [0], "integration_types": [0]}
"""In guilds alone, and installed to a guild: in direct messages nothing would say which guild is meant."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A command that a person chose, what they gave for its arguments, and whether to share the answer.

    `channel` is the id of the channel that they named instead of the one they are in.
    """

    command: AnyCommand
    values: Mapping[str, str]
    share: bool = False
    channel: str | None = None

    @property
    def text(self) -> str:
        """The text that says the same; the core's grammar reads it."""
        return self.command.spelled(self.values, share=self.share)


@dataclass(frozen=True, slots=True)
class Typing:
    """A person is typing the value of an argument; `channel` is as with `Chosen`."""

    command: AnyCommand
    argument: str
    typed: str
    channel: str | None = None


class Native:
    """The commands as Discord has them. Raises ValueError where Discord couldn't have them so."""

    def __init__(self, commands: Sequence[AnyCommand]) -> None:
        self._commands = _placed(commands)
        families = dict.fromkeys(words[0] for words in self._commands)
        written = [_family(each, self._commands) for each in families]
        for each in written:
            _check(each)
        self.payloads = [*written, _in_menu(FLAG), _in_menu(ADD)]

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """Every command's words in Discord: "brief", "digest", "at"."""
        return tuple(self._commands)

    def chosen(self, data: Mapping[str, Any]) -> Chosen | None:
        """Read the data of an interaction; None where it is for a command that isn't here any more."""
        command, given = self._walk(data)
        if command is None or not _fit(command, given):
            return None
        own = {SHARE, IN}
        texts = {slot.name for slot in command.slots if slot.written.form is Form.text}
        values = {
            option["name"]: _said(option, as_it_is=option["name"] in texts)
            for option in given
            if option["name"] not in own
        }
        share = any(option["name"] == SHARE and option["value"] is True for option in given)
        return Chosen(command, values, share, _channel(given))

    def changes(self, text: str) -> bool:
        """Say whether a command, as text, may change anything; True for one that isn't known."""
        words = tuple(text.split())
        fitting = [each for each in self._commands.values() if words[: len(each.path)] == each.path]
        return max(fitting, key=lambda each: len(each.path)).changes if fitting else True

    def typing(self, data: Mapping[str, Any]) -> Typing | None:
        """Read the data of a request for suggestions; None where there is nothing to suggest for."""
        command, given = self._walk(data)
        focused = next((option for option in given if option.get("focused")), None)
        if command is None or focused is None:
            return None
        return Typing(command, focused["name"], str(focused.get("value", "")), _channel(given))

    def _walk(self, data: Mapping[str, Any]) -> tuple[AnyCommand | None, Sequence[Mapping[str, Any]]]:
        words: tuple[str, ...] = (str(data.get("name")),)
        options: Sequence[Mapping[str, Any]] = data.get("options") or ()
        while len(options) == 1 and options[0]["type"] in {SUBCOMMAND, GROUP}:
            words = (*words, options[0]["name"])
            options = options[0].get("options") or ()
        return self._commands.get(words), options


def payloads(commands: Sequence[AnyCommand]) -> list[Payload]:
    """Return the application commands that Discord is to have. Raises ValueError where it couldn't."""
    return Native(commands).payloads


def shown(command: AnyCommand) -> tuple[Slot, ...]:
    """Return the arguments that a person is asked for; Discord wants those first that must be given.

    A number that only buttons say elsewhere can be given too: a button may be too short for its command.
    """
    visible = [slot for slot in command.slots if slot.written.form is not Form.hidden or slot.whole]
    return tuple(sorted(visible, key=lambda slot: (not _needed(slot), slot.written.form is Form.hidden)))


def _channel(given: Sequence[Mapping[str, Any]]) -> str | None:
    return next((str(option["value"]) for option in given if option["name"] == IN), None)


def _said(option: Mapping[str, Any], *, as_it_is: bool) -> str:
    """Return a value that was given as it stands in the command's text."""
    value = str(option["value"])
    if option.get("type") in _MENTIONED:
        return _MENTIONED[option["type"]].format(value)
    return value if as_it_is else typed(value)


def _fit(command: AnyCommand, given: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether all that was given is an argument here: Discord may show an older version for an hour."""
    known = {slot.name for slot in shown(command)} | {SHARE, IN}
    return all(option["name"] in known and "value" in option for option in given)


def _placed(commands: Sequence[AnyCommand]) -> dict[tuple[str, ...], AnyCommand]:
    """Give each command its words, its family's first.

    Raises ValueError where two would have the same, or one too many.
    """
    groups = {_path(command)[:2] for command in commands if len(_path(command)) > 2}
    placed: dict[tuple[str, ...], AnyCommand] = {}
    for command in commands:
        words = _path(command)
        if len(words) == 1 or words in groups:
            words = (*words, BARE)
        if len(words) > 3:
            raise ValueError(f"`{command.name}` has more words than Discord has levels: give it two at most.")
        if words in placed:
            raise ValueError(f"Two commands are called `/{' '.join(words)}` on Discord: rename one of them.")
        placed[words] = command
    return placed


def _path(command: AnyCommand) -> tuple[str, ...]:
    """Return a command's words behind its family's name, which isn't said twice: `/followup handover`."""
    first, *others = command.path
    repeated = command.family in {first, first.removesuffix("s")}
    return (command.family, *others) if repeated else (command.family, *command.path)


def _family(name: str, placed: Mapping[tuple[str, ...], AnyCommand]) -> Payload:
    inside = {words[1:]: command for words, command in placed.items() if words[0] == name}
    options: dict[str, Payload] = {}
    for (first, *second), command in inside.items():
        if second:
            group = options.setdefault(first, _group(first, inside))
            group["options"].append(_subcommand(second[0], command))
        else:
            options[first] = _subcommand(first, command)
    return {
        "type": CHAT,
        "name": name,
        "description": _ABOUT.get(name, "More commands of Nutgraf's"),
        "options": list(options.values()),
        **_EVERYWHERE,
    }


def _in_menu(name: str) -> Payload:
    return {"type": MESSAGE, "name": name, **_EVERYWHERE}


def _group(word: str, placed: Mapping[tuple[str, ...], AnyCommand]) -> Payload:
    inside = ", ".join(f"{words[0]} {words[1]}" for words in placed if words[0] == word and len(words) > 1)
    return {"type": GROUP, "name": word, "description": _described(inside, word), "options": []}


def _subcommand(name: str, command: AnyCommand) -> Payload:
    options = [_option(slot) for slot in shown(command)]
    if command.placed:
        options.append(
            {
                "type": CHANNEL,
                "name": IN,
                "description": "another channel than this one, such as a forum",
                "channel_types": _TAKES_POSTS,
            }
        )
    if command.shares:
        options.append({"type": BOOLEAN, "name": SHARE, "description": "show the answer to everybody here"})
    return {
        "type": SUBCOMMAND,
        "name": name,
        "description": _described(command.summary, name),
        "options": options,
    }


def _option(slot: Slot) -> Payload:
    option: Payload = {
        "type": STRING,
        "name": slot.name,
        "description": _described(slot.description, slot.name),
        "required": _needed(slot),
    }
    if slot.choices:
        return option | {"choices": [{"name": choice, "value": choice} for choice in slot.choices]}
    if slot.written.suggest == "person":
        return option | {"type": USER}
    if slot.written.suggest == "channel":
        return option | {"type": CHANNEL, "channel_types": _TAKES_POSTS}
    if slot.whole and not slot.written.suggest:
        return option | {"type": INTEGER} | _limits(slot)
    longest = _LONGEST_TEXT if slot.written.form is Form.text else _LONGEST_VALUE
    option["max_length"] = longest
    return option | {"autocomplete": True} if slot.written.suggest else option


def _limits(slot: Slot) -> Payload:
    limits = {"min_value": slot.least, "max_value": slot.most}
    return {name: max(-_LARGEST, min(value, _LARGEST)) for name, value in limits.items() if value is not None}


def _needed(slot: Slot) -> bool:
    """Say whether it must be given: a whole text needn't, since a form opens for it."""
    return slot.required and slot.written.form is not Form.text


def _described(text: str, name: str) -> str:
    """Return a description as Discord shows it: as it stands, without markup."""
    return clip(text.replace("`", "").replace("*", "") or name, LONGEST_DESCRIPTION)


def _check(command: Payload) -> None:
    """Raise ValueError for what Discord would refuse."""
    names = [every["name"] for every in _every(command) if "value" not in every]
    if wrong := next((name for name in names if not _NAME.fullmatch(name)), None):
        raise ValueError(f"Discord takes no option called “{wrong}”: use at most 32 of a-z, 0-9, - and _.")
    for level in _every(command):
        inside = level.get("options", ())
        if len(inside) > MOST_OPTIONS or len(level.get("choices", ())) > MOST_OPTIONS:
            raise ValueError(f"`{level['name']}` has more than {MOST_OPTIONS} options: group some of them.")
        if len({each["name"] for each in inside}) < len(inside):
            raise ValueError(f"`{level['name']}` has two options of the same name: rename one of them.")
    if (size := length(command)) > LONGEST_COMMAND:
        raise ValueError(
            f"`/{command['name']}` is {size} characters long; Discord takes {LONGEST_COMMAND}: say less."
        )


def length(command: Payload) -> int:
    """Return how many characters Discord counts: all names, descriptions and values of choices."""
    counted = ("name", "description", "value")
    return sum(len(str(every[key])) for every in _every(command) for key in counted if key in every)


def _every(level: Payload) -> Iterator[Payload]:
    yield level
    for inner in (*level.get("options", ()), *level.get("choices", ())):
        yield from _every(inner)
