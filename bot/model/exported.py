"""A follow-up with all that is known of it, as it leaves for other programs."""

from bot.model.follow_up import Entry, Flag, FollowUp
from bot.model.value import Value


class Exported(Value):
    """A follow-up, its flags and its whole history, oldest first, and its story's headline and address."""

    follow_up: FollowUp
    headline: str = ""
    url: str | None = None
    flags: tuple[Flag, ...] = ()
    history: tuple[Entry, ...] = ()
