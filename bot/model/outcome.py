"""What became of a post, an edit, or a search for one: the words in which a platform answers the courier."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from bot.model.people import MessageRef
from bot.model.value import Value

LONGEST_ASKED = 86_400.0
"""A platform may ask to wait for a day, in seconds; more is taken as a day."""


def _at_most_a_day(seconds: object) -> object:
    return min(max(seconds, 0.0), LONGEST_ASKED) if isinstance(seconds, int | float) else seconds


class Sent(Value):
    """It is there, as this message. Also the answer where an earlier try with the same key put it there."""

    kind: Literal["sent"] = "sent"
    message: MessageRef


class Refused(Value):
    """It is surely not there, and a later try may succeed: a rate limit, a server that was not reached.

    `retry_after` is how many seconds the platform asks to wait, None where it doesn't say. `wide` is set
    where the wait is for the whole workspace, not for this conversation alone.
    """

    kind: Literal["refused"] = "refused"
    reason: str
    retry_after: Annotated[float | None, BeforeValidator(_at_most_a_day)] = None
    wide: bool = False


class Rejected(Value):
    """It is surely not there, and the same card will never be taken: trying again is of no use."""

    kind: Literal["rejected"] = "rejected"
    reason: str


class Closed(Value):
    """It is surely not there: the conversation is gone, archived, or closed to the bot."""

    kind: Literal["closed"] = "closed"
    reason: str


class Deleted(Value):
    """The message was there and somebody deleted it: it must not be posted again."""

    kind: Literal["deleted"] = "deleted"


class Unknown(Value):
    """It may be there or not: no answer, a broken connection, an answer that says nothing."""

    kind: Literal["unknown"] = "unknown"
    reason: str


class Absent(Value):
    """It was looked for where it would be, and is surely not there."""

    kind: Literal["absent"] = "absent"


Outcome = Sent | Refused | Rejected | Closed | Deleted | Unknown
"""What became of a post or an edit."""

Sought = Sent | Absent | Unknown | Refused | Closed
"""What a search for a post found. `Refused` where the platform could not be asked now."""
