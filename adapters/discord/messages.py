"""What a message of Discord's says, as plain text: what was typed, without Discord's markup.

The rules are Discord's: https://discord.com/developers/docs/reference#message-formatting. Messages are read
as JSON, as an interaction brings them.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.discord.forms import LONGEST, MOST

Json = Mapping[str, Any]

_MARKED = re.compile(
    r"<(?:(?P<what>@[!&]?|#)(?P<id>\d+)|a?(?P<emoji>:\w+:)\d+|t:(?P<when>-?\d{1,12})(?::\w)?)>"
)
_NO_PREVIEW = re.compile(r"<(https?://[^\s<>]+)>")
_MASKED = re.compile(r"\[([^\[\]\n]+)\]\(<?(https?://[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)")
_CODE = re.compile(r"```(?:\w*\n)?(.*?)\n?```|`([^`\n]+)`", re.DOTALL)
_STYLE = re.compile(r"\\(?:[^\w\s]|_)|(?P<mark>\*\*|__|~~|\|\||[*_])|(?P<end>\n)")
_LINE = re.compile(r"^(?:>>> |> |#{1,3} |-# )", re.MULTILINE)
_LINK_ALONE = re.compile(r"\s*<?(https?://[^\s<>]+)>?\s*")
_ESCAPED = re.compile(r"\\([^\w\s]|_)")

_TEXT_DISPLAY = 10
"""The type of a component that is a text."""

_MOST = LONGEST * MOST + 1_000
"""How many characters are read: more than the form takes, which then says that the end is missing."""


def message_text(message: Json) -> str:
    """Return what a message says, as plain text; "" where that is nothing.

    A message without words says what Discord shows in it, a forwarded one what it forwards. One that is only
    a link is its address, whatever Discord shows below it: the page says more. What is longer than the form
    in which it is looked over is cut.
    """
    content = str(message.get("content") or "")[:_MOST]
    if link := _LINK_ALONE.fullmatch(content):
        return link[1]  # a mark of Discord's may be a part of an address
    said = plain(content, message)
    if said:
        return said
    text = ""
    for each in filter(None, _below(message)):
        text += f"\n\n{each}" if text else each
        if len(text) >= _MOST:
            break
    return text[:_MOST]


def plain(text: str, message: Json | None = None) -> str:
    """Return a text as plain text, people called by the names that the message tells."""
    names = {str(user["id"]): _name(user) for user in (message or {}).get("mentions") or ()}

    def unmarked(mark: re.Match[str]) -> str:
        return _unmarked(mark, names)

    said = _CODE.sub(lambda code: code[1] or code[2] or "", text)
    said = _LINE.sub("", _MASKED.sub(r"\1 (\2)", _NO_PREVIEW.sub(r"\1", said)))
    return _ESCAPED.sub(r"\1", _MARKED.sub(unmarked, _unstyled(said))).strip()


def _unstyled(text: str) -> str:
    """Return a text without the marks that make it bold, italic, underlined, struck through or hidden.

    It is read once, whatever stands in it: people may make messages of nothing but marks.
    """
    opened: dict[str, re.Match[str]] = {}
    marks: list[re.Match[str]] = []
    for found in _STYLE.finditer(text):
        mark = found["mark"]
        if found["end"]:
            opened.clear()
        elif mark in opened and _closes(text, opened[mark], found):
            marks += (opened.pop(mark), found)
        elif mark and mark not in opened and _opens(text, found):
            opened[mark] = found
    marks.sort(key=re.Match.start)
    ends = [0, *(each.end() for each in marks)]
    starts = [*(each.start() for each in marks), len(text)]
    return "".join(text[begin:end] for begin, end in zip(ends, starts, strict=True))


def _opens(text: str, mark: re.Match[str]) -> bool:
    """Say whether something is styled from here on; not by a mark of one character within a word."""
    inside = len(mark.group()) == 1 and text[max(mark.start() - 1, 0) : mark.start()].isalnum()
    return not inside and not _is_space(text[mark.end() : mark.end() + 1])


def _closes(text: str, opening: re.Match[str], mark: re.Match[str]) -> bool:
    if opening.end() == mark.start() or _is_space(text[mark.start() - 1]):
        return False
    return not text[mark.end() : mark.end() + 1].isalnum()


def _is_space(character: str) -> bool:
    return not character or character.isspace()


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


def _below(message: Json) -> Iterator[str]:
    """Yield what stands in a message beside what was typed, one after the other."""
    for each in message.get("message_snapshots") or ():
        yield message_text(each["message"])
    for each in message.get("embeds") or ():
        yield _embedded(each)
    for each in _displayed(message.get("components") or ()):
        yield plain(each[:_MOST], message)


def _embedded(embed: Json) -> str:
    """Return the title, text and address of what Discord shows below a message."""
    words = [plain(str(embed.get(name) or "")[:_MOST]) for name in ("title", "description")]
    if not any(words):
        return ""
    return "\n\n".join(each for each in (*words, str(embed.get("url") or "")) if each)


def _displayed(components: object) -> Iterator[str]:
    """Yield the texts of a message that is made of components."""
    for each in components if isinstance(components, list | tuple) else ():
        if each.get("type") == _TEXT_DISPLAY:
            yield str(each.get("content") or "")
        yield from _displayed(each.get("components"))
