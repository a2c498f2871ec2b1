"""What Slack keeps: people, channels, messages, views, and what it saw of the app."""

from dataclasses import dataclass, field
from typing import Any, Literal

from tests.servers.slack import words

Payload = dict[str, Any]
Kind = Literal["events_api", "slash_commands", "interactive"]
Mode = Literal["socket", "http"]


@dataclass
class Person:
    """Somebody with an account; `stranger` is one of another organisation, in `team`, `zone` their `tz`."""

    id: str
    name: str
    team: str
    admin: bool = False
    owner: bool = False
    guest: bool = False
    stranger: bool = False
    bot: bool = False
    deleted: bool = False
    zone: str | None = None


@dataclass
class Channel:
    """A channel; where `person` is set it is the app's direct messages with that person."""

    id: str
    name: str
    private: bool = False
    members: set[str] = field(default_factory=set)
    archived: bool = False
    person: str | None = None

    @property
    def kind(self) -> Literal["im", "private", "public"]:
        """Say which scopes are needed for it."""
        if self.person is not None:
            return "im"
        return "private" if self.private else "public"


@dataclass
class Group:
    """A user group: `handle` is what people type behind the @."""

    id: str
    handle: str
    members: tuple[str, ...]


@dataclass
class Button:
    """A button as a person sees it, and what the app is told when it is pressed."""

    label: str
    says: str
    action_id: str
    block_id: str
    style: str = ""
    url: str = ""


@dataclass
class Content:
    """What a message or view shows."""

    text: str = ""
    blocks: list[Payload] = field(default_factory=list)
    attachments: list[Payload] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Everything that can be read in the blocks, or the text where there are none; one line a piece."""
        return words.of_blocks(self.blocks) or self.text

    @property
    def buttons(self) -> list[Button]:
        """The buttons that can be pressed, from top to bottom."""
        found = words.buttons(self.blocks)
        return [
            Button(
                label=each["text"]["text"],
                says=each.get("value", ""),
                action_id=each.get("action_id", ""),
                block_id=block_id,
                style=each.get("style", ""),
                url=each.get("url", ""),
            )
            for block_id, each in found
        ]

    def button(self, label_or_says: str) -> Button:
        """Return the first button with that label or value. Raises AssertionError where there is none."""
        for each in self.buttons:
            if label_or_says in {each.label, each.says}:
                return each
        there = ", ".join(f"{each.label!r} ({each.says!r})" for each in self.buttons) or "none"
        raise AssertionError(f"There is no button {label_or_says!r}; there are: {there}.")


@dataclass
class Message:
    """A message. `thread` is the ts of the message that it answers; `ephemeral_to` the only one who sees it.

    `edits` holds what it showed before, oldest first; `reactions` who has put which, by Slack's names.
    `via` says how it came about: "chat.postMessage", "response_url", "ack" or "person".
    """

    channel: str
    ts: str
    user: str
    shown: Content
    metadata: Payload | None = None
    thread: str | None = None
    ephemeral_to: str | None = None
    via: str = "chat.postMessage"
    broadcast: bool = False
    edits: list[Content] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    deleted: bool = False

    @property
    def text(self) -> str:
        """The text that notifications show."""
        return self.shown.text

    @property
    def blocks(self) -> list[Payload]:
        """The blocks that it shows now."""
        return self.shown.blocks

    @property
    def words(self) -> str:
        """Everything that can be read in it now."""
        return self.shown.words

    @property
    def buttons(self) -> list[Button]:
        """The buttons that it has now."""
        return self.shown.buttons

    @property
    def key(self) -> str:
        """The delivery key in its metadata; "" where there is none."""
        return str(((self.metadata or {}).get("event_payload") or {}).get("key", ""))


@dataclass
class View:
    """A modal or a home page. `shown` counts up with each change; `closed` once nobody sees it any more.

    `errors` are what the app said about inputs, by block_id. `raw` is the view as the app gave it.
    """

    id: str
    kind: Literal["modal", "home"]
    user: str
    raw: Payload
    hash: str
    root: str
    previous: str | None = None
    closed: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    history: list[Payload] = field(default_factory=list)

    @property
    def shown(self) -> Content:
        """What it shows now."""
        return Content(blocks=self.raw["blocks"])

    @property
    def title(self) -> str:
        """The title of a modal."""
        return str((self.raw.get("title") or {}).get("text", ""))

    @property
    def words(self) -> str:
        """Everything that can be read in it now, its title and buttons left out."""
        return self.shown.words

    @property
    def buttons(self) -> list[Button]:
        """The buttons that it has now, Submit and Close left out."""
        return self.shown.buttons


@dataclass
class Trigger:
    """What a trigger_id stands for: who did something, when, and in which view; good once."""

    user: str
    at: float
    view: View | None = None
    used: bool = False


@dataclass
class Call:
    """A call of the Web API: which method, with which arguments, and what was answered ("" until then)."""

    method: str
    arguments: Payload
    answer: str = ""


@dataclass
class Try:
    """One try to bring something to the app.

    `status` is the HTTP status, None in Socket Mode or where nothing came back. `answer` is the ack's
    payload: JSON, plain text, or None. `seconds` is how long the ack took, or how long was waited for none.
    """

    mode: Mode
    number: int
    reason: str = ""
    acked: bool = False
    status: int | None = None
    answer: Any = None
    seconds: float = 0.0


@dataclass
class Delivery:
    """Something that Slack brings to the app, and every try to do so.

    `withheld` says why there was no try: the event isn't subscribed to, or its scope isn't granted.
    `message` is what a person's doing made or changed; `trigger_id` and `response_url` are "" where there is
    none.
    """

    kind: Kind
    payload: Payload
    tries: list[Try] = field(default_factory=list)
    withheld: str = ""
    message: Message | None = None
    trigger_id: str = ""
    response_url: str = ""

    @property
    def acked(self) -> bool:
        """Say whether any try was acknowledged."""
        return any(each.acked for each in self.tries)

    @property
    def last(self) -> Try:
        """The last try."""
        assert self.tries, f"nothing was delivered: {self.withheld or 'not yet'}"
        return self.tries[-1]

    @property
    def status(self) -> int | None:
        """The HTTP status of the last try."""
        return self.last.status

    @property
    def answer(self) -> Any:  # noqa: ANN401 - JSON
        """The ack's payload of the last try."""
        return self.last.answer

    @property
    def seconds(self) -> float:
        """How long the last try took, up to its ack."""
        return self.last.seconds
