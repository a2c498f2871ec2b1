"""A reaction as it stands on a message: who has put which."""

from bot.model.value import Value


class Reaction(Value):
    """A person, by the platform's id, and the emoji's name as `ReactionChanged` gives it."""

    person: str
    name: str
