"""Typed text into a command and its arguments. What can't be read is answered with the nearest right form."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.commands.command import AnyCommand, Form, Slot
from bot.commands.tokens import Token, parted, quoted, tokenise
from bot.errors import UsageError
from bot.model.value import Value

_ADDRESSED = re.compile(r"\s*(?:/?brief|@nutgraf):?(?=\s|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Parsed:
    """A command, and arguments that fit it."""

    command: AnyCommand
    arguments: Value


def parse(text: str, commands: Sequence[AnyCommand]) -> Parsed:
    """Read what was typed, with or without `/brief` in front; nothing at all means `help`.

    Raises UsageError, which says what is wrong, what would be right, and which command was meant.
    """
    text = unaddressed(text)
    if not text:
        return parse("help", commands)
    command, rest = named(text, commands)
    try:
        return Parsed(command, command.arguments.model_validate(_values(command, rest)))
    except ValidationError as error:
        raise _unfit(command, error.errors()[0]) from None
    except UsageError as error:
        raise UsageError(error.message, next_step=error.next_step, command=command.path) from None


def unaddressed(text: str) -> str:
    """Return the text without the bot's name in front."""
    return _ADDRESSED.sub("", text, count=1).strip() if _ADDRESSED.match(text) else text.strip()


def named(text: str, commands: Sequence[AnyCommand]) -> tuple[AnyCommand, str]:
    """Find the command that the text begins with, the longest path first; return it and what follows."""
    for command in sorted(commands, key=lambda each: -len(each.path)):
        size = len(command.path)
        words = text.split(maxsplit=size)
        if tuple(word.lower() for word in words[:size]) == command.path:
            return command, words[size] if len(words) > size else ""
    first, *behind = text.split(maxsplit=1)
    if behind and tokenise(first)[0].key:  # options may stand in front of the command, too
        command, rest = named(behind[0], commands)
        return command, f"{rest} {first}"
    if longer := [command.name for command in commands if command.path[0] == first.lower()]:
        raise UsageError(
            f"`{first.lower()}` alone says too little.", next_step=f"There is {_either(longer)}."
        )
    raise _unknown(first, commands)


def _either(names: Sequence[str]) -> str:
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} and {last}" if others else last


def _unknown(word: str, commands: Sequence[AnyCommand]) -> UsageError:
    if word.removeprefix("#").isdecimal():
        return UsageError(
            f"A number alone says nothing, so {word} was left alone.",
            next_step=f"Did you mean `story {word}`?",
        )
    near = _MEANT.get(word.lower()) or _nearest(
        word.lower(), ["/brief", *(command.path[0] for command in commands)]
    )
    hint = f"Did you mean `{near}`? " if near else ""
    return UsageError(f"There is no command “{word[:40]}”.", next_step=f"{hint}`help` lists every command.")


def _values(command: AnyCommand, rest: str) -> dict[str, str]:
    """Give each argument the text that was written for it."""
    whole = next((slot for slot in command.slots if slot.written.form is Form.text), None)
    if whole:
        return {whole.name: rest.strip()} if rest.strip() else {}
    free = next((slot for slot in command.slots if slot.written.form is Form.words), None)
    read, as_it_is = parted(rest) if free else (rest, "")
    values = _read(command, read)
    if free and as_it_is:
        values[free.name] = f"{values.get(free.name, '')} {as_it_is}".strip()
    return values


def _read(command: AnyCommand, rest: str) -> dict[str, str]:
    values: dict[str, str] = {}
    words: list[Token] = []
    waiting: Slot | None = None
    for token in tokenise(rest):
        if waiting:
            values[waiting.name] = token.raw
            waiting = None
            continue
        slot = _keyed(command, token)
        if slot is None:
            words.append(token)
        elif slot.name in values:
            raise UsageError(f"`{slot.name}:` is given twice.", next_step="Leave one of them out.")
        elif token.text or token.quoted:
            values[slot.name] = token.text
        else:
            waiting = slot
    if waiting:
        raise UsageError(f"`{waiting.name}:` has no value.", next_step=f"Write it as in `{waiting.usage}`.")
    return values | _placed(command, words, taken=values)


