"""Slack's Web API: the one client that everything here calls, and who the bot is in its workspace."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.faults import TROUBLE, Fault, fault, unreadable
from adapters.slack.options import SlackOptions
from bot.errors import Missing
from bot.model.value import Value

TIMEOUT = 15
"""How many seconds a call may take, connecting included; less than `posting.PACE.timeout`."""

_CONNECTING = 5.0

_NO_TOKEN = frozenset(
    {
        "account_inactive",
        "enterprise_is_restricted",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""Words by which Slack says that a token will not do, now and later (https://docs.slack.dev/reference/methods/auth.test)."""

_WHERE = (
    "copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions on your app's page at "
    "https://api.slack.com/apps into SLACK_BOT_TOKEN"
)


class Identity(Value):
    """Who the bot is: its workspace's id and name, its own ids (U… and B…) and name, its scopes.

    `url` is the workspace's address. `scopes` is empty where Slack doesn't say.
    """

    workspace: str
    team: str
    user: str
    bot: str
    name: str
    url: str
    scopes: frozenset[str] = frozenset()


class Api:
    """The Web API, called with the bot's token. It may be made outside of an event loop.

    Every call is made once: slack_sdk's own retries would post twice.
    """

    def __init__(self, options: SlackOptions) -> None:
        hush()
        self._token = options.bot_token.get_secret_value()
        self._client = AsyncWebClient(
            token=self._token,
            base_url=options.api_url,
            timeout=TIMEOUT,
            retry_handlers=[],
            logger=logging.getLogger("slack_sdk"),
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._identity: Identity | None = None
        self._asking = asyncio.Lock()
        self._closed = False

    @property
    def client(self) -> AsyncWebClient:
        """slack_sdk's client. In an event loop its calls share one pool of connections."""
        if not self._closed:
            self._open_session()
        return self._client

    @property
    def identity(self) -> Identity | None:
        """Who the bot is, as far as `who` has learned it."""
        return self._identity

    async def ask(self, call: Awaitable[AsyncSlackResponse]) -> Mapping[str, Any]:
        """Return what Slack answers to a call of `client`. Raises Fault where it doesn't give it."""
        return _body(await self._answer(call))

    async def who(self) -> Identity:
        """Return who the bot is; Slack is asked once.

        Raises Missing where Slack refuses the token, Fault where it can't be asked now. May be called by many
        at a time.
        """
        async with self._asking:
            if self._identity is None:
                self._identity = await self._ask_who()
            return self._identity

    async def close(self) -> None:
        """Let go of the connections. May be called twice; a call after it has a connection of its own."""
        self._closed = True
        session, self._client.session = self._client.session, None
        if session is not None:
            await session.close()

    def _open_session(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # being put together before the loop runs
            return
        if self._loop is loop and self._client.session is not None:
            return
        self._loop = loop
        self._client.session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=TIMEOUT, sock_connect=_CONNECTING),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def _answer(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        try:
            return await call
        except TROUBLE as error:
            raise fault(error) from None  # its text may hold what was sent

    async def _ask_who(self) -> Identity:
        if not _sendable(self._token):
            raise Missing(f"SLACK_BOT_TOKEN is no token of Slack's; {_WHERE}.")
        try:
            answer = await self._answer(self.client.auth_test())
        except Fault as refused:
            if refused.word in _NO_TOKEN:
                raise Missing(f"Slack refuses the bot's token ({refused.word}); {_WHERE}.") from None
            raise
        return _identity(_body(answer), answer.headers)


def hush() -> None:
    """Keep slack_sdk and slack_bolt from logging at DEBUG, whatever the root logger does.

    There they log tokens and what people wrote. May be called again.
    """
    for name in ("slack_sdk", "slack_bolt"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.INFO, logger.level, logging.getLogger().level))


def _body(answer: AsyncSlackResponse) -> Mapping[str, Any]:
    if not isinstance(answer.data, Mapping):
        raise unreadable(answer.status_code)
    return answer.data


def _sendable(token: str) -> bool:
    """Say whether it can stand in a header at all."""
    bare = token.strip()
    return bool(bare) and bare.isascii() and bare.isprintable() and " " not in bare


def _identity(said: Mapping[str, Any], headers: Mapping[str, str]) -> Identity:
    if not said.get("bot_id"):
        raise Missing(f"SLACK_BOT_TOKEN is a person's token, not a bot's; {_WHERE}.")
    scopes = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    try:
        return Identity(
            workspace=said["team_id"],
            team=said.get("team") or said["team_id"],
            user=said["user_id"],
            bot=said["bot_id"],
            name=said.get("user") or "nutgraf",
            url=said.get("url") or "",
            scopes=frozenset(filter(None, (scope.strip() for scope in scopes.split(",")))),
        )
    except (KeyError, ValueError):
        raise unreadable() from None
