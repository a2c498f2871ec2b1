"""Facts that reach the core from a platform, in the past tense."""

from typing import Literal

from bot.model.people import Actor, Conversation
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


Incoming = CommandTyped | ButtonPressed
