"""Which command a text means, as far as the adapter has to know: what it takes, whether it changes anything.

The grammar is the core's; this looks at the words in front alone.
"""

import re
from collections.abc import Sequence

from bot.commands.command import AnyCommand, Suggest

_IN_FRONT = re.compile(r"\s*(?:(?:/?brief|@nutgraf):?(?=\s|$)|\w+:\S*(?=\s))", re.IGNORECASE)
"""The bot's name, or an option that stands in front of the command."""


def meant(text: str, commands: Sequence[AnyCommand]) -> AnyCommand | None:
    """Return the command that a text begins with, the longest path first; None where it is none of these."""
    while in_front := _IN_FRONT.match(text):
        text = text[in_front.end() :]
    words = tuple(word.lower() for word in text.split(maxsplit=4)[:4])
    fitting = [command for command in commands if words[: len(command.path)] == command.path]
    return max(fitting, key=lambda command: len(command.path), default=None)


def takes(command: AnyCommand | None, kind: Suggest) -> bool:
    """Say whether one of a command's arguments is a value of that kind."""
    return command is not None and any(slot.written.suggest == kind for slot in command.slots)
