"""Which zone a channel's wall clock is in."""

from bot.model.people import ChannelRef
from bot.ports import Tx, View


def zone_of(view: View | Tx, channel: ChannelRef, *, default: str) -> str:
    """Return the channel's own IANA zone, else its workspace's, else the bot's."""
    own = view.preferences.of_channel(channel).zone
    return own or view.preferences.of_workspace(channel.platform, channel.workspace).zone or default
