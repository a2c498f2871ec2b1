"""Ways to answer: our own note of where an answer goes, kept with the request (`Request.reply`)."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from bot.model.value import Value


class ByUrl(Value):
    """To the address that Slack gave for it: 5 times, within 30 minutes. Only the person sees it.

    `own` is set where nothing but our answers hangs on the address (a slash command's). A button's would
    replace the message that the button is on.
    """

    kind: Literal["url"] = "url"
    url: str = Field(repr=False)
    thread: str | None = None
    own: bool = False


class Whispered(Value):
    """Into a channel, for that person's eyes alone."""

    kind: Literal["whispered"] = "whispered"
    channel: str
    user: str
    thread: str | None = None


class Direct(Value):
    """Into the bot's direct messages with somebody; `channel` is Slack's id of them."""

    kind: Literal["direct"] = "direct"
    channel: str
    thread: str | None = None


class NewModal(Value):
    """As a modal that is still to be opened, with a trigger that lives 3 seconds."""

    kind: Literal["new_modal"] = "new_modal"
    trigger: str = Field(repr=False)
    user: str


class InModal(Value):
    """In a modal that is open."""

    kind: Literal["in_modal"] = "in_modal"
    view: str


class Submitted(Value):
    """In the modal that was submitted: Slack takes the answer with the ack.

    `at_home` is set where the home tab may show what comes of it.
    """

    kind: Literal["submitted"] = "submitted"
    view: str
    at_home: bool = False


Way = Annotated[
    ByUrl | Whispered | Direct | NewModal | InModal | Submitted,
    Field(discriminator="kind"),
]


class Note(Value):
    """What is remembered with a request: the way to answer it, and the workspace that the person is of."""

    way: Way
    team: str = ""


_NOTES: TypeAdapter[Note] = TypeAdapter(Note)


def read_note(reply: str) -> Note | None:
    """Read the note of a request; None where another version of the bot has left one that can't be read."""
    try:
        return _NOTES.validate_json(reply)
    except ValidationError:
        return None
