"""The form that a button opens that asks for something first, and what is read off it.

Its `custom_id` has the command and the guild in it, so that what is sent is understood after any restart;
which message the button is on Discord says itself.
https://discord.com/developers/docs/components/reference#text-input has the limits.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import discord
from discord import ui

from adapters.discord.components.pressed import LONGEST, Pressed
from adapters.discord.emoji import typed
from adapters.discord.forms import values_in
from bot.model.card import answered
from bot.text import clip

LONGEST_ANSWER: Final = 300
"""How many characters an answer may have."""

_LONGEST_TITLE = 45
_ANSWER = "answer"
_FORM = re.compile(r"form:(\d{0,20}):(.+)")


def form(asked: Pressed) -> ui.Modal:
    """Return the modal that asks for what a button wants to know. Call it within a running loop.

    It is stopped already, so discord.py keeps nothing of it. Raises ValueError for a button that doesn't ask.
    """
    if asked.asks is None:
        raise ValueError("This button asks for nothing.")
    title = f"{asked.says[:1].upper()}{asked.says[1:]}"
    made = f"form:{asked.workspace}:{asked.says}"[:LONGEST]  # a button's id is longer
    modal = ui.Modal(title=clip(title, _LONGEST_TITLE), custom_id=made, timeout=None)
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=_ANSWER,
        style=discord.TextStyle.short,
        placeholder=asked.asks.hint or None,
        required=not asked.asks.optional,
        max_length=LONGEST_ANSWER,
    )
    modal.add_item(ui.Label(text=asked.asks.label, component=field))
    modal.stop()
    return modal


def sent(data: Mapping[str, Any]) -> Pressed | None:
    """Return the command of a form with the answer behind it; None where the form is another."""
    found = _FORM.fullmatch(str(data.get("custom_id", "")))
    if found is None:
        return None
    answer = dict(values_in(data.get("components"))).get(_ANSWER, "")
    return Pressed(answered(found[2], typed(answer)), found[1])
