"""Connections to a test server: kept while they are whole, thrown away as soon as anything is odd."""

import asyncio
from typing import Any

from tests.servers import wire


class NotReachedError(Exception):
    """No connection came about: nothing was sent."""


class BrokenError(Exception):
    """The connection broke after the request was sent: it may have been heard."""


class Connection(asyncio.Protocol):
    """One connection. Carries one request at a time."""

    def __init__(self) -> None:
        self._heard = bytearray()
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[wire.Heard] | None = None

    @property
    def whole(self) -> bool:
        """Say whether another request may be sent on it."""
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        answer = wire.take(self._heard)
        if answer and self._waiting and not self._waiting.done():
            self._waiting.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(BrokenError(str(exc or "the server hung up")))

    async def ask(self, request: bytes) -> wire.Heard:
        """Send a request and wait for its answer. Raises BrokenError."""
        if not self._transport:
            raise BrokenError("the server hung up")
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            return await self._waiting
        finally:
            self._waiting = None

    def drop(self) -> None:
        """Close without waiting for anything."""
        if self._transport:
            self._transport.abort()


class Connections:
    """Connections to one port of this machine, as many as are needed at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[Connection] = []

    async def ask(self, path: str, body: dict[str, Any]) -> wire.Heard:
        """Ask once. Raises NotReachedError or BrokenError; cancelled, the connection is dropped."""
        connection = await self._connection()
        answered = False
        try:
            heard = await connection.ask(wire.request(path, body))
            answered = True
        finally:
            if answered:
                self._idle.append(connection)
            else:
                connection.drop()
        return heard

    def close(self) -> None:
        """Drop the connections that are kept. May be called twice."""
        while self._idle:
            self._idle.pop().drop()

    async def _connection(self) -> Connection:
        while self._idle:
            kept = self._idle.pop()
            if kept.whole:
                return kept
        loop = asyncio.get_running_loop()
        try:
            _, connection = await loop.create_connection(Connection, "127.0.0.1", self._port)
        except OSError as error:
            raise NotReachedError(str(error)) from error
        return connection
