"""A small app on the true slack-bolt, which the fake Slack is tested with: it notes what it hears."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.options import SlackOptions

Payload = dict[str, Any]


class App:
    """What the app has heard; `broken` makes it fail before it acks, `answer` is what it acks with."""

    def __init__(self, options: SlackOptions) -> None:
        self.options = options
        self.heard: list[Payload] = []
        self.retries: list[str] = []
        self.broken = 0
        self.answer: Any = None
        self.hold: asyncio.Event | None = None
        token = options.bot_token.get_secret_value()
        self.client = AsyncWebClient(token, base_url=options.api_url, retry_handlers=[])
        secret = options.signing_secret.get_secret_value() if options.signing_secret else None
        logger = logging.getLogger("tests.slack_app")
        logger.setLevel(logging.ERROR)
        self.bolt = AsyncApp(client=self.client, signing_secret=secret, logger=logger)
        self.bolt.middleware(self._first)

    async def _first(self, req: AsyncBoltRequest) -> BoltResponse:
        if self.hold:
            await self.hold.wait()
        self.retries.append((req.headers.get("x-slack-retry-num") or [""])[0])
        if self.broken:
            self.broken -= 1
            return BoltResponse(status=500)
        self.heard.append(dict(req.body))
        return BoltResponse(status=200, body=self.answer or "")


@asynccontextmanager
async def running(options: SlackOptions) -> AsyncIterator[App]:
    """Run the app in the options' mode until the block ends."""
    app = App(options)
    try:
        async with _connected(app) if options.mode == "socket" else _served(app):
            yield app
    finally:
        session = app.client.session
        if session:
            await session.close()


@asynccontextmanager
async def _connected(app: App) -> AsyncIterator[None]:
    assert app.options.app_token
    handler = AsyncSocketModeHandler(app.bolt, app.options.app_token.get_secret_value(), ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt has no types here
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # nor here


@asynccontextmanager
async def _served(app: App) -> AsyncIterator[None]:
    async def serve(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.bolt.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", serve)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, app.options.http_host, app.options.http_port).start()
    try:
        yield
    finally:
        await runner.cleanup()
