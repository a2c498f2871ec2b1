"""The check-up says of token, commands and places whether they are right, and what mends what isn't."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection

import pytest
from pydantic import SecretStr

from adapters.discord.checkup import examine, introduce, invite
from adapters.discord.client import Client
from adapters.discord.commands import payloads
from adapters.discord.options import DiscordOptions
from adapters.discord.permissions import NAMES, PERMISSIONS
from adapters.discord.registering import Registering
from adapters.discord.times import Times
from bot.commands.catalogue import CATALOGUE
from bot.errors import Missing
from bot.model.health import Finding
from bot.model.people import ChannelRef, Conversation
from tests.conftest import ROOT
from tests.servers.discord import Channel, FakeDiscord, Guild, snowflake

GUIDE = (ROOT / "docs" / "discord.md").read_text("utf-8")
WRONG = SecretStr("wr0ng.t0ken")
UNREACHABLE = DiscordOptions(token=WRONG, api_url="http://127.0.0.1:9/api/v10")


def order(channel: Channel) -> Conversation:
    """Return the place of a standing order."""
    assert channel.guild is not None
    identity, thread = channel.conversation
    ref = ChannelRef(platform="discord", workspace=channel.guild.id, id=identity)
    return Conversation(channel=ref, thread=thread)


def examined(
    prepare: Callable[[FakeDiscord, Guild], Awaitable[Collection[Conversation]]],
    *,
    token: SecretStr | None = None,
    trying_out: tuple[str, ...] = (),
) -> list[Finding]:
    """Examine a bot in one guild, after that was prepared; `prepare` returns where standing orders are."""

    async def work() -> tuple[Finding, ...]:
        async with FakeDiscord() as discord:
            orders = await prepare(discord, discord.add_guild(id=snowflake("guild")))
            options = discord.options(trying_out=trying_out)
            told = options.model_copy(update={"token": token}) if token else options
            return await examine(told, CATALOGUE, orders)

    return list(asyncio.run(work()))


async def register(options: DiscordOptions) -> None:
    """Register the commands, as the bot does when it starts."""
    client = Client(options)
    await client.enter()
    assert client.application_id
    await Registering(payloads(CATALOGUE), options.trying_out, Times()).run(
        client.http, client.application_id
    )
    await client.close()


async def nothing(_: FakeDiscord, __: Guild) -> Collection[Conversation]:
    return ()


def said(findings: list[Finding]) -> str:
    return "\n".join(f"{each.state} {each.subject}: {each.says} {each.next_step}" for each in findings)


def test_where_all_is_well_each_line_says_so() -> None:
    async def prepare(discord: FakeDiscord, guild: Guild) -> Collection[Conversation]:
        await register(discord.options(trying_out=(guild.id,)))
        desk, news = discord.add_channel(guild, "desk"), discord.add_channel(guild, kind="announcement")
        board = discord.add_channel(guild, "board", kind="forum")
        threads = discord.add_thread(desk), discord.add_thread(board, archived=True)
        return [order(each) for each in (desk, news, board, *threads)]

    findings = examined(prepare, trying_out=(snowflake("guild"),))
    assert {each.state for each in findings} == {"fine"}, said(findings)
    assert [each.subject for each in findings] == [
        "Discord",
        "Discord commands",
        f"Discord commands in the server {snowflake('guild')}",
        "Discord permissions",
    ]
    assert "@nutgraf in 1 server." in findings[0].says
    assert "(5)" in findings[-1].says


def test_without_a_standing_order_no_channel_is_asked_about() -> None:
    assert "no channel has a standing order yet" in said(examined(nothing))


def test_commands_that_are_not_registered_are_named_with_what_registers_them() -> None:
    warning = examined(nothing)[1]
    assert warning.state == "warning"
    assert "`/brief` isn't registered." in warning.says
    assert "nutgraf run" in warning.next_step


def test_a_command_that_differs_is_named_and_not_all_of_many() -> None:
    async def one(discord: FakeDiscord, _: Guild) -> Collection[Conversation]:
        await register(discord.options())
        discord.commands[-2]["name"] = "Flag it"
        return ()

    warning = examined(one)[1]
    assert warning.says.count(".") == 2
    assert "“Flag it” is registered, and isn't declared." in warning.says

    async def many(discord: FakeDiscord, _: Guild) -> Collection[Conversation]:
        await register(discord.options())
        discord.commands[0]["options"] = []
        return ()

    assert re.search(r" And \d+ more\.$", examined(many)[1].says)


def test_a_server_for_trying_out_without_the_bot_says_how_to_get_it_there() -> None:
    wrong = examined(nothing, trying_out=(snowflake("elsewhere"),))[2]
    assert wrong.state == "wrong"
    assert "nutgraf discord invite" in wrong.next_step


@pytest.mark.parametrize(
    ("kind", "permission"),
    [("text", "send_messages"), ("thread", "send_messages_in_threads"), ("forum", "read_message_history")],
)
def test_a_lacking_permission_is_named_with_the_channel_and_with_where_to_give_it(
    kind: str, permission: str
) -> None:
    async def prepare(discord: FakeDiscord, guild: Guild) -> Collection[Conversation]:
        desk = discord.add_channel(guild, "desk", kind="forum" if kind == "forum" else "text")
        place = discord.add_thread(desk, "night") if kind == "thread" else desk
        discord.forbid(desk, permission)
        return [order(place), order(discord.add_channel(guild, "open"))]

    [wrong] = [each for each in examined(prepare) if each.state == "wrong"]
    assert wrong.subject == ("Discord, the thread “night”" if kind == "thread" else "Discord, #desk")
    assert NAMES[permission] in wrong.says
    others = set(NAMES.values()) - {NAMES[permission]}
    assert not any(re.search(rf"{name}\b(?! in Threads)", wrong.says) for name in others)
    assert "Permissions" in wrong.says
    assert "digest resume" in wrong.next_step


def test_a_channel_that_is_gone_or_hidden_is_wrong() -> None:
    async def prepare(discord: FakeDiscord, guild: Guild) -> Collection[Conversation]:
        gone, hidden = discord.add_channel(guild, "gone"), discord.add_channel(guild, "hidden")
        discord.delete_channel(gone)
        discord.forbid(hidden, "view_channel")
        return [order(gone), order(hidden)]

    gone, hidden = (each for each in examined(prepare) if each.state == "wrong")
    assert "deleted" in gone.says
    assert "View Channel" in hidden.says


def test_a_channel_that_cannot_be_asked_for_now_is_not_said_to_be_fine() -> None:
    async def prepare(discord: FakeDiscord, guild: Guild) -> Collection[Conversation]:
        discord.refuse("get_channel", status=503, times=10)
        return [order(discord.add_channel(guild, "desk"))]

    [wrong] = [each for each in examined(prepare) if each.state == "wrong"]
    assert "could not be asked for (status 503)" in wrong.says
    assert "Look at the network" in wrong.next_step


def test_direct_messages_need_no_permission() -> None:
    person = Conversation(channel=ChannelRef(platform="discord", workspace="1", id="2", person=True))

    async def prepare(_: FakeDiscord, __: Guild) -> Collection[Conversation]:
        return [person]

    assert "wherever there is a standing order" in said(examined(prepare))


def test_commands_that_cannot_be_read_are_no_reason_to_stop() -> None:
    async def prepare(discord: FakeDiscord, guild: Guild) -> Collection[Conversation]:
        discord.refuse("list_application_commands", status=503, times=10)
        return [order(discord.add_channel(guild, "desk"))]

    findings = examined(prepare)
    assert [each.state for each in findings] == ["fine", "wrong", "fine"]
    assert "could not be read (status 503)" in findings[1].says


def test_a_refused_token_says_where_the_right_one_is() -> None:
    [wrong] = examined(nothing, token=WRONG)
    assert wrong.state == "wrong"
    assert "refuses the bot's token" in wrong.says
    assert "DISCORD_TOKEN" in wrong.next_step
    assert "wr0ng" not in said([wrong])


def test_a_network_that_fails_is_said_to_be_that() -> None:
    [wrong] = asyncio.run(examine(UNREACHABLE, CATALOGUE, ()))
    assert "Discord can't be reached" in wrong.says
    assert "token may well be right" in wrong.next_step
    assert asyncio.run(introduce(UNREACHABLE)).startswith("Discord can't be reached")
    with pytest.raises(Missing, match="can't be reached"):
        asyncio.run(invite(UNREACHABLE))


@pytest.mark.parametrize(("count", "line"), [(1, "@nutgraf in 1 server."), (2, "@nutgraf in 2 servers.")])
def test_the_bot_is_introduced_in_a_line(count: int, line: str) -> None:
    async def work() -> str:
        async with FakeDiscord() as discord:
            discord.add_guilds(count)
            return await introduce(discord.options())

    assert asyncio.run(work()) == f"Discord: {line}"


def test_a_bot_whose_token_is_refused_is_neither_introduced_nor_invited() -> None:
    async def work(ask: Callable[[DiscordOptions], Awaitable[object]]) -> object:
        async with FakeDiscord() as discord:
            return await ask(discord.options().model_copy(update={"token": WRONG}))

    for ask in (introduce, invite):
        with pytest.raises(Missing, match="refuses the bot's token"):
            asyncio.run(work(ask))


def test_the_invitation_asks_for_what_is_used_and_gives_the_reasons() -> None:
    async def work() -> tuple[str, dict[str, str], str]:
        async with FakeDiscord() as discord:
            address, reasons = await invite(discord.options())
            return address, dict(reasons), discord.bot.id

    address, reasons, bot = asyncio.run(work())
    assert f"client_id={bot}" in address
    assert reasons == {NAMES[name]: why for name, why in PERMISSIONS.items()}


def test_the_guide_gives_each_permission_with_its_reason() -> None:
    table = GUIDE.split("| permission | what for |\n|---|---|\n")[1].split("\n\n")[0]
    rows = dict(re.findall(r"^\| ([^|]+) \| (.+) \|$", table, re.MULTILINE))
    assert rows == {NAMES[name]: why for name, why in PERMISSIONS.items()}


def test_that_no_thread_can_begin_is_a_warning_and_closes_nothing() -> None:
    async def replying(discord: FakeDiscord, guild: Guild) -> Collection[Conversation]:
        desk, voices = discord.add_channel(guild, "desk"), discord.add_channel(guild, "voices", kind="voice")
        for each in (desk, voices):
            discord.forbid(each, "create_public_threads")
        return [order(desk), order(voices)]

    [warning] = [each for each in examined(replying) if "#" in each.subject]
    assert (warning.subject, warning.state) == ("Discord, #desk", "warning")
    assert "lacks Create Public Threads" in warning.says
    assert "Allow it" in warning.next_step
