"""The shortcut "Add to Nutgraf": the form in which a message is looked over, and what is read off it."""

import re
from collections.abc import Mapping
from typing import Any, Final

from adapters.slack.typed import is_link_alone, plain

ADDING: Final = "adding"
"""The form's callback id."""

TITLE: Final = "Add to Nutgraf"

_FIELD = re.compile(r"text:(\d+)")
_LONGEST = 3_000
"""How many characters an input of Slack's takes."""

_MOST = 5
"""How many inputs a long message is spread over; people can type 12,000 characters into one message."""

_LOOK = "Look it over, and take out what isn't part of the story."
_NOTHING = (
    "There is nothing to read in this message: a link has to be opened by a person. "
    "Open it, and paste the text of the page here."
)


def message_text(message: Mapping[str, Any]) -> str:
    """Return what a message says, as plain text; "" where that is nothing, or only a link.

    A message that is only a link says what Slack shows below it (its attachment), where it shows anything.
    """
    text = message.get("text") or ""
    said = plain(text)
    if said and not is_link_alone(text):
        return said
    shown = (_unfurled(each) for each in message.get("attachments") or ())
    return "\n\n".join(each for each in shown if each)


def form(text: str) -> dict[str, Any]:
    """Return the modal in which that text is looked over before it is added."""
    parts, left = _parts(text)
    note = _LOOK if text else _NOTHING
    if left:
        note = f"{note} The message is longer than Slack lets a form be: its end is missing."
    section = {"type": "section", "text": {"type": "plain_text", "text": note}}
    inputs = [_input(number, part) for number, part in enumerate(parts)]
    return {
        "type": "modal",
        "callback_id": ADDING,
        "title": {"type": "plain_text", "text": TITLE},
        "submit": {"type": "plain_text", "text": "Add"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [section, *inputs],
    }


def form_text(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Return the text of a form that was submitted, from its `view.state.values`."""
    fields = sorted(values, key=lambda name: int(match[1]) if (match := _FIELD.fullmatch(name)) else 0)
    parts = (next(iter(values[name].values())).get("value") for name in fields)
    return "\n".join(part for part in parts if part)


def _input(number: int, part: str) -> dict[str, Any]:
    element: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": f"text:{number}",
        "multiline": True,
        "max_length": _LONGEST,
    }
    if part:
        element["initial_value"] = part
    label = "Text" if number == 0 else "Text, continued"
    return {
        "type": "input",
        "block_id": f"text:{number}",
        "label": {"type": "plain_text", "text": label},
        "element": element,
        "optional": number > 0,
    }


def _parts(text: str) -> tuple[list[str], str]:
    """Return the text in parts that an input takes, at least one, and what no input is left for."""
    parts: list[str] = []
    while len(text) > _LONGEST and len(parts) < _MOST:
        at = _end_of_part(text[:_LONGEST])
        parts.append(text[:at])
        text = text[at:].lstrip(" \n")
    if len(parts) < _MOST:
        return [*parts, text], ""
    return parts, text


def _end_of_part(text: str) -> int:
    """Return where a part ends: at the end of a line or a word, where one is near; else at its full size."""
    return next((at for mark in "\n " if (at := text.rfind(mark)) > _LONGEST // 2), len(text))


def _unfurled(attachment: Mapping[str, Any]) -> str:
    """Return the title, text and address that Slack shows below a link."""
    address = attachment.get("title_link") or attachment.get("from_url") or attachment.get("original_url")
    words = [plain(attachment.get(name) or "") for name in ("title", "text")]
    if not any(words):
        return ""
    return "\n\n".join(each for each in (*words, address) if each)
