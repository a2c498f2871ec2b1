"""Channels that go, permissions that are taken, guilds that put the bot out: orders pause, and say why."""

import pytest

from bot.model.digest import OrderState
from tests.scenarios.discord.conftest import Play
from tests.scenarios.discord.newsroom import Newsroom


async def ordered(room: Newsroom) -> None:
    await room.order(room.anna)
    assert await room.state() is OrderState.active


async def reason(room: Newsroom) -> str:
    orders = await room.house.store.read(lambda view: view.digests.standing())
    return orders[0].reason


async def told(room: Newsroom) -> str:
    """Wait until anna, who set the order, is told; return what she is told."""
    await room.discord.until(lambda: room.discord.seen_by(room.anna))
    return room.discord.seen_by(room.anna)[-1].words


def test_a_deleted_channel_ends_its_digest(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await ordered(room)
        room.discord.delete_channel(room.desk)
        await room.until(room.state, None)
        assert "deleted" in await told(room)

    play(scenario)


def test_a_guild_that_puts_the_bot_out_pauses_its_orders(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await ordered(room)
        room.discord.kick_bot(room.guild)
        await room.until(room.state, OrderState.paused)
        assert "nutgraf discord invite" in await reason(room)
        room.discord.invite_bot(room.guild)
        assert "active" in await room.brief(room.anna, "digest resume")

    play(scenario)


def test_an_outage_of_a_guild_pauses_nothing(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        await ordered(room)
        room.discord.begin_outage(room.guild)
        await room.pass_the_hour()
        await room.discord.until(lambda: any(call.status == 503 for call in room.discord.calls))
        room.discord.end_outage(room.guild)
        await room.seen(room.ben, within=20)
        assert await room.state() is OrderState.active

    play(scenario)


def test_a_permission_that_is_taken_pauses_the_order_and_says_which(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await ordered(room)
        await room.stories("Mayor resigns")
        room.discord.forbid(room.desk, "send_messages")
        await room.pass_the_hour()
        await room.until(room.state, OrderState.paused)
        assert "Send Messages" in await reason(room)
        assert "Send Messages" in await told(room)
        assert room.discord.called("create_message") != []
        assert all(call.status == 200 for call in room.discord.called("create_message"))

    play(scenario)


def test_the_rest_goes_on(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        other = room.discord.add_guild("Another newsroom")
        room.discord.invite_bot(other)
        lobby = room.discord.add_channel(other, "lobby")
        room.discord.make_channel(lobby)
        eve = room.discord.add_person("eve", other, may=["manage_guild"])
        await room.brief(eve, "digest at", channel=lobby, time="08:00")
        await ordered(room)
        room.discord.kick_bot(room.guild)
        await room.until(lambda: _states(room), {room.guild.id: "paused", other.id: "active"})

    play(scenario)


async def _states(room: Newsroom) -> dict[str, str]:
    orders = await room.house.store.read(lambda view: view.digests.standing())
    return {order.where.channel.workspace: order.state.value for order in orders}


def test_what_can_not_be_saved_is_logged_and_the_next_post_finds_it_out(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        await ordered(room)
        room.store.full = True
        room.discord.delete_channel(room.desk)
        await room.discord.until(lambda: "can't be saved" in caplog.text)
        room.store.full = False
        assert await room.state() is OrderState.active
        await room.pass_the_hour()
        await room.until(room.state, OrderState.paused)

    play(scenario)
