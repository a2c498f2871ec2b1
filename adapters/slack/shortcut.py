"""The shortcut "Add to Nutgraf": the form in which a message is looked over, and what is read off it."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, unquote

from adapters.slack.typed import is_link_alone, plain, typed

ADDING: Final = "adding"
"""The form's callback id."""

TITLE: Final = "Add to Nutgraf"

_FIELD = re.compile(r"text:(\d+)(?::(.*))?")
"""An input's block_id: its number, and what stood between it and the one before, as in an address.

That is kept out of the inputs, since what a person can't see at the end of one may get lost there.
"""

_LONGEST = 3_000
"""How many characters an input of Slack's takes."""

_SHORTEST = 2_400
"""Parts but the last are at least this long, so that what people can type fits into `_MOST` of them."""

_LONGEST_ID = 255
"""How many characters a block_id of Slack's takes."""

_MOST = 5
"""How many inputs a long message is spread over; people can type 12,000 characters into one message."""

_SPACE = re.compile(r"(?<!\s)\s+")

_LOOK = "Look it over, and take out what isn't part of the story."
_LINK = "Nutgraf reads the page at this address. Where it can't, paste the text of the page here instead."
_NOTHING = "There is nothing to read in this message. Paste the text of the story here, or an address."


def message_text(message: Mapping[str, Any]) -> str:
    """Return what a message says, as plain text; "" where that is nothing.

    A message without words says what Slack shows in it (its attachments). One that is only a link is its
    address, whatever Slack shows below it: the page says more.
    """
    text = message.get("text") or ""
    said = typed(text).strip() if is_link_alone(text) else plain(text)
    if said:
        return said
    shown = (_unfurled(each) for each in message.get("attachments") or ())
    return "\n\n".join(each for each in shown if each)


def form(text: str) -> dict[str, Any]:
    """Return the modal in which that text is looked over before it is added."""
    inputs, left = _inputs(text)
    note = _LINK if is_link_alone(text) else _LOOK if text else _NOTHING
    if left:
        note = f"{note} The message is longer than Slack lets a form be: its end is missing."
    section = {"type": "section", "text": {"type": "plain_text", "text": note}}
    return {
        "type": "modal",
        "callback_id": ADDING,
        "title": {"type": "plain_text", "text": TITLE},
        "submit": {"type": "plain_text", "text": "Add"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [section, *inputs],
    }


def form_text(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Return the text of a form that was submitted, from its `view.state.values`.

    What nobody edited comes back as it was.
    """
    text, emptied = "", False
    for _, between, part in sorted(_field(name, value) for name, value in values.items()):
        if part and text:
            text += (between or "\n") if emptied else between  # else words from two places would be one
        text += part
        emptied = not part
    return text


def _field(name: str, value: Mapping[str, Mapping[str, Any]]) -> tuple[int, str, str]:
    """Return an input's number, what stands between it and the one before, and what it says."""
    part = next(iter(value.values())).get("value") or ""
    match = _FIELD.fullmatch(name)
    if match is None or match[2] is None:
        return int(match[1]) if match else 0, "\n", part
    return int(match[1]), unquote(match[2]), part


def _input(number: int, part: str, between: str) -> dict[str, Any]:
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
        "block_id": _block_id(number, between),
        "label": {"type": "plain_text", "text": label},
        "element": element,
        "optional": number > 0,
    }


def _inputs(text: str) -> tuple[list[dict[str, Any]], str]:
    """Return the inputs that the text is spread over, at least one, and what no input is left for."""
    inputs: list[dict[str, Any]] = []
    between = ""
    while len(text) > _LONGEST and len(inputs) < _MOST:
        end, start = _seam(text, len(inputs) + 1)
        inputs.append(_input(len(inputs), text[:end], between))
        between, text = text[end:start], text[start:]
    if len(inputs) < _MOST:
        return [*inputs, _input(len(inputs), text, between)], ""
    return inputs, text


def _seam(text: str, number: int) -> tuple[int, int]:
    """Return where a part of the text ends and where the next, with that number, begins.

    That is at the end of a line or a word, where one is near; else inside a word, with nothing between.
    """
    seams = [
        match.span()
        for match in _SPACE.finditer(text, _SHORTEST)
        if match.start() <= _LONGEST and len(_block_id(number, match.group())) <= _LONGEST_ID
    ]
    if seams:
        lines = [(end, start) for end, start in seams if "\n" in text[end:start]]
        return (lines or seams)[-1]
    inside = (at for at in range(_LONGEST, _SHORTEST, -1) if not re.search(r"\s", text[at - 1 : at + 1]))
    at = next(inside, _LONGEST)
    return at, at


def _block_id(number: int, between: str) -> str:
    return f"text:{number}:{quote(between)}" if number else "text:0"


def _unfurled(attachment: Mapping[str, Any]) -> str:
    """Return the title, text and address that Slack shows below a link."""
    address = attachment.get("title_link") or attachment.get("from_url") or attachment.get("original_url")
    words = [plain(attachment.get(name) or "") for name in ("title", "text")]
    if not any(words):
        return ""
    return "\n\n".join(each for each in (*words, address) if each)
