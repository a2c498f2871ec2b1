"""Deliveries: the promises, and what became of them."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from sqlite_utils import Database

from bot.model.card import Card
from bot.model.delivery import OPEN, Delivery, DeliveryState, Promise
from bot.model.people import Actor, ChannelRef, MessageRef
from bot.model.value import Utc
from storage.columns import Row, as_json, as_list, fits, micros, moment, numbers
from storage.conversations import IN_CHANNEL, Conversations, channel_row
from storage.lanes import IS_OPEN, Lanes
from storage.recency import from_micros, to_micros

_SELECT = """
    SELECT number, key, mark, conversation, due_at, edits, revision, behind, story, state, queued_at,
        attempts, tried_at, failing_since, looked_at, reason, recalled, message_in, message, shows, card
    FROM deliveries JOIN cards ON cards.delivery = deliveries.number
"""
_STUCK = "state IN ('held', 'dead')"
_BY_NUMBERS = f"{_SELECT} WHERE number IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own words
_AT = f"""
    {_SELECT} JOIN conversations ON conversations.id = message_in
    WHERE message = ? AND message IS NOT NULL AND edits IS NULL
        AND platform = ? AND workspace = ? AND channel = ?
"""
_SHOWING = f"""
    {_SELECT} WHERE number IN (SELECT delivery FROM shown_in WHERE shown_in.story = ?)
        AND state <> 'withdrawn'
    ORDER BY number
"""  # noqa: S608 - our own words
_OPEN_IN = f"{_SELECT} WHERE {IS_OPEN} AND conversation IN ({IN_CHANNEL}) ORDER BY number"
_NEWEST_STUCK = f"{_SELECT} WHERE {_STUCK} ORDER BY number DESC LIMIT ?"
_FAILING = f"{_SELECT} WHERE {IS_OPEN} AND failing_since <= ? ORDER BY failing_since LIMIT ?"
_COUNTS = f"""
    SELECT state, count(*) FROM deliveries WHERE {IS_OPEN} GROUP BY state
    UNION ALL SELECT state, count(*) FROM deliveries WHERE {_STUCK} GROUP BY state
"""  # noqa: S608 - our own words
_QUEUE = """
    INSERT INTO deliveries
        (key, mark, conversation, due_at, edits, revision, behind, story, state, queued_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'ready', ?) ON CONFLICT (key) DO NOTHING
"""
_POST_OF = "SELECT conversation, state FROM deliveries WHERE key = ? AND edits IS NULL"
_CHANGE = """
    UPDATE deliveries
    SET due_at = ?, state = ?, attempts = ?, tried_at = ?, failing_since = ?, looked_at = ?, reason = ?
    WHERE number = ? AND state = ? AND attempts = ?
