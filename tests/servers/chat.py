"""A chat platform's server with faults, in a process of its own: it survives the kills of the bot.

python -m tests.servers.chat RULES     (the rules as JSON; it says its port, and ends with its standard input)
"""

import asyncio
import socket
import struct
import sys
import time
from collections import Counter
from typing import Any

from tests.servers import wire
from tests.servers.faults import SMOOTH, Dice, Fault
from tests.servers.rooms import Message, Refusal, Report, Rooms, Rules

RESET = struct.pack("ii", 1, 0)
"""Linger for no time: closing sends a reset instead of a farewell."""

HELD_BACK = 0.25
"""How long an answer is held back while somebody waits for the moment between a change and its answer."""


class Server:
    """Answers requests, and lets go wrong what the dice say."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._rooms = Rooms(rules)
        self._dice = Dice(rules.seed, rules.faults)
        self._answers: Counter[int] = Counter()
        self._watching: list[Link] = []
        self._blocked_until = 0.0

    def meet(self, request: wire.Heard, link: "Link") -> None:
        """Deal with one request."""
        if request.path in {"/post", "/edit", "/find"}:
            fault = self._dice.throw()
            if fault.late:
                late = self._dice.between(0, self._rules.slowest)
                asyncio.get_running_loop().call_later(late, self._settle, fault, request, link)
            else:
                self._settle(fault, request, link)
        elif request.path == "/moment":
            self._watching.append(link)
        else:
            self._answer(link, *self._control(request.path, request.json()))

    def _settle(self, fault: Fault, request: wire.Heard, link: "Link") -> None:
        """Apply a request or not, and let its sender see what the fault shows."""
        if fault.then in {"limit", "limit all"}:
            self._limit(link, wide=fault.then == "limit all")
            return
        asked = request.json()
        if fault.applies and self._is_stale(asked):
            fault = Fault(applies=False, then="error")
        status, body = self._apply(request.path, asked) if fault.applies else (500, {})
        if fault == SMOOTH and status == 200 and request.path != "/find" and self._watching:
            self._announce()
            asyncio.get_running_loop().call_later(HELD_BACK, self._answer, link, status, body)
        elif fault.then == "answer":
            self._answer(link, status, body)
        elif fault.then == "error":
            self._answer(link, 500, {"error": "something broke"})
        elif fault.then == "reset":
            link.reset()

    def _apply(self, path: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        at = time.monotonic()
        if at < self._blocked_until:
            return 429, {"error": "busy", "retry_after": self._blocked_until - at, "wide": True}
        try:
            return 200, {"id": self._change(path, asked, at).id}
        except Refusal as refusal:
            return refusal.status, refusal.body

    def _change(self, path: str, asked: dict[str, Any], at: float) -> Message:
        if path == "/post":
            return self._rooms.post(asked["conversation"], asked["key"], asked["text"], at=at)
        if path == "/find":
            return self._rooms.find(asked["conversation"], asked["key"], at=at)
        if self._dice.happens(self._rules.deleted):
            self._rooms.delete(asked["id"])
        return self._rooms.edit(asked["id"], asked["text"])

    def _control(self, path: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Do what a test asks for; nothing goes wrong with that."""
        match path:
            case "/report":
                messages = list(self._rooms.messages.values())
                report = Report(messages=messages, answers=self._answers, faults=self._dice.thrown)
                return 200, report.model_dump()
            case "/delete":
                return 200, {"id": self._rooms.delete(asked["id"]).id}
            case "/close":
                self._rooms.closed.add(asked["conversation"])
                return 200, {}
            case _:
                return 404, {"error": f"There is no {path}."}

    def _limit(self, link: "Link", *, wide: bool) -> None:
        wait = self._dice.between(0, self._rules.wait)
        if wide:
            self._blocked_until = time.monotonic() + wait
        self._answer(link, 429, {"error": "rate limited", "retry_after": wait, "wide": wide})

    def _is_stale(self, asked: dict[str, Any]) -> bool:
        return time.monotonic() - float(asked["sent_at"]) > self._rules.stale

    def _announce(self) -> None:
        """Tell everybody who waits for it that something was changed and not yet answered."""
        watching, self._watching = self._watching, []
        for watcher in watching:
            self._answer(watcher, 200, {})

    def _answer(self, link: "Link", status: int, body: dict[str, Any]) -> None:
        self._answers[status] += 1
        link.answer(status, body)


class Link(asyncio.Protocol):
    """One connection to the server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._heard = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (request := wire.take(self._heard)) is not None:
            self._server.meet(request, self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        self._transport = None

    def answer(self, status: int, body: dict[str, Any]) -> None:
        """Answer, if anybody still listens."""
        if self._transport:
            self._transport.write(wire.answer(status, body))

    def reset(self) -> None:
        """Break the connection."""
        if self._transport:
            plug = self._transport.get_extra_info("socket")
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self._transport.abort()


async def serve(rules: Rules) -> None:
    """Serve on a free port of this machine, say which, and end when the standard input does."""
    server = Server(rules)
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Link(server), "127.0.0.1", 0, backlog=2048)
    sys.stdout.write(f"{listening.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(Rules.model_validate_json(sys.argv[1])))
