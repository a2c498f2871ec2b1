"""What the bot has to do while it is killed again and again: posts, and changes to them."""

import re
from pathlib import Path
from typing import Literal

from bot.model.card import Card
from bot.model.delivery import Pace, Promise
from bot.model.people import ChannelRef, Conversation
from bot.model.value import Utc, Value
from tests.servers.discord.rules import snowflake
from tests.servers.rooms import Memory

Kind = Memory | Literal["discord", "slack"]
"""A platform of our own that helps in this way against posting twice, or Discord, or Slack."""

KINDS: tuple[Kind, ...] = ("asked", "nonce", "neither", "discord", "slack")

_TEXT = re.compile(r"Story (\d+), revision (\d+)")


class Plan(Value):
    """Posts 0, 1, 2 … in turn for each conversation; every third post is changed, every sixth twice.

    Times are in seconds. The last conversation is closed to the bot.
    """

    db: Path
    port: int
    kind: Kind
    deliveries: int
    conversations: int
    timeout: float = 0.3
    lag: float = 0
    remembers: float = 4
    patience: float = 30
    pause: float = 0.01

    @property
    def pace(self) -> Pace:
        """How fast the platform may be used."""
        remembers = self.remembers if self.kind in {"nonce", "discord"} else 0
        return Pace(
            every=0.02, per_second=500, at_once=20, timeout=self.timeout, remembers=remembers, lag=self.lag
        )

    @property
    def closed(self) -> Conversation:
        """The conversation that takes nothing."""
        return self.conversation(self.conversations - 1)

    def where(self, number: int) -> Conversation:
        """Return where a post belongs."""
        return self.conversation(number % self.conversations)

    def conversation(self, number: int) -> Conversation:
        """Return a conversation; a few of them are threads, a few a person's direct messages."""
        person = number % 10 == 5 and number != self.conversations - 1
        channel = ChannelRef(
            platform=self.platform,
            workspace=self.workspace(number),
            id=self._named(f"c{number}"),
            person=person,
        )
        # Of Discord's threads, each has an id that no other has.
        thread = self._named(f"t{number}") if self.kind == "discord" else "t"
        return Conversation(channel=channel, thread=thread if number % 10 == 0 else None)

    @property
    def forums(self) -> frozenset[str]:
        """The channels that are forums, where there are such."""
        numbers = range(7, self.conversations - 1, 10)
        every = (self.conversation(number).channel for number in numbers)
        return frozenset(each.id for each in every if self.kind == "discord")

    @property
    def platform(self) -> str:
        """The platform's name."""
        return self.kind if self.kind in {"discord", "slack"} else "wire"

    def workspace(self, number: int) -> str:
        """Return the workspace that a conversation is in: of Slack there is one."""
        return "T1" if self.kind == "slack" else self._named(f"w{number % 3}")

    def _named(self, name: str) -> str:
        """Return the id that stands for a name: of Discord, every id is a number."""
        return snowflake(name) if self.kind == "discord" else name

    def promise(self, number: int, *, at: Utc) -> Promise:
        """Return a post as it is first promised."""
        return Promise(key=key(number), to=self.where(number), card=card(number, 1), due_at=at)

    def revisions(self, number: int) -> int:
        """Return the revision that a post shows at the end; 1 is how it was promised."""
        return 1 + (number % 3 == 0) + (number % 6 == 0)

    def by_now(self, number: int, queued: int) -> int:
        """Return the revision that a post should show by the time that so many are queued."""
        batch = max(4, self.deliveries // 40)
        age = (queued - number) // batch
        return min(self.revisions(number), 1 + (age >= 1) + (age >= 3))


def key(number: int) -> str:
    """Return the key of a post."""
    return f"story:1:{number}"


def card(number: int, revision: int) -> Card:
    """Return what a post shows in a revision."""
    return Card(summary=f"Story {number}, revision {revision}", blocks=())


def read(text: str) -> tuple[int, int]:
    """Return number and revision of a post from its text."""
    found = _TEXT.search(text)
    assert found, text
    return int(found[1]), int(found[2])
