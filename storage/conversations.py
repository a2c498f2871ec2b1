"""Conversations by a short number of the store's own, so that everything else can point at one."""

from collections.abc import Iterable

from sqlite_utils import Database

from bot.model.people import ChannelRef, Conversation
from storage.columns import Row, as_list

_FIND = """
    SELECT id FROM conversations
    WHERE platform = ? AND workspace = ? AND channel = ? AND person = ? AND thread = ?
"""
_ADD = """
    INSERT INTO conversations (platform, workspace, channel, person, thread)
    VALUES (?, ?, ?, ?, ?) RETURNING id
"""
_GET = """
    SELECT id, platform, workspace, channel, person, thread FROM conversations
    WHERE id IN (SELECT value FROM json_each(?))
"""

IN_CHANNEL = """
    SELECT id FROM conversations WHERE platform = ? AND workspace = ? AND channel = ? AND person = ?
"""
"""The channel itself and every thread in it that anything points at; asked with `channel_row`."""


class Conversations:
    """The conversations that anything points at, remembered for one transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._ids: dict[Conversation, int] = {}
        self._values: dict[int, Conversation] = {}

    def find(self, conversation: Conversation) -> int | None:
        """Return a conversation's id; None where nothing ever pointed at it."""
        found = self._ids.get(conversation)
        if found is None:
            row = self._db.execute(_FIND, _row(conversation)).fetchone()
            if row is None:
                return None
            found = self._ids[conversation] = int(row[0])
        return found

    def claim(self, conversation: Conversation) -> int:
        """Return a conversation's id, with a new one where it has none."""
        found = self.find(conversation)
        if found is None:
            row = self._db.execute(_ADD, _row(conversation)).fetchone()
            found = self._ids[conversation] = int(row[0])
        return found

    def load(self, numbers: Iterable[int]) -> None:
        """Read the conversations with those ids at once, so that `get` need not ask for each."""
        missing = set(numbers) - self._values.keys()
        if missing:
            rows = self._db.execute(_GET, [as_list([*missing])])
            self._values.update((row[0], _conversation(row[1:])) for row in rows)

    def get(self, number: int) -> Conversation:
        """Return the conversation with that id, which must be there."""
        self.load([number])
        return self._values[number]


def channel_row(channel: ChannelRef) -> list[object]:
    """Return the values for `IN_CHANNEL`."""
    return [channel.platform, channel.workspace, channel.id, channel.person]


def _row(conversation: Conversation) -> list[object]:
    # No thread is an empty name: to SQLite, two NULLs are never the same.
    return [*channel_row(conversation.channel), conversation.thread or ""]


def _conversation(row: Row) -> Conversation:
    platform, workspace, channel, person, thread = row
    return Conversation(
        channel=ChannelRef(platform=platform, workspace=workspace, id=channel, person=bool(person)),
        thread=thread or None,
    )
