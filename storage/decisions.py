"""What was decided about stories for standing orders."""

from collections.abc import Iterable

from sqlite_utils import Database

from bot.model.decision import Choice, Decision
from bot.model.people import ChannelRef, Conversation
from bot.model.value import Utc
from storage.columns import Row, fits
from storage.conversations import IN_CHANNEL, Conversations, channel_row
from storage.recency import from_micros, to_micros

_ABOUT = f"""
    SELECT story, conversation, order_name, choice, detail, at FROM decisions
    WHERE story IN (SELECT ?1 UNION ALL SELECT number FROM stories WHERE merged_into = ?1)
        AND conversation IN ({IN_CHANNEL}) ORDER BY at, id
"""  # noqa: S608 - our own words
_COUNT = "SELECT count(*) FROM decisions WHERE conversation = ? AND choice = ? AND at >= ?"
_NOTE = """
    INSERT INTO decisions (story, conversation, order_name, choice, detail, at) VALUES (?, ?, ?, ?, ?, ?)
"""


class SqliteDecisions:
    """Decisions in SQLite, for reading and, inside a write, for writing down."""

    def __init__(self, db: Database, conversations: Conversations) -> None:
        self._db = db
        self._conversations = conversations

    def about(self, story: int, channel: ChannelRef) -> tuple[Decision, ...]:
        """Return what was decided about a story for a channel and its threads, oldest first."""
        if not fits(story):
            return ()
        found = self._db.execute(_ABOUT, [story, *channel_row(channel)]).fetchall()
        return tuple(map(self._decision, found))

    def count(self, where: Conversation, choice: Choice, *, since: Utc) -> int:
        """Return how many decisions of that kind were made for a conversation at that moment or later."""
        conversation = self._conversations.find(where)
        row = self._db.execute(_COUNT, [conversation, choice.value, to_micros(since)]).fetchone()
        return int(row[0])

    def note(self, decisions: Iterable[Decision]) -> None:
        """Write decisions down."""
        self._db.conn.executemany(_NOTE, [self._row(each) for each in decisions])

    def forget(self, before: Utc) -> None:
        """Forget the decisions that were made before that moment."""
        self._db.execute("DELETE FROM decisions WHERE at < ?", [to_micros(before)])

    def _row(self, decision: Decision) -> Row:
        return (
            decision.story,
            self._conversations.claim(decision.where),
            decision.order,
            decision.choice.value,
            decision.detail,
            to_micros(decision.at),
        )

    def _decision(self, row: Row) -> Decision:
        story, conversation, order, choice, detail, at = row
        return Decision(
            story=story,
            where=self._conversations.get(conversation),
            order=order,
            choice=Choice(choice),
            detail=detail,
            at=from_micros(at),
        )
