"""Flags: who wants a story gone back to."""

from sqlite_utils import Database

from bot.model.flag import Flag
from bot.model.people import Actor
from storage.columns import Row, as_json, fits
from storage.conversations import Conversations
from storage.recency import from_micros, to_micros
from storage.stories import SqliteStoriesView

_OF = "SELECT story, actor, conversation, at, angle FROM flags WHERE story = ? ORDER BY at, rowid"
_PUT = """
    INSERT INTO flags (story, platform, workspace, person, actor, conversation, at, angle)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (story, platform, workspace, person) DO UPDATE SET
        actor = excluded.actor, conversation = excluded.conversation, at = excluded.at, angle = excluded.angle
    WHERE (actor, conversation, angle) IS NOT (excluded.actor, excluded.conversation, excluded.angle)
"""
_TAKE = "DELETE FROM flags WHERE story = ? AND platform = ? AND workspace = ? AND person = ?"


class SqliteFlags:
    """Flags in SQLite, for reading and, inside a write, for putting up and taking off."""

    def __init__(self, db: Database, conversations: Conversations, stories: SqliteStoriesView) -> None:
        self._db = db
        self._conversations = conversations
        self._stories = stories

    def of(self, story: int) -> tuple[Flag, ...]:
        """Return the flags that stand on a story, oldest first."""
        found = self._db.execute(_OF, [story]).fetchall() if fits(story) else []
        return tuple(map(self._flag, found))

    def put(self, flag: Flag) -> bool:
        """Put a person's flag on a story, in the place of the one they have; False where it is the same.

        When it was put doesn't count as a difference. Raises ValueError where there is no such story.
        """
        if self._stories.get(flag.story) is None:
            raise ValueError(f"There is no story {flag.story}.")
        row = [
            *_person(flag.story, flag.by),
            as_json(flag.by),
            self._conversations.claim(flag.where),
            to_micros(flag.at),
            flag.angle,
        ]
        return self._db.execute(_PUT, row).rowcount == 1

    def take(self, story: int, by: Actor) -> bool:
        """Take a person's flag off a story; False where there is none."""
        return fits(story) and self._db.execute(_TAKE, _person(story, by)).rowcount == 1

    def _flag(self, row: Row) -> Flag:
        story, actor, conversation, at, angle = row
        return Flag(
            story=story,
            by=Actor.model_validate_json(actor),
            where=self._conversations.get(conversation),
            at=from_micros(at),
            angle=angle,
        )


def _person(story: int, actor: Actor) -> list[object]:
    return [story, actor.platform, actor.workspace, actor.id]
