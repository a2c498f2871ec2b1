"""Facts that reach the core from a platform, in the past tense.

A fact's `id` is unique over all platforms and stays the same however often the platform brings it.
"""

from typing import Literal

from pydantic import Field

from bot.model.people import Actor, ChannelRef, Conversation, MessageRef
from bot.model.value import Utc, Value


class Request(Value):
    """Something that a person asked for, and is answered.

    `private` is set where the answer is shown to the actor alone although others are there, so that it can
    be shared. `elsewhere` is set where the answer is shown in another conversation than the one that it is
    about. `on` is the message whose button was pressed, or whose menu was used. `reply` is the platform's own
    note on how to answer (it may be a secret address): opaque.
    """

    id: str
    at: Utc
    actor: Actor
    where: Conversation
    private: bool = False
    elsewhere: bool = False
    on: MessageRef | None = None
    reply: str = Field(default="", repr=False)


class CommandTyped(Request):
    """A person typed a command. `text` is what stands behind the bot's name.

    `comes_again` is set where the platform brings the same again if it isn't told that it arrived.
    """

    kind: Literal["command_typed"] = "command_typed"
    text: str
    comes_again: bool = False


class ButtonPressed(Request):
    """A person pressed a button. `says` is the command that the button stands for (`Button.says`)."""

    kind: Literal["button_pressed"] = "button_pressed"
    says: str


class ReactionChanged(Value):
    """A person put a reaction on a message, or took it back. `name` is the emoji's, folded by the adapter.

    An emoji of Unicode is named by itself, without skin tone and variation selector; one of a workspace's
    own by its name. Where `actor` is somebody of whom only the id is known, that is their name, too: the core
    asks the platform (`ChatPlatform.who`). `quiet` is set where it was found out afterwards: nobody is
    told privately what can't be done.
    """

    kind: Literal["reaction_changed"] = "reaction_changed"
    id: str
    at: Utc
    actor: Actor
    message: MessageRef
    name: str
    present: bool
    quiet: bool = False


class PlaceClosed(Value):
    """A channel takes nothing from the bot any more; where `channel` is None, its whole workspace.

    `reason` is a sentence that says what happened and what would mend it. `forever` is set where nothing can:
    the channel is gone.
    """

    kind: Literal["place_closed"] = "place_closed"
    id: str
    at: Utc
    platform: str
    workspace: str
    channel: ChannelRef | None = None
    reason: str
    forever: bool = False


Incoming = CommandTyped | ButtonPressed
"""What is answered."""

Owed = Incoming | ReactionChanged
"""What was accepted and has its effect afterwards."""

Fact = CommandTyped | ButtonPressed | ReactionChanged | PlaceClosed
"""Everything that a platform brings."""
