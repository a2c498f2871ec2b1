"""The gateway: websockets through which Discord brings what happens ("Gateway" in its documentation)."""

import asyncio
import json
import zlib
from contextlib import suppress

from aiohttp import WSCloseCode, WSMsgType, web

from tests.servers.discord import payloads
from tests.servers.discord.permissions import may
from tests.servers.discord.state import Channel, Guild, Payload
from tests.servers.discord.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11

GUILDS, GUILD_MESSAGES, GUILD_REACTIONS = 1 << 0, 1 << 9, 1 << 10
DIRECT_MESSAGES, DIRECT_REACTIONS = 1 << 12, 1 << 13
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
"""The intents for members, presences and the contents of messages."""

WRONG_TOKEN, TOO_MANY_INTENTS, NOT_IDENTIFIED = 4004, 4014, 4003


class Session:
    """What Discord keeps of a bot's session: everything it was told, so that a resume can replay it."""

    def __init__(self, identity: str, intents: int) -> None:
        self.id, self.intents = identity, intents
        self.told: list[str] = []
        self.link: Link | None = None

    def tell(self, event: str, data: Payload) -> None:
        """Tell the bot of something, now or when it resumes."""
        number = len(self.told) + 1
        self.told.append(json.dumps({"op": DISPATCH, "s": number, "t": event, "d": data}))
        if self.link is not None:
            self.link.send(self.told[-1])


