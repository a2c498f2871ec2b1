"""A suggestion: what could be given for an argument of a command."""

from bot.model.value import Value


class Suggestion(Value):
    """What is written (`value`), and how it is shown to a person who chooses (`label`)."""

    value: str
    label: str
