"""The form in which a text is looked over before it becomes a story: Discord calls it a modal.

https://discord.com/developers/docs/components/reference#text-input has the limits.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import discord
from discord import ui

ADDING: Final = "form:add"
"""The form's `custom_id`."""

TITLE: Final = "Add to Nutgraf"

LONGEST = 4_000
"""How many characters an input takes."""

MOST = 3
"""Over how many inputs a long text is spread; a modal has room for five."""

_ADDRESS = re.compile(r"https?://\S+")
_FIELD = re.compile(r"text:(\d+):([a-z]+)")
_SEAMS = {"paragraph": "\n\n", "line": "\n", "word": " ", "inside": ""}
"""What stood between two inputs; it is kept in the second one's `custom_id`, where nobody can lose it."""

_TEXT_INPUT = 4

_LOOK = "Look it over, and take out what isn't part of the story."
_EMPTY = "Paste the text of the story here."
_LINK = "Nutgraf reads the page at this address. Where it can't, paste the text of the page here instead."
_NOTHING = "There is nothing to read in this message. Paste the text of the story here, or an address."
_CUT = "The message is longer than Discord lets a form be: its end is missing."


def form(text: str, *, of_message: bool) -> ui.Modal:
    """Return the modal in which a text is looked over; an empty one where there is no text.

    It is stopped already, so discord.py keeps nothing of it. Call it within a running loop.
    """
    modal = ui.Modal(title=TITLE, custom_id=ADDING, timeout=None)
    parts, left = _parts(text)
    note = _note(text, of_message=of_message)
    modal.add_item(ui.TextDisplay(f"{note} {_CUT}" if left else note))
    for number, (seam, part) in enumerate(parts):
        modal.add_item(_input(number, seam, part))
    modal.stop()
    return modal


def form_text(data: Mapping[str, Any]) -> str:
    """Return the text of a form that was submitted. What nobody edited comes back as it was."""
    fields = (_FIELD.fullmatch(name) and (name, value) for name, value in values_in(data.get("components")))
    text = ""
    for name, value in sorted(filter(None, fields), key=lambda field: int(field[0].split(":")[1])):
        seam = _SEAMS.get(name.split(":")[2], "\n")
        text += f"{seam}{value}" if text and value else value
    return text.strip()


def _note(text: str, *, of_message: bool) -> str:
    if not text:
        return _NOTHING if of_message else _EMPTY
    return _LINK if _ADDRESS.fullmatch(text) else _LOOK


def _input(number: int, seam: str, part: str) -> ui.Item[Any]:
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=f"text:{number}:{seam}",
        style=discord.TextStyle.paragraph,
        default=part or None,
        required=number == 0,
        max_length=LONGEST,
    )
    return ui.Label(text="Text" if number == 0 else "Text, continued", component=field)


def _parts(text: str) -> tuple[list[tuple[str, str]], str]:
    """Return the parts of a text, each with what it follows the one before at, and what none is left for."""
    parts: list[tuple[str, str]] = []
    seam, left = "line", text
    while left or not parts:
        if len(parts) == MOST:
            return parts, left
        end = _end(left)
        parts.append((seam, left[:end]))
        seam = next(name for name, between in _SEAMS.items() if left.startswith(between, end))
        left = left[end + len(_SEAMS[seam]) :]
    return parts, ""


def _end(text: str) -> int:
    """Return where the first part of a text ends: before the last paragraph, line or word that has room."""
    if len(text) <= LONGEST:
        return len(text)
    for between in filter(None, _SEAMS.values()):
        if (at := text.rfind(between, LONGEST // 2, LONGEST)) != -1:
            return at
    return LONGEST


def values_in(components: object) -> Iterator[tuple[str, str]]:
    """Yield each input's `custom_id` and value, however deep it stands."""
    for each in components if isinstance(components, list) else ():
        if each.get("type") == _TEXT_INPUT:
            yield str(each.get("custom_id")), str(each.get("value") or "")
        inner = each.get("component")
        yield from values_in([inner] if inner else each.get("components"))
