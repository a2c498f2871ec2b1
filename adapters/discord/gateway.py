"""The gateway: a connection that the bot opens, through which Discord brings what people do.

discord.py's own loop (`Client.connect`) is not used: it falls over where Discord can't be reached at first,
tries again at once and without end where Discord ends each new session, writes a traceback for each dropped
connection, and gives up for good on a token that is refused. The protocol stays discord.py's own.
https://docs.discord.com/developers/events/gateway
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final, NoReturn

import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from adapters.backoff import BackOff
from adapters.discord.client import TROUBLE, Client, NotReached
from adapters.discord.times import Times
from bot.errors import Missing, NutgrafError

_STEADY: Final = 30.0
"""A connection that lived for so many seconds has worked: the next one may be made at once."""

_TOKEN_REFUSED: Final = 4004
_NEVER: Final = {
    4010: "Discord refuses the number of this connection among several (4010).",
    4011: "Nutgraf is in more servers than Discord allows for one connection (4011).",
    4012: "Discord no longer speaks version 10 of its gateway (4012).",
    4013: "Discord doesn't know an intent that Nutgraf asks for (4013).",
    4014: "Discord refuses an intent that Nutgraf asks for, although none is privileged (4014).",
}
"""Close codes after which the same can't succeed (https://docs.discord.com/developers/topics/opcodes-and-status-codes)."""

_NEXT_STEP: Final = "Update Nutgraf; if it is the newest already, tell its authors of this line."
_WHERE: Final = (
    "Copy one from the page Bot of your application at https://discord.com/developers/applications "
    "into DISCORD_TOKEN, and start Nutgraf again."
)

_TROUBLE = (*TROUBLE, discord.ConnectionClosed, NotReached)
"""What a try to connect raises for what Discord or the network does."""

_log = logging.getLogger(__name__)


class _Refused(Exception):
    """Discord refuses the bot altogether, and will refuse the next try as well."""


