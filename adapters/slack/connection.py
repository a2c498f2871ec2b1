"""Socket Mode: a connection that the bot opens, through which Slack brings what people do.

It is made with aiohttp itself: slack_sdk's client never gives up on a token that is wrong, logs addresses
that are secrets when it can't connect, and is known to sit on a connection that died. The protocol is
Slack's: https://docs.slack.dev/apis/events-api/using-socket-mode.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any, Final

import aiohttp
from pydantic import SecretStr
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.backoff import BackOff
from adapters.errands import Errands
from adapters.slack.api import Api
from adapters.slack.faults import Fault
from adapters.slack.manifest import APP_SCOPE
from adapters.slack.times import Times
from bot.errors import Missing

_REFUSED: Final = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
"""Words by which Slack says that an app token won't do (https://docs.slack.dev/reference/methods/apps.connections.open)."""

_ENVELOPES: Final = frozenset({"events_api", "interactive", "slash_commands"})
_LARGEST = 8 << 20
_STEADY = 30.0
"""A connection that lived for so many seconds has worked: the next one may be made at once."""

_log = logging.getLogger(__name__)

Socket = aiohttp.ClientWebSocketResponse


class _NoConnection(Exception):
    """No connection now; a later try may succeed. The text holds no secret."""

    def __init__(self, reason: str, *, retry_after: float = 0.0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class SocketMode:
    """Keeps one living connection, and brings what arrives to the app.

    A connection that doesn't answer within `times.heartbeat` and half of that again is replaced. `connected`
    is called after each new one.
    """

    def __init__(
        self, api: Api, token: SecretStr, app: AsyncApp, *, times: Times, connected: Callable[[], None]
    ) -> None:
        self._api = api
        self._token = token
        self._app = app
        self._times = times
        self._connected = connected
        self._back_off = BackOff(times.back_off, times.longest_back_off)
        self._ever = False
        self._serving: set[asyncio.Task[None]] = set()
        self._envelopes = Errands()

    async def run(self) -> None:
        """Serve until cancelled. Raises Missing where the very first try shows that the token is wrong."""
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            try:
                while True:
                    await self._serve_one(await self._open(session))
            finally:
                await self._stop()

    async def _serve_one(self, socket: Socket) -> None:
        """Return as soon as another connection is needed; this one may go on to its end meanwhile."""
        loop = asyncio.get_running_loop()
        since, leaving = loop.time(), asyncio.Event()
        serving = asyncio.create_task(self._serve(socket, leaving))
        self._serving.add(serving)
        serving.add_done_callback(self._serving.discard)
        serving.add_done_callback(lambda _: leaving.set())
        await leaving.wait()
        if loop.time() - since >= _STEADY:
            self._back_off.worked()
        else:
            await asyncio.sleep(self._back_off.failed())

    async def _stop(self) -> None:
        """Take nothing more in, let what is being taken in be acknowledged, and hang up."""
        await self._envelopes.finish(self._times.ending)
        for each in self._serving:
            each.cancel()
        if self._serving:
            await asyncio.wait(self._serving)

    # ---- making a connection

    async def _open(self, session: aiohttp.ClientSession) -> Socket:
        """Return a connection that has said hello, however many tries that takes."""
        level = logging.WARNING  # once; it may take hours
        while True:
            try:
                socket = await self._try(session)
            except _NoConnection as why:
                pause = max(self._back_off.failed(), why.retry_after)
                _log.log(level, "There is no connection to Slack (%s); it is tried again and again.", why)
                level = logging.INFO
                await asyncio.sleep(pause)
            else:
                _log.info("Connected to Slack.")
                self._ever = True
                self._connected()
                return socket

    async def _try(self, session: aiohttp.ClientSession) -> Socket:
        address = await self._address()
        socket: Socket | None = None
        try:
            async with asyncio.timeout(self._times.greeting):
                socket = await session.ws_connect(
                    address,
                    heartbeat=self._times.heartbeat,
                    max_msg_size=_LARGEST,
                    proxy=self._api.client.proxy,
                )
                greeting = _read(await socket.receive())
        except (aiohttp.ClientError, OSError, ValueError) as error:  # a timeout is an OSError
            await _hang_up(socket)
            # Not its own text, and not as its cause: the address is as good as a token.
            raise _NoConnection(type(error).__name__) from None
        if greeting.get("type") != "hello":
            await _hang_up(socket)
            raise _NoConnection("it didn't say hello")
        return socket

    async def _address(self) -> str:
        token = self._token.get_secret_value().strip()
        if not (token.isascii() and token.isprintable()):
            raise _wrong_token("not_authed")
        try:
            answer = await self._api.ask(self._api.client.apps_connections_open(app_token=token))
            return str(answer["url"])
        except KeyError:
            raise _NoConnection("Slack's answer has no address") from None
        except Fault as fault:
            if fault.word in _REFUSED and not self._ever:
                raise _wrong_token(fault.word) from None
            raise _NoConnection(fault.message.rstrip("."), retry_after=fault.retry_after or 0.0) from None

    # ---- serving one

    async def _serve(self, socket: Socket, leaving: asyncio.Event) -> None:
        """Read until the connection ends, or for a while longer after Slack has asked for another one."""
        try:
            await self._read_until(socket, leaving)
            async with asyncio.timeout(self._times.farewell):
                await self._read_until(socket, asyncio.Event())
        except TimeoutError:
            pass
        finally:
            await _hang_up(socket)

    async def _read_until(self, socket: Socket, leaving: asyncio.Event) -> None:
        while not leaving.is_set() and not socket.closed:
            message = _read(await socket.receive())
            match message.get("type"):
                case "disconnect":
                    _log.info("Slack asks for a new connection (%s).", str(message.get("reason"))[:40])
                    leaving.set()
                case kind if kind in _ENVELOPES:
                    self._envelopes.start(self._take(socket, message))
                case _:
                    pass

    async def _take(self, socket: Socket, envelope: dict[str, Any]) -> None:
        """Let the app take in what arrived; Slack is told only where it did."""
        brought = AsyncBoltRequest(mode="socket_mode", body=envelope["payload"])
        answer = await self._app.async_dispatch(brought)
        if answer.status != 200:
            return
        ack: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
        if answer.body:
            ack["payload"] = json.loads(answer.body)
        try:
            await socket.send_str(json.dumps(ack))
        except (aiohttp.ClientError, OSError):
            _log.info("A connection broke before Slack was told that something arrived: it comes again.")


def _read(message: aiohttp.WSMessage) -> dict[str, Any]:
    """Return what a message says; nothing where it says nothing (a farewell, noise)."""
    if message.type is not aiohttp.WSMsgType.TEXT:
        return {}
    try:
        said = json.loads(message.data)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


async def _hang_up(socket: Socket | None) -> None:
    if socket is not None:
        await socket.close()


def _wrong_token(word: str) -> Missing:
    return Missing(
        f"Slack refuses the app token ({word}).",
        next_step=f"Make one (xapp-…) with the scope {APP_SCOPE} under Basic Information, App-Level Tokens "
        "on your app's page at https://api.slack.com/apps, and set it as SLACK_APP_TOKEN.",
    )
