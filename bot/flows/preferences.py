"""What a channel and its workspace have set for themselves, and what holds where they have not."""

from collections.abc import Mapping
from itertools import combinations

from bot.cards.settings import Holding
from bot.errors import UsageError
from bot.model.people import ChannelRef
from bot.model.preferences import KEYCAPS, Emoji, Preferences, Weights
from bot.ports import Store, Tx, View


class Settings:
    """Shows and changes preferences. `zone` (IANA) and `unclaimed` (hours) hold where nobody has set any."""

    def __init__(self, store: Store, *, zone: str = "UTC", unclaimed: int = 24) -> None:
        self._store = store
        self._zone = zone
        self._unclaimed = unclaimed

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

    async def set_workspace(
        self,
        channel: ChannelRef,
        changes: Preferences,
        *,
        emoji: Mapping[str, tuple[str, ...] | None] = {},
    ) -> Holding:
        """Change what the channel's workspace has set, as `set_channel` does.

        `emoji` has lists of emoji by their names, None for the usual one. Return what holds in the channel
        then: its own settings still come first. Raises UsageError where two lists would have the same emoji.
        """
        platform, workspace = channel.platform, channel.workspace

        def work(tx: Tx) -> Holding:
            before = tx.preferences.of_workspace(platform, workspace)
            after = _changed(before, changes)
            if emoji:
                after = after.model_copy(update={"emoji": _merged(before.emoji or Emoji(), emoji)})
            tx.preferences.set_workspace(platform, workspace, after)
            return self._holding(tx, channel)

        return await self._store.write(work)

    async def set_weights(self, channel: ChannelRef, changes: Mapping[str, float]) -> Holding:
        """Change weights of the channel's workspace by their names; none at all brings back the usual ones.

        Return what holds in the channel then.
        """
        platform, workspace = channel.platform, channel.workspace

        def work(tx: Tx) -> Holding:
            before = tx.preferences.of_workspace(platform, workspace)
            weights = (before.weights or Weights()).model_copy(update=dict(changes)) if changes else None
            after = before.model_copy(update={"weights": weights})
            tx.preferences.set_workspace(platform, workspace, after)
            return self._holding(tx, channel)

        return await self._store.write(work)

    def _holding(self, view: View | Tx, channel: ChannelRef) -> Holding:
        return Holding(
            channel=view.preferences.of_channel(channel),
            workspace=view.preferences.of_workspace(channel.platform, channel.workspace),
            zone=self._zone,
            unclaimed=self._unclaimed,
        )


def _changed(before: Preferences, changes: Preferences) -> Preferences:
    return before.model_copy(update={name: getattr(changes, name) for name in changes.model_fields_set})


def _merged(before: Emoji, changes: Mapping[str, tuple[str, ...] | None]) -> Emoji:
    """Put the changed lists in the place of those that were. Raises UsageError where two would overlap."""
    usual = Emoji()
    after = before.model_copy(
        update={name: getattr(usual, name) if names is None else names for name, names in changes.items()}
    )
    lists = {"flag": after.flag, "take": after.take, "done": after.done, "number": KEYCAPS}
    for (one, names), (other, others) in combinations(lists.items(), 2):
        if both := [name for name in names if name in others]:
            raise UsageError(_overlap(both[0], one, other), next_step=_way_out(one, other), command=_SETTINGS)
    return after


_SETTINGS = ("settings",)


def _overlap(name: str, one: str, other: str) -> str:
    shown = f":{name}:" if name.isascii() else name
    if other == "number":
        return f"{shown} picks a story of an edition by its number, so it can't be in `{one}:` too."
    return f"{shown} would be in `{one}:` and in `{other}:`; a reaction can mean only one thing."


def _way_out(one: str, other: str) -> str:
    if other == "number":
        return f"Leave it out of `{one}:`."
    return f"Leave it out of one of them, or set both at once: `{one}:…` and `{other}:…`."
