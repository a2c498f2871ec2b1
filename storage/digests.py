"""Digests, and the ledger of their editions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlite_utils import Database

from bot.model.digest import Digest, DigestDraft, Edition, OrderState, Verdict
from bot.model.people import Actor, ChannelRef
from bot.model.schedule import Schedule
from storage.columns import Row, as_json, as_list, fits, micros, moment, numbers
from storage.conversations import IN_CHANNEL, Conversations, channel_row
from storage.recency import from_micros, to_micros

_SELECT = """
    SELECT number, conversation, schedule, topic, count, quiet, set_by, made_at, made_after, changed_at,
        state, reason
    FROM digests
"""
_IN_CHANNEL = f"{_SELECT} WHERE state <> 'off' AND conversation IN ({IN_CHANNEL}) ORDER BY number"
_STANDING = f"{_SELECT} WHERE state <> 'off' ORDER BY number"
_ADD = """
    INSERT INTO digests
        (conversation, schedule, topic, count, quiet, set_by, made_at, made_after, changed_at, state, reason)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number
"""
_CHANGE = """
    UPDATE digests
    SET conversation = ?, schedule = ?, topic = ?, count = ?, quiet = ?, set_by = ?, made_at = ?,
        made_after = ?, changed_at = ?, state = ?, reason = ?
    WHERE number = ?
"""
_FIELDS = """
    editions.digest, occasion, day, zone, topic, verdict, due_at, decided_at, covers_from, covers_to, after,
    until, stories, kept_back, considered, delivery, keeps, reason
"""
_EDITIONS = f"SELECT {_FIELDS} FROM editions WHERE digest = ?"  # noqa: S608 - our own words
_NEWEST = f"{_EDITIONS} ORDER BY number DESC LIMIT ?"
_LAST_DATED = f"{_EDITIONS} AND day IS NOT NULL ORDER BY day DESC LIMIT 1"
_SUCCEEDED = """
    until IS NOT NULL AND keeps = 0 AND (
        (delivery IS NULL AND verdict = 'quiet')
        OR (SELECT message FROM deliveries WHERE key = editions.delivery) IS NOT NULL
    )
"""
_FURTHEST = f"digest = ? AND {_SUCCEEDED} ORDER BY until DESC, number DESC LIMIT 1"
_LAST_SUCCESS = f"SELECT {_FIELDS} FROM editions WHERE {_FURTHEST}"  # noqa: S608 - our own words
_UNSENT = f"""
    {_EDITIONS} AND number > coalesce((SELECT number FROM editions WHERE {_FURTHEST}), 0)
        AND (SELECT message IS NULL FROM deliveries WHERE key = editions.delivery)
    ORDER BY number DESC
"""  # noqa: S608 - our own words
_SHOWING = f"""
    SELECT story, {_FIELDS} FROM shown JOIN editions ON editions.number = shown.edition
    WHERE shown.digest = ? AND story IN (SELECT value FROM json_each(?)) AND {_SUCCEEDED}
    ORDER BY until, number
"""  # noqa: S608 - our own words
_MERGED = "SELECT number, merged_into FROM stories WHERE merged_into IN (SELECT value FROM json_each(?))"
_DECIDE = f"""
    INSERT INTO editions ({_FIELDS.replace("editions.", "")})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (digest, occasion) DO NOTHING RETURNING number