class Gateway:
    """Keeps one living connection; what arrives goes through the client's events.

    With `one_address` sessions are resumed where they were begun, else where Discord says.
    """

    def __init__(
        self,
        client: Client,
        times: Times,
        *,
        one_address: bool = False,
    ) -> None:
        self._client = client
        self._times = times
        self._one_address = one_address
        self._back_off = BackOff(times.back_off, times.longest_back_off)
        self._connected_at: float | None = None
        self._ever = False
        self._warned = False
        self._session: dict[str, Any] = {}
        self._made: list[DiscordWebSocket] = []
        self._class = _watched(self._made, farewell=times.farewell)

    def connected(self) -> None:
        """Take note that Discord has begun, or resumed, a session with the bot."""
        self._connected_at = asyncio.get_running_loop().time()
        self._ever = True
        self._warned = False

    async def run(self, *, token_refused: Callable[[], Awaitable[bool]]) -> NoReturn:
        """Serve until cancelled.

        `token_refused` is awaited where Discord takes the token no more that it has taken before, and again
        until it says that all was saved. Raises
        Missing where the first tries show that it can never begin: a token that is wrong, or a word of
        Discord's that another try is of no use.
        """
        try:
            while True:
                pause = await self._once(token_refused)
                await asyncio.sleep(pause)
        finally:
            await self._hang_up(code=1000)

    async def _once(self, token_refused: Callable[[], Awaitable[bool]]) -> float:
        """Connect, and serve until the connection ends; return how long to wait before the next one."""
        self._connected_at = None
        pause = 0.0
        try:
            await self._client.enter()
            pause = await self._serve(await self._open())
        except Missing:
            if not self._ever:
                raise
            await self._wait_for_the_token(token_refused)
        except _Refused:
            pause = self._times.again
        except _TROUBLE as error:
            self._warn(_kind(error))
        except Exception:  # noqa: BLE001 - logged; what one event breaks must not silence all others
            _log.exception("What Discord brought could not be taken in; it is connected to anew.")
        finally:
            await self._hang_up()
        return max(pause, self._rest())

    def _rest(self) -> float:
        """Return how long to wait at least: not at all after a connection that has worked."""
        since = self._connected_at
        if since is not None and asyncio.get_running_loop().time() - since >= _STEADY:
            self._back_off.worked()
            return 0.0
        return self._back_off.failed()

    def _warn(self, why: str) -> None:
        """Log that there is no connection: once as a warning, since it may take hours."""
        level = logging.INFO if self._warned else logging.WARNING
        self._warned = True
        _log.log(level, "There is no connection to Discord (%s); it is tried again and again.", why)

    # ---- one connection

    async def _open(self) -> DiscordWebSocket:
        async with asyncio.timeout(self._times.greeting):
            # `initial`: the wait before a further session is ours, and needs no second one by discord.py.
            socket = await self._class.from_client(self._client, initial=True, **self._session)
        self._client.ws = socket
        return socket

    async def _serve(self, socket: DiscordWebSocket) -> float:
        """Read until the connection ends; return how long Discord wants the bot to wait then."""
        try:
            while True:
                await socket.poll_event()
        except ReconnectWebSocket as end:
            if not end.resume:  # Discord wants a wait of 1 to 5 s before a new session
                self._session = {}
                return random.uniform(0.2, 1.0) * self._times.new_session  # noqa: S311 - no secret hangs on it
            self._remember(socket)
            _log.info("A connection to Discord ended; it is made anew.")
            return 0.0
        except discord.ConnectionClosed as end:
            self._session = {}
            await self._closed(end.code)
            return 0.0
        except BaseException:
            self._remember(socket)
            raise

    def _remember(self, socket: DiscordWebSocket) -> None:
        """Keep what is needed to go on with the session, if it was begun."""
        if socket.session_id is None or socket.sequence is None:
            self._session = {}
            return
        self._session = {"session": socket.session_id, "sequence": socket.sequence, "resume": True}
        if not self._one_address:
            self._session["gateway"] = socket.gateway

    async def _closed(self, code: int) -> None:
        """Raise what a close code means that discord.py doesn't connect again after."""
        if code == _TOKEN_REFUSED and await self._is_token_refused():
            raise Missing("Discord refuses the bot's token.", next_step=_WHERE)
        if code in _NEVER:
            if not self._ever:
                raise Missing(_NEVER[code], next_step=_NEXT_STEP)
            _log.error("%s %s", _NEVER[code], _NEXT_STEP)
            raise _Refused
        self._warn(f"closed with the code {code}")

    async def _hang_up(self, code: int = 4000) -> None:
        """End every connection that was made. Only the code 1000 (or 1001) ends the session with it."""
        while self._made:
            socket = self._made.pop()
            with suppress(Exception):  # it is gone anyway
                async with asyncio.timeout(self._times.farewell):
                    await socket.close(code=code)

    # ---- a token that is refused

    async def _wait_for_the_token(self, token_refused: Callable[[], Awaitable[bool]]) -> None:
        _log.error("Discord refuses the token that it took before: it was reset. %s", _WHERE)
        told = await token_refused()
        while True:
            await asyncio.sleep(self._times.again)
            told = told or await token_refused()
            if not await self._is_token_refused():
                return

    async def _is_token_refused(self) -> bool:
        """Ask the API as well: the gateway's word alone would pause everything."""
        try:
            await self._client.application_info()
        except discord.HTTPException as error:
            return error.status == 401
        except _TROUBLE:
            return False
        return False


def _watched(made: list[DiscordWebSocket], *, farewell: float) -> type[DiscordWebSocket]:
    """Return the class of connections that are put on a list as soon as there is something to close.

    One that leaves a heartbeat unanswered until the next is closed, as Discord wants it; discord.py waits for
    a minute of silence. https://docs.discord.com/developers/events/gateway#heartbeat-interval
    """

    class Watched(DiscordWebSocket):
        _asked_at: float | None = None

        def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - discord.py's own
            super().__init__(*args, **kwargs)
            made.append(self)

        async def send_heartbeat(self, data: Any) -> None:  # noqa: ANN401 - discord.py's own
            alive, asked_at = self._keep_alive, self._asked_at
            heard_at = alive._last_ack if alive else time.perf_counter()  # noqa: SLF001 - nothing else tells
            if asked_at is not None and heard_at < asked_at:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.close(4000), farewell)
                return
            self._asked_at = time.perf_counter()
            await super().send_heartbeat(data)

    return Watched


def _kind(error: Exception) -> str:
    """Return what went wrong, without the error's own text: that may hold an address that is a secret."""
    if isinstance(error, NutgrafError):
        return error.message.rstrip(".")
    status = getattr(error, "status", None)
    return f"{type(error).__name__} {status}" if isinstance(status, int) else type(error).__name__