def _keyed(command: AnyCommand, token: Token) -> Slot | None:
    """Return the argument that a `key:value` is for; None for a plain word.

    Where words are free (a search), a key that is close to none of the options is a word.
    """
    if token.key is None:
        return None
    keyed = {slot.name: slot for slot in command.slots if slot.keyed}
    if token.key in keyed:
        return keyed[token.key]
    near = _nearest(token.key, list(keyed))
    free = any(slot.written.form is Form.words for slot in command.slots)
    if free and (not near or token.text.startswith("//")):
        return None
    known = [f"`{slot.name}:`" for slot in keyed.values() if slot.written.form is not Form.hidden]
    options = f"`{command.name}` knows {', '.join(known)}." if known else f"`{command.name}` knows none."
    raise UsageError(
        f"There is no option “{token.key}:” here.",
        next_step=f"Did you mean `{near}:{quoted(token.text)}`?" if near else options,
    )


def _placed(command: AnyCommand, words: Sequence[Token], *, taken: dict[str, str]) -> dict[str, str]:
    """Give the bare words to the arguments that stand in a place, in order; what is left to the free ones."""
    free = next((slot for slot in command.slots if slot.written.form is Form.words), None)
    open_slots = [s for s in command.slots if s.written.form is Form.word and s.name not in taken]
    values: dict[str, str] = {}
    for place, word in enumerate(words):
        while open_slots and not open_slots[0].takes(word.text) and not open_slots[0].required:
            open_slots.pop(0)
        if not open_slots and free:
            return values | {free.name: _said(words[place:])}
        if not open_slots:
            raise _too_much(command, word, values)
        values[open_slots.pop(0).name] = word.text
    return values


def _said(words: Sequence[Token]) -> str:
    """Return words as they were typed, keys and quotes too."""
    return " ".join(f'"{word.text}"' if word.quoted and not word.key else word.raw for word in words)


def _too_much(command: AnyCommand, word: Token, values: dict[str, str]) -> UsageError:
    last = list(values.values())[-1:]
    joined = f'"{last[0]} {word.text}"' if last and not last[0].isdecimal() else ""
    return UsageError(
        f"`{command.name}` has no place for “{word.text[:40]}”.",
        next_step=f"If the words belong together, put them in quotes: {joined}."
        if joined
        else "Leave it out.",
    )


def _unfit(command: AnyCommand, error: ErrorDetails) -> UsageError:
    name = str(error["loc"][0])
    slot = next(slot for slot in command.slots if slot.name == name)
    said, context = str(error.get("input", ""))[:40], error.get("ctx", {})
    match error["type"]:
        case "missing":
            what, right = f"`{command.name}` needs {slot.description or name}.", f"Write `{command.usage}`."
        case "greater_than_equal":
            what, right = f"`{name}` can't be {said}.", f"The smallest is {context['ge']}."
        case "less_than_equal":
            what, right = f"`{name}` can't be {said}.", f"The largest is {context['le']}."
        case "int_parsing" | "int_parsing_size" | "int_from_float" | "int_type":
            what, right = f"`{name}` can't be “{said}”.", "It is a whole number."
        case "float_parsing" | "float_type" | "finite_number":
            what, right = f"`{name}` can't be “{said}”.", "It is a number, such as 2 or 0.5."
        case "value_error":
            mend = str(context["error"])
            what, right = f"`{name}` can't be “{said}”.", f"{mend[0].upper()}{mend[1:]}."
        case "literal_error":
            right = f"It is {context['expected'].replace(chr(39), '')}."
            what = f"`{name}` can't be “{said}”."
        case _:
            what, right = f"`{name}` can't be “{said}”.", f"{error['msg']}."
    return UsageError(what, next_step=right, command=command.path)


_MEANT: Final = {
    "flag": "follow",
    "unflag": "unfollow",
    "chase": "angle",
    "take": "claim",
    "release": "unclaim",
    "remind": "due",
    "finish": "done",
    "followup": "followups",
    "handover": "followups handover",
    "join": "merge",
    "unmerge": "split",
    "alert": "watch",
    "weights": "settings weights",
    "sources": "source list",
    "feed": "source add",
    "feeds": "source list",
}
"""What buttons and cards say of what a command is called otherwise."""


def _nearest(word: str, known: Sequence[str]) -> str | None:
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), None)