"""  # noqa: S608 - our own words
_SHOWS = "INSERT INTO shown (digest, story, edition) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


class SqliteDigestsView:
    """Questions about digests and their editions."""

    def __init__(self, db: Database, conversations: Conversations) -> None:
        self._db = db
        self._conversations = conversations

    def get(self, number: int) -> Digest | None:
        """Return the digest of that number, off or not; None where there is none."""
        found = self._all(f"{_SELECT} WHERE number = ?", [number]) if fits(number) else ()
        return next(iter(found), None)

    def in_channel(self, channel: ChannelRef) -> tuple[Digest, ...]:
        """Return the digests of a channel and its threads that are not off, lowest number first."""
        return self._all(_IN_CHANNEL, channel_row(channel))

    def standing(self) -> tuple[Digest, ...]:
        """Return every digest that is not off, lowest number first."""
        return self._all(_STANDING, [])

    def editions(self, digest: int, *, limit: int) -> tuple[Edition, ...]:
        """Return the editions that were written into the ledger last, the newest first."""
        return tuple(map(_edition, self._db.execute(_NEWEST, [digest, limit])))

    def last_dated(self, digest: int) -> Edition | None:
        """Return the edition of the latest local date that is decided; None where none is."""
        row = self._db.execute(_LAST_DATED, [digest]).fetchone()
        return _edition(row) if row else None

    def unsent(self, digest: int) -> tuple[Edition, ...]:
        """Return the editions behind the last success whose post never was there, newest first."""
        return tuple(map(_edition, self._db.execute(_UNSENT, [digest, digest])))

    def showing(self, digest: int, stories: Collection[int]) -> Mapping[int, Edition]:
        """Return, for those of the stories that a success has shown, the one that covers furthest."""
        led = {story: story for story in stories} | dict(self._db.execute(_MERGED, [as_list([*stories])]))
        found = self._db.execute(_SHOWING, [digest, as_list([*led])])
        return {led[story]: _edition(tuple(row)) for story, *row in found}

    def last_success(self, digest: int) -> Edition | None:
        """Return the edition that covers furthest of those that succeeded and move the watermark."""
        row = self._db.execute(_LAST_SUCCESS, [digest]).fetchone()
        return _edition(row) if row else None

    def _all(self, sql: str, values: Sequence[object]) -> tuple[Digest, ...]:
        return tuple(map(self._digest, self._db.execute(sql, values).fetchall()))

    def _digest(self, row: Row) -> Digest:
        number, conversation, schedule, topic, count, quiet, set_by = row[:7]
        made_at, made_after, changed_at, state, reason = row[7:]
        return Digest(
            number=number,
            where=self._conversations.get(conversation),
            schedule=Schedule.model_validate_json(schedule),
            topic=topic,
            count=count,
            quiet=quiet,
            set_by=Actor.model_validate_json(set_by),
            made_at=from_micros(made_at),
            made_after=made_after,
            changed_at=from_micros(changed_at),
            state=OrderState(state),
            reason=reason,
        )


class SqliteDigests(SqliteDigestsView):
    """Questions about digests, and changes to them."""

    def add(self, draft: DigestDraft) -> Digest:
        """Store a digest; return it with the next free number."""
        row = self._db.execute(_ADD, self._row(draft)).fetchone()
        fields: dict[str, Any] = dict(draft)
        return Digest(number=row[0], **fields)

    def change(self, digest: Digest) -> None:
        """Store what a digest has become. Raises ValueError where there is none of that number."""
        if not self._db.execute(_CHANGE, [*self._row(digest), digest.number]).rowcount:
            raise ValueError(f"There is no digest {digest.number}.")

    def decide(self, edition: Edition) -> bool:
        """Write an edition into the ledger; False (and nothing is written) where its occasion is decided."""
        written = self._db.execute(_DECIDE, _edition_row(edition)).fetchone()
        if written is None:
            return False
        shown = {*edition.stories, *edition.kept_back}
        self._db.conn.executemany(_SHOWS, [(edition.digest, story, written[0]) for story in sorted(shown)])
        return True

    def _row(self, digest: DigestDraft) -> list[object]:
        return [
            self._conversations.claim(digest.where),
            as_json(digest.schedule),
            digest.topic,
            digest.count,
            digest.quiet,
            as_json(digest.set_by),
            to_micros(digest.made_at),
            digest.made_after,
            to_micros(digest.changed_at),
            digest.state.value,
            digest.reason,
        ]


def _edition_row(edition: Edition) -> list[object]:
    return [
        edition.digest,
        edition.occasion,
        edition.day.isoformat() if edition.day else None,
        edition.zone,
        edition.topic,
        edition.verdict.value,
        micros(edition.due_at),
        to_micros(edition.decided_at),
        micros(edition.covers_from),
        micros(edition.covers_to),
        edition.after,
        edition.until,
        as_list(edition.stories),
        as_list(edition.kept_back),
        edition.considered,
        edition.delivery,
        edition.keeps,
        edition.reason,
    ]


def _edition(row: Row) -> Edition:
    digest, occasion, day, zone, topic, verdict, due_at, decided_at, covers_from, covers_to = row[:10]
    after, until, stories, kept_back, considered, delivery, keeps, reason = row[10:]
    return Edition(
        digest=digest,
        occasion=occasion,
        day=date.fromisoformat(day) if day else None,
        zone=zone,
        topic=topic,
        verdict=Verdict(verdict),
        due_at=moment(due_at),
        decided_at=from_micros(decided_at),
        covers_from=moment(covers_from),
        covers_to=moment(covers_to),
        after=after,
        until=until,
        stories=numbers(stories),
        kept_back=numbers(kept_back),
        considered=considered,
        delivery=delivery,
        keeps=bool(keeps),
        reason=reason,
    )
