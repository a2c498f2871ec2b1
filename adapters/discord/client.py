"""discord.py's client as the bot uses it: nothing privileged, nothing kept in memory that isn't needed.

It logs in once, whatever comes first: a post needs the API alone, and may come before the gateway is
connected.
"""

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route
from discord.utils import MISSING

from adapters.discord.options import DiscordOptions
from bot.errors import Missing, NutgrafError

LONGEST_WAIT: Final = 30.0
"""The longest that discord.py itself waits where Discord limits the rate, in seconds; it takes no less."""

LOGIN: Final = 20.0
"""How long logging in may take, in seconds: half of what a post has in all."""

TROUBLE: Final = (aiohttp.ClientError, OSError, discord.HTTPException, discord.RateLimited)
"""What a request raises for what Discord or the network does. A timeout is an OSError."""

_GUILDS: Final = 0.5
"""A new session counts as ready when no further guild has come for so many seconds; later ones count too."""

NEVER_MADE: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""What a request raises where no connection was made, so that nothing of it can have arrived."""

_QUIET = ("discord.client", "discord.gateway", "discord.http", "discord.state", "discord.webhook")
"""discord.py's loggers that write down tokens and messages below INFO."""

_LIBRARYS_GATEWAY: Final = DiscordWebSocket.DEFAULT_GATEWAY


class NotReached(NutgrafError):
    """Discord can't be asked anything now. `retry_after` is how many seconds it asks to wait, if it does."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message, next_step="It is tried again and again.")
        self.retry_after = retry_after


class ServerFailed(aiohttp.ClientError):
    """A request failed that must not be made twice, and nobody knows how far it got."""


@dataclass(slots=True)
class Seen:
    """What was seen of the requests made meanwhile: whether any failed so that nobody knows how far it got.

    discord.py tries again by itself after a 500, so the last answer alone doesn't say what the first try did.
    With `once` it doesn't.
    """

    once: bool = False
    failed: bool = False


_watched: ContextVar[Seen | None] = ContextVar("watched", default=None)


@contextmanager
def watching(*, once: bool = False) -> Iterator[Seen]:
    """Yield what is seen of the requests that this task makes inside.

    With `once` a request that fails so that nobody knows how far it got raises ServerFailed; discord.py
    doesn't make it again then.
    """
    seen = Seen(once)
    token = _watched.set(seen)
    try:
        yield seen
    finally:
        _watched.reset(token)


class Client(discord.Client):
    """One bot, by its token. `event` takes handlers."""

    def __init__(self, options: DiscordOptions) -> None:
        _point_at(options)
        _quieten()
        super().__init__(
            intents=discord.Intents(guilds=True, guild_reactions=True, dm_reactions=False),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=_GUILDS,
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=_trace(),
        )
        self.http = self._connection.http = _Http(self.http)
        self._token = options.token
        self._in = False
        self._entering: asyncio.Task[None] | None = None

    async def enter(self) -> None:
        """Log in, unless that was done; needs no gateway. Whoever comes meanwhile waits for the same try.

        Raises Missing for a token that Discord refuses, NotReached where Discord can't be asked now or the
        client was closed.
        """
        if self.is_closed():
            raise NotReached("The connection to Discord was closed, since Nutgraf stops.")
        if self._in:
            return
        if self._entering is None or self._entering.done():
            self._entering = asyncio.create_task(self._enter())
            self._entering.add_done_callback(_looked_at)
        await asyncio.shield(self._entering)

    async def login(self, token: str) -> None:
        """Log in with a token, as discord.py does. Raises what it raises."""
        await super().login(token)
        self._in = True

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - discord.py's own
        """Bring an event, as discord.py does; but none once the client is closed: its loop is gone then."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    @property
    def listens(self) -> bool:
        """Whether the gateway is connected, so that what discord.py remembers of guilds is up to date."""
        return self.is_ready() and self.ws is not None and self.ws.open

    async def close(self) -> None:
        """Let go of every connection. May be called twice, and before anything was opened."""
        if self._entering is not None and not self._entering.done():
            self._entering.cancel()
            await asyncio.wait([self._entering])
        # discord.py forgets that it still waits for the last guilds: that task would fall over afterwards.
        ready = self._connection._ready_task  # noqa: SLF001 - it has no other handle
        if ready is not None and not ready.done():
            ready.cancel()
            await asyncio.wait([ready])
        await super().close()

    async def _enter(self) -> None:
        token = self._token.get_secret_value().strip()
        if not token or not (token.isascii() and token.isprintable()) or " " in token:
            raise _wrong_token()
        try:
            async with asyncio.timeout(LOGIN):
                await self.login(token)
        except discord.LoginFailure:
            raise _wrong_token() from None
        except discord.RateLimited as error:
            raise _not_reached("it limits the rate", error.retry_after) from None
        except discord.HTTPException as error:
            if error.status == 401:
                raise _wrong_token() from None
            raise _not_reached(f"it answers with the status {error.status}", retry_after(error)) from None
        except TimeoutError:
            raise _not_reached("it doesn't answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            # Not the error's own text: that holds the address.
            raise _not_reached(f"{type(error).__name__}") from None


class _Http(HTTPClient):
    """discord.py's requests, but for some faults.

    A request cancelled while everybody waits for the end of a global rate limit would leave everybody
    waiting for ever; a second login would use a connector that the first one's failure has closed; and a
    request after the end, or an answer of something between here and Discord, would be no error of the
    network's.
    """

    def __init__(self, made: HTTPClient) -> None:
        super().__init__(
            made.loop, http_trace=made.http_trace, max_ratelimit_timeout=made.max_ratelimit_timeout
        )

    async def request(self, route: Route, **kwargs: Any) -> Any:  # noqa: ANN401 - as discord.py declares it
        """Ask Discord."""
        try:
            answer = await super().request(route, **kwargs)
        except asyncio.CancelledError:
            self._global_over.set()  # whoever comes too early is told so by Discord once more
            raise
        except RuntimeError as error:  # aiohttp's, for a session that was closed
            raise aiohttp.ClientConnectionError(str(error)) from None
        except json.JSONDecodeError:
            raise aiohttp.ClientPayloadError("no JSON") from None
        if isinstance(answer, str) and answer.strip():  # Discord answers with JSON, or with nothing
            raise aiohttp.ClientPayloadError("no JSON")
        return answer

    async def static_login(self, token: str) -> Any:  # noqa: ANN401 - as discord.py declares it
        """Begin anew with a token."""
        await self.close()
        self.connector = MISSING
        return await super().static_login(token)


def retry_after(error: discord.HTTPException) -> float | None:
    """Return how many seconds Discord asks to wait, if it does."""
    try:
        return float(error.response.headers["Retry-After"])
    except (AttributeError, KeyError, ValueError):
        return None


def _point_at(options: DiscordOptions) -> None:
    """Say where Discord is. discord.py keeps that in globals, for every client of the process."""
    Route.BASE = options.api_url.rstrip("/")
    gateway = options.gateway_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway) if gateway else _LIBRARYS_GATEWAY


