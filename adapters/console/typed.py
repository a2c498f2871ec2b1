"""What a line typed in the playground is: who says it, in which channel, and what.

`ben: claim F1` speaks as Ben, `#sports: latest` in another channel, `ben #sports: latest` both. A number
presses the button that bears it. `react 🚩 1`, or `🚩 1` alone, puts a reaction on post 1; `unreact 🚩 1`
takes it back. Everything else is a command.
"""

import re
from typing import Final

from adapters.console.people import PEOPLE, YOU
from adapters.folding import bare
from bot.model.people import Actor
from bot.model.value import Value

HERE: Final = "playground"
"""The channel where one is."""

_SAYS: Final = re.compile(
    rf"(?:as\s+)?(?P<who>{'|'.join(PEOPLE)})?\s*(?:#(?P<channel>[\w-]{{1,40}}))?:\s*(?P<said>.*)",
    re.IGNORECASE | re.DOTALL,
)
_REACTS: Final = re.compile(
    r"(?P<verb>react|unreact)\s+(?P<mark>\S+)(?:\s+(?P<post>\d{1,9}))?", re.IGNORECASE
)
_BARE: Final = re.compile(r"(?P<mark>[^\w\s/<>@]\S{0,9})(?:\s+(?P<post>\d{1,9}))?")
_NAMES: Final = {
    "flag": "\N{TRIANGULAR FLAG ON POST}",
    "take": "\N{HAPPY PERSON RAISING ONE HAND}",
    "done": "\N{WHITE HEAVY CHECK MARK}",
    **{str(digit): f"{digit}\N{COMBINING ENCLOSING KEYCAP}" for digit in range(1, 10)},
    "10": "\N{KEYCAP TEN}",
}
"""Words for emoji that not every keyboard has."""

_KEYCAP: Final = re.compile(r"[0-9]\ufe0f?\u20e3(?:\s+(?P<post>\d{1,9}))?")


class Line(Value):
    """Who says what, and in which channel."""

    actor: Actor = YOU
    channel: str = HERE
    said: str


class Reacts(Value):
    """A reaction on a post, by the post's number; None for the newest. `present` is unset where it goes."""

    mark: str
    post: int | None = None
    present: bool = True


def line_of(text: str) -> Line:
    """Return who says what; a line without a name in front is said by whoever types."""
    found = _SAYS.fullmatch(text.strip())
    if found is None or not (found["who"] or found["channel"]):
        return Line(said=text.strip())
    who = PEOPLE[found["who"].lower()] if found["who"] else YOU
    return Line(actor=who, channel=found["channel"] or HERE, said=found["said"].strip())


def reacts(said: str) -> Reacts | None:
    """Return the reaction that is meant; None for anything else."""
    if found := _REACTS.fullmatch(said):
        mark = bare(found["mark"])
        present = found["verb"].lower() == "react"
        return Reacts(mark=_NAMES.get(mark.lower(), mark), post=_number(found["post"]), present=present)
    found = _BARE.fullmatch(said) or _KEYCAP.fullmatch(said)
    if found is None or said.isascii():
        return None
    return Reacts(mark=bare(said.split(maxsplit=1)[0]), post=_number(found["post"]))


def _number(post: str | None) -> int | None:
    return int(post) if post else None
