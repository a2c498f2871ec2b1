"""What parent and child say to each other: requests, answers, and the statuses with which a child ends."""

from collections.abc import Mapping
from enum import IntEnum

from bot.model.value import Value

DELIVERED, REFUSED = b"D", b"R"
"""The first byte of an answer; JSON of `Delivered` or of `Refusal` follows."""

MOST_KNOWN = 20_000_000
"""How many characters of known keys and marks a request may hold: more than one body of XML can name."""
MOST_REQUEST_BYTES = 100_000_000

READABLE = "Hand in a document (.txt, .md, .html, .docx) or a feed (RSS, Atom, JSON Feed)."


class Request(Value):
    """What comes before the body: `Raw` without it.

    `in_parts` says that new entries of a feed beyond `Limits.entries` are to be left for the next reading.
    """

    name: str
    media_type: str | None = None
    url: str | None = None
    known: Mapping[str, str] = {}
    in_parts: bool = True


class Refusal(Value):
    """What an `Unreadable` says."""

    message: str
    next_step: str


class Ended(IntEnum):
    """Why a child ended, as its exit status."""

    out_of_memory = 81
    too_deep = 82
    too_much_output = 83
    failed = 84
    missing = 85