class Link:
    """One connection; whatever is sent goes out in its order."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self._press = zlib.compressobj() if compressed else None
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())

    def send(self, message: str | Payload) -> None:
        """Send something as soon as it can be."""
        self._queue.put_nowait(message if isinstance(message, str) else json.dumps(message))

    async def end(self) -> None:
        """Send what waits, and no more."""
        self._queue.put_nowait(None)
        with suppress(ConnectionError, asyncio.CancelledError):
            await self._writer

    def abort(self) -> None:
        """Break the connection without a word."""
        self._writer.cancel()
        transport = self.socket._req.transport if self.socket._req else None
        if transport is not None:
            transport.abort()

    async def _write(self) -> None:
        while (message := await self._queue.get()) is not None:
            with suppress(ConnectionError, RuntimeError):
                if self._press is None:
                    await self.socket.send_str(message)
                else:
                    pressed = self._press.compress(message.encode()) + self._press.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(pressed)


class Gateway:
    """Serves the gateway.

    `heartbeat` is the seconds between heartbeats. While `acks` is False no heartbeat is answered; while
    `resumes` is False every resume fails. `identified` are the IDENTIFYs, tokens left out; `resumed` counts
    the resumes that succeeded. `allowed` are the privileged intents that the application was given.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.heartbeat = 41.25
        self.acks = True
        self.resumes = True
        self.down = False
        self.allowed = 0
        self.identified: list[Payload] = []
        self.resumed = 0
        self.heartbeats = 0
        self.sessions: dict[str, Session] = {}
        self.links: list[Link] = []

    def routes(self) -> list[web.RouteDef]:
        """Return where it answers."""
        return [web.get("/gateway", self.serve), web.get("/gateway/", self.serve)]

    @property
    def connected(self) -> list[Session]:
        """The sessions that have a connection."""
        return [each for each in self.sessions.values() if each.link is not None]

    def dispatch(self, event: str, data: Payload, where: Channel | Guild | None) -> bool:
        """Tell every session that may know; return whether a connected one does."""
        told = False
        for session in self.sessions.values():
            if self._concerns(session, event, where):
                session.tell(event, data)
                told |= session.link is not None
        return told

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Deal with one connection."""
        if self.down:
            return web.Response(status=503, text="Service Unavailable")
        socket = web.WebSocketResponse(max_msg_size=0, autoping=True)
        await socket.prepare(request)
        link = Link(socket, compressed=request.query.get("compress") == "zlib-stream")
        self.links.append(link)
        link.send(
            {"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat * 1_000)}, "s": None, "t": None}
        )
        try:
            await self._listen(link)
        finally:
            self.links.remove(link)
            for session in self.sessions.values():
                if session.link is link:
                    session.link = None
            self._world.ring()
            await link.end()
        return socket

    async def _listen(self, link: Link) -> None:
        async for message in link.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            heard = json.loads(message.data)
            match heard["op"]:
                case 1:
                    self.heartbeats += 1
                    if self.acks:
                        link.send({"op": ACK, "d": None, "s": None, "t": None})
                case 2:
                    await self._identify(link, heard["d"])
                case 6:
                    await self._resume(link, heard["d"])
            self._world.ring()

    async def _identify(self, link: Link, asked: Payload) -> None:
        token = asked.pop("token", "")
        self.identified.append(asked)
        if token != self._world.token or self._world.dead:
            await self._close(link, WRONG_TOKEN, "Authentication failed.")
            return
        intents = int(asked["intents"])
        if intents & PRIVILEGED & ~self.allowed:
            await self._close(link, TOO_MANY_INTENTS, "Disallowed intent(s).")
            return
        session = Session(self._world.secret("session"), intents)
        self.sessions[session.id] = session
        session.link = link
        guilds = [each for each in self._world.guilds.values() if self._world.bot.id in each.members]
        session.tell(
            "READY",
            {
                "v": 10,
                "user": payloads.user(self._world.bot) | {"verified": True, "mfa_enabled": False},
                "guilds": [{"id": each.id, "unavailable": True} for each in guilds],
                "session_id": session.id,
                "session_type": "normal",
                "resume_gateway_url": f"{self._world.origin.replace('http', 'ws', 1)}/gateway",
                "application": {"id": self._world.app, "flags": 0},
                "private_channels": [],
                "_trace": [],
            },
        )
        if intents & GUILDS:
            for each in guilds:
                if each.available:
                    session.tell("GUILD_CREATE", payloads.guild(self._world, each))

    async def _resume(self, link: Link, asked: Payload) -> None:
        if asked.get("token") != self._world.token or self._world.dead:
            await self._close(link, WRONG_TOKEN, "Authentication failed.")
            return
        session = self.sessions.get(asked["session_id"])
        if session is None or not self.resumes:
            self.sessions.pop(asked["session_id"], None)
            link.send({"op": INVALID, "d": False, "s": None, "t": None})
            return
        self.resumed += 1
        for message in session.told[asked["seq"] or 0 :]:
            link.send(message)
        session.link = link
        session.tell("RESUMED", {"_trace": []})

    async def _close(self, link: Link, code: int, why: str) -> None:
        await link.end()
        await link.socket.close(code=code, message=why.encode())

    # ---- what goes wrong

    def drop(self) -> None:
        """Break every connection without a word."""
        for link in list(self.links):
            link.abort()

    def reconnect(self) -> None:
        """Ask the bot to connect anew and to resume, as Discord does every few hours."""
        self._everybody({"op": RECONNECT, "d": None, "s": None, "t": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell the bot that its session is over."""
        if not resumable:
            for session in self.connected:
                del self.sessions[session.id]
        self._everybody({"op": INVALID, "d": resumable, "s": None, "t": None})

    async def close(self, code: int = WSCloseCode.GOING_AWAY, why: str = "") -> None:
        """Close every connection with a code."""
        for link in list(self.links):
            await self._close(link, code, why)

    def _everybody(self, message: Payload) -> None:
        for link in list(self.links):
            link.send(message)

    def _concerns(self, session: Session, event: str, where: Channel | Guild | None) -> bool:
        guild = where.guild if isinstance(where, Channel) else where
        if not session.intents & _needed(event, guild) and event != "INTERACTION_CREATE":
            return False
        if (
            event in {"GUILD_DELETE", "CHANNEL_DELETE", "THREAD_DELETE", "INTERACTION_CREATE"}
            or guild is None
        ):
            return True
        inside = self._world.bot.id in guild.members and guild.available
        return inside and (
            isinstance(where, Guild) or where is None or may(where, self._world.bot.id, "view_channel")
        )


def _needed(event: str, guild: Guild | None) -> int:
    """Return the intent that an event needs."""
    if event.startswith("MESSAGE_REACTION"):
        return GUILD_REACTIONS if guild else DIRECT_REACTIONS
    if event.startswith("MESSAGE"):
        return GUILD_MESSAGES if guild else DIRECT_MESSAGES
    return GUILDS
