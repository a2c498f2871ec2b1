"""`nutgraf run`, `doctor` and `discord invite` from outside: what they say, and how they end."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest
from yarl import URL

from adapters.discord.options import DiscordOptions
from adapters.discord.permissions import NAMES, PERMISSIONS, invitation
from tests.conftest import ROOT
from tests.scenarios.commandline import Ran, clean, nutgraf, running
from tests.servers.discord import FakeDiscord
from tests.servers.slack import FakeSlack

UNREACHABLE = "http://127.0.0.1:9/api/v10"


def environment(options: DiscordOptions, db: Path, **more: str) -> dict[str, str]:
    """Return the settings of a bot in the Discord of these options."""
    return {
        **clean(),
        "DISCORD_TOKEN": options.token.get_secret_value(),
        "NUTGRAF_DISCORD_API_URL": options.api_url,
        "NUTGRAF_DISCORD_GATEWAY_URL": options.gateway_url or "",
        "NUTGRAF_DB": str(db),
        "NUTGRAF_LOG": "DEBUG",
        **more,
    }


async def ran(told: dict[str, str], *words: str) -> Ran:
    """Run the command to its end, beside a Discord that runs in this loop."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        env=told,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return Ran(process.returncode, out.decode(), err.decode())


def assert_no_secret(discord: FakeDiscord, said: str) -> None:
    """See that nothing of a token is in what was said."""
    for secret in discord.secrets:
        assert secret not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [(["discord", "invite"], "DISCORD_TOKEN isn't set"), (["run"], "DISCORD_TOKEN for Discord")],
)
def test_a_token_that_is_not_set_is_one_sentence_and_no_store_is_made(
    tmp_path: Path, words: list[str], said: str
) -> None:
    seen = nutgraf(*words, db=tmp_path / "s.db")
    assert (seen.status, seen.out) == (69, "")
    assert said in seen.err
    assert "docs/discord.md" in seen.err
    assert len(seen.err.splitlines()) == 1
    assert not (tmp_path / "s.db").exists()


@pytest.mark.parametrize("words", [["run"], ["discord", "invite"]])
def test_a_wrong_token_is_one_sentence(tmp_path: Path, words: list[str]) -> None:
    async def work() -> Ran:
        async with FakeDiscord() as discord:
            told = environment(discord.options(), tmp_path / "s.db", NUTGRAF_LOG="WARNING")
            return await ran(told | {"DISCORD_TOKEN": "wr0ng.t0ken"}, *words)

    seen = asyncio.run(work())
    assert (seen.status, seen.out) == (69, "")
    assert "Discord refuses the bot's token" in seen.err
    assert "DISCORD_TOKEN" in seen.err
    assert len(seen.err.splitlines()) == 1
    assert "wr0ng" not in seen.err


def test_the_invitation_is_printed_and_each_permission_explained_beside_it(tmp_path: Path) -> None:
    async def work() -> tuple[Ran, str]:
        async with FakeDiscord() as discord:
            told = environment(discord.options(), tmp_path / "s.db", NUTGRAF_LOG="WARNING")
            return await ran(told, "discord", "invite"), discord.bot.id

    seen, bot = asyncio.run(work())
    assert (seen.status, seen.out) == (0, invitation(bot) + "\n")
    assert URL(seen.out.strip()).query["scope"].split() == ["bot", "applications.commands"]
    assert seen.err.splitlines() == [f"{NAMES[name]}: {reason}" for name, reason in PERMISSIONS.items()]


def test_an_invitation_for_a_discord_that_cannot_be_reached_says_so(tmp_path: Path) -> None:
    token = ".".join(("MTA0", "x", "y"))
    seen = nutgraf(
        *("discord", "invite"), db=tmp_path / "s.db", DISCORD_TOKEN=token, NUTGRAF_DISCORD_API_URL=UNREACHABLE
    )
    assert (seen.status, seen.out) == (69, "")
    assert "Discord can't be reached" in seen.err
    assert token not in seen.err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_whom_it_serves_answers_and_stops_in_order(tmp_path: Path, number: signal.Signals) -> None:
    async def work() -> tuple[int, str, str]:
        async with FakeDiscord() as discord:
            guild = discord.add_guild()
            anna, desk = discord.add_person("anna", guild), discord.add_channel(guild, "desk")
            async with running(environment(discord.options(), tmp_path / "s.db")) as bot:
                first = await bot.line()
                await discord.ready(within=30)
                asked = await discord.slash(anna, desk, "help")
                await discord.answered(asked, within=30)
                assert asked.shown[0].only is anna
                status = await bot.end(number)
                assert_no_secret(discord, bot.said)
                return status, first, bot.said

    status, first, said = asyncio.run(work())
    assert first == "Discord: @nutgraf in 1 server."
    assert status == 0, said
    assert "Traceback" not in said


