"""How much room blocks take, and how many of them a message or a view has room for.

Slack documents 50 blocks for a message, and 100 blocks and 250 kB for a view. Over all its blocks a message
may have some 13,200 characters, which is documented nowhere. Reported to slackapi/bolt-js were 13,297 for one
block of text, 125 fewer with a divider beside it, and a refusal at 11,300 in many rich-text blocks. So each
block is counted as 125 characters more than its words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack.blocks.markup import notification

_A_BLOCK = 125
_NO_WORDS = frozenset({"type", "style", "timestamp"})


@dataclass(frozen=True, slots=True)
class Used:
    """What blocks take: how many they are, and the characters of all their strings, escaped."""

    blocks: int = 0
    text: int = 0

    @classmethod
    def by(cls, blocks: Iterable[dict[str, Any]]) -> "Used":
        """Return what blocks take."""
        every = list(blocks)
        return cls(len(every), sum(map(_length, every)))

    def plus(self, other: "Used") -> "Used":
        """Return what both take."""
        return Used(self.blocks + other.blocks, self.text + other.text)


@dataclass(frozen=True, slots=True)
class Room:
    """How many blocks, characters, and characters with the blocks themselves counted, there may be."""

    blocks: int
    text: int
    everything: int

    def less(self, used: Used) -> "Room":
        """Return what is left."""
        everything = self.everything - used.text - used.blocks * _A_BLOCK
        return Room(self.blocks - used.blocks, self.text - used.text, everything)

    def fits(self, blocks: Sequence[dict[str, Any]]) -> int:
        """Return how many of the first blocks there is room for."""
        used = Used()
        for place, block in enumerate(blocks):
            used = used.plus(Used.by([block]))
            left = self.less(used)
            if min(left.blocks, left.text, left.everything) < 0:
                return place
        return len(blocks)


MESSAGE = Room(blocks=50, text=10_000, everything=13_000)
VIEW = Room(blocks=100, text=16_000, everything=30_000)
"""16,000 characters stay below 250 kB even as escaped emoji."""


def _length(part: object) -> int:
    match part:
        case str():
            return len(notification(part))
        case dict():
            return sum(_length(value) for name, value in part.items() if name not in _NO_WORDS)
        case list():
            return sum(map(_length, part))
        case _:
            return 0
