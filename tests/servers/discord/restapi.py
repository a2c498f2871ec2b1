"""The API over HTTP."""

import asyncio
import json
import socket
import struct
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.servers.discord import hooks, openapi, posting, reading, registry
from tests.servers.discord.asked import Asked
from tests.servers.discord.buckets import Buckets
from tests.servers.discord.refusal import Refusal
from tests.servers.discord.state import Call
from tests.servers.discord.world import World
from tests.servers.faults import SMOOTH, Fault
from tests.servers.troubles import Troubles

RESET = struct.pack("ii", 1, 0)
"""Linger for no time: closing sends a reset instead of a farewell."""

THROWN_FOR = frozenset(
    {
        "create_message",
        "update_message",
        "create_thread",
        "create_thread_from_message",
        "create_dm",
        "get_channel",
        "update_channel",
        "list_messages",
        "get_message",
        "get_active_guild_threads",
        "list_public_archived_threads",
    }
)
"""The operations that dice are thrown for where a test doesn't say."""

CHANGES = frozenset({"create_message", "update_message", "create_thread", "create_thread_from_message"})
"""The operations after which an answer may be held back."""

OPERATIONS: dict[str, Callable[[World, Asked], Any]] = {
    "get_my_user": reading.get_my_user,
    "get_my_application": reading.get_my_application,
    "get_my_oauth2_application": reading.get_my_application,
    "get_gateway": reading.get_gateway,
    "get_bot_gateway": reading.get_bot_gateway,
    "get_guild": reading.get_guild,
    "list_my_guilds": reading.list_my_guilds,
    "list_guild_channels": reading.list_guild_channels,
    "list_guild_roles": reading.list_guild_roles,
    "get_guild_member": reading.get_guild_member,
    "get_user": reading.get_user,
    "get_active_guild_threads": reading.get_active_guild_threads,
    "list_public_archived_threads": reading.list_public_archived_threads,
    "get_channel": reading.get_channel,
    "update_channel": reading.update_channel,
    "list_messages": reading.list_messages,
    "get_message": reading.get_message,
    "list_message_reactions_by_emoji": reading.list_message_reactions_by_emoji,
    "create_dm": reading.create_dm,
    "create_message": posting.create_message,
    "update_message": posting.update_message,
    "delete_message": posting.delete_message,
    "create_thread": posting.create_thread,
    "create_thread_from_message": posting.create_thread_from_message,
    "crosspost_message": posting.crosspost_message,
    "list_application_commands": registry.list_commands,
    "bulk_set_application_commands": registry.set_commands,
    "list_guild_application_commands": registry.list_guild_commands,
    "bulk_set_guild_application_commands": registry.set_guild_commands,
    "create_interaction_response": hooks.create_interaction_response,
    "execute_webhook": hooks.execute_webhook,
    "get_original_webhook_message": hooks.get_original,
    "update_original_webhook_message": hooks.update_original,
    "delete_original_webhook_message": hooks.delete_original,
    "get_webhook_message": hooks.get_one,
    "update_webhook_message": hooks.update_one,
    "delete_webhook_message": hooks.delete_one,
}
"""The operations that are served, by Discord's names."""

_BY_TOKEN = frozenset(name for name, served in OPERATIONS.items() if served.__module__ == hooks.__name__)
"""These need no bot token: the interaction's own is in the address."""

_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_id")


