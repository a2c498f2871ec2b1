"""Clean, clip and fold: the only string surgery of the project."""

import re
import unicodedata

# What can't be seen and must not be there: controls, zero-width and direction marks, interlinear marks,
# non-characters, lone surrogates, tag characters. The joiners (200c, 200d) are looked at one by one.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_UNSEEN_ASCII = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_JOINERS = "\u200c\u200d"
_LINE_ENDS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = re.compile(r"[^\S\n]+")
_LINE_EDGES = re.compile(r" ?\n ?")


def clean(text: str) -> str:
    """Return the text without anything that can't be seen, with single spaces; line ends are kept.

    Gone are control characters, zero-width and direction marks, tag characters, lone surrogates and
    byte-order marks; composed as NFC. A joiner stays where a script or an emoji needs it.
    Cleaning twice changes nothing more.
    """
    if text.isprintable() and "  " not in text:  # most text is clean already; this is ten times as fast
        return unicodedata.normalize("NFC", text).strip()
    return _LINE_EDGES.sub("\n", _SPACES.sub(" ", visible(text))).strip()


def visible(text: str) -> str:
    """Return the text without anything that can't be seen; its spaces stay as they are."""
    text = text.replace("\r\n", "\n")
    if text.isascii():
        return _UNSEEN_ASCII.sub(_replacement, text)
    return unicodedata.normalize("NFC", _UNSEEN.sub(_replacement, text))


def _replacement(match: re.Match[str]) -> str:
    mark = match.group()
    if mark == "\t":
        return " "
    if mark in _LINE_ENDS:
        return "\n"
    return mark if mark in _JOINERS and _joins(match) else ""


def _joins(match: re.Match[str]) -> bool:
    """Say whether a joiner stands between two characters that can be joined.

    Emoji sequences join symbols (Unicode TR51); Arabic and Indic scripts join letters and marks.
    """
    before, after = match.start() - 1, match.end()
    if before < 0 or after >= len(match.string):
        return False
    return all(_joinable(match.string[at]) for at in (before, after))


def _joinable(character: str) -> bool:
    if character == "\ufe0f" or "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    category = unicodedata.category(character)
    in_joining_script = "\u0590" <= character <= "\u1fff" and category[0] in "LM"
    return category == "So" or in_joining_script


def one_line(text: str) -> str:
    """Return the text cleaned and on one line."""
    return clean(text).replace("\n", " ")


def clip(text: str, limit: int) -> str:
    """Return at most `limit` characters, cut between words where one ends near, with "…" for the cut."""
    if len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 0)]
    space = cut.rfind(" ")
    if space > limit // 2:
        cut = cut[:space]
    while cut and (unicodedata.combining(cut[-1]) or cut[-1] in "\u200d\ufe0f"):
        cut = cut[:-1]
    return cut.rstrip(" ,;:.-–—") + "…" if limit > 0 else ""


def fold(text: str) -> str:
    """Return the form in which names are compared: no case, no accents, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def count(number: int, noun: str, plural: str = "") -> str:
    """Return "1 story", "2,000 stories": the number with thousands set apart, and the fitting noun."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


_SLUG_WORDS, _SLUG = 4, 32
_LIGHT = re.compile(
    r"a|an|and|are|as|at|be|by|for|from|has|have|in|is|it|its|of|on|or|that|the|to|was|were|will|with"
)


def slug(headline: str) -> str:
    """Return a story's short name, at most 32 characters: the first weighty words of its headline."""
    words: list[str] = re.findall(r"\w+", re.sub("['\u2019]", "", fold(headline)))
    heavy = [word for word in words if not _LIGHT.fullmatch(word)] or words or ["story"]
    made = heavy[0][:_SLUG]
    for word in heavy[1:_SLUG_WORDS]:
        if len(made) + 1 + len(word) > _SLUG:
            break
        made = f"{made}-{word}"
    return made
