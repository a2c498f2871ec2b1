"""Reactions to posts: who has put which, and when that was last heard."""

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from bot.model.people import MessageRef
from bot.model.reaction import Reaction
from bot.model.value import Utc
from storage.columns import as_list
from storage.conversations import Conversations
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
_STANDING = f"SELECT person, name FROM reactions WHERE post = ({_POST}) AND present"  # noqa: S608 - our own words
# A person's direct messages are in another conversation than the one that they were promised to.
_OPEN_POSTS = """
    SELECT message_in, message FROM deliveries JOIN conversations ON conversations.id = conversation
    WHERE queued_at >= ? AND state = 'sent' AND message IS NOT NULL AND edits IS NULL
        AND platform = ? AND NOT person
    ORDER BY queued_at DESC, number DESC LIMIT ?
"""


class SqliteReactions:
    """Reactions in SQLite, for reading and, inside a write, for writing down."""

    def __init__(self, db: Database, conversations: Conversations) -> None:
        self._db = db
        self._conversations = conversations

    def people(self, stories: Sequence[int]) -> Mapping[int, int]:
        """Return how many people have reacted to posts of each story; stories with none are left out."""
        return dict(self._db.execute(_PEOPLE, [as_list(stories)]).fetchall())

    def standing(self, message: MessageRef) -> frozenset[Reaction]:
        """Return the reactions that are on a message of ours, as far as was heard; none on any other."""
        rows = self._db.execute(_STANDING, _asked(message))
        return frozenset(Reaction(person=person, name=name) for person, name in rows)

    def open_posts(self, platform: str, *, since: Utc, limit: int) -> tuple[MessageRef, ...]:
        """Return posts that are there and were promised at that moment or later, the newest first.

        Direct messages to a person are left out.
        """
        rows = self._db.execute(_OPEN_POSTS, [to_micros(since), platform, limit]).fetchall()
        self._conversations.load(row[0] for row in rows)
        return tuple(MessageRef(conversation=self._conversations.get(where), id=name) for where, name in rows)

    def put(self, message: MessageRef, *, person: str, name: str, present: bool, at: Utc) -> bool:
        """Write down that a person has, or no longer has, that reaction on a message of ours.

        Return False (and write nothing) where the message is none of ours, or something later is known.
        """
        post = self._db.execute(_POST, _asked(message)).fetchone()
        if post is None:
            return False
        return self._db.execute(_PUT, [post[0], person, name, present, to_micros(at)]).rowcount == 1


def _asked(message: MessageRef) -> list[str]:
    channel = message.conversation.channel
    return [message.id, channel.platform, channel.workspace, channel.id]
