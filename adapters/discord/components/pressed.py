"""What a button says, in its `custom_id`: so a press is understood after any restart, and nothing is kept.

A menu says it in the value that was chosen; its `custom_id` then has no command in it. A button that asks for
something first has the question in front of its command.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.card import Ask
from bot.text import one_line, visible

LONGEST = 100
"""How many characters a `custom_id` and a menu's value may have; they are counted here in UTF-16 units.

https://discord.com/developers/docs/components/reference#custom-id
"""

HIGHEST_PLACE = 99
"""No message holds more buttons: it holds 40 components."""

_OURS = re.compile(r"says:(\d{1,3}):(\d{0,20}):(.*)")
_ASKS = re.compile(r"asks:(\d{1,3}):(\d{0,20}):([wd])(o?):(\d{1,2}):(\d{1,2}):(.*)")


@dataclass(frozen=True, slots=True)
class Pressed:
    """The command that was pressed, and the guild that the message speaks of ("" where it doesn't say).

    `asks` is what is to be asked for first, if anything.
    """

    says: str
    workspace: str = ""
    asks: Ask | None = None


def custom_id(place: int, says: str, workspace: str = "", asks: Ask | None = None) -> str | None:
    """Return the id of a button that says a command; None where it is too long or can't stand in an id.

    `place` is the button's number in its message, since an id may stand there only once. `workspace` is the
    guild's id, for messages where Discord tells of none: direct ones. The hint of a question is left out
    where there is no room for it.
    """
    if not says.strip() or not says.isprintable():
        return None
    if asks is None:
        made = [f"says:{place}:{workspace}:{says}"]
    else:
        made = [_asking(place, says, workspace, asks, hint) for hint in (_line(asks.hint), "")]
    return next((each for each in made if _length(each) <= LONGEST), None)


def menu_id(place: int, workspace: str = "") -> str:
    """Return the id of a menu whose values are commands."""
    return f"says:{place}:{workspace}:"


def menu_value(says: str, asks: Ask | None = None) -> str:
    """Return the value of a menu's line that says a command. A button can say it, so there is room."""
    return says if asks is None else custom_id(0, says, asks=asks) or says


def pressed(custom_id: str, values: Sequence[str] = ()) -> Pressed | None:
    """Return what a button, or a menu of which `values` were chosen, says; None for what isn't ours."""
    if (asking := _asked(custom_id)) is not None:
        return asking
    found = _OURS.fullmatch(custom_id)
    says = found and (found[3] or next(iter(values), ""))
    if not found or not says:
        return None
    chosen = None if found[3] else _asked(says)
    return Pressed(chosen.says, found[2], chosen.asks) if chosen else Pressed(says, found[2])


def _asking(place: int, says: str, workspace: str, asks: Ask, hint: str) -> str:
    kind = "d" if asks.kind == "day" else "w"
    optional = "o" if asks.optional else ""
    label = _line(asks.label) or "Answer"
    return f"asks:{place}:{workspace}:{kind}{optional}:{len(label)}:{len(hint)}:{label}{hint}{says}"


def _asked(custom_id: str) -> Pressed | None:
    """Return what a button says that asks for something first; None for another."""
    found = _ASKS.fullmatch(custom_id)
    if found is None:
        return None
    words, hints, said = int(found[5]), int(found[6]), found[7]
    says = said[words + hints :]
    try:
        asks = Ask(
            label=said[:words],
            kind="day" if found[3] == "d" else "words",
            hint=said[words : words + hints],
            optional=bool(found[4]),
        )
    except ValueError:
        return None
    return Pressed(says, found[2], asks) if says.strip() else None


def _line(text: str) -> str:
    return one_line(visible(text))


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
