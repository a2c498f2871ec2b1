"""The Web API and the response_urls, over HTTP."""

import asyncio
import json
import socket
import struct
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.servers.faults import SMOOTH, Fault
from tests.servers.slack import arguments, posting, reading, viewing
from tests.servers.slack.hooks import Hooks
from tests.servers.slack.refusal import Refusal
from tests.servers.slack.sockets import Sockets
from tests.servers.slack.state import Call, Payload
from tests.servers.slack.troubles import Troubles
from tests.servers.slack.world import World

RESET = struct.pack("ii", 1, 0)
"""Linger for no time: closing sends a reset instead of a farewell."""

METHODS: dict[str, Callable[[World, Payload], Payload]] = {
    **reading.METHODS,
    "chat.postMessage": posting.post_message,
    "chat.postEphemeral": posting.post_ephemeral,
    "chat.update": posting.update,
    "chat.delete": posting.delete,
    "views.open": viewing.open_,
    "views.push": viewing.push,
    "views.update": viewing.update,
    "views.publish": viewing.publish,
}


class WebApi:
    """Answers calls. `deleted` is the share of messages that somebody deletes just before they are edited."""

    def __init__(self, world: World, hooks: Hooks, sockets: Sockets, troubles: Troubles) -> None:
        self._world, self._hooks, self._sockets, self._troubles = world, hooks, sockets, troubles
        self.deleted = 0.0
        self.held_back = 0.25
        self.closing = asyncio.Event()
        self._watching: list[asyncio.Event] = []

    def routes(self) -> list[web.RouteDef]:
        """Return where it answers."""
        return [
            web.route("*", "/api/{method}", self.call),
            web.post("/hook/{token}", self.hook),
            web.get("/link", self._sockets.serve),
        ]

    async def moment(self) -> None:
        """Return once a message was made or changed, while the answer to that is held back for a while."""
        changed = asyncio.Event()
        self._watching.append(changed)
        await changed.wait()

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Deal with one call of a method."""
        if self._troubles.down:
            return web.Response(status=503, text="Service Unavailable")
        method = request.match_info["method"]
        try:
            asked = await arguments.read(request)
        except Refusal as refusal:
            return _refused(refusal)
        token = arguments.token(request, asked)
        call = Call(method, asked)
        self._world.calls.append(call)
        self._world.ring()
        fault = self._troubles.next(method)
        if fault.late:
            await asyncio.sleep(self._troubles.late())
        return await self._settle(request, call, token, fault)

    async def hook(self, request: web.Request) -> web.StreamResponse:
        """Deal with one use of a response_url."""
        if self._troubles.down:
            return web.Response(status=503, text="Service Unavailable")
        asked = await arguments.read(request)
        call = Call("response_url", asked)
        self._world.calls.append(call)
        fault = self._troubles.next("response_url")
        if fault.late:
            await asyncio.sleep(self._troubles.late())
        if fault.applies:
            try:
                if refusal := self._troubles.refusal("response_url"):
                    raise refusal
                self._hooks.use(request.match_info["token"], asked)
            except Refusal as refusal:
                call.answer = refusal.error
                return web.json_response(
                    refusal.body(), status=404 if refusal.status == 200 else refusal.status
                )
        call.answer = "ok"
        return await self._shown(request, fault, web.Response(text="ok"))

    async def _settle(self, request: web.Request, call: Call, token: str, fault: Fault) -> web.StreamResponse:
        """Apply a call or not, and let its sender see what the fault shows."""
        if fault.then in {"limit", "limit all"}:
            call.answer = "ratelimited"
            return _refused(Refusal("ratelimited", status=429, retry_after=self._troubles.wait))
        answer: web.Response = web.Response()
        if fault.applies:
            answer = self._answer(call, token)
        if fault == SMOOTH and call.answer == "ok" and call.method in {"chat.postMessage", "chat.update"}:
            await self._hold_back()
        self._world.ring()
        return await self._shown(request, fault, answer)

    async def _shown(self, request: web.Request, fault: Fault, answer: web.Response) -> web.StreamResponse:
        match fault.then:
            case "error":
                return web.Response(status=500, text="Something broke.")
            case "reset":
                _reset(request)
            case "silence":
                await self.closing.wait()
        return answer

    def _answer(self, call: Call, token: str) -> web.Response:
        try:
            if refusal := self._troubles.refusal(call.method):
                raise refusal
            body, headers = self._do(call, token)
        except Refusal as refusal:
            call.answer = refusal.error
            return _refused(refusal)
        call.answer = "ok"
        return web.json_response({"ok": True, **body}, headers=headers)

    def _do(self, call: Call, token: str) -> tuple[Payload, dict[str, str]]:
        self._check(call.method, token)
        headers = {"x-oauth-scopes": ",".join(sorted(self._world.scopes))}
        match call.method:
            case "auth.test":
                return self._who(), headers
            case "apps.connections.open":
                return {"url": self._sockets.ticket()}, {}
            case "api.test":
                return {}, {}
            case method if method in METHODS:
                if method == "chat.update" and self._troubles.happens(self.deleted):
                    self._delete(call.arguments)
                return METHODS[method](self._world, call.arguments), headers
            case _:
                raise Refusal("unknown_method", req_method=call.method)

    def _check(self, method: str, token: str) -> None:
        """Raise Refusal for a token that isn't right for the method."""
        world = self._world
        if not token:
            raise Refusal("not_authed")
        if token not in {world.bot_token, world.app_token}:
            raise Refusal("invalid_auth")
        if world.dead:
            raise Refusal(world.dead)
        if (method == "apps.connections.open") != (token == world.app_token):
            raise Refusal("not_allowed_token_type")

    def _who(self) -> Payload:
        world = self._world
        return {
            "url": f"https://{world.team.lower()}.slack.com/",
            "team": "The Newsroom",
            "user": world.people[world.bot_user].name,
            "team_id": world.team,
            "user_id": world.bot_user,
            "bot_id": world.bot_id,
            "is_enterprise_install": False,
        }

    def _delete(self, asked: Payload) -> None:
        message = self._world.by_place.get((str(asked.get("channel")), str(asked.get("ts"))))
        if message is not None:
            message.deleted = True

    async def _hold_back(self) -> None:
        if self._watching:
            watching, self._watching = self._watching, []
            for each in watching:
                each.set()
            await asyncio.sleep(self.held_back)


def _refused(refusal: Refusal) -> web.Response:
    headers: dict[str, str] = {}
    if refusal.retry_after is not None:
        # Whole seconds; a test may ask for less than one.
        headers["Retry-After"] = f"{refusal.retry_after:g}"
    body: dict[str, Any] = refusal.body()
    return web.json_response(body, status=refusal.status, headers=headers, dumps=json.dumps)


def _reset(request: web.Request) -> None:
    """Break the connection."""
    transport = request.transport
    if transport is not None:
        plug = transport.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        transport.abort()
