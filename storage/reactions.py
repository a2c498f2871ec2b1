"""Reactions to posts: who has put which, and when that was last heard."""

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from bot.model.people import MessageRef
from bot.model.value import Utc
from storage.columns import as_list
from storage.recency import to_micros

# A platform may say of a reaction in which channel it was, but not in which thread.
_POST = """
    SELECT deliveries.number FROM deliveries JOIN conversations ON conversations.id = message_in
    WHERE message = ? AND message IS NOT NULL AND edits IS NULL
        AND platform = ? AND workspace = ? AND channel = ?
"""
_PUT = """
    INSERT INTO reactions (post, person, name, present, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET present = excluded.present, at = excluded.at WHERE excluded.at >= reactions.at
"""
_PEOPLE = """
    SELECT story, count(DISTINCT platform || ' ' || reactions.person)
    FROM deliveries
    JOIN reactions ON reactions.post = deliveries.number
    JOIN conversations ON conversations.id = deliveries.conversation
    WHERE story IN (SELECT value FROM json_each(?)) AND story IS NOT NULL AND edits IS NULL AND present
    GROUP BY story
"""


class SqliteReactions:
    """Reactions in SQLite, for reading and, inside a write, for writing down."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def people(self, stories: Sequence[int]) -> Mapping[int, int]:
        """Return how many people have reacted to posts of each story; stories with none are left out."""
        return dict(self._db.execute(_PEOPLE, [as_list(stories)]).fetchall())

    def put(self, message: MessageRef, *, person: str, name: str, present: bool, at: Utc) -> bool:
        """Write down that a person has, or no longer has, that reaction on a message of ours.

        Return False (and write nothing) where the message is none of ours, or something later is known.
        """
        channel = message.conversation.channel
        asked = [message.id, channel.platform, channel.workspace, channel.id]
        post = self._db.execute(_POST, asked).fetchone()
        if post is None:
            return False
        return self._db.execute(_PUT, [post[0], person, name, present, to_micros(at)]).rowcount == 1
