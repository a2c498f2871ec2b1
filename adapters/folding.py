"""Folding emoji of Unicode: the same one comes in many skin tones, and is spelled in two ways."""

import re
from typing import Final

_VARIATION: Final = re.compile("[\ufe0e\ufe0f]")
_SKIN: Final = re.compile("(?<=.)[\U0001f3fb-\U0001f3ff]")


def unvaried(symbol: str) -> str:
    """Return an emoji without its variation selectors."""
    return _VARIATION.sub("", symbol)


def bare(symbol: str) -> str:
    """Return an emoji without its skin tones and variation selectors. A skin tone by itself stays."""
    return _SKIN.sub("", unvaried(symbol))
