"""Socket Mode's own troubles: no greeting, limits, waits that grow."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import web
from pydantic import SecretStr
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from adapters.backoff import BackOff
from adapters.slack.api import Api
from adapters.slack.connection import SocketMode
from adapters.slack.options import SlackOptions
from adapters.slack.times import Times
from bot.errors import Missing

QUICK = Times(heartbeat=0.2, greeting=0.2, farewell=0.2, back_off=0.01, longest_back_off=0.05, ending=1)

Serve = Callable[[web.WebSocketResponse], Awaitable[None]]
Opened = dict[str, object]


class Side:
    """Slack's side: `answers` are those to apps.connections.open (the last one again and again)."""

    def __init__(self, serve: Serve, *answers: Opened) -> None:
        self.serve = serve
        self.answers = list(answers)
        self.asked = 0
        self.linked = 0
        self.port = 0

    async def open(self, _: web.Request) -> web.Response:
        """apps.connections.open."""
        self.asked += 1
        if self.answers:
            return web.json_response(self.answers.pop(0))
        url = f"ws://127.0.0.1:{self.port}/link?ticket=secret-ticket"
        return web.json_response({"ok": True, "url": url})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection."""
        self.linked += 1
        link = web.WebSocketResponse()
        await link.prepare(request)
        await self.serve(link)
        return link


@asynccontextmanager
async def running(side: Side) -> AsyncIterator[SlackOptions]:
    app = web.Application()
    app.router.add_post("/api/apps.connections.open", side.open)
    app.router.add_get("/link", side.link)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    side.port = runner.addresses[0][1]
    try:
        yield SlackOptions(bot_token=SecretStr("xoxb-secret"), api_url=f"http://127.0.0.1:{side.port}/api/")
    finally:
        await runner.cleanup()


def an_app(*statuses: int) -> AsyncApp:
    """Return an app that answers with these statuses, one each."""
    left = list(statuses)

    async def authorize() -> AuthorizeResult:
        raise AssertionError("nobody is asked")

    app = AsyncApp(request_verification_enabled=False, authorize=authorize, logger=logging.getLogger("quiet"))

    async def answer(body: dict[str, object]) -> BoltResponse:
        return BoltResponse(status=left.pop(0), body={"said": body["text"]} if not left else "")

    app._async_middleware_list.clear()  # nothing of Bolt's own is looked at here
    app.use(answer)
    return app


async def connect(side: Side, *, until: asyncio.Event, app: AsyncApp | None = None, token: str = "") -> None:
    """Run a connection until the event is set."""
    async with running(side) as options:
        api = Api(options)
        socket = SocketMode(api, SecretStr(token), app or an_app(), times=QUICK, connected=lambda: None)
        life = asyncio.create_task(socket.run())
        done = asyncio.create_task(until.wait())
        try:
            await asyncio.wait({life, done}, return_when=asyncio.FIRST_COMPLETED, timeout=5)
            if life.done():
                life.result()
            assert until.is_set()
        finally:
            for task in (life, done):
                task.cancel()
                with suppress(asyncio.CancelledError, Missing):
                    await task
            await api.close()


def test_a_connection_that_says_no_hello_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        enough = asyncio.Event()

        async def serve(link: web.WebSocketResponse) -> None:
            if side.linked == 1:
                await link.send_json({"type": "goodbye"})
            elif side.linked == 3:
                await link.send_json({"type": "hello"})
                enough.set()
            await link.receive()

        side = Side(serve)
        await connect(side, until=enough)
        assert side.linked == 3

    with caplog.at_level(logging.DEBUG):
        asyncio.run(scenario())
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert "didn't say hello" in warnings[0]
    assert "secret" not in caplog.text


def test_only_what_was_taken_in_is_acknowledged_and_its_answer_goes_along() -> None:
    async def scenario() -> list[object]:
        enough, acks = asyncio.Event(), []

        async def serve(link: web.WebSocketResponse) -> None:
            await link.send_json({"type": "hello"})
            await link.send_str("noise")
            await link.send_json(["more noise"])
            for number in range(3):
                payload = {"type": "x", "text": number}
                await link.send_json({"type": "interactive", "envelope_id": f"e{number}", "payload": payload})
            acks.extend([json.loads((await link.receive()).data) for _ in range(2)])
            enough.set()
            await link.receive()

        await connect(Side(serve), until=enough, app=an_app(503, 200, 200))
        return acks

    assert asyncio.run(scenario()) == [
        {"envelope_id": "e1"},
        {"envelope_id": "e2", "payload": {"said": 2}},
    ]


def test_a_token_that_is_wrong_at_first_ends_it_and_one_that_is_revoked_later_does_not() -> None:
    async def hello(link: web.WebSocketResponse) -> None:
        await link.send_json({"type": "hello"})

    async def scenario(side: Side, enough: asyncio.Event) -> None:
        await connect(side, until=enough)

    wrong: Opened = {"ok": False, "error": "invalid_auth"}
    with pytest.raises(Missing, match="invalid_auth"):
        asyncio.run(scenario(Side(hello, wrong), asyncio.Event()))

    async def later() -> None:
        enough = asyncio.Event()

        async def serve(link: web.WebSocketResponse) -> None:
            await link.send_json({"type": "hello"})
            if side.linked == 1:
                side.answers = [wrong, wrong]
                return
            enough.set()
            await link.receive()

        side = Side(serve)
        await connect(side, until=enough)
        assert side.asked == 4

    asyncio.run(later())


@pytest.mark.parametrize("token", ["xapp-\nx", "xapp-ä", "xapp-\x00"])
def test_what_can_be_no_token_is_wrong(token: str) -> None:
    async def never(_: web.WebSocketResponse) -> None:
        raise AssertionError("nobody connects")

    with pytest.raises(Missing) as missing:
        asyncio.run(connect(Side(never), until=asyncio.Event(), token=token))
    assert token not in str(missing.value)


def test_a_connection_that_died_is_replaced_within_a_minute() -> None:
    times = Times()
    assert times.heartbeat * 1.5 + times.back_off * 1.25 + times.greeting < 60


def test_waits_grow_to_a_limit_and_begin_anew() -> None:
    back_off = BackOff(1, 60)
    waits = [back_off.failed() for _ in range(2_000)]
    assert 0.75 <= waits[0] <= 1.25
    assert 1.5 <= waits[1] <= 2.5
    assert all(45 <= wait <= 75 for wait in waits[6:])
    back_off.worked()
    assert back_off.failed() <= 1.25
