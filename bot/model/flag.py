"""Flags: who wants a story gone back to."""

from bot.model.people import Actor, Conversation
from bot.model.value import Utc, Value


class Flag(Value):
    """A person's wish that somebody goes back to a story. `where` is where it was said; `angle` may be ""."""

    story: int
    by: Actor
    where: Conversation
    at: Utc
    angle: str = ""
