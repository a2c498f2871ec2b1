"""The inbox: what people did, saved before their platform is told that it arrived."""

from typing import Final, get_args

from pydantic_core import from_json
from sqlite_utils import Database

from bot.model.events import Owed
from bot.model.value import Utc
from storage.columns import as_json
from storage.recency import to_micros

_KINDS: Final[dict[str, type[Owed]]] = {each.model_fields["kind"].default: each for each in get_args(Owed)}

_ACCEPT = """
    INSERT INTO inbox (id, platform, incoming, accepted_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
"""
_UNSETTLED = "SELECT incoming FROM inbox WHERE platform = ? AND incoming IS NOT NULL ORDER BY number"
# Only that it was here is of use from now on; how to answer it may be a secret address.
_SETTLE = "UPDATE inbox SET incoming = NULL WHERE id = ? AND incoming IS NOT NULL"
_KNOWN = "SELECT 1 FROM inbox WHERE id = ?"
_FORGET = "DELETE FROM inbox WHERE accepted_at < ? AND incoming IS NULL"


class SqliteInbox:
    """The inbox in SQLite, for reading and, inside a write, for accepting and settling."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def unsettled(self, platform: str) -> tuple[Owed, ...]:
        """Return what was accepted from a platform and is not settled, oldest first."""
        return tuple(_owed(row[0]) for row in self._db.execute(_UNSETTLED, [platform]))

    def accept(self, owed: Owed, *, at: Utc) -> bool:
        """Save what somebody did; False (and nothing is saved) where its id is known already."""
        row = [owed.id, owed.actor.platform, as_json(owed), to_micros(at)]
        return self._db.execute(_ACCEPT, row).rowcount == 1

    def note(self, identity: str, platform: str, *, at: Utc) -> bool:
        """Note what has its effect in this transaction; False where its id is known already."""
        return self._db.execute(_ACCEPT, [identity, platform, None, to_micros(at)]).rowcount == 1

    def settle(self, identity: str) -> bool:
        """Write down that it has had its effect; False where that is written already."""
        if self._db.execute(_SETTLE, [identity]).rowcount == 1:
            return True
        return self._db.execute(_KNOWN, [identity]).fetchone() is None

    def forget(self, before: Utc) -> None:
        """Forget what was accepted before that moment and is settled."""
        self._db.execute(_FORGET, [to_micros(before)])


def _owed(stored: str) -> Owed:
    return _KINDS[from_json(stored)["kind"]].model_validate_json(stored)
