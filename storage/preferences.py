"""What channels and workspaces have set for themselves."""

from sqlite_utils import Database

from bot.model.people import ChannelRef
from bot.model.preferences import Preferences
from storage.columns import as_json
from storage.conversations import channel_row

_GET = """
    SELECT preferences FROM preferences
    WHERE platform = ? AND workspace = ? AND channel = ? AND person = ?
"""
_SET = """
    INSERT INTO preferences (platform, workspace, channel, person, preferences) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET preferences = excluded.preferences
"""


class SqlitePreferred:
    """Preferences in SQLite, for reading and, inside a write, for setting."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of_channel(self, channel: ChannelRef) -> Preferences:
        """Return what the channel has set for itself."""
        row = self._db.execute(_GET, channel_row(channel)).fetchone()
        return Preferences.model_validate_json(row[0]) if row else Preferences()

    def of_workspace(self, platform: str, workspace: str) -> Preferences:
        """Return what the workspace has set for itself."""
        return self.of_channel(_whole(platform, workspace))

    def set_channel(self, channel: ChannelRef, preferences: Preferences) -> None:
        """Store what a channel has set, in the place of what it had."""
        self._db.execute(_SET, [*channel_row(channel), as_json(preferences)])

    def set_workspace(self, platform: str, workspace: str, preferences: Preferences) -> None:
        """Store what a workspace has set, in the place of what it had."""
        self.set_channel(_whole(platform, workspace), preferences)


def _whole(platform: str, workspace: str) -> ChannelRef:
    """Return what stands for the whole workspace: no channel has an empty id."""
    return ChannelRef(platform=platform, workspace=workspace, id="")
