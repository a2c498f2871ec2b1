"""The workspace itself: who and what is in it, and a bell that rings with each change."""

import asyncio
import itertools
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from bot.ports import Clock
from tests.servers.slack.refusal import Refusal
from tests.servers.slack.state import (
    Call,
    Channel,
    Content,
    Delivery,
    Group,
    Message,
    Mode,
    Payload,
    Person,
    Trigger,
    View,
)

_LOOK = 0.02
"""How often, in seconds, a condition is looked at that nothing here may ring for."""


class Tokens(NamedTuple):
    """The app's secrets in a workspace."""

    bot: str
    app: str
    signing: str

    @classmethod
    def of(cls, team: str) -> "Tokens":
        """Return those of the workspace with that id."""
        return cls(f"xoxb-{team}-secret-bot-token", f"xapp-1-{team}-secret-app", f"secret-signing-of-{team}")


class World:
    """Everything that the other parts share. Times are seconds since 1970, by the clock that was given."""

    def __init__(self, team: str, clock: Clock, scopes: Collection[str], events: Collection[str]) -> None:
        self.clock = clock
        self.team = team
        self.app, self.bot_user, self.bot_id = "A1", "UBOT", "B1"
        tokens = Tokens.of(team)
        self.bot_token, self.app_token, self.signing_secret = tokens
        self.origin = ""
        self.request_url = ""
        self.mode: Mode = "socket"
        self.scopes, self.events = set(scopes), set(events)
        self.dead = ""  # the word that every call is refused with, once the token is no good
        self.lag = 0.0
        self.rate_limited = False
        self.trigger_lives = 3.0
        self.escapes = True  # as the manifest says of its command: `should_escape`
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, Group] = {}
        self.messages: list[Message] = []
        self.by_place: dict[tuple[str, str], Message] = {}
        self.views: list[View] = []
        self.homes: dict[str, View] = {}
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.triggers: dict[str, Trigger] = {}
        self.tell: Callable[[str, Payload], None] = lambda name, event: None  # noqa: ARG005 - until it is connected
        self._numbers = itertools.count(1)
        self._last_ts = 0
        self._posted: dict[str, float] = {}
        self._bell = asyncio.Event()
        self.people[self.bot_user] = Person(id=self.bot_user, name="nutgraf", team=team, bot=True)

    def now(self) -> float:
        """Return this moment."""
        return self.clock.now().timestamp()

    def new_ts(self) -> str:
        """Return a message's ts: this moment, and never the same twice."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06}"

    def new_id(self, prefix: str) -> str:
        """Return an id that was never used."""
        return f"{prefix}{next(self._numbers):08}"

    def ring(self) -> None:
        """Wake whoever waits for a change."""
        self._bell.set()
        self._bell = asyncio.Event()

    async def until(self, condition: Callable[[], object], within: float) -> None:
        """Return as soon as the condition holds. Raises AssertionError where it doesn't in time."""
        ends = time.monotonic() + within
        while not condition():
            assert time.monotonic() < ends, f"It did not happen within {within} seconds."
            await self.pause()

    async def pause(self) -> None:
        """Return after the next change, or soon."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), _LOOK)

    # ---- people and channels

    def person(self, user: str) -> Person:
        """Return a person. Raises Refusal where there is none."""
        if user not in self.people:
            raise Refusal("user_not_found")
        return self.people[user]

    def direct(self, user: str) -> Channel:
        """Return the app's direct messages with somebody."""
        identity = f"D{user}"
        if identity not in self.channels:
            members = {user, self.bot_user}
            self.channels[identity] = Channel(id=identity, name="directmessage", members=members, person=user)
        return self.channels[identity]

    def channel(self, identity: str) -> Channel:
        """Return a channel that the bot can see. Raises Refusal for one that isn't there or that it can't."""
        channel = self.channels.get(identity)
        if channel is None or (channel.kind != "public" and self.bot_user not in channel.members):
            raise Refusal("channel_not_found")
        return channel

    def joined(self, identity: str) -> Channel:
        """Return a channel that the bot is in. Raises Refusal."""
        channel = self.channel(identity)
        if self.bot_user not in channel.members:
            raise Refusal("not_in_channel")
        return channel

    def need(self, *any_of: str) -> None:
        """Raise Refusal where none of these scopes is granted."""
        if any_of and not self.scopes.intersection(any_of):
            raise Refusal("missing_scope", needed=",".join(any_of), provided=",".join(sorted(self.scopes)))

    # ---- messages

    def keep(self, message: Message) -> Message:
        """Put a message where it belongs."""
        self.messages.append(message)
        self.by_place[message.channel, message.ts] = message
        self.ring()
        return message

    def message(self, channel: str, ts: str) -> Message:
        """Return a message that anybody could see. Raises Refusal."""
        message = self.by_place.get((channel, ts))
        if message is None or message.deleted or message.ephemeral_to is not None:
            raise Refusal("message_not_found")
        return message

    def visible(self, channel: str) -> Iterator[Message]:
        """Yield what the history of a channel shows by now, replies too, oldest first."""
        newest = self.now() - self.lag
        for message in self.messages:
            if message.channel == channel and not message.deleted and message.ephemeral_to is None:
                if self.lag and moment(message.ts) > newest:
                    continue
                yield message

    def keep_rate(self, channel: str) -> None:
        """Raise Refusal for a second message within a second in one channel, where that is switched on."""
        if not self.rate_limited:
            return
        at = time.monotonic()
        early = self._posted.get(channel, float("-inf")) + 1 - at
        if early > 0:
            raise Refusal("ratelimited", status=429, retry_after=1)
        self._posted[channel] = at

    def edit(self, message: Message, content: Content) -> None:
        """Let a message show something else."""
        message.edits.append(message.shown)
        message.shown = content
        self.ring()

    # ---- what a message is in payloads and answers

    def as_json(self, message: Message, *, metadata: bool = False) -> Payload:
        """Return a message as Slack gives it."""
        found: dict[str, Any] = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": self.team,
        }
        if message.user == self.bot_user:
            found |= {"bot_id": self.bot_id, "app_id": self.app}
            found["bot_profile"] = {"id": self.bot_id, "app_id": self.app, "name": "Nutgraf"}
        if message.blocks:
            found["blocks"] = message.blocks
        if message.shown.attachments:
            found["attachments"] = message.shown.attachments
        if message.thread:
            found["thread_ts"] = message.thread
        if message.edits:
            found["edited"] = {"user": message.user, "ts": message.ts}
        if message.reactions:
            found["reactions"] = [
                {"name": name, "users": users, "count": len(users)}
                for name, users in message.reactions.items()
            ]
        if metadata and message.metadata:
            found["metadata"] = message.metadata
        return found

    # ---- triggers

    def trigger(self, user: str, view: View | None = None) -> str:
        """Return a new trigger_id for what somebody does now, perhaps in a view."""
        number = next(self._numbers)
        identity = f"{number}.{int(self.now())}.{number:032x}"
        self.triggers[identity] = Trigger(user, self.now(), view)
        return identity

    def pull(self, identity: str) -> Trigger:
        """Use up a trigger_id. Raises Refusal."""
        trigger = self.triggers.get(identity)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self.now() - trigger.at > self.trigger_lives:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger


def moment(ts: str) -> float:
    """Return when a message was posted, by its ts; long ago where a test gave it a name of its own."""
    try:
        return float(ts)
    except ValueError:
        return 0.0
