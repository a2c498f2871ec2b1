"""What a fake Slack in a process of its own is to be like."""

from pydantic import Field

from bot.model.people import Conversation
from bot.model.value import Value


class SlackRules(Value):
    """A workspace and its faults. Times are in seconds.

    Each conversation is made: its channel or person, and its thread. The bot is not in those of `outside`
    (public channels that it may join), and those of `archived` take nothing. `lag` is how much later than it
    is posted a message is in the history; `slowest` is how long a slow answer takes at most, `wait` what a
    limited call is told to wait. `deleted` is the share of messages that somebody deletes just before they
    are edited.
    """

    team: str
    conversations: tuple[Conversation, ...]
    outside: frozenset[str] = frozenset()
    archived: frozenset[str] = frozenset()
    seed: int = 1
    faults: dict[str, float] = Field(default_factory=dict)
    lag: float = 0.0
    slowest: float = 0.2
    wait: float = 0.1
    deleted: float = 0.0
