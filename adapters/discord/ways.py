"""Ways to answer: our own note of where an answer goes, kept with the request (`Request.reply`)."""

from datetime import datetime, timedelta

from pydantic import Field, ValidationError

from bot.model.value import Utc, Value

GOOD_FOR = timedelta(minutes=14)
"""An interaction's token is good for 15 minutes
(https://discord.com/developers/docs/interactions/receiving-and-responding); one is for clocks that differ."""


class Note(Value):
    """The bot's application, and the token that an interaction gave for answering it."""

    application: int
    token: str = Field(repr=False)
    given: Utc

    def good(self, now: datetime) -> bool:
        """Say whether Discord still takes answers for it."""
        return now - self.given < GOOD_FOR


def read_note(reply: str) -> Note | None:
    """Read the note of a request; None where another version of the bot has left one that can't be read."""
    try:
        return Note.model_validate_json(reply)
    except ValidationError:
        return None
