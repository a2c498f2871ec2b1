"""Bringing things to the app, in either mode: tries, acks, and retries of events."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.servers.slack.sockets import Sockets, Unreachable
from tests.servers.slack.state import Delivery, Try
from tests.servers.slack.world import World

_FORM = "application/x-www-form-urlencoded"


class Bringer:
    """Brings deliveries. An ack may take `patience` seconds; an event comes again after `retries`."""

    def __init__(self, world: World, sockets: Sockets, patience: float, retries: tuple[float, ...]) -> None:
        self._world, self._sockets = world, sockets
        self.patience, self.retries = patience, retries
        self.session: aiohttp.ClientSession | None = None
        self.busy = 0
        self._later: set[asyncio.Task[None]] = set()

    async def bring(self, delivery: Delivery) -> Delivery:
        """Try once; an event that isn't acked comes again by itself."""
        self._world.deliveries.append(delivery)
        self._world.ring()
        if not delivery.withheld:
            tried = await self.attempt(delivery)
            if not tried.acked and delivery.kind == "events_api":
                self.later(self._again(delivery))
        return delivery

    def later(self, work: Any) -> None:  # noqa: ANN401 - a coroutine
        """Do something without anybody waiting for it."""
        task = asyncio.ensure_future(work)
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    @property
    def quiet(self) -> bool:
        """Whether nothing is on its way and nothing will come again."""
        return not self.busy and not self._later

    async def reachable(self) -> bool:
        """Say whether something could be brought now."""
        if self._world.mode == "socket":
            return bool(self._sockets.open)
        assert self.session, "the fake isn't running"
        try:
            async with self.session.get(self._world.request_url):
                return True
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def stop(self) -> None:
        """Bring nothing any more."""
        for task in list(self._later):
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)

    async def attempt(self, delivery: Delivery) -> Try:
        """Bring it once, as the next try."""
        before = delivery.tries[-1] if delivery.tries else None
        reason = ("http_timeout" if before.status is None else "http_error") if before else ""
        tried = Try(mode=self._world.mode, number=len(delivery.tries), reason=reason)
        delivery.tries.append(tried)
        self.busy += 1
        started = time.perf_counter()
        try:
            if tried.mode == "socket":
                await self._through_socket(delivery, tried)
            else:
                await self._over_http(delivery, tried)
        finally:
            tried.seconds = time.perf_counter() - started
            self.busy -= 1
            self._world.ring()
        return tried

    async def post(self, body: str | bytes, headers: Mapping[str, str]) -> Try:
        """Send a request to the request URL, whatever it is."""
        tried = Try(mode="http", number=0)
        started = time.perf_counter()
        await self._post(body, headers, tried)
        tried.seconds = time.perf_counter() - started
        return tried

    def signed(self, body: str, timestamp: str | None, content_type: str) -> dict[str, str]:
        """Return the headers that Slack sends with a body."""
        at = str(int(self._world.now())) if timestamp is None else timestamp
        secret = self._world.signing_secret.encode()
        signature = hmac.new(secret, f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": f"v0={signature}",
        }

    async def _again(self, delivery: Delivery) -> None:
        for wait in self.retries:
            await asyncio.sleep(wait)
            tried = await self.attempt(delivery)
            if tried.acked:
                return

    async def _through_socket(self, delivery: Delivery, tried: Try) -> None:
        try:
            tried.answer = await self._sockets.send(delivery, tried.number, tried.reason, self.patience)
            tried.acked = True
        except (Unreachable, TimeoutError):
            tried.acked = False

    async def _over_http(self, delivery: Delivery, tried: Try) -> None:
        match delivery.kind:
            case "events_api":
                body, kind = json.dumps(delivery.payload), "application/json"
            case "slash_commands":
                body, kind = urlencode(delivery.payload), _FORM
            case "interactive":
                body, kind = urlencode({"payload": json.dumps(delivery.payload)}), _FORM
        headers = self.signed(body, None, kind)
        if delivery.kind == "events_api" and tried.number:
            headers |= {"X-Slack-Retry-Num": str(tried.number), "X-Slack-Retry-Reason": tried.reason}
        await self._post(body, headers, tried)

    async def _post(self, body: str | bytes, headers: Mapping[str, str], tried: Try) -> None:
        assert self.session, "the fake isn't running"
        timeout = aiohttp.ClientTimeout(total=self.patience)
        data = body.encode() if isinstance(body, str) else body
        try:
            async with self.session.post(
                self._world.request_url, data=data, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                tried.status = answer.status
                tried.acked = 200 <= answer.status < 300
                tried.answer = _read(await answer.text())
        except (aiohttp.ClientError, TimeoutError):
            tried.acked = False


def _read(text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text
