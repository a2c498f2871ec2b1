"""What the server keeps: conversations with their messages, and everything that was ever done to them."""

from collections import Counter
from typing import Any, Literal

from pydantic import BaseModel, Field

from bot.model.value import Value

Memory = Literal["asked", "nonce", "neither"]
"""How a platform helps against posting twice: its history can be asked for a key; it answers a second post
with a known key with the first message; or neither."""

LONGEST = 10_000
"""How many characters a message may have."""


class Rules(Value):
    """How the server behaves. Times are in seconds.

    `every` is the least time between two posts in one conversation; an earlier one is refused. `lag` is how
    much later than it is posted a message is in the history. A request that is older than `stale` when its
    turn comes is not applied any more: what a crash or a timeout left under way is settled one way or the
    other once that has passed. `remembers` is how long a key is known (`nonce`). `slowest` is how long a
    slow answer takes at most, `wait` what a refused request is told to wait. `deleted` is the share of posts
    that somebody deletes just before they are edited; posts in `closed` conversations are turned away.
    """

    memory: Memory = "asked"
    seed: int = 1
    faults: dict[str, float] = Field(default_factory=dict)
    every: float = 0
    lag: float = 0
    stale: float = 60
    remembers: float = 60
    slowest: float = 0.2
    wait: float = 0.1
    deleted: float = 0
    closed: frozenset[str] = frozenset()


class Message(BaseModel):
    """A message and its history: `texts` begins with what was posted, and each edit adds what it shows."""

    id: str
    key: str
    conversation: str
    texts: list[str]
    posted_at: float
    deleted: bool = False


class Report(BaseModel):
    """What a server has seen by now: its messages as they were posted, and how often it answered what.

    `wrong` says what was wrong with requests, where a server checks them.
    """

    messages: list[Message]
    answers: Counter[int]
    faults: Counter[str]
    wrong: list[str] = []


class Refusal(Exception):
    """A request that is not applied: the status and body of the answer."""

    def __init__(self, status: int, **body: Any) -> None:  # noqa: ANN401 - JSON
        super().__init__(status, body)
        self.status, self.body = status, body


class Rooms:
    """Conversations with their messages. Times are seconds of the server's own clock."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self.closed = set(rules.closed)
        self.messages: dict[str, Message] = {}
        self._first: dict[tuple[str, str], Message] = {}
        self._last: dict[str, float] = {}

    def post(self, conversation: str, key: str, text: str, *, at: float) -> Message:
        """Make a message, or return the first one with that key where keys are remembered."""
        if conversation in self.closed:
            raise Refusal(403, error="closed")
        if len(text) > LONGEST:
            raise Refusal(422, error="too long")
        known = self._first.get((conversation, key))
        if known and self._rules.memory == "nonce" and at - known.posted_at < self._rules.remembers:
            if known.deleted:
                raise Refusal(410, error="deleted")
            return known
        self._keep_rate(conversation, at)
        message = Message(
            id=f"m{len(self.messages) + 1}", key=key, conversation=conversation, texts=[text], posted_at=at
        )
        self.messages[message.id] = message
        self._first.setdefault((conversation, key), message)
        return message

    def edit(self, identity: str, text: str) -> Message:
        """Make a message show another text."""
        message = self._message(identity)
        if message.conversation in self.closed:
            raise Refusal(403, error="closed")
        message.texts.append(text)
        return message

    def find(self, conversation: str, key: str, *, at: float) -> Message:
        """Return the message with that key as the history shows it."""
        message = self._first.get((conversation, key))
        if message is None or message.deleted or at - message.posted_at < self._rules.lag:
            raise Refusal(404, error="not found")
        return message

    def delete(self, identity: str) -> Message:
        """Let somebody delete a message."""
        message = self._message(identity)
        message.deleted = True
        return message

    def _message(self, identity: str) -> Message:
        message = self.messages.get(identity)
        if message is None or message.deleted:
            raise Refusal(410, error="deleted")
        return message

    def _keep_rate(self, conversation: str, at: float) -> None:
        early = self._last.get(conversation, float("-inf")) + self._rules.every - at
        if early > 0:
            raise Refusal(429, error="too fast", retry_after=early, wide=False)
        self._last[conversation] = at
