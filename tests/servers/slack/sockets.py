"""Socket Mode: websockets through which Slack brings things and hears acks."""

import asyncio
import json
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.servers.slack.state import Delivery
from tests.servers.slack.world import World

_FOREVER = 86_400.0


class Unreachable(Exception):
    """There was no connection, or it broke before the ack."""


@dataclass(eq=False)
class Session:
    """One connection: `silent` once it has died, `leaving` once the app was told to connect anew."""

    link: web.WebSocketResponse
    request: web.Request
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    silent: bool = False
    leaving: bool = False


class Sockets:
    """The Socket Mode connections of the app."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tickets: set[str] = set()
        self._turn = 0
        self.sessions: list[Session] = []
        self.opened = 0

    @property
    def open(self) -> list[Session]:
        """The connections that Slack believes to be open, and uses."""
        return [each for each in self.sessions if not each.leaving]

    def ticket(self) -> str:
        """Return an address for one connection."""
        ticket = f"secret-ticket-{uuid.uuid4()}"
        self._tickets.add(ticket)
        return f"{self._world.origin.replace('http', 'ws', 1)}/link?ticket={ticket}&app_id={self._world.app}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or self._world.dead:
            return web.Response(status=403)
        self._tickets.remove(ticket)
        link = web.WebSocketResponse(autoping=False, autoclose=False)
        await link.prepare(request)
        session = Session(link, request)
        self.sessions.append(session)
        self.opened += 1
        await link.send_json(self._hello())
        self._world.ring()
        try:
            await self._listen(session)
        finally:
            self._lose(session)
        return link

    async def send(self, delivery: Delivery, number: int, reason: str, patience: float) -> Any:  # noqa: ANN401 - JSON
        """Bring something; return the ack's payload. Raises Unreachable or TimeoutError."""
        usable = self.open
        if not usable:
            raise Unreachable("no connection")
        self._turn += 1
        session = usable[self._turn % len(usable)]
        envelope: dict[str, Any] = {
            "envelope_id": str(uuid.uuid4()),
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        session.waiting[envelope["envelope_id"]] = waiting
        try:
            if not session.silent:
                await session.link.send_json(envelope)
            return await asyncio.wait_for(waiting, patience)
        except (ConnectionError, RuntimeError) as error:
            raise Unreachable(str(error)) from error
        finally:
            session.waiting.pop(envelope["envelope_id"], None)

    async def disconnect(self, reason: str) -> None:
        """Tell the app to connect anew; the old connections take no more and end after a while."""
        for session in self.open:
            session.leaving = True
            await session.link.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}}
            )
        self._world.ring()

    async def close(self, sessions: list[Session]) -> None:
        """Say farewell to connections."""
        for session in sessions:
            if not session.silent:
                await session.link.close()

    def drop(self) -> None:
        """Break every connection."""
        for session in self.sessions:
            if session.request.transport is not None:
                session.request.transport.close()

    async def _listen(self, session: Session) -> None:
        while True:
            heard = await session.link.receive()
            if session.silent:
                # Nothing is heard and nothing answered; but who hangs up is gone.
                await self._until_gone(session)
                return
            match heard.type:
                case WSMsgType.PING:
                    await session.link.pong(heard.data)
                case WSMsgType.TEXT:
                    self._acked(session, heard.data)
                case WSMsgType.CLOSE:
                    await session.link.close()
                    return
                case WSMsgType.CLOSED | WSMsgType.CLOSING | WSMsgType.ERROR:
                    return

    async def _until_gone(self, session: Session) -> None:
        def gone() -> bool:
            transport = session.request.transport
            return transport is None or transport.is_closing()

        with suppress(AssertionError):
            await self._world.until(gone, _FOREVER)

    def _acked(self, session: Session, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:
            return
        waiting = session.waiting.get(said.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(said.get("payload"))

    def _lose(self, session: Session) -> None:
        self.sessions.remove(session)
        for waiting in session.waiting.values():
            if not waiting.done():
                waiting.set_exception(Unreachable("the connection ended"))
        self._world.ring()

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.sessions),
            "debug_info": {"host": "fake", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._world.app},
        }
