"""What Discord keeps: people, guilds, channels, messages, commands, and what it saw of the bot."""

from dataclasses import dataclass, field
from typing import Any, Literal

from tests.servers.discord import words

Payload = dict[str, Any]
Kind = Literal["text", "direct", "voice", "announcement", "announcement thread", "thread", "forum", "media"]

TYPES: dict[Kind, int] = {
    "text": 0,
    "direct": 1,
    "voice": 2,
    "announcement": 5,
    "announcement thread": 10,
    "thread": 11,
    "forum": 15,
    "media": 16,
}
"""Discord's number for each kind of channel."""

THREADS: frozenset[Kind] = frozenset({"thread", "announcement thread"})
BOARDS: frozenset[Kind] = frozenset({"forum", "media"})


@dataclass(eq=False)
class Person:
    """Somebody with an account. `shuts` is set where they take no direct messages."""

    id: str
    name: str
    bot: bool = False
    shuts: bool = False


@dataclass(eq=False)
class Role:
    """A role in a guild; `permissions` are Discord's bits."""

    id: str
    name: str
    permissions: int


@dataclass(eq=False)
class Guild:
    """A guild: its roles by their ids (everybody's has the guild's own), and the roles of its members."""

    id: str
    name: str
    owner: str
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    commands: list[Payload] = field(default_factory=list)
    emojis: dict[str, str] = field(default_factory=dict)
    available: bool = True


@dataclass(eq=False)
class Tag:
    """A tag of a forum; one that is `moderated` is given by moderators alone."""

    id: str
    name: str
    moderated: bool = False


@dataclass(eq=False)
class Channel:
    """A channel, or a thread in one (`parent`); where `person` is set, the bot's direct messages with them.

    `overwrites` are permissions allowed and denied, as bits, by the id of a role or of a person.
    """

    id: str
    name: str
    kind: Kind
    guild: Guild | None = None
    parent: "Channel | None" = None
    person: Person | None = None
    overwrites: dict[str, tuple[int, int]] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    tag_needed: bool = False
    applied: list[str] = field(default_factory=list)
    owner: str = ""
    archived: bool = False
    locked: bool = False
    archived_at: float = 0.0
    deleted: bool = False

    @property
    def conversation(self) -> tuple[str, str | None]:
        """The channel's id and the thread's, as the bot's conversations have them."""
        if self.kind in THREADS and self.parent:
            return self.parent.id, self.id
        return self.id, None


@dataclass(frozen=True)
class Button:
    """A button as a person sees it. `custom_id` is "" for a link."""

    label: str
    custom_id: str
    style: int
    url: str = ""
    disabled: bool = False


@dataclass(frozen=True)
class Choice:
    """What autocomplete offers."""

    name: str
    value: str | int | float


@dataclass(frozen=True)
class Option:
    """A line of a menu as a person sees it, and the menu's custom_id."""

    label: str
    value: str
    custom_id: str


@dataclass(eq=False)
class Content:
    """What a message shows."""

    text: str = ""
    components: list[Payload] = field(default_factory=list)
    flags: int = 0
    embeds: list[Payload] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Everything that can be read in it, buttons left out; one line a piece."""
        return words.of(self.components) or self.text

    @property
    def buttons(self) -> list[Button]:
        """The buttons that it has, from top to bottom."""
        return [
            Button(
                label=each.get("label") or "",
                custom_id=each.get("custom_id") or "",
                style=each["style"],
                url=each.get("url") or "",
                disabled=bool(each.get("disabled")),
            )
            for each in words.buttons(self.components)
        ]

    @property
    def options(self) -> list[Option]:
        """The lines of its menus, from top to bottom."""
        return [
            Option(each["label"], each["value"], menu["custom_id"])
            for menu in words.menus(self.components)
            for each in menu["options"]
        ]

    def option(self, label: str) -> Option:
        """Return the first line with that label. Raises AssertionError where there is none."""
        there = [each.label for each in self.options]
        assert label in there, f"There is no line {label!r}; there are: {there}."
        return self.options[there.index(label)]

    def button(self, label_or_id: str) -> Button:
        """Return the first button with that label or custom_id. Raises AssertionError where there is none."""
        for each in self.buttons:
            if label_or_id in {each.label, each.custom_id}:
                return each
        there = ", ".join(f"{each.label!r} ({each.custom_id!r})" for each in self.buttons) or "none"
        raise AssertionError(f"There is no button {label_or_id!r}; there are: {there}.")


@dataclass(eq=False)
class Message:
    """A message. `only` is the person who alone sees it, where there is one.

    `edits` holds what it showed before, oldest first. `reactions` holds who has put which emoji
    ("🚩", or a guild's own as "name:id"), and `bursts` the same for super reactions.
    `replies_to` is the message that it was sent as a reply to.
    `via` says how it came about: "create_message", "create_thread", "interaction", "follow-up" or "person".
    """

    id: str
    channel: Channel
    author: Person
    shown: Content
    posted_at: float
    nonce: str = ""
    only: Person | None = None
    via: str = "create_message"
    edits: list[Content] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    bursts: dict[str, list[str]] = field(default_factory=dict)
    deleted: bool = False
    published: bool = False
    interaction: "Interaction | None" = None
    loading: bool = False
    mentions: Payload | None = None
    replies_to: "Message | None" = None

    @property
    def text(self) -> str:
        """The content beside the components; "" in messages that are made of components."""
        return self.shown.text

    @property
    def words(self) -> str:
        """Everything that can be read in it now, buttons left out."""
        return self.shown.words

    @property
    def buttons(self) -> list[Button]:
        """The buttons that it has now."""
        return self.shown.buttons

    @property
    def components(self) -> list[Payload]:
        """Its components now, each with its id."""
        return self.shown.components


@dataclass(eq=False)
class Modal:
    """A form that a person sees: `inputs` are what can be filled in, by custom_id, with what stands there."""

    custom_id: str
    title: str
    raw: Payload
    inputs: dict[str, str]
    message: Message | None = None


@dataclass(eq=False)
class Interaction:
    """Something a person did with the bot, and what came of it.

    `response` is the type of the first response (4 a message, 5 deferred, 6 deferred update, 7 update,
    8 choices, 9 a modal), None while there is none; `seconds` how long that took. `shown` are the messages
    made in answer, the original first; `choices` and `modal` what else the person sees. `delivered` says
    whether the bot was connected, so that it was told.
    """

    id: str
    token: str
    kind: int
    person: Person
    channel: Channel
    payload: Payload
    at: float
    begun: float
    message: Message | None = None
    response: int | None = None
    seconds: float = 0.0
    shown: list[Message] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    modal: Modal | None = None
    delivered: bool = False

    @property
    def answered(self) -> bool:
        """Say whether the person sees an answer: not where it is still "thinking"."""
        return self.response is not None and not (self.response == 5 and self.shown[0].loading)

    @property
    def words(self) -> str:
        """Everything that can be read in the answers."""
        return "\n".join(each.words for each in self.shown if not each.deleted)


@dataclass(eq=False)
class Call:
    """A request: Discord's name for the operation, what it was asked with, and the status of its answer.

    `code` is Discord's code where it was refused.
    """

    operation: str
    parameters: dict[str, str]
    query: dict[str, str]
    body: Any
    path: str = ""
    status: int = 0
    code: int = 0
