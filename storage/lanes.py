"""Lanes: whose turn it is. Each conversation is one, and keeps which delivery is next in it, and when."""

from collections.abc import Collection
from datetime import datetime

from sqlite_utils import Database

from storage.columns import Row, as_list, micros, moment
from storage.recency import to_micros

IS_OPEN = "state IN ('ready', 'retry', 'sending', 'unknown')"
"""What the partial index of the deliveries that are still open says, word for word."""

_NEXT = f"""
    SELECT number, due_at FROM deliveries AS here
    WHERE conversation = (SELECT conversation FROM deliveries WHERE number = ?) AND {IS_OPEN}
        AND (edits IS NULL OR (SELECT state FROM deliveries WHERE key = here.edits) = 'sent')
    ORDER BY number LIMIT 1
"""  # noqa: S608 - our own words
_SET_NEXT = """
    UPDATE conversations
    SET next = :next, free_at = ifnull(:free_at, free_at),
        wake_at = max(:due_at, ifnull(ifnull(:free_at, free_at), :due_at))
    WHERE id = (SELECT conversation FROM deliveries WHERE number = :number)
"""
_STAY = f"{_SET_NEXT} AND next = :number"
# What is on its way, or looked for, keeps its turn: a conversation never has two at a time.
_TURN = f"""{_SET_NEXT} AND NOT EXISTS (
    SELECT 1 FROM deliveries AS busy
    WHERE busy.number = next AND busy.number <> :number AND busy.state IN ('sending', 'unknown')
)"""  # noqa: S608 - our own words
_JOIN = """
    UPDATE conversations SET next = ?, wake_at = max(?, ifnull(free_at, ?)) WHERE id = ? AND next IS NULL
"""
_AWAKE = """
    SELECT next FROM conversations
    WHERE platform = ? AND wake_at <= ? AND workspace NOT IN (SELECT value FROM json_each(?))
    ORDER BY wake_at, next LIMIT ?
"""
_WAKES = """
    SELECT wake_at FROM conversations
    WHERE platform = ? AND wake_at IS NOT NULL AND workspace NOT IN (SELECT value FROM json_each(?))
    ORDER BY wake_at LIMIT 1
"""
_HASTEN = f"""
    UPDATE deliveries SET due_at = min(due_at, iif(state = 'sending', :lease, :wait))
    WHERE {IS_OPEN} AND state <> 'ready'
        AND number IN (SELECT next FROM conversations WHERE platform = :platform AND wake_at > :soon)
"""  # noqa: S608 - our own words
_FREE = "UPDATE conversations SET free_at = :free WHERE platform = :platform AND free_at > :free"
_WAKE = """
    UPDATE conversations
    SET wake_at = max(
        (SELECT due_at FROM deliveries WHERE number = next), ifnull(free_at, 0)
    )
    WHERE platform = :platform AND wake_at > :soon
"""


class Lanes:
    """Keeps, of each conversation, the first delivery that can have its turn, and when it wakes for it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def join(self, conversation: int, number: int, *, due_at: datetime) -> None:
        """Put a new delivery, which could have its turn, at the end of a conversation's lane."""
        due = to_micros(due_at)
        self._db.execute(_JOIN, [number, due, due, conversation])

    def stay(self, number: int, *, due_at: datetime, free_at: datetime | None) -> bool:
        """Keep a delivery that is still open next in its lane; False where it isn't next."""
        values = {"number": number, "next": number, "due_at": to_micros(due_at), "free_at": micros(free_at)}
        return self._db.execute(_STAY, values).rowcount == 1

    def bring_back(self, platform: str, *, lease: datetime, wait: datetime, free: datetime) -> None:
        """Let no try count, no next try wait and no conversation rest beyond these moments."""
        limits = {"lease": to_micros(lease), "wait": to_micros(wait), "free": to_micros(free)}
        values = {"platform": platform, "soon": min(limits.values()), **limits}
        for change in (_HASTEN, _FREE, _WAKE):
            self._db.execute(change, values)

    def look_again(self, number: int, *, free_at: datetime | None) -> None:
        """Find out anew what is next in the lane of a delivery that was changed."""
        row: Row = self._db.execute(_NEXT, [number]).fetchone() or (None, None)
        values = {"number": number, "next": row[0], "due_at": row[1], "free_at": micros(free_at)}
        self._db.execute(_TURN, values)

    def awake(self, platform: str, at: datetime, limit: int, but_not: Collection[str]) -> list[int]:
        """Return the numbers of the deliveries whose turn it is, those that have waited longest first."""
        found = self._db.execute(_AWAKE, [platform, to_micros(at), as_list([*but_not]), limit])
        return [number for (number,) in found]

    def wakes(self, platform: str, but_not: Collection[str]) -> datetime | None:
        """Return when the next conversation of a platform wakes; None where all sleep."""
        row = self._db.execute(_WAKES, [platform, as_list([*but_not])]).fetchone()
        return moment(row[0]) if row else None
