"""Text into tokens: words, quoted words, and `key:value`."""

import re
from dataclasses import dataclass

from bot.errors import UsageError

_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»"}
_KEY = re.compile(r"([A-Za-z_]+):")


_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»')

AS_IT_IS = "::"
"""Behind it, alone between spaces, nothing is read: neither keys nor quotes."""

_READ = re.compile(r'[:"“”„«»]')

_AS_IT_IS = re.compile(r"(?:^|(?<=\s))::(?=\s)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it was typed (`raw`), what it says (`text`), and the key before its colon if it has one.

    `end` is where it ends in the typed text.
    """

    raw: str
    text: str
    end: int
    key: str | None = None
    quoted: bool = False


def tokenise(text: str) -> tuple[Token, ...]:
    """Split the text at white space that isn't quoted. Raises UsageError for a quote that stays open."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at)
        tokens.append(token)
        at = token.end
    return tuple(tokens)


def masked(text: str) -> str:
    """Return a text of the same length in which nothing can be found that stands in quotes."""
    return _QUOTED.sub(lambda quoted: "·" * len(quoted.group()), text)


def parted(text: str) -> tuple[str, str]:
    """Return what is read of a text, and what is to be taken as it is ("" where nothing is)."""
    mark = _AS_IT_IS.search(masked(text))
    return (text[: mark.start()].rstrip(), text[mark.end() :].strip()) if mark else (text, "")


def as_it_is(text: str) -> str:
    """Return free words so that they are read as they stand, marked where anything in them could be read."""
    return f"{AS_IT_IS} {text}" if _READ.search(text) else text


def _token(text: str, start: int) -> Token:
    key = _KEY.match(text, start)
    value_at = key.end() if key else start
    if value_at < len(text) and text[value_at] in _QUOTES:
        closed = _closing(text, value_at)
        said, end, quoted = text[value_at + 1 : closed], closed + 1, True
    else:
        end = value_at
        while end < len(text) and not text[end].isspace():
            end += 1
        said, quoted = text[value_at:end], False
    return Token(
        raw=text[start:end], text=said, end=end, key=key.group(1).lower() if key else None, quoted=quoted
    )


def _closing(text: str, opened: int) -> int:
    closers = _QUOTES[text[opened]]
    for at in range(opened + 1, len(text)):
        if text[at] in closers:
            return at
    raise UsageError(
        f"A quote is opened before “{text[opened + 1 : opened + 21].strip()}” and never closed.",
        next_step='Close it, as in "two words", or leave it out.',
    )


def quoted(text: str) -> str:
    """Return a text as one word that `tokenise` reads back; where it holds every quote, double ones go."""
    if text and not _KEY.match(text) and not any(c.isspace() or c in _QUOTES for c in text):
        return text
    pair = next(((o, c) for o, c in (('"', '"'), ("“", "”"), ("«", "»")) if c not in text), None)
    if pair is None:
        return quoted(text.replace('"', "'"))
    return f"{pair[0]}{text}{pair[1]}"