def test_slack_and_discord_are_served_together_on_one_store(tmp_path: Path) -> None:
    async def work() -> tuple[int, set[str], str]:
        async with FakeDiscord() as discord, FakeSlack() as slack:
            guild = discord.add_guild()
            anna = discord.add_person("anna", guild, may=["manage_channels"])
            desk = discord.add_channel(guild, "desk")
            slack.add_person("U1", "ben")
            slack.add_channel("C1", "newsroom", members=["U1"])
            options = slack.options()
            assert options.app_token is not None
            told = environment(
                discord.options(),
                tmp_path / "s.db",
                SLACK_BOT_TOKEN=options.bot_token.get_secret_value(),
                SLACK_APP_TOKEN=options.app_token.get_secret_value(),
                NUTGRAF_SLACK_API_URL=options.api_url,
            )
            async with running(told) as bot:
                greeted = {await bot.line(), await bot.line()}
                await discord.ready(within=30)
                await slack.until(lambda: slack.connected, within=30)
                added = await discord.slash(anna, desk, "add", text="Harbour reopens\n\nShips are back.")
                await discord.answered(added, within=30)
                await slack.command("U1", "C1", "search harbour")
                await slack.until(lambda: slack.seen_by("U1", "C1"), within=30)
                seen = str(slack.seen_by("U1", "C1")[-1])
                return await bot.end(signal.SIGTERM), greeted, seen

    status, greeted, seen = asyncio.run(work())
    assert status == 0
    assert {each.split(":")[0] for each in greeted} == {"Slack", "Discord"}
    assert "Harbour reopens" in seen


def test_it_waits_for_a_discord_that_cannot_be_reached(tmp_path: Path) -> None:
    async def work() -> tuple[int, str]:
        async with FakeDiscord() as discord:
            told = environment(discord.options(), tmp_path / "s.db", NUTGRAF_DISCORD_API_URL=UNREACHABLE)
            async with running(told) as bot:
                first = await bot.line()
                return await bot.end(signal.SIGTERM), first

    status, first = asyncio.run(work())
    assert status == 0
    assert "Discord can't be reached" in first


def test_doctor_looks_at_discord(tmp_path: Path) -> None:
    db = tmp_path / "s.db"

    async def work() -> None:
        async with FakeDiscord() as discord:
            guild = discord.add_guild()
            anna = discord.add_person("anna", guild, may=["manage_channels"])
            desk = discord.add_channel(guild, "desk")
            told = environment(discord.options(), db, NUTGRAF_LOG="WARNING")
            seen = await ran(told, "doctor")
            assert seen.status == 0, seen.out
            assert "fine     Discord: the bot is @nutgraf in 1 server." in seen.out
            assert "warning  Discord commands: " in seen.out
            async with running(told) as bot:
                await discord.ready(within=30)
                asked = await discord.slash(anna, desk, "digest at", time="08:00")
                await discord.answered(asked, within=30)
                await bot.end(signal.SIGTERM)
            seen = await ran(told, "doctor")
            assert seen.status == 0, seen.out
            assert "fine     Discord commands: each that is declared is registered" in seen.out
            assert "fine     Discord permissions: the bot may post wherever" in seen.out
            discord.overwrite(desk, guild, deny=["send_messages"])
            discord.overwrite(desk, discord.bot, deny=["send_messages"])
            seen = await ran(told, "doctor")
            assert seen.status == 1
            [wrong] = [line for line in seen.out.splitlines() if line.startswith("wrong")]
            assert "#desk" in wrong
            assert "Send Messages" in wrong
            assert_no_secret(discord, seen.out + seen.err)

    asyncio.run(work())


def test_doctor_says_what_is_wrong_with_the_token_or_the_way(tmp_path: Path) -> None:
    async def ask(*words: str, **more: str) -> Ran:
        async with FakeDiscord() as discord:
            told = environment(discord.options(), tmp_path / "s.db", NUTGRAF_LOG="WARNING")
            return await ran(told | more, "doctor", *words)

    seen = asyncio.run(ask(DISCORD_TOKEN="wr0ng.t0ken"))  # noqa: S106 - no true one
    assert seen.status == 1
    assert "wrong    Discord: Discord refuses the bot's token" in seen.out
    seen = asyncio.run(ask(NUTGRAF_DISCORD_API_URL=UNREACHABLE))
    assert seen.status == 1
    assert "can't be reached" in seen.out
    assert "Look at the network" in seen.out
    seen = asyncio.run(ask("--local", NUTGRAF_DISCORD_API_URL=UNREACHABLE))
    assert (seen.status, "reached" in seen.out) == (0, False)


def test_doctor_says_which_platform_is_not_set_up(tmp_path: Path) -> None:
    neither = nutgraf("doctor", db=tmp_path / "s.db")
    assert neither.status == 0
    assert "warning  Slack: not set up. docs/slack.md" in neither.out
    assert "warning  Discord: not set up. docs/discord.md" in neither.out
    one = nutgraf("doctor", "--local", db=tmp_path / "s.db", DISCORD_TOKEN=".".join(("MTA0", "x", "y")))
    assert "fine     Slack: not set up." in one.out, "one platform is enough"
    assert "Discord: not set up" not in one.out
