"""Who did something, and where: actors, channels, conversations, messages."""

from enum import StrEnum

from bot.model.value import Value


class Role(StrEnum):
    """What an actor may do. Each role may do all that the one before it may; nobody may do anything."""

    nobody = "nobody"
    reader = "reader"
    editor = "editor"
    admin = "admin"

    def may(self, needed: "Role") -> bool:
        """Say whether this role includes the one that is needed."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class Actor(Value):
    """A person on a platform. `workspace` is Slack's workspace or Discord's guild.

    `zone` is the IANA zone that the platform knows of them, if it knows one.
    """

    platform: str
    workspace: str
    id: str
    name: str
    role: Role = Role.reader
    zone: str | None = None

    def is_same(self, other: "Actor | None") -> bool:
        """Say whether they are one person; name, role and zone may have changed."""
        return other is not None and self.key == other.key

    @property
    def key(self) -> tuple[str, str, str]:
        """What a person is told apart by."""
        return self.platform, self.workspace, self.id


class ChannelRef(Value):
    """A channel on a platform, in a workspace or guild.

    Where `person` is set, `id` is a person's and the channel is the bot's direct messages with them.
    """

    platform: str
    workspace: str
    id: str
    person: bool = False


class Conversation(Value):
    """A channel, perhaps a thread in it."""

    channel: ChannelRef
    thread: str | None = None


class MessageRef(Value):
    """A message that exists on a platform, by the platform's own id."""

    conversation: Conversation
    id: str