def _quieten() -> None:
    for name in _QUIET:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.getEffectiveLevel(), logging.INFO))
    # Nutgraf doesn't speak: the packages that discord.py would need for that aren't missed.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def _trace() -> aiohttp.TraceConfig:
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_answered)
    trace.on_request_exception.append(_broke)
    return trace


async def _answered(
    _: aiohttp.ClientSession, __: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
) -> None:
    seen = _watched.get()
    if seen is None or answer.response.status < 500:
        return
    seen.failed = True
    if seen.once:
        answer.response.close()
        raise ServerFailed(f"status {answer.response.status}")


async def _broke(
    _: aiohttp.ClientSession, __: SimpleNamespace, broke: aiohttp.TraceRequestExceptionParams
) -> None:
    seen = _watched.get()
    if seen is None or isinstance(broke.exception, NEVER_MADE):
        return
    seen.failed = True
    if seen.once and isinstance(broke.exception, OSError):  # discord.py would try some of these again
        raise ServerFailed(type(broke.exception).__name__)


def _looked_at(task: asyncio.Task[None]) -> None:
    """Keep asyncio from writing down what nobody waited for any more."""
    if not task.cancelled():
        task.exception()


def _wrong_token() -> Missing:
    return Missing(
        "Discord refuses the bot's token.",
        next_step="Copy one from the page Bot of your application at "
        "https://discord.com/developers/applications into DISCORD_TOKEN, and start Nutgraf again.",
    )


def _not_reached(why: str, seconds: float | None = None) -> NotReached:
    return NotReached(f"Discord can't be reached ({why}).", retry_after=seconds)
