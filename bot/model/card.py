"""Cards: what a person is shown, as blocks and spans; each adapter renders and escapes them.

Prose is never markup, so a headline that says `<!channel>` or `@everyone` prints as it stands.
"""

import re
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.model.value import Utc, Value

_TYPED = re.compile(r"`([^`\s][^`\n\r]{0,199})`")


class Plain(Value):
    """Words, to be shown exactly as they are."""

    kind: Literal["plain"] = "plain"
    text: str


class Strong(Value):
    """Words with weight."""

    kind: Literal["strong"] = "strong"
    text: str


class Typed(Value):
    """What a person can type: a command, as it stands."""

    kind: Literal["typed"] = "typed"
    text: Annotated[str, StringConstraints(pattern=r"^[^`\s][^`\n\r]{0,199}$")]


class Link(Value):
    """Words that lead to an http(s) address."""

    kind: Literal["link"] = "link"
    text: str
    url: str


class Mention(Value):
    """A person, by the platform's own id; `name` stands in where a platform can't mention."""

    kind: Literal["mention"] = "mention"
    user: str
    name: str


class ChannelName(Value):
    """A channel, by the platform's own id; `name` stands in where a platform can't link to it."""

    kind: Literal["channel"] = "channel"
    id: str
    name: str


class When(Value):
    """A moment, shown in the reader's own zone. A day without an hour is not a moment: it is plain words."""

    kind: Literal["when"] = "when"
    at: Utc


Span = Annotated[Plain | Strong | Typed | Link | Mention | ChannelName | When, Field(discriminator="kind")]
Prose = tuple[Span, ...]


def sentence(said: str) -> Prose:
    """Return a sentence of the bot's own as prose: what stands between backticks is what can be typed."""
    parts = _TYPED.split(said)
    spans = [Typed(text=part) if at % 2 else Plain(text=part) for at, part in enumerate(parts)]
    return tuple(span for span in spans if span.text)


class Headline(Value):
    """The title of a card or of one story in it; `level` 1 is the card's own."""

    kind: Literal["headline"] = "headline"
    prose: Prose
    level: Literal[1, 2] = 1


class Paragraph(Value):
    """A paragraph of prose."""

    kind: Literal["paragraph"] = "paragraph"
    prose: Prose


class Bullets(Value):
    """A list, numbered from 1 where `numbered`."""

    kind: Literal["bullets"] = "bullets"
    points: tuple[Prose, ...]
    numbered: bool = False


class Fact(Value):
    """A label and what it is."""

    label: str
    prose: Prose


class Facts(Value):
    """Short labelled facts, side by side where there is room."""

    kind: Literal["facts"] = "facts"
    facts: tuple[Fact, ...]


class Picture(Value):
    """A picture at an http(s) address, with words for who can't see it."""

    kind: Literal["picture"] = "picture"
    url: str
    alt: str


class Rule(Value):
    """A line between parts."""

    kind: Literal["rule"] = "rule"


class Ask(Value):
    """What a button asks for first: some words, or a day. `label` names it; `hint` shows how it may look.

    The answer is put behind what the button says (`answered`). Platforms without forms say the bare command.
    """

    label: Annotated[str, StringConstraints(min_length=1, max_length=24)]
    kind: Literal["words", "day"] = "words"
    hint: Annotated[str, StringConstraints(max_length=60)] = ""
    optional: bool = False


def answered(says: str, answer: str) -> str:
    """Return a command with what was answered to a button's question behind it, taken as it stands."""
    said = " ".join(answer.split())
    return f"{says} :: {said}" if said else says


class Button(Value):
    """A button. Pressing it is the same as typing the command that it `says`; where it `asks`, after that."""

    label: str
    says: str
    style: Literal["normal", "primary", "danger"] = "normal"
    asks: Ask | None = None


class Buttons(Value):
    """A row of buttons."""

    kind: Literal["buttons"] = "buttons"
    buttons: tuple[Button, ...]


class Note(Value):
    """Small print: times, outlets, how something was made.

    `story` is the number of the story whose follow-ups it tells of; 0 for any other note.
    """

    kind: Literal["note"] = "note"
    prose: Prose
    story: int = 0


Block = Annotated[
    Headline | Paragraph | Bullets | Facts | Picture | Rule | Buttons | Note,
    Field(discriminator="kind"),
]


class Card(Value):
    """One message. `summary` is one plain line for notifications; `mood` is for an accent colour.

    `whole` is the command that shows all of it, for where a platform has to cut; "" where there is none.
    """

    summary: str
    blocks: tuple[Block, ...]
    mood: Literal["normal", "good", "trouble"] = "normal"
    whole: str = ""
