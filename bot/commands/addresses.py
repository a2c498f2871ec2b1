"""Addresses as people type and paste them."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator

_LABELLED: Final = re.compile(r"[^()]*\((https?://[^\s()]+)\)", re.IGNORECASE)
_LOOKS_LIKE_ONE: Final = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+|(?:[\w-]+\.)+[^\W\d_][\w-]+(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
"""With a scheme, or a host with a dot in it: `example.org/news`."""


def one_address(text: str) -> str | None:
    """Return the address that a text is, and nothing else; None where it is something else.

    Around it may be what chats put there: `<https://example.org>`, `<https://example.org|label>`, and
    `label (https://example.org)`. A bare `example.org` is returned as it is.
    """
    said = text.strip()
    if said.startswith("<") and said.endswith(">"):
        said = said[1:-1].partition("|")[0].strip()
    elif labelled := _LABELLED.fullmatch(said):
        said = labelled[1]
    return said if _LOOKS_LIKE_ONE.fullmatch(said) else None


def _address(text: str) -> str:
    address = one_address(text)
    if address is None:
        raise ValueError("write one address, as in `source add example.org/news`")
    return address


Address = Annotated[str, AfterValidator(_address)]
"""One address of the web: `https://example.org/feed`, or `example.org` alone."""
