"""Emoji as people type them into settings, as adapters name them in reactions."""

import re
from typing import Annotated, Final

from pydantic import BeforeValidator

MOST: Final = 10
"""How many emoji may mean one thing."""

_VARIATIONS: Final = re.compile("[\ufe0e\ufe0f]")
_SKIN_TONES: Final = re.compile("[\U0001f3fb-\U0001f3ff]")
_OWN: Final = re.compile(r"<a?:([\w~-]+):\d+>|:?([A-Za-z0-9_+~'-]{2,100}):?")
_LONGEST: Final = 16
"""How many code points an emoji may have; families of four have 11."""


def emoji_names(text: str) -> tuple[str, ...] | None:
    """Read a list of emoji, with commas or spaces between; None where something else stands in it.

    Emoji of Unicode lose skin tone and variation selector; a workspace's own are written `:flagit:` or
    `flagit`.
    """
    words = [word for word in re.split(r"[,\s]+", text.strip()) if word]
    names = [_name(word) for word in words]
    known = tuple(dict.fromkeys(name for name in names if name))
    return known if known and all(names) and len(known) <= MOST else None


def _name(word: str) -> str | None:
    own = _OWN.fullmatch(word)
    if own:
        return own[1] or own[2]
    bare = _VARIATIONS.sub("", word)
    name = _SKIN_TONES.sub("", bare) or bare
    if len(name) > _LONGEST or name.isascii() or any(mark.isalpha() or mark.isspace() for mark in name):
        return None
    return name


def _read(value: object) -> object:
    if not isinstance(value, str) or value.strip().lower() == "default":
        return value
    if emoji_names(value) is None:
        raise ValueError(
            f"write at most {MOST} emoji, or names of your own emoji such as :flagit:, with commas between"
        )
    return value


EmojiList = Annotated[str, BeforeValidator(_read)]
"""Emoji with commas between, or `default`."""
