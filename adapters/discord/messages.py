"""What a message of Discord's says, as plain text: what was typed, without Discord's markup.

The rules are Discord's: https://discord.com/developers/docs/reference#message-formatting. Messages are read
as JSON, as an interaction brings them.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

Json = Mapping[str, Any]

_MARKED = re.compile(
    r"<(?:(?P<what>@[!&]?|#)(?P<id>\d+)|a?(?P<emoji>:\w+:)\d+|t:(?P<when>-?\d{1,12})(?::\w)?)>"
)
_NO_PREVIEW = re.compile(r"<(https?://[^\s<>]+)>")
_MASKED = re.compile(r"\[([^\[\]\n]+)\]\(<?(https?://[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)")
_CODE = re.compile(r"```(?:\w*\n)?(.*?)\n?```|`([^`\n]+)`", re.DOTALL)
_STYLED = re.compile(r"(?<!\\)(\*\*|__|~~|\|\||(?<!\w)[*_])(?=\S)([^\n]*?[^\s\\])\1(?!\w)")
_LINE = re.compile(r"^(?:>>> |> |#{1,3} |-# )", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^\w\s])")
_LINK_ALONE = re.compile(r"\s*<?https?://[^\s<>]+>?\s*")

_TEXT_DISPLAY = 10
"""The type of a component that is a text."""


def message_text(message: Json) -> str:
    """Return what a message says, as plain text; "" where that is nothing, or only a link.

    A message that is only a link says what Discord shows below it, where it shows anything; a forwarded one
    what it forwards.
    """
    content = message.get("content") or ""
    said = plain(content, message)
    if said and not is_link_alone(content):
        return said
    forwarded = (message_text(each["message"]) for each in message.get("message_snapshots") or ())
    shown = (_embedded(each) for each in message.get("embeds") or ())
    texts = (plain(each, message) for each in _displayed(message.get("components") or ()))
    return "\n\n".join(each for each in (*forwarded, *shown, *texts) if each)


def is_link_alone(text: str) -> bool:
    """Say whether a text is nothing but one address."""
    return _LINK_ALONE.fullmatch(text) is not None


def plain(text: str, message: Json | None = None) -> str:
    """Return a text as plain text, people called by the names that the message tells."""
    names = {str(user["id"]): _name(user) for user in (message or {}).get("mentions") or ()}

    def unmarked(mark: re.Match[str]) -> str:
        return _unmarked(mark, names)

    said = _CODE.sub(lambda code: code[1] or code[2] or "", text)
    said = _LINE.sub("", _MASKED.sub(r"\1 (\2)", _NO_PREVIEW.sub(r"\1", said)))
    for _ in range(4):  # bold italics that are struck through and hidden have four pairs of marks
        said = _STYLED.sub(r"\2", said)
    return _ESCAPED.sub(r"\1", _MARKED.sub(unmarked, said)).strip()


def _unmarked(mark: re.Match[str], names: Mapping[str, str]) -> str:
    if mark["emoji"]:
        return mark["emoji"]
    if mark["when"]:
        return _moment(int(mark["when"])) or mark.group()
    if mark["what"] in {"@", "@!"}:
        return f"@{names.get(mark['id'], 'somebody')}"
    return "@role" if mark["what"] == "@&" else "#channel"


def _moment(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, ValueError, OSError):
        return ""


def _name(user: Json) -> str:
    return str(user.get("global_name") or user.get("username") or "somebody")


def _embedded(embed: Json) -> str:
    """Return the title, text and address of what Discord shows below a message."""
    words = [plain(str(embed.get(name) or "")) for name in ("title", "description")]
    if not any(words):
        return ""
    return "\n\n".join(each for each in (*words, str(embed.get("url") or "")) if each)


def _displayed(components: object) -> Iterator[str]:
    """Yield the texts of a message that is made of components."""
    for each in components if isinstance(components, list | tuple) else ():
        if each.get("type") == _TEXT_DISPLAY:
            yield str(each.get("content") or "")
        yield from _displayed(each.get("components"))
