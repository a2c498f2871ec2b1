"""`share:yes` behind a command: its answer goes to the whole channel."""

import re
from collections.abc import Sequence

from bot.commands.command import AnyCommand
from bot.commands.grammar import named, unaddressed
from bot.commands.tokens import masked, parted
from bot.errors import UsageError

_WISH = re.compile(r"(?:^|(?<=\s))share:(yes|no)(?:\s+|$)", re.IGNORECASE)


def share_wish(text: str, commands: Sequence[AnyCommand]) -> tuple[str, bool]:
    """Return a command without its `share:` option, and whether its answer is to be shared.

    A command whose answer can't be shared is returned as it is: the words may be part of a text.
    """
    said = unaddressed(text)
    wish = _wish(said)
    if wish is None:
        return said, False
    without = f"{said[: wish.start()]}{said[wish.end() :]}".strip()
    try:
        command, _ = named(without or "help", commands)
    except UsageError:
        return said, False
    if command.shares is None:
        return said, False
    return without, wish.group(1).lower() == "yes"


def _wish(said: str) -> re.Match[str] | None:
    """Find the option, outside of quotes."""
    return _WISH.search(masked(parted(said)[0]))