"""
_CHANGE_PROMISE = "UPDATE deliveries SET behind = ?, story = ?, recalled = ? WHERE number = ?"
_MESSAGE_THERE = "UPDATE deliveries SET message_in = conversation, message = ? WHERE number = ?"
_CHANGE_MESSAGE = "UPDATE deliveries SET message_in = ?, message = ? WHERE number = ?"
_ADD_CARD = "INSERT INTO cards (delivery, card, shows) VALUES (?, ?, ?)"
_CHANGE_CARD = "UPDATE cards SET card = ? WHERE delivery = ?"
_CHANGE_SHOWS = "UPDATE cards SET shows = ? WHERE delivery = ?"
_SHOWN_IN = "INSERT INTO shown_in (story, delivery) VALUES (?, ?)"
_NOT_SHOWN = "DELETE FROM shown_in WHERE delivery = ?"


class SqliteDeliveriesView:
    """Questions about deliveries."""

    def __init__(self, db: Database, conversations: Conversations) -> None:
        self._db = db
        self._conversations = conversations
        self._lanes = Lanes(db)

    def get(self, number: int) -> Delivery | None:
        """Return the delivery of that number; None where there is none."""
        found = self._all(f"{_SELECT} WHERE number = ?", [number]) if fits(number) else ()
        return next(iter(found), None)

    def of(self, key: str) -> Delivery | None:
        """Return the delivery with that key; None where there is none."""
        return next(iter(self._all(f"{_SELECT} WHERE key = ?", [key])), None)

    def at(self, message: MessageRef) -> Delivery | None:
        """Return the post that is that message of ours; None where it is none."""
        channel = message.conversation.channel
        place = [message.id, channel.platform, channel.workspace, channel.id]
        return next(iter(self._all(_AT, place)), None)

    def showing(self, story: int) -> tuple[Delivery, ...]:
        """Return the posts that show a story (`Promise.story`, `Promise.shows`), oldest first.

        Those that are withdrawn are left out; those that are not there yet are not.
        """
        return self._all(_SHOWING, [story]) if fits(story) else ()

    def edits_of(self, key: str) -> tuple[Delivery, ...]:
        """Return every edit of the post with that key, lowest revision first, whatever its state."""
        return self._all(f"{_SELECT} WHERE edits = ? ORDER BY revision, number", [key])

    def open_in(self, channel: ChannelRef) -> tuple[Delivery, ...]:
        """Return what is still open in a channel and its threads, oldest first."""
        return self._all(_OPEN_IN, channel_row(channel))

    def stuck(self, *, limit: int) -> tuple[Delivery, ...]:
        """Return the newest that are held or dead, newest first."""
        return self._all(_NEWEST_STUCK, [limit])

    def failing(self, *, since: Utc, limit: int) -> tuple[Delivery, ...]:
        """Return what is open and has failed since that moment or longer, the longest first."""
        return self._all(_FAILING, [to_micros(since), limit])

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many there are in each state but sent and withdrawn; states with none are left out."""
        return {DeliveryState(state): count for state, count in self._db.execute(_COUNTS)}

    def next_due(self, platform: str, *, but_not: Collection[str] = ()) -> Utc | None:
        """Return when `due` has something next for the platform; None where nothing is open."""
        return self._lanes.wakes(platform, but_not)

    def _all(self, sql: str, values: Sequence[object]) -> tuple[Delivery, ...]:
        rows = self._db.execute(sql, values).fetchall()
        self._conversations.load(row[3] for row in rows)
        return tuple(map(self._delivery, rows))

    def _delivery(self, row: Row) -> Delivery:
        (number, key, mark, conversation, due_at, edits, revision, behind, story, state, queued_at) = row[:11]
        (attempts, tried_at, failing_since, looked_at, reason, recalled) = row[11:17]
        message_in, message, shows, card = row[17:]
        return Delivery(
            number=number,
            key=key,
            mark=mark,
            to=self._conversations.get(conversation),
            card=Card.model_validate_json(card),
            due_at=from_micros(due_at),
            edits=edits,
            revision=revision,
            behind=Actor.model_validate_json(behind) if behind else None,
            story=story,
            shows=numbers(shows),
            state=DeliveryState(state),
            queued_at=from_micros(queued_at),
            attempts=attempts,
            tried_at=moment(tried_at),
            failing_since=moment(failing_since),
            looked_at=moment(looked_at),
            reason=reason,
            recalled=recalled,
            message=self._message(message_in, message),
        )

    def _message(self, conversation: int | None, name: str | None) -> MessageRef | None:
        if conversation is None or name is None:
            return None
        return MessageRef(conversation=self._conversations.get(conversation), id=name)


