"""Connections that end before they have begun: the gateway as it should not be."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web

from adapters.discord.client import Client
from adapters.discord.gateway import Gateway
from adapters.discord.times import Times
from bot.errors import Missing
from tests.servers.discord import FakeDiscord

QUICK = Times(
    back_off=0.01, longest_back_off=0.02, greeting=0.2, farewell=0.1, new_session=0.01, again=0.01, ending=0.1
)

Serving = Callable[[web.WebSocketResponse], Awaitable[None]]


async def hello(socket: web.WebSocketResponse) -> None:
    """Say hello, and wait until the bot has told its token."""
    await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None})
    while (await socket.receive_json())["op"] != 2:
        pass


async def connecting(serving: Serving, *, times: int) -> None:
    """Let the bot connect so many times to a gateway that behaves so. Raises what ends the bot before."""
    tries, enough = 0, asyncio.Event()

    async def serve(request: web.Request) -> web.WebSocketResponse:
        nonlocal tries
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        tries += 1
        if tries >= times:
            enough.set()
        await serving(socket)
        return socket

    async def nobody() -> bool:
        raise AssertionError("the token is good")

    app = web.Application()
    app.router.add_get("/gateway", serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with FakeDiscord() as discord:
        url = f"ws://127.0.0.1:{runner.addresses[0][1]}/gateway"
        client = Client(discord.options().model_copy(update={"gateway_url": url}))
        running = asyncio.create_task(Gateway(client, QUICK).run(token_refused=nobody))
        waiting = asyncio.create_task(enough.wait())
        try:
            done, _ = await asyncio.wait({running, waiting}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
            assert done, f"it connected {tries} times, and not {times} times"
            await done.pop()
        finally:
            running.cancel()
            waiting.cancel()
            await asyncio.wait({running, waiting})
            await client.close()
            await runner.cleanup()


@pytest.mark.parametrize("code", [4010, 4011, 4012, 4013, 4014])
def test_a_code_after_which_nothing_helps_ends_it_in_one_sentence(code: int) -> None:
    async def closing(socket: web.WebSocketResponse) -> None:
        await hello(socket)
        await socket.close(code=code)

    with pytest.raises(Missing, match=str(code)) as refused:
        asyncio.run(connecting(closing, times=2))
    assert refused.value.next_step


async def closes_with_1000(socket: web.WebSocketResponse) -> None:
    await hello(socket)
    await socket.close(code=1000)


async def refuses_the_token(socket: web.WebSocketResponse) -> None:
    await hello(socket)
    await socket.close(code=4004)


async def says_nothing(socket: web.WebSocketResponse) -> None:
    await socket.receive()


async def says_nonsense(socket: web.WebSocketResponse) -> None:
    await socket.send_str("<html>Bad gateway</html>")
    await socket.receive()


async def says_what_was_never_agreed(socket: web.WebSocketResponse) -> None:
    await hello(socket)
    await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": {"guilds": None}})
    await socket.receive()


async def ends_the_session(socket: web.WebSocketResponse) -> None:
    await hello(socket)
    await socket.send_json({"op": 9, "d": False, "s": None, "t": None})
    await socket.receive()


@pytest.mark.parametrize(
    "serving",
    [
        closes_with_1000,
        refuses_the_token,
        says_nothing,
        says_nonsense,
        says_what_was_never_agreed,
        ends_the_session,
    ],
)
def test_anything_else_is_tried_again(serving: Serving, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        asyncio.run(connecting(serving, times=4))
    told = [record for record in caplog.records if "no connection to Discord" in record.getMessage()]
    assert len([record for record in told if record.levelno == logging.WARNING]) <= 1


def test_an_event_that_comes_after_the_end_is_dropped() -> None:
    async def scenario() -> None:
        async with FakeDiscord() as discord:
            client, heard = Client(discord.options()), []

            async def on_ready() -> None:
                heard.append("ready")

            client.event(on_ready)
            await client.enter()
            client.dispatch("ready")
            await asyncio.sleep(0)
            await client.close()
            client.dispatch("ready")
            await asyncio.sleep(0)
            assert heard == ["ready"]

    asyncio.run(scenario())
