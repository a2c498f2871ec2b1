"""Facts that reach the core from a platform, in the past tense."""

from typing import Literal

from bot.model.people import Actor, Conversation, MessageRef
from bot.model.value import Utc, Value


class CommandTyped(Value):
    """A person typed a command. `text` is what stands behind the bot's name."""

    kind: Literal["command_typed"] = "command_typed"
    id: str
    at: Utc
    actor: Actor
    where: Conversation
    text: str


class ButtonPressed(Value):
    """A person pressed a button. `says` is the command that the button stands for (`Button.says`)."""

    kind: Literal["button_pressed"] = "button_pressed"
    id: str
    at: Utc
    actor: Actor
    where: Conversation
    says: str


class ReactionChanged(Value):
    """A person put a reaction on a message, or took it back. `name` is the emoji's, folded by the adapter."""

    kind: Literal["reaction_changed"] = "reaction_changed"
    id: str
    at: Utc
    actor: Actor
    message: MessageRef
    name: str
    present: bool


Incoming = CommandTyped | ButtonPressed
