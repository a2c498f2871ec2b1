"""What a channel and its workspace have set for themselves, and what holds where they have not."""

from bot.model.people import ChannelRef
from bot.model.preferences import Preferences
from bot.model.value import Value
from bot.ports import Store, Tx, View


class Holding(Value):
    """What is set for a channel, for its workspace, and for the bot; the first that is set counts."""

    channel: Preferences
    workspace: Preferences
    zone: str


class Settings:
    """Shows and changes preferences. `zone` is the IANA zone that holds where nobody has set one."""

    def __init__(self, store: Store, *, zone: str = "UTC") -> None:
        self._store = store
        self._zone = zone

    async def show(self, channel: ChannelRef) -> Holding:
        """Return what holds in a channel, and where it comes from."""
        return await self._store.read(lambda view: self._holding(view, channel))

    async def set_channel(self, channel: ChannelRef, changes: Preferences) -> Holding:
        """Change what the channel has set; return what holds then.

        What was given to `changes` is set, and None unsets; what was not given stays as it is.
        """

        def work(tx: Tx) -> Holding:
            before = tx.preferences.of_channel(channel)
            tx.preferences.set_channel(channel, _changed(before, changes))
            return self._holding(tx, channel)

        return await self._store.write(work)

    async def set_workspace(self, channel: ChannelRef, changes: Preferences) -> Holding:
        """Change what the channel's workspace has set, as `set_channel` does.

        Return what holds in the channel then: its own settings still come first.
        """
        platform, workspace = channel.platform, channel.workspace

        def work(tx: Tx) -> Holding:
            before = tx.preferences.of_workspace(platform, workspace)
            tx.preferences.set_workspace(platform, workspace, _changed(before, changes))
            return self._holding(tx, channel)

        return await self._store.write(work)

    def _holding(self, view: View | Tx, channel: ChannelRef) -> Holding:
        return Holding(
            channel=view.preferences.of_channel(channel),
            workspace=view.preferences.of_workspace(channel.platform, channel.workspace),
            zone=self._zone,
        )


def _changed(before: Preferences, changes: Preferences) -> Preferences:
    return before.model_copy(update={name: getattr(changes, name) for name in changes.model_fields_set})
