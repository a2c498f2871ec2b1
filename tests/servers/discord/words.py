"""What a person reads in a message's components."""

from collections.abc import Iterable, Iterator
from typing import Any

from tests.servers.discord.limits import walk

Payload = dict[str, Any]


def of(components: Iterable[Payload]) -> str:
    """Return every text, one line a piece, the alternative texts of pictures too."""
    return "\n".join(_texts(components))


def buttons(components: Iterable[Payload]) -> Iterator[Payload]:
    """Yield the buttons from top to bottom."""
    yield from (each for each in walk(components) if each.get("type") == 2)


def menus(components: Iterable[Payload]) -> Iterator[Payload]:
    """Yield the menus from top to bottom."""
    yield from (each for each in walk(components) if each.get("type") == 3)


def inputs(components: Iterable[Payload]) -> Iterator[Payload]:
    """Yield what can be filled in in a modal."""
    yield from (each for each in walk(components) if each.get("type") == 4)


def _texts(components: Iterable[Payload]) -> Iterator[str]:
    for each in walk(components):
        if each.get("type") == 10:
            yield str(each["content"])
        elif each.get("type") == 12:
            yield from (one["description"] for one in each["items"] if one.get("description"))
        elif each.get("type") == 11 and each.get("description"):
            yield str(each["description"])
