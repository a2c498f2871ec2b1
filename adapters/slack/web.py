"""Slack over HTTP: requests that Slack has signed come in, everything else is turned away."""

import hashlib
import hmac
import logging
import re
from typing import Final

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack.manifest import REQUEST_PATH
from bot.errors import Missing
from bot.ports import Clock

HEALTH_PATH: Final = "/healthz"

_WINDOW = 300
"""How many seconds a request may be old (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""

_LARGEST = 1 << 20
_TIMESTAMP = re.compile(r"[0-9]{1,12}")

_log = logging.getLogger(__name__)


class Signatures:
    """Says which requests are Slack's own and new. One that was answered well is never taken again."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret.encode()
        self._clock = clock
        self._taken: dict[str, float] = {}

    def take(self, body: bytes, timestamp: str, signature: str) -> bool:
        """Say whether a request may be let in; the same one is not let in twice, unless it is given back."""
        if not _TIMESTAMP.fullmatch(timestamp):
            return False
        now = self._clock.now().timestamp()
        if abs(now - int(timestamp)) > _WINDOW or not self._is_right(body, timestamp, signature):
            return False
        self._forget(now)
        if signature in self._taken:
            return False
        self._taken[signature] = int(timestamp)
        return True

    def give_back(self, signature: str) -> None:
        """Let the same request in again: it had no effect."""
        self._taken.pop(signature, None)

    def _is_right(self, body: bytes, timestamp: str, signature: str) -> bool:
        signed = b"v0:" + timestamp.encode() + b":" + body
        right = "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(right.encode(), signature.encode(errors="replace"))

    @property
    def remembered(self) -> int:
        """How many requests are remembered."""
        return len(self._taken)

    def _forget(self, now: float) -> None:
        """Forget what is too old to be let in anyway; those of the first seconds come first."""
        for signature in list(self._taken):
            if self._taken[signature] >= now - _WINDOW:
                break
            del self._taken[signature]


class Web:
    """The server that Slack's requests come to."""

    def __init__(self, app: AsyncApp, signatures: Signatures, *, host: str, port: int) -> None:
        self._app = app
        self._signatures = signatures
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Begin to serve. Raises Missing where the port can't be had."""
        served = web.Application(client_max_size=_LARGEST)
        served.router.add_post(REQUEST_PATH, self._request)
        served.router.add_get(HEALTH_PATH, _health)
        self._runner = web.AppRunner(served, access_log=None, handle_signals=False, shutdown_timeout=3)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self.stop()
            raise Missing(
                f"Port {self._port} on {self._host} can't be listened on ({error.strerror}).",
                next_step="Set NUTGRAF_HTTP_PORT to one that is free.",
            ) from None

    async def stop(self) -> None:
        """Take nothing more in; what is being taken in is finished. May be called twice."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _request(self, request: web.Request) -> web.Response:
        body = await request.read()
        signature = request.headers.get("X-Slack-Signature", "")
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        if not self._signatures.take(body, timestamp, signature):
            _log.info("A request was turned away: it is not signed by Slack, or old, or a copy.")
            return web.Response(status=401, text="not signed by Slack, or too old, or seen before")
        status = 500
        try:
            answer = await self._answered(request, body)
            status = answer.status
        finally:
            if status != 200:
                self._signatures.give_back(signature)
        return answer

    async def _answered(self, request: web.Request, body: bytes) -> web.Response:
        try:
            brought = AsyncBoltRequest(body=body.decode(), headers=dict(request.headers))
        except ValueError:  # neither UTF-8 nor JSON
            return web.Response(status=400, text="not readable")
        return await to_aiohttp_response(await self._app.async_dispatch(brought))


async def _health(_: web.Request) -> web.Response:
    return web.Response(text="ok")
