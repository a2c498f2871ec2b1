"""How something is, and what to do where it isn't fine."""

from typing import Literal

from bot.model.value import Value


class Finding(Value):
    """One line of a check-up: what was looked at, how it is, and what to do where it isn't fine."""

    subject: str
    state: Literal["fine", "warning", "wrong"]
    says: str
    next_step: str = ""
