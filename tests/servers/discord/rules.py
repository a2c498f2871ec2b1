"""What a fake Discord in a process of its own is to be like."""

from hashlib import sha256

from pydantic import Field

from bot.model.people import Conversation
from bot.model.value import Value


class DiscordRules(Value):
    """Guilds and their faults. Times are in seconds.

    Each conversation is made: its guild, its channel or person, and its thread; ids are numbers (`snowflake`
    makes one of any name). `forums` are the channels that are forums, `archived` the threads that are
    archived, and in those of `closed` the bot may not post. `lag` is how much later than it is posted a
    message is in the history; `remembers` how long a nonce is known; `slowest` how long a slow answer takes
    at most, `wait` what a limited request is told to wait. `deleted` is the share of messages that somebody
    deletes just before they are edited. `guilds` is how many guilds there are beside: with a channel each.
    `rate_limited` keeps Discord's own pace (5 messages in 5 seconds a channel).
    """

    conversations: tuple[Conversation, ...] = ()
    forums: frozenset[str] = frozenset()
    archived: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    guilds: int = 0
    seed: int = 1
    faults: dict[str, float] = Field(default_factory=dict)
    lag: float = 0.0
    remembers: float = 120.0
    slowest: float = 0.2
    wait: float = 0.1
    deleted: float = 0.0
    rate_limited: bool = False


def snowflake(name: str) -> str:
    """Return the id that stands for a name in tests: always the same, and none that the fake gives itself."""
    # The fake's own ids are moments of this century: larger than 2**58.
    return str(2**40 + int.from_bytes(sha256(name.encode()).digest()[:6], "big"))
