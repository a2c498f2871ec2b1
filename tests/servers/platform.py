"""A chat platform that talks to a test server over a real connection, as an adapter talks to its platform."""

import asyncio
import time
from typing import Any

from bot.model.card import Card
from bot.model.delivery import Pace
from bot.model.outcome import Absent, Closed, Deleted, Outcome, Refused, Rejected, Sent, Sought, Unknown
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef
from bot.model.reaction import Reaction
from bot.model.value import Utc
from bot.ports import Answers
from tests.servers.link import BrokenError, Connections, NotReachedError
from tests.servers.wire import Heard


class WirePlatform:
    """Implements `bot.ports.ChatPlatform` for a test server on this machine. A card travels as JSON.

    `asked` says whether the server's history can be asked.
    """

    name = "wire"

    def __init__(self, port: int, *, pace: Pace, asked: bool = True) -> None:
        self.pace = pace
        self._asked = asked
        self._connections = Connections(port)

    async def run(self, answers: Answers) -> None:  # noqa: ARG002 - nobody talks to it
        """Stay until cancelled."""
        await asyncio.Event().wait()

    async def post(self, to: Conversation, card: Card, *, key: str) -> Outcome:
        """Make one message of the card."""
        body = {"conversation": place(to), "key": key, "text": card.model_dump_json()}
        return await self._send("/post", to, body)

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> Outcome:  # noqa: ARG002 - the port's
        """Make the message show the card instead."""
        body = {"id": message.id, "text": card.model_dump_json()}
        return await self._send("/edit", message.conversation, body)

    async def find(self, to: Conversation, *, key: str, since: Utc) -> Sought:  # noqa: ARG002 - one page of history
        """Look for the message that was posted with that key."""
        if not self._asked:
            return Unknown(reason="This platform's history can't be asked.")
        try:
            answer = await self._ask("/find", {"conversation": place(to), "key": key})
        except (NotReachedError, BrokenError, TimeoutError) as error:
            return Refused(reason=f"The history could not be read: {error or 'no answer'}.")
        if answer.status == 200:
            return Sent(message=MessageRef(conversation=to, id=answer.json()["id"]))
        if answer.status == 404:
            return Absent()
        return Refused(reason=f"The history could not be read (status {answer.status}).")

    async def enter(self, to: Conversation) -> Closed | None:  # noqa: ARG002 - every door is open
        """Say that the bot may post anywhere."""
        return None

    async def who(self, person: str, channel: ChannelRef) -> Actor | None:
        """Return a reader of whom nothing is known but the id."""
        return Actor(platform=self.name, workspace=channel.workspace, id=person, name=person)

    async def reactions(self, message: MessageRef) -> frozenset[Reaction] | None:  # noqa: ARG002 - nobody does
        """Return None: nobody reacts here."""
        return None

    def close(self) -> None:
        """Let go of the connections. May be called twice."""
        self._connections.close()

    async def _send(self, path: str, to: Conversation, body: dict[str, Any]) -> Outcome:
        try:
            return _outcome(await self._ask(path, body), to)
        except NotReachedError as error:
            return Refused(reason=f"The server was not reached: {error}.")
        except BrokenError as error:
            return Unknown(reason=f"The connection broke: {error}.")
        except TimeoutError:
            return Unknown(reason="There was no answer in time.")

    async def _ask(self, path: str, body: dict[str, Any]) -> Heard:
        async with asyncio.timeout(self.pace.timeout):
            return await self._connections.ask(path, {**body, "sent_at": time.monotonic()})


def place(conversation: Conversation) -> str:
    """Return the server's name for a conversation."""
    channel = conversation.channel
    person = "@" if channel.person else ""
    return f"{channel.workspace}/{person}{channel.id}/{conversation.thread or ''}"


def _outcome(answer: Heard, to: Conversation) -> Outcome:
    body = answer.json()
    match answer.status:
        case 200:
            return Sent(message=MessageRef(conversation=to, id=body["id"]))
        case 403:
            return Closed(reason="The conversation is closed.")
        case 410:
            return Deleted()
        case 422:
            return Rejected(reason="The server doesn't take this message.")
        case 429:
            return Refused(reason="Too fast.", retry_after=body["retry_after"], wide=body["wide"])
        case status:
            return Unknown(reason=f"The server answered {status}.")
