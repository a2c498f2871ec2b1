"""What is in the workspace: people, channels, groups, messages, and the app with its tokens."""

import socket
from collections.abc import Collection
from typing import Literal

from pydantic import SecretStr

from adapters.slack.options import SlackOptions
from bot.clock import SystemClock
from bot.ports import Clock
from tests.servers.slack.bringing import Bringer
from tests.servers.slack.hooks import Hooks
from tests.servers.slack.scopes import ALL_SCOPES, EVENT_SCOPES
from tests.servers.slack.sockets import Sockets
from tests.servers.slack.state import Channel, Content, Group, Message, Mode, Payload, Person
from tests.servers.slack.troubles import Troubles
from tests.servers.slack.webapi import WebApi
from tests.servers.slack.world import Tokens, World


class Workspace:
    """The parts of a fake, and what a test puts into the workspace before anything happens."""

    def __init__(
        self,
        team: str,
        *,
        clock: Clock | None,
        scopes: Collection[str] | None,
        events: Collection[str] | None,
        patience: float,
        retries: tuple[float, ...],
    ) -> None:
        self._world = World(
            team,
            clock or SystemClock(),
            ALL_SCOPES if scopes is None else scopes,
            EVENT_SCOPES if events is None else events,
        )
        self._troubles = Troubles()
        self._sockets = Sockets(self._world)
        self._hooks = Hooks(self._world)
        self._bringer = Bringer(self._world, self._sockets, patience, retries)
        self._api = WebApi(self._world, self._hooks, self._sockets, self._troubles)

    @property
    def team(self) -> str:
        """The workspace's id."""
        return self._world.team

    @property
    def bot_user(self) -> str:
        """The bot's user id, "UBOT"; it is called "nutgraf" and people mention it as <@UBOT>."""
        return self._world.bot_user

    @property
    def api_url(self) -> str:
        """Where the Web API is: "http://127.0.0.1:PORT/api/"."""
        return f"{self._world.origin}/api/"

    @property
    def request_url(self) -> str:
        """Where HTTP deliveries go: set by `options(mode="http")`, or by hand."""
        return self._world.request_url

    @request_url.setter
    def request_url(self, url: str) -> None:
        self._world.request_url = url

    @property
    def mode(self) -> Mode:
        """How things are brought to the app: as the last `options` said, or as it is set."""
        return self._world.mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._world.mode = mode

    @property
    def escapes(self) -> bool:
        """Whether the command's manifest says `should_escape`: people who are chosen are ids, then."""
        return self._world.escapes

    @escapes.setter
    def escapes(self, escapes: bool) -> None:
        self._world.escapes = escapes

    @property
    def secrets(self) -> tuple[str, ...]:
        """Pieces of every secret that the app is given: none may ever be in a log."""
        return (
            self._world.bot_token,
            self._world.app_token,
            self._world.signing_secret,
            "secret-hook-",
            "secret-ticket-",
        )

    def options(
        self,
        *,
        mode: Mode = "socket",
        editors: tuple[str, ...] = (),
        guests: Literal["reader", "nobody"] = "nobody",
    ) -> SlackOptions:
        """Return what an adapter needs here; for HTTP with a free port, to which deliveries go."""
        self._world.mode = mode
        known = options_of(self.team, self._world.origin)
        chosen: dict[str, object] = {"mode": mode, "editors": editors, "guests": guests}
        if mode == "http":
            port = _free_port()
            self._world.request_url = f"http://127.0.0.1:{port}/slack/events"
            return known.model_copy(update=chosen | {"app_token": None, "http_port": port})
        return known.model_copy(update=chosen | {"signing_secret": None})

    def add_person(
        self,
        id: str,  # noqa: A002 - Slack's word
        name: str = "",
        *,
        admin: bool = False,
        owner: bool = False,
        guest: bool = False,
        stranger: bool = False,
        bot: bool = False,
        deleted: bool = False,
        zone: str | None = None,
    ) -> Person:
        """Add somebody (a "U…" id); the name is the id in small letters where none is given."""
        person = Person(
            id=id,
            name=name or id.lower(),
            team="TSTRANGE" if stranger else self.team,
            admin=admin,
            owner=owner,
            guest=guest,
            stranger=stranger,
            bot=bot,
            deleted=deleted,
            zone=zone,
        )
        self._world.people[id] = person
        return person

    def add_channel(
        self,
        id: str,  # noqa: A002 - Slack's word
        name: str = "",
        *,
        private: bool = False,
        members: Collection[str] = (),
        archived: bool = False,
        bot: bool = True,
    ) -> Channel:
        """Add a channel (a "C…" id); `bot` says whether the bot is in it."""
        inside = {*members, self.bot_user} if bot else set(members)
        channel = Channel(id=id, name=name or id.lower(), private=private, members=inside, archived=archived)
        self._world.channels[id] = channel
        return channel

    def add_group(self, id: str, handle: str, *members: str) -> Group:  # noqa: A002 - Slack's word
        """Add a user group (an "S…" id)."""
        self._world.groups[id] = Group(id, handle, members)
        return self._world.groups[id]

    def add_message(
        self,
        channel: str,
        user: str,
        text: str,
        *,
        ts: str | None = None,
        thread: str | None = None,
        attachments: Collection[Payload] = (),
    ) -> Message:
        """Put a person's message into a channel, as Slack keeps it; the app isn't told. Any `ts` will do."""
        message = Message(
            channel=channel,
            ts=ts or self._world.new_ts(),
            user=user,
            shown=Content(text=text, attachments=list(attachments)),
            thread=thread,
            via="person",
        )
        return self._world.keep(message)

    def direct(self, user: str) -> Channel:
        """Return the app's direct messages with somebody (a "D…" id); made where they don't exist."""
        return self._world.direct(user)

    @property
    def people(self) -> dict[str, Person]:
        """Everybody by their ids, the bot too."""
        return self._world.people


def options_of(team: str, origin: str) -> SlackOptions:
    """Return what an adapter needs for the workspace with that id, served at that address."""
    tokens = Tokens.of(team)
    return SlackOptions(
        bot_token=SecretStr(tokens.bot),
        app_token=SecretStr(tokens.app),
        signing_secret=SecretStr(tokens.signing),
        http_host="127.0.0.1",
        api_url=f"{origin}/api/",
    )


def _free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])
