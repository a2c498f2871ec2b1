"""What goes wrong between Discord and the bot: silence, broken connections, outages, wrong tokens."""

import asyncio
import logging
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.discord.platform import Discord
from bot.clock import SystemClock
from bot.commands.catalogue import CATALOGUE
from bot.compose import app, open_house
from bot.errors import Missing
from bot.model.digest import OrderState
from tests.scenarios.discord.conftest import Play
from tests.scenarios.discord.newsroom import QUICK, Newsroom
from tests.servers.discord import FakeDiscord

NOT_CONNECTED = "no connection to Discord"


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the warnings and errors that were logged of our own."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.WARNING and record.name.startswith(("adapters", "bot"))
    ]


def test_the_bot_asks_for_nothing_privileged_and_for_no_messages(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        (identified,) = room.discord.identified
        assert identified["intents"] == 1 << 0 | 1 << 10

    play(scenario)


def test_dropped_connections_are_resumed_and_nothing_is_missed(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        leaves = (drop, ask_to_reconnect, close)
        for number, leave in enumerate(leaves, 1):
            await leave(room.discord)
            asked = await room.discord.slash(room.ben, room.desk, "latest")
            await room.discord.until(lambda number=number: room.discord.resumed == number)  # type: ignore[misc]
            assert "Mayor resigns" in (await room.discord.answered(asked)).words
        assert len(room.discord.identified) == 1
        assert warnings(caplog) == []

    play(scenario)


async def drop(discord: FakeDiscord) -> None:
    discord.drop()


async def ask_to_reconnect(discord: FakeDiscord) -> None:
    discord.ask_to_reconnect()


async def close(discord: FakeDiscord) -> None:
    await discord.close(4000)


def test_a_connection_that_died_silently_is_noticed_and_resumed(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.discord.heartbeat = 0.1
        room.discord.drop()
        await room.discord.until(lambda: room.discord.heartbeats > 3)
        room.discord.acks = False
        resumed = room.discord.resumed
        await room.discord.until(lambda: room.discord.resumed > resumed)
        room.discord.acks = True
        await room.brief(room.ben, "help")

    play(scenario)


def test_sessions_that_discord_ends_at_once_are_not_begun_again_and_again(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        loop = asyncio.get_running_loop()
        room.discord.resumes = False
        began, before = loop.time(), len(room.discord.identified)
        for _ in range(6):
            await room.discord.until(lambda: room.discord.connected)
            sessions = len(room.discord.identified)
            room.discord.invalidate()
            await room.discord.until(lambda n=sessions: len(room.discord.identified) > n)  # type: ignore[misc]
        tries = len(room.discord.identified) - before
        assert tries == 6
        # 0.02 s at first, then twice as long each time up to 0.1 s, give or take a quarter.
        assert loop.time() - began > 0.3
        await room.discord.ready()
        await room.brief(room.ben, "help")

    play(scenario)


def test_an_outage_is_waited_out_with_one_warning(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        room.discord.go_down()
        await room.discord.until(lambda: caplog.text.count(NOT_CONNECTED) > 3)
        assert len([each for each in warnings(caplog) if NOT_CONNECTED in each]) == 1
        room.discord.come_up()
        await room.discord.ready()
        assert "Mayor resigns" in await room.brief(room.ben, "latest")
        assert await room.state() is None

    play(scenario)


def test_a_bot_that_starts_before_discord_is_up_waits_for_it(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stop()
        room.discord.go_down()
        starting = asyncio.create_task(room.start())
        await room.discord.until(lambda: NOT_CONNECTED in caplog.text)
        room.discord.come_up()
        await starting
        await room.brief(room.ben, "help")

    play(scenario)


def test_a_wrong_token_ends_it_in_one_sentence(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with FakeDiscord() as discord:
            wrong = SecretStr("MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.wrong")
            options = discord.options().model_copy(update={"token": wrong})
            async with open_house(tmp_path / "nutgraf.db") as house:
                platform = Discord(options, SystemClock(), CATALOGUE, times=QUICK)
                with pytest.raises(Missing, match="DISCORD_TOKEN") as refused:
                    await app(house, [platform]).run()
                assert "wrong" not in str(refused.value)

    asyncio.run(scenario())


def test_a_bot_that_discord_refuses_altogether_says_why_and_tries_again(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Newsroom) -> None:
        before = len(room.discord.identified)
        await room.discord.close(4014)
        await room.discord.until(lambda: len(room.discord.identified) > before)
        await room.brief(room.ben, "help")
        (warning,) = warnings(caplog)
        assert "(4014)" in warning

    play(scenario)


def test_a_token_that_is_reset_pauses_everything_and_the_rest_goes_on(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.brief(room.anna, "digest at", time="08:00")
        await room.discord.reset_token()
        await room.until(room.state, OrderState.paused)
        orders = await room.house.store.read(lambda view: view.digests.standing())
        assert "DISCORD_TOKEN" in orders[0].reason
        assert any("it was reset" in each for each in warnings(caplog))
        room.discord.restore_token()
        await room.discord.ready()
        assert "active" in await room.brief(room.anna, "digest resume")

    play(scenario)


@pytest.mark.parametrize("status", [200, 403])
def test_the_gateways_word_alone_does_not_pause_anything(play: Play, status: int) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.brief(room.anna, "digest at", time="08:00")
        if status != 200:
            room.discord.refuse("get_my_oauth2_application", status=status)
        before = len(room.discord.identified)
        await room.discord.close(4004)
        await room.discord.until(lambda: len(room.discord.identified) > before)
        await room.brief(room.ben, "help")
        assert await room.state() is OrderState.active

    play(scenario)


def test_commands_are_registered_once_and_not_at_every_start(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stop()
        await room.start()
        await room.brief(room.ben, "help")
        written = [call for call in room.discord.calls if call.operation.startswith("bulk_set")]
        assert len(written) == 1

    play(scenario)


@pytest.mark.parametrize("count", [200])
def test_many_guilds_come_in_one_ready(play: Play, count: int) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stop()
        guilds = room.discord.add_guilds(count)
        await room.start()
        await room.discord.until(lambda: len(room.platform.client.guilds) == count + 1)
        channel = room.discord.add_channel(guilds[-1], "late")
        room.discord.make_channel(channel)
        person = room.discord.add_person("eve", guilds[-1])
        await room.brief(person, "help", channel=channel)

    play(scenario)
