"""Follow-ups: what they are, their flags, their history, and the posts that are their cards."""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from bot.model.follow_up import Entry, Flag, FollowUp, FollowUpDraft, Wanted
from bot.model.people import Actor, Conversation
from bot.model.value import Utc
from storage import follow_up_rows as rows
from storage.columns import NEVER, as_json, as_list, fits, micros
from storage.conversations import Conversations
from storage.follow_up_rows import SELECT
from storage.follow_up_wanted import Question, counting, listing
from storage.recency import to_micros
from storage.stories_view import SqliteStoriesView

_BY_NUMBER = f"{SELECT} WHERE number = ?"
_OF = f"{SELECT} WHERE story = ? ORDER BY number"
_OF_EACH = f"{SELECT} WHERE story IN (SELECT value FROM json_each(?)) ORDER BY story, number"  # noqa: S608 - our own words
# Left to itself, SQLite would rather sort all that stand.
_TO_LOOK_AT = f"""
    {SELECT} INDEXED BY follow_ups_to_look_at
    WHERE look_at <= ? AND look_at IS NOT NULL AND state IN ('open', 'claimed')
    ORDER BY look_at, number LIMIT ?
"""
_EVERY = f"{SELECT} WHERE number > ? ORDER BY number LIMIT ?"
_FLAGGED = f"""
    {SELECT} WHERE number IN (SELECT follow_up FROM follow_up_flags WHERE person = ? AND way = ?)
    ORDER BY number
"""  # noqa: S608 - our own words
_ON_CARD = f"""
    {SELECT} WHERE number = (SELECT follow_up FROM follow_up_cards WHERE delivery = ?)
"""  # noqa: S608 - our own words
_CARDS = "SELECT delivery FROM follow_up_cards WHERE follow_up = ? ORDER BY place"
_THERE = "SELECT 1 FROM follow_ups WHERE number = ?"
_WRITE_DOWN = """
    INSERT INTO follow_up_history (follow_up, at, did, by, words, owner, due, done_in)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_FLAG = """
    INSERT INTO follow_up_flags (follow_up, person, way, actor, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
"""
_UNFLAG = "DELETE FROM follow_up_flags WHERE follow_up = ? AND person = ? AND way = ifnull(?, way)"
_SHOW = "INSERT INTO follow_up_cards (follow_up, channel, delivery) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_POSTED_IN = "SELECT conversation FROM deliveries WHERE key = ?"
_CONCERNED = "DELETE FROM follow_up_people WHERE follow_up = ?"
_CONCERNS = """
    INSERT INTO follow_up_people (person, state, due, follow_up)
    SELECT owned_by, state, due, number FROM follow_ups WHERE number = :number AND owned_by IS NOT NULL
    UNION
    SELECT person, state, due, number FROM follow_up_flags JOIN follow_ups ON number = follow_up
    WHERE number = :number
"""
_PLACED = "DELETE FROM follow_up_channels WHERE follow_up = ?"
_PLACES = """
    INSERT INTO follow_up_channels (channel, state, due, follow_up)
    SELECT channel, state, due, number FROM follow_ups WHERE number = :number
    UNION
    SELECT cards.channel, state, due, number
    FROM follow_up_cards AS cards JOIN follow_ups ON number = follow_up
    WHERE number = :number AND cards.channel IS NOT NULL
"""


class SqliteFollowUpsView:
    """Questions about follow-ups."""

    def __init__(self, db: Database, conversations: Conversations) -> None:
        self._db = db
        self._conversations = conversations

    def get(self, number: int) -> FollowUp | None:
        """Return the follow-up of that number; None where there is none."""
        found = self._all(_BY_NUMBER, [number]) if fits(number) else ()
        return next(iter(found), None)

    def of(self, story: int) -> tuple[FollowUp, ...]:
        """Return the follow-ups of a story in whatever state, the lowest number first."""
        return self._all(_OF, [story]) if fits(story) else ()

    def of_each(self, stories: Collection[int]) -> Mapping[int, tuple[FollowUp, ...]]:
        """Return what `of` does for each of the stories; stories with none are left out."""
        found = self._all(_OF_EACH, [as_list([*filter(fits, stories)])])
        return {story: tuple(theirs) for story, theirs in groupby(found, lambda each: each.story)}

    def wanted(self, wanted: Wanted) -> tuple[FollowUp, ...]:
        """Return the follow-ups that are asked for, soonest due first, then the lowest number."""
        question = self._question(wanted)
        return self._all(*listing(question, limit=wanted.limit, offset=wanted.offset)) if question else ()

    def count(self, wanted: Wanted) -> int:
        """Return how many are asked for in all; `limit` and `offset` don't count."""
        question = self._question(wanted)
        return int(self._db.execute(*counting(question)).fetchone()[0]) if question else 0

    def to_look_at(self, *, at: Utc, limit: int) -> tuple[FollowUp, ...]:
        """Return those that stand and whose `look_at` is not after that moment, the longest due first."""
        return self._all(_TO_LOOK_AT, [to_micros(at), limit])

    def flags(self, number: int) -> tuple[Flag, ...]:
        """Return every flag of a follow-up, one for each person and way, oldest first."""
        return tuple(map(rows.flag, self._db.execute(rows.FLAGS, [number]))) if fits(number) else ()

    def flagged(self, by: Actor, way: str) -> tuple[FollowUp, ...]:
        """Return the follow-ups that a person has flagged in that way, the lowest number first."""
        return self._all(_FLAGGED, [rows.person(by), way])

    def history(self, number: int) -> tuple[Entry, ...]:
        """Return what was done to a follow-up, oldest first."""
        found = self._db.execute(rows.HISTORY, [number]).fetchall() if fits(number) else []
        self._conversations.load(row[0] for row in found if row[0] is not None)
        return tuple(rows.entry(row, self._conversations) for row in found)

    def cards(self, number: int) -> tuple[str, ...]:
        """Return the keys of the posts that show a follow-up as its card, oldest first."""
        return tuple(key for (key,) in self._db.execute(_CARDS, [number])) if fits(number) else ()

    def on_card(self, key: str) -> FollowUp | None:
        """Return the follow-up that the post with that key is a card of; None where it is none."""
        return next(iter(self._all(_ON_CARD, [key])), None)

    def every(self, *, after: int = 0, limit: int) -> tuple[FollowUp, ...]:
        """Return follow-ups in whatever state with higher numbers than `after`, the lowest first."""
        return self._all(_EVERY, [after, limit]) if after <= 0 or fits(after) else ()

    def _question(self, wanted: Wanted) -> Question | None:
        """Return the question in the store's own words; None where nothing can be the answer."""
        here = None
        if wanted.channel is not None:
            here = self._conversations.find(Conversation(channel=wanted.channel))
        if not wanted.states or (wanted.channel is not None and here is None):
            return None
        return Question(
            states=tuple(sorted(state.value for state in wanted.states)),
            due_by=NEVER if wanted.due_by is None else to_micros(wanted.due_by),
            person=None if wanted.mine is None else rows.person(wanted.mine),
            channel=here,
        )

    def _all(self, sql: str, values: Sequence[object]) -> tuple[FollowUp, ...]:
        found = self._db.execute(sql, values).fetchall()
        self._conversations.load(where for row in found for where in row[1:3] if where is not None)
        return tuple(rows.follow_up(row, self._conversations) for row in found)


class SqliteFollowUps(SqliteFollowUpsView):
    """Questions about follow-ups, and changes to them."""

    def __init__(self, db: Database, conversations: Conversations, stories: SqliteStoriesView) -> None:
        super().__init__(db, conversations)
        self._stories = stories

    def add(self, draft: FollowUpDraft) -> FollowUp:
        """Store a follow-up; return it with the next free number.

        Numbers start at 1 and are never used again. Raises ValueError where there is no such story.
        """
        if self._stories.get(draft.story) is None:
            raise ValueError(f"There is no story {draft.story}.")
        number = self._db.execute(rows.ADD, rows.row_of(draft, self._conversations)).fetchone()[0]
        self._concern(number)
        fields: dict[str, Any] = dict(draft)
        return FollowUp(number=number, **fields)

    def change(self, follow_up: FollowUp) -> None:
        """Store what a follow-up has become. Raises ValueError where there is none of that number."""
        number = self._known(follow_up.number)
        self._db.execute(rows.CHANGE, [*rows.row_of(follow_up, self._conversations), number])
        self._concern(number)

    def write_down(self, number: int, entry: Entry) -> None:
        """Put a line at the end of a follow-up's history. Raises ValueError where there is none."""
        row = [
            self._known(number),
            to_micros(entry.at),
            entry.did.value,
            as_json(entry.by),
            entry.words,
            as_json(entry.owner),
            micros(entry.due),
            self._conversations.claim(entry.where) if entry.where else None,
        ]
        self._db.execute(_WRITE_DOWN, row)

    def flag(self, number: int, flag: Flag) -> bool:
        """Put up a flag; False (and nothing is stored) where the person has one of that way there.

        Raises ValueError where there is no follow-up of that number.
        """
        row = [self._known(number), rows.person(flag.by), flag.way, as_json(flag.by), to_micros(flag.at)]
        put = self._db.execute(_FLAG, row).rowcount == 1
        if put:
            self._concern(number)
        return put

    def unflag(self, number: int, by: Actor, way: str | None = None) -> bool:
        """Take a person's flag of that way back, or all of theirs; False where there is none."""
        if not fits(number) or not self._db.execute(_UNFLAG, [number, rows.person(by), way]).rowcount:
            return False
        self._concern(number)
        return True

    def show(self, number: int, key: str) -> None:
        """Keep that the post with that key is a card of a follow-up. May be called again with the same.

        Raises ValueError where there is none of that number, or the post is another one's card.
        """
        if self._db.execute(_SHOW, [self._known(number), self._channel_of(key), key]).rowcount:
            self._concern(number)
            return
        shown = self.on_card(key)
        if shown and shown.number != number:
            raise ValueError(f"The post {key} is the card of another follow-up than F{number}.")

    def _known(self, number: int) -> int:
        if not fits(number) or self._db.execute(_THERE, [number]).fetchone() is None:
            raise ValueError(f"There is no follow-up F{number}.")
        return number

    def _channel_of(self, key: str) -> int | None:
        """Return the id of the channel that the post with that key is promised to, threads left aside."""
        row = self._db.execute(_POSTED_IN, [key]).fetchone()
        if row is None:
            return None
        return self._conversations.claim(Conversation(channel=self._conversations.get(row[0]).channel))

    def _concern(self, number: int) -> None:
        """Bring up to date whose own a follow-up is, and in which channels it is."""
        for forget, keep in ((_CONCERNED, _CONCERNS), (_PLACED, _PLACES)):
            self._db.execute(forget, [number])
            self._db.execute(keep, {"number": number})