class RestApi:
    """Answers requests. `deleted` is the share of messages that somebody deletes just before an edit."""

    def __init__(self, world: World, troubles: Troubles[Refusal]) -> None:
        self._world = world
        self._troubles = troubles
        self._watching: list[asyncio.Event] = []
        self.buckets = Buckets()
        self.deleted = 0.0
        self.held_back = 0.25
        self.checked = True
        self.closing = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """Return where it answers."""
        return [web.route("*", "/api/v10/{path:.*}", self.serve)]

    async def moment(self) -> None:
        """Return once a message was made or changed, while the answer to that is held back for a while."""
        changed = asyncio.Event()
        self._watching.append(changed)
        await changed.wait()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Deal with one request."""
        if self._troubles.down:
            return web.Response(status=503, text="Service Unavailable")
        path = f"/{request.match_info['path']}"
        operation = openapi.operation(request.method, path)
        if operation is None or operation.name not in OPERATIONS:
            name = operation.name if operation else "nothing that Discord has"
            self._world.note(f"{request.method} {path}", [f"{name} is not served here"])
            return _answered(404, Refusal(0).body())
        try:
            body = await _body(request)
        except ValueError:
            self._world.note(operation.name, ["the body is no JSON"])
            return _answered(400, Refusal(50109, message="The request body contains invalid JSON.").body())
        call = Call(operation.name, dict(operation.parameters), dict(request.query), body, path=path)
        self._world.calls.append(call)
        self._world.ring()
        fault = self._troubles.next(call.operation)
        if fault.late:
            await asyncio.sleep(self._troubles.late())
        return await self._settle(request, call, fault)

    async def _settle(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        """Apply a request or not, and let its sender see what the fault shows."""
        major = "+".join(call.parameters[name] for name in _MAJOR if name in call.parameters)
        headers, wait = self.buckets.count(call.operation, major)
        if fault.then in {"limit", "limit all"}:
            wide = fault.then == "limit all"
            return self._refused(
                call, Refusal(status=429, retry_after=self._troubles.wait, wide=wide), headers
            )
        if wait is not None:
            return self._refused(call, Refusal(status=429, retry_after=wait), headers)
        answer: web.Response = web.Response()
        if fault.applies:
            answer = self._answer(request, call, headers)
        if fault == SMOOTH and call.status == 200 and call.operation in CHANGES:
            await self._hold_back()
        self._world.ring()
        match fault.then:
            case "error":
                return web.Response(status=500, text="Something broke.")
            case "reset":
                _reset(request)
            case "silence":
                await self.closing.wait()
        return answer

    def _answer(self, request: web.Request, call: Call, headers: dict[str, str]) -> web.Response:
        try:
            if refusal := self._troubles.refusal(call.operation):
                raise refusal
            found = self._do(request, call)
        except Refusal as refusal:
            return self._refused(call, refusal, headers)
        call.status = 204 if found is None else 200
        return _answered(call.status, found, headers)

    def _do(self, request: web.Request, call: Call) -> Any:  # noqa: ANN401 - JSON
        if call.operation not in _BY_TOKEN:
            self._check(request)
        if self.checked:
            self._check_body(call)
        if call.operation == "update_message" and self._troubles.happens(self.deleted):
            self._delete(call.parameters["message_id"])
        asked = Asked(call.parameters, call.query, call.body)
        return OPERATIONS[call.operation](self._world, asked)

    def _check_body(self, call: Call) -> None:
        checked = openapi.check(call.operation, call.body)
        self._world.note(call.operation, [*checked.refused, *checked.unwanted])
        if checked.refused:
            raise Refusal(50035, faults=checked.refused)

    def _check(self, request: web.Request) -> None:
        given = request.headers.get("Authorization", "")
        if self._world.dead or given != f"Bot {self._world.token}":
            raise Refusal(0, status=401, message="401: Unauthorized")

    def _refused(self, call: Call, refusal: Refusal, headers: dict[str, str]) -> web.Response:
        call.status, call.code = refusal.status, refusal.code
        if refusal.status == 429:
            wait = refusal.retry_after or 0.0
            headers = headers | {
                "Retry-After": f"{wait:.3f}",
                "Via": "1.1 fake",  # without it discord.py believes that its address is banned
                "X-RateLimit-Scope": "global" if refusal.wide else "user",
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset-After": f"{wait:.3f}",
            }
            if refusal.wide:
                headers["X-RateLimit-Global"] = "true"
        return _answered(refusal.status, refusal.body(), headers)

    def _delete(self, identity: str) -> None:
        message = self._world.by_id.get(identity)
        if message is not None:
            message.deleted = True

    async def _hold_back(self) -> None:
        if self._watching:
            watching, self._watching = self._watching, []
            for each in watching:
                each.set()
            await asyncio.sleep(self.held_back)


async def _body(request: web.Request) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON body, also where it comes in parts beside files; None where there is none."""
    if request.content_type == "multipart/form-data":
        parts = await request.post()
        return json.loads(str(parts["payload_json"])) if "payload_json" in parts else None
    raw = await request.read()
    return json.loads(raw) if raw else None


def _answered(status: int, body: object, headers: dict[str, str] | None = None) -> web.Response:
    if status == 204:
        return web.Response(status=204, headers=headers)
    # discord.py reads JSON from exactly this type, without a charset behind it.
    told = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(status=status, body=json.dumps(body).encode(), headers=told)


def _reset(request: web.Request) -> None:
    """Break the connection."""
    transport = request.transport
    if transport is not None:
        plug = transport.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        transport.abort()
