"""What makes stories stand higher, in whose eyes."""

from bot.model.people import Actor, ChannelRef
from bot.model.preferences import Weights
from bot.ports import Tx, View


def weights_of(view: View | Tx, of: Actor | ChannelRef | None) -> Weights:
    """Return what the workspace of a person or channel has set; the usual where it has set nothing."""
    own = view.preferences.of_workspace(of.platform, of.workspace).weights if of else None
    return own or Weights()
