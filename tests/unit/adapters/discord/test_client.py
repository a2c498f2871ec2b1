"""The client: what it asks Discord for, how it logs in, and what it keeps to itself."""

import asyncio
import logging

import discord
import pytest
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route
from pydantic import SecretStr

from adapters.discord.client import Client, NotReached
from adapters.discord.options import DiscordOptions
from bot.errors import Missing
from tests.servers.discord import FakeDiscord
from tests.unit.adapters.discord.posted import Posted, in_discord

NOWHERE = DiscordOptions(
    token=SecretStr("MTIz.secret.token"),
    api_url="http://127.0.0.1:9/api/v10",
    gateway_url="ws://127.0.0.1:9/",
)


def with_token(token: str) -> DiscordOptions:
    return NOWHERE.model_copy(update={"token": SecretStr(token)})


def entering(options: DiscordOptions) -> None:
    async def enter() -> None:
        client = Client(options)
        try:
            await client.enter()
        finally:
            await client.close()

    asyncio.run(enter())


def test_nothing_privileged_is_asked_for_and_nothing_is_remembered() -> None:
    async def made() -> Client:
        return Client(NOWHERE)

    client = asyncio.run(made())
    assert {name for name, on in client.intents if on} == {"guilds", "guild_reactions"}
    assert client.allowed_mentions is not None
    allowed: object = client.allowed_mentions.to_dict()
    assert allowed == {"parse": []}
    assert not client.cached_messages


def test_discord_is_where_the_options_say() -> None:
    async def made(options: DiscordOptions) -> None:
        Client(options)

    asyncio.run(made(NOWHERE))
    assert Route.BASE == "http://127.0.0.1:9/api/v10"
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "ws://127.0.0.1:9/"
    asyncio.run(made(NOWHERE.model_copy(update={"gateway_url": None})))
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "wss://gateway.discord.gg/"


def test_who_comes_while_it_logs_in_waits_for_the_same_try() -> None:
    @in_discord()
    async def many(posted: Posted) -> None:
        await asyncio.gather(*(posted.client.enter() for _ in range(20)))
        await posted.client.enter()
        assert len(posted.discord.called("get_my_user")) == 1

    many()


@in_discord()
async def test_who_gives_up_does_not_end_the_try_of_the_others(posted: Posted) -> None:
    first = asyncio.create_task(posted.client.enter())
    second = asyncio.create_task(posted.client.enter())
    await asyncio.sleep(0)
    first.cancel()
    await second
    assert posted.client.user is not None


def test_a_token_that_discord_refuses_is_missing_and_never_told(caplog: pytest.LogCaptureFixture) -> None:
    async def refused() -> str:
        async with FakeDiscord() as server:
            options = server.options().model_copy(update={"token": SecretStr("MTIz.wrong.token")})
            client = Client(options)
            try:
                with pytest.raises(Missing) as caught:
                    await client.enter()
                return str(caught.value)
            finally:
                await client.close()

    with caplog.at_level(logging.DEBUG):
        said = asyncio.run(refused())
    assert "DISCORD_TOKEN" in said
    assert "discord.com/developers" in said
    assert "wrong.token" not in said + caplog.text


@pytest.mark.parametrize("token", ["", "  ", "two words", "line\nend", "schlüssel"])
def test_what_can_be_no_token_is_not_sent_anywhere(token: str) -> None:
    with pytest.raises(Missing):
        entering(with_token(token))


def test_where_nothing_answers_it_can_be_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(NotReached) as caught:
        entering(NOWHERE)
    assert "127.0.0.1" not in str(caught.value)
    assert "secret.token" not in caplog.text


@in_discord()
async def test_a_login_that_failed_is_made_anew(posted: Posted) -> None:
    posted.discord.refuse("get_my_user", status=503)
    with pytest.raises(NotReached, match="503"):
        await posted.client.enter()
    posted.discord.refuse("get_my_oauth2_application", status=503)
    with pytest.raises(NotReached):
        await posted.client.enter()
    await posted.client.enter()
    assert posted.client.application_id is not None


@in_discord()
async def test_a_limit_on_logging_in_says_how_long(posted: Posted) -> None:
    posted.discord.refuse("get_my_user", status=429, retry_after=100)
    with pytest.raises(NotReached) as caught:
        await posted.client.enter()
    assert caught.value.retry_after == 100


@in_discord()
async def test_after_the_end_nobody_logs_in(posted: Posted) -> None:
    await posted.client.close()
    await posted.client.close()
    with pytest.raises(NotReached):
        await posted.client.enter()


def test_the_librarys_loggers_stay_above_what_holds_secrets() -> None:
    logging.getLogger("discord.http").setLevel(logging.DEBUG)
    logging.getLogger("discord.gateway").setLevel(logging.ERROR)

    async def made() -> None:
        Client(NOWHERE)

    asyncio.run(made())
    for name in ("discord.http", "discord.client", "discord.webhook.async_"):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)
    assert logging.getLogger("discord.gateway").level == logging.ERROR
    logging.getLogger("discord.gateway").setLevel(logging.NOTSET)


@in_discord(connected=True)
async def test_it_listens_while_the_gateway_is_connected(posted: Posted) -> None:
    assert posted.client.listens
    assert isinstance(posted.client.get_guild(int(posted.guild.id)), discord.Guild)
    await posted.client.close()
    assert not posted.client.listens


@pytest.mark.parametrize("kind", ["application/json", "text/html"])
def test_an_answer_that_is_not_discords_is_an_error_of_the_network(kind: str) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<p>Please sign in.</p>", headers={"Content-Type": kind})

    async def asked() -> None:
        app = web.Application()
        app.router.add_get("/api/v10/users/@me", page)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
        client = Client(NOWHERE.model_copy(update={"api_url": address}))
        try:
            await client.enter()
        finally:
            await client.close()
            await runner.cleanup()

    with pytest.raises(NotReached):
        asyncio.run(asked())
