"""What a reaction means: each workspace has its lists of emoji, and a channel may turn them off."""

from enum import Enum, auto
from typing import Final

from bot.model.people import ChannelRef
from bot.model.preferences import KEYCAPS, Emoji
from bot.model.value import Value
from bot.ports import Tx, View

USUAL: Final = Emoji()


class Sign(Enum):
    """What a person says by a reaction."""

    flag = auto()
    take = auto()
    done = auto()


class Meaning(Value):
    """A sign; `place` is which story of an edition is flagged, counted from 1, where it says one."""

    sign: Sign
    place: int | None = None


def emoji_of(view: View | Tx, channel: ChannelRef) -> Emoji:
    """Return the lists of emoji that hold in a channel."""
    return view.preferences.of_workspace(channel.platform, channel.workspace).emoji or USUAL


def meaning(view: View | Tx, channel: ChannelRef, name: str) -> Meaning | None:
    """Return what a reaction of that name means in a channel; None for nothing."""
    if view.preferences.of_channel(channel).reactions is False:
        return None
    lists = emoji_of(view, channel)
    for sign, names in ((Sign.flag, lists.flag), (Sign.take, lists.take), (Sign.done, lists.done)):
        if name in names:
            return Meaning(sign=sign)
    return Meaning(sign=Sign.flag, place=KEYCAPS.index(name) + 1) if name in KEYCAPS else None