class SqliteDeliveries(SqliteDeliveriesView):
    """Questions about deliveries, and changes to them."""

    def queue(self, promise: Promise, *, at: Utc) -> Delivery | None:
        """Store a promise, ready; None (and nothing is stored) where its key was promised before.

        Raises ValueError where it edits a post that was never promised, or one in another conversation.
        """
        conversation = self._conversations.claim(promise.to)
        can_go = promise.edits is None or self._post_is_sent(promise.edits, conversation)
        mark = secrets.token_urlsafe(16)
        added = self._db.execute(
            _QUEUE,
            [
                promise.key,
                mark,
                conversation,
                to_micros(promise.due_at),
                promise.edits,
                promise.revision,
                as_json(promise.behind),
                promise.story,
                to_micros(at),
            ],
        )
        number = added.lastrowid
        if not added.rowcount or number is None:
            return None
        self._db.execute(_ADD_CARD, [number, as_json(promise.card), as_list(promise.shows)])
        self._show(number, promise)
        if can_go:
            self._lanes.join(conversation, number, due_at=promise.due_at)
        return _queued(promise, number=number, mark=mark, at=at)

    def due(
        self, platform: str, *, at: Utc, limit: int, but_not: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        """Return what has to be looked at now: of each conversation the first that is open, if it is due."""
        turns = self._lanes.awake(platform, at, limit, but_not)
        found = {each.number: each for each in self._all(_BY_NUMBERS, [as_list(turns)])}
        return tuple(found[number] for number in turns)

    def change(self, before: Delivery, after: Delivery, *, free_at: Utc | None = None) -> bool:
        """Store what a delivery has become, unless somebody else changed it since `before` was read."""
        changed = self._db.execute(
            _CHANGE,
            [
                to_micros(after.due_at),
                after.state.value,
                after.attempts,
                micros(after.tried_at),
                micros(after.failing_since),
                micros(after.looked_at),
                after.reason,
                before.number,
                before.state.value,
                before.attempts,
            ],
        )
        if not changed.rowcount:
            return False
        self._change_what_differs(before, after)
        stays = {before.state, after.state} <= OPEN
        if not (stays and self._lanes.stay(before.number, due_at=after.due_at, free_at=free_at)):
            self._lanes.look_again(before.number, free_at=free_at)
        return True

    def bring_back(
        self, platform: str, *, at: Utc, lease: timedelta, wait: timedelta, free: timedelta
    ) -> None:
        """Bring back moments that lie further ahead of `at` than they can: the clock has stepped back."""
        self._lanes.bring_back(platform, lease=at + lease, wait=at + wait, free=at + free)

    def _change_what_differs(self, before: Delivery, after: Delivery) -> None:
        """Store what seldom changes; each of it is in an index, or long."""
        if after.message != before.message:
            self._change_message(before, after.message)
        if any(getattr(after, name) != getattr(before, name) for name in ("behind", "story", "recalled")):
            values = [as_json(after.behind), after.story, after.recalled, before.number]
            self._db.execute(_CHANGE_PROMISE, values)
        if after.card is not before.card:
            self._db.execute(_CHANGE_CARD, [as_json(after.card), before.number])

        if after.shows != before.shows:
            self._db.execute(_CHANGE_SHOWS, [as_list(after.shows), before.number])
        if (after.story, after.shows) != (before.story, before.shows):
            self._db.execute(_NOT_SHOWN, [before.number])
            self._show(before.number, after)

    def _show(self, number: int, promise: Promise) -> None:
        """Keep which stories a post shows."""
        if promise.edits is None:
            stories = {promise.story, *promise.shows} - {None}
            self._db.conn.executemany(_SHOWN_IN, [(story, number) for story in stories])

    def _change_message(self, before: Delivery, message: MessageRef | None) -> None:
        if message is None:
            self._db.execute(_CHANGE_MESSAGE, [None, None, before.number])
        elif message.conversation == before.to:
            self._db.execute(_MESSAGE_THERE, [message.id, before.number])
        else:  # a person's direct messages have a channel that is known only afterwards
            where = self._conversations.claim(message.conversation)
            self._db.execute(_CHANGE_MESSAGE, [where, message.id, before.number])

    def _post_is_sent(self, key: str, conversation: int) -> bool:
        """Say whether an edit can have its turn. Raises ValueError where its post isn't there."""
        row = self._db.execute(_POST_OF, [key]).fetchone()
        if row is None:
            raise ValueError(f"There is no post with the key {key} that could be edited.")
        if row[0] != conversation:
            raise ValueError(f"The post {key} is in another conversation than its edit.")
        return bool(row[1] == DeliveryState.sent.value)


def _queued(promise: Promise, *, number: int, mark: str, at: Utc) -> Delivery:
    return Delivery(
        number=number,
        key=promise.key,
        mark=mark,
        to=promise.to,
        card=promise.card,
        due_at=promise.due_at,
        edits=promise.edits,
        revision=promise.revision,
        behind=promise.behind,
        story=promise.story,
        shows=promise.shows,
        state=DeliveryState.ready,
        queued_at=at,
    )
