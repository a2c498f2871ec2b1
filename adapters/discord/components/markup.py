"""Words and spans as Discord's markdown, in which nothing that strangers wrote acts: one function escapes.

Discord's rules are written down nowhere in full. What is used here: a backslash before anything but a letter,
a digit or a space shows that character as it stands; headings, lists, quotes and small print begin only at a
line's start; an address is a link wherever `https://` stands. Inside the words of a link none of this holds:
there is no escape, and Discord shows the whole link as raw text where the words have an emoji, a mention or
an address in them (https://github.com/discord/discord-api-docs/issues/6185, /7673, /7721).
"""

import re
import unicodedata
from itertools import groupby
from typing import Literal, assert_never
from urllib.parse import urlsplit

from adapters.spans import Showing
from bot.model.card import ChannelName, Link, Mention, Plain, Prose, Span, Strong, Typed, When
from bot.text import clip, visible

Shown = Literal["f", "R"]
"""How a moment is shown: the day and the hour in the reader's zone, or how long ago it was.

https://discord.com/developers/docs/reference#message-formatting-timestamp-styles
"""

LONGEST_ADDRESS = 1_000
"""How many characters an address in a text may have: a quarter of what all text of a message may have."""

_ID = re.compile(r"\d{15,20}")

_ACTING = re.compile(
    r"""
    [\\*_~`|<\[\]]                        # escapes, bold, italic, underline, strike, code, spoiler, links
    | (?:(?<=\])|\A)\(                    # what would make a link of brackets before it
    | :(?=//|\S*:)                        # addresses, emoji by name
    | (?<=discord)\.(?=\w) | (?<=discordapp)\.(?=\w)    # invitations, which need no https
    | &(?=\w+;|\#)                        # entities, which Discord leaves alone today
    | ^[^\S\n]*\d{1,20}[.)](?=\s|\Z)      # numbers of a list
    | ^[^\S\n]*[-+=>\#:]                  # lists, headings, quotes, small print
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_PARTED = re.compile(r"(?<=@)(?=everyone|here)|(?<=<)(?=@)|(?<=\\-)(?=#)", re.IGNORECASE)
_NOTHING = "\u200b"
"""A space without width."""

_UNSAFE_LABEL = re.compile(
    r"""
    [\\*_~`|<>\[\]@\u20e3\ufe0f]
    | [:;ː∶：]\S*[:;ː∶：] | &(?=\w+;|\#)    # emoji by name
    | [/⁁⁄∕╱⟋⧸Ⳇ⼃〳ノ㇓丿᜵]{2}                # an address, in letters like those of one as well
    | discord\S*[./]\w
    | \A\s*(?:\d+[.)]|[-+>]|-?\#{1,3})(?:\s|\Z)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SYMBOLS = frozenset("©®™°№℃℉")
"""Symbols which no emoji is made of, or which Discord shows as letters all the same."""
_LETTERS_AND_EMOJI = frozenset("‼⁉ℹ〰〽")
_HARMLESS_HOST = re.compile(r"[a-z0-9.-]{1,60}")
_OTHER_SPACES = re.compile(r"[^\S ]")

_IN_AN_ADDRESS = {
    ord(c): "".join(f"%{byte:02X}" for byte in c.encode()) for c in " \"'<>()\\`|^{}[]*_~\u00a0\u3000"
}


def escape(text: str) -> str:
    """Return words as markdown that shows them as they stand, without any effect.

    A backslash goes before what acts; into `@everyone` and `<@` goes a space without width, so that there is
    no ping in the message at all, whatever else it says about mentions; into `-#` as well, for readers that
    look for it when the backslash is gone.
    """
    return _PARTED.sub(_NOTHING, _ACTING.sub(_disarmed, visible(text)))


def prose(spans: Prose, *, when: Shown = "f", line: bool = False) -> str:
    """Return spans as markdown; on one line if asked."""
    parts: list[str] = []
    for span in _joined(tuple(map(safe, spans))):
        part = _span(span, when)
        touching = parts and any(parts[-1].endswith(mark) and part.startswith(mark) for mark in ("**", "`"))
        parts.append(_NOTHING + part if touching else part)
    text = "".join(parts)
    return " ".join(text.split("\n")) if line else text


def length(text: str) -> int:
    """Return how long a text is for Discord.

    Whether Discord counts characters or UTF-16 units is said nowhere; units are never fewer.
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clipped(text: str, most: int) -> str:
    """Return a text cut to a length, as `length` counts it."""
    short, room = clip(text, most), most
    while length(short) > most:
        room -= length(short) - most
        short = clip(text, room)
    return short


def safe(span: Span) -> Span:
    """Return the span cleaned, and as plain words where Discord would not show it."""
    return _SHOWING.safe(span)


def address(url: str) -> str | None:
    """Return an http(s) address as Discord takes it in a text; None where it would not, or it is too long."""
    cleaned = visible(url).strip()
    try:
        parts = urlsplit(cleaned)
        named = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    scheme, _, behind = cleaned.partition("://")
    made = f"{scheme}://{_coded(parts.netloc, behind)}"
    if not named or length(made) > LONGEST_ADDRESS or any(character.isspace() for character in made):
        return None
    return made


def _coded(netloc: str, behind: str) -> str:
    """Return what is behind the scheme, with what means something in markdown as %XX; hosts have none."""
    if netloc.translate(_IN_AN_ADDRESS) != netloc:
        return " "
    return behind.translate(_IN_AN_ADDRESS)


def _safe_link(link: Link) -> Span:
    url, text = address(link.url), visible(link.text)
    if url is None:
        return Plain(text=text)
    return Link(text=text if text.strip() else _host(url), url=url)


def _joined(spans: Prose) -> Prose:
    """Return spans with neighbouring plain words as one: an effect could begin in one and end in another."""
    joined: list[Span] = []
    for plain, together in groupby(spans, key=lambda span: isinstance(span, Plain)):
        run = list(together)
        if plain:
            joined.append(Plain(text="".join(span.text for span in run if isinstance(span, Plain))))
        else:
            joined += run
    return tuple(joined)


def _span(span: Span, when: Shown) -> str:
    match span:
        case Plain():
            return escape(span.text)
        case Strong():
            return "\n".join(map(_bold, span.text.split("\n")))
        case Typed():
            return f"`{_PARTED.sub(_NOTHING, span.text)}`"  # nothing else acts in it
        case Link():
            return _link(span)
        case Mention():
            return f"<@{span.user}>"
        case ChannelName():
            return f"<#{span.id}>"
        case When():
            return f"<t:{int(span.at.timestamp())}:{when}>"
        case _:
            assert_never(span)


def _bold(line: str) -> str:
    """Put the marks of bold around a line, inside its spaces."""
    words = line.strip()
    if not words:
        return line
    before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    return f"{before}**{escape(words)}**{after}"


def _link(link: Link) -> str:
    """Return a masked link; where Discord would not make one of the words, they stand before it."""
    label = _OTHER_SPACES.sub(" ", link.text)
    if _may_be_a_label(label):
        return f"[{label}]({link.url})"
    return f"{escape(link.text)} ([{_host(link.url)}]({link.url}))"


def _may_be_a_label(words: str) -> bool:
    return not _UNSAFE_LABEL.search(words) and not any(map(_breaks_a_link, words))


def _breaks_a_link(character: str) -> bool:
    """Say whether a character may be an emoji, which makes no link, or one that Discord takes out."""
    if character.isascii():
        return not character.isprintable()
    kind = unicodedata.category(character)
    arrow_or_shape = kind == "Sm" and "\u2190" <= character <= "\u2bff"
    symbol = kind == "So" and character not in _SYMBOLS
    return symbol or arrow_or_shape or character in _LETTERS_AND_EMOJI or kind in {"Cf", "Cn", "Co", "Sk"}


def _host(url: str) -> str:
    """Name the host of an address, if it is one that can be a label."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    harmless = _HARMLESS_HOST.fullmatch(host) and not _UNSAFE_LABEL.search(host)
    return host if harmless else "link"


def _disarmed(mark: re.Match[str]) -> str:
    text = mark.group()
    return f"{text[:-1]}\\{text[-1]}"


_SHOWING = Showing(person=_ID, channel=_ID, link=_safe_link)
