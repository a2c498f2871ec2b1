"""Reads Discord's markdown as its clients do, as far as that is known: what acts, and which words are shown.

It was written from descriptions of the clients' behaviour, apart from the code that escapes.
"""

import re
from dataclasses import dataclass, field

_BEGINNING = [
    ("heading", r" *#{1,3}\s+(?=[^#\s])"),
    ("small print", r"-#[ ]+(?=\S)"),
    ("list", r" *(?:[*-]|\d+\.)[ ]+(?=\S)"),
    ("quote", r" *>(?:>>)?[ ]+"),
]
_ANYWHERE = [
    ("escape", r"\\(?P<words>[^0-9A-Za-z\s])"),
    ("code", r"```.+?```|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"),
    ("bold", r"\*\*(?P<inner>(?:\\.|[^\\])+?)\*\*(?!\*)"),
    ("underline", r"__(?:\\.|[^\\])+?__(?!_)"),
    ("italic", r"\*(?!\s)(?:\\.|\*\*|[^*\\])+?(?<!\s)\*(?!\*)|_(?:\\.|__|[^_\\])+?_(?![A-Za-z0-9_])"),
    ("strike", r"~~.+?~~"),
    ("spoiler", r"\|\|.+?\|\|"),
    ("moment", r"<t:-?\d+(?::[tTdDfFRsS])?>"),
    ("mention", r"<@[!&]?\d+>|<#\d+>|<id:\w+(?:\d+)?>|</[^:\n]+:\d+>|@everyone|@here"),
    ("emoji", r"<a?:\w{2,}:\d+>|:[^\s:]+:"),
    ("address", r"<[^: >]+:/[^ >]+>|<[^<>\s]+@[^<>\s]+>|<\+\d+>"),
    ("address", r"(?:https?|steam|discord)://[^\s<]+[^<.,:;\"'\]\s]"),
    ("address", r"discord(?:app)?\.(?:gg|com|new|gift)/\w+"),
    (
        "link",
        r"\[(?P<label>(?:\[[^\]]*\]|[^\[\]])*[^\[]*)\]\(\s*<?(?P<url>(?:\([^)]*\)|[^\s\\]|\\[^\n])*?)>?\s*\)",
    ),
]
_RULES = [(name, re.compile(rule, re.DOTALL)) for name, rule in _ANYWHERE]
_AT_A_BEGINNING = [(name, re.compile(rule)) for name, rule in _BEGINNING]

_IN_A_LABEL = re.compile(
    r"\*\S|_\S|~~|\|\||`|<|>|@|:\w+:|\\|https?:/|discord\.gg/|"
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u20e3]"
)
_TAKEN_OUT = re.compile("[\u200b-\u200f\u2060\ufeff]")
_WIDTHLESS = "\u200b"


@dataclass(slots=True)
class Reading:
    """The words that are shown, and everything that acts in them, by name; links as (label, address)."""

    words: str = ""
    acting: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


def read(text: str) -> Reading:
    """Read a whole text, from its beginning."""
    reading = Reading()
    _read(text, reading)
    reading.words = reading.words.replace(_WIDTHLESS, "")
    return reading


def _read(text: str, into: Reading) -> None:
    at = 0
    while at < len(text):
        at = _step(text, at, into)


def _step(text: str, at: int, into: Reading) -> int:
    """Read what stands at a place; return where the next begins."""
    if at == 0 or text[at - 1] == "\n":
        for name, rule in _AT_A_BEGINNING:
            if found := rule.match(text, at):
                into.acting.append(name)
                return found.end()
    for name, rule in _RULES:
        found = rule.match(text, at)
        if found:
            return _found(name, found, into)
    into.words += text[at]
    return at + 1


def _found(name: str, found: re.Match[str], into: Reading) -> int:
    if name == "escape":
        into.words += found["words"]
    elif name == "bold":
        into.acting.append(name)
        _read(found["inner"], into)
    elif name == "link":
        _link(found, into)
    else:
        into.acting.append(name)
        into.words += found.group()
    return found.end()


def _link(found: re.Match[str], into: Reading) -> None:
    """In a label nothing is escaped; an address or an emoji there makes the link show as it is written."""
    label = _TAKEN_OUT.sub("", found["label"])
    if _IN_A_LABEL.search(label):
        into.acting.append("broken link")
    into.acting.append("link")
    into.links.append((label, found["url"]))
    into.words += label
