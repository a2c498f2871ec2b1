"""What a story is worth in lists, and what that is made of."""

from bot.model.value import Value


class Worth(Value):
    """How high a story stands, in days: one that is worth 1 more makes up for a day's age.

    `parts` are what it is the sum of, each in words ("3 outlets", "5 hours old") with what it adds.
    """

    total: float
    parts: tuple[tuple[str, float], ...]
