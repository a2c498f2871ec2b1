"""What a button says, in its `custom_id`: so a press is understood after any restart, and nothing is kept.

A menu says it in the value that was chosen; its `custom_id` then has no command in it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 100
"""How many characters a `custom_id` and a menu's value may have; they are counted here in UTF-16 units.

https://discord.com/developers/docs/components/reference#custom-id
"""

HIGHEST_PLACE = 99
"""No message holds more buttons: it holds 40 components."""

_OURS = re.compile(r"says:(\d{1,3}):(\d{0,20}):(.*)")


@dataclass(frozen=True, slots=True)
class Pressed:
    """The command that was pressed, and the guild that the message speaks of ("" where it doesn't say)."""

    says: str
    workspace: str = ""


def custom_id(place: int, says: str, workspace: str = "") -> str | None:
    """Return the id of a button that says a command; None where it is too long or can't stand in an id.

    `place` is the button's number in its message, since an id may stand there only once. `workspace` is the
    guild's id, for messages where Discord tells of none: direct ones.
    """
    if not says.strip() or not says.isprintable():
        return None
    made = f"says:{place}:{workspace}:{says}"
    return made if _length(made) <= LONGEST else None


def menu_id(place: int, workspace: str = "") -> str:
    """Return the id of a menu whose values are commands."""
    return f"says:{place}:{workspace}:"


def pressed(custom_id: str, values: Sequence[str] = ()) -> Pressed | None:
    """Return what a button, or a menu of which `values` were chosen, says; None for what isn't ours."""
    found = _OURS.fullmatch(custom_id)
    says = found and (found[3] or next(iter(values), ""))
    return Pressed(says, found[2]) if found and says else None


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
