"""`nutgraf run`, `doctor` and `slack manifest` from outside: what they say, and how they end."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

from adapters.slack.manifest import SCOPES, manifest
from adapters.slack.options import SlackOptions
from tests.conftest import ROOT
from tests.scenarios.commandline import clean, nutgraf, running
from tests.servers.slack import FakeSlack

BOT, APP = "-".join(("xo" + "xb", "1", "tEsT")), "-".join(("xa" + "pp", "1", "tEsT"))
UNREACHABLE = "http://127.0.0.1:9/api/"


def environment(options: SlackOptions, db: Path, **more: str) -> dict[str, str]:
    """Return the settings of a bot that serves the workspace of these options."""
    secrets = {
        "SLACK_BOT_TOKEN": options.bot_token,
        "SLACK_APP_TOKEN": options.app_token,
        "SLACK_SIGNING_SECRET": options.signing_secret,
    }
    return {
        **clean(),
        **{name: secret.get_secret_value() for name, secret in secrets.items() if secret},
        "NUTGRAF_SLACK_MODE": options.mode,
        "NUTGRAF_SLACK_API_URL": options.api_url,
        "NUTGRAF_HTTP_HOST": "127.0.0.1",
        "NUTGRAF_HTTP_PORT": str(options.http_port),
        "NUTGRAF_DB": str(db),
        "NUTGRAF_LOG": "DEBUG",
        **more,
    }


def assert_no_secret(slack: FakeSlack, said: str) -> None:
    """See that nothing of a token, ticket or response_url is in what was said."""
    for secret in slack.secrets:
        assert secret not in said


async def listening(port: int) -> None:
    """Wait until a process listens there."""
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            await writer.wait_closed()
            return


def test_the_manifest_is_printed_as_json() -> None:
    ran = nutgraf("slack", "manifest")
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out) == manifest()
    over_http = nutgraf("slack", "manifest", "--http", "https://nutgraf.example.org")
    assert json.loads(over_http.out) == manifest(http_url="https://nutgraf.example.org")


def test_a_url_that_slack_would_not_take_is_refused() -> None:
    ran = nutgraf("slack", "manifest", "--http", "http://example.org")
    assert (ran.status, ran.out) == (2, "")
    assert "no address that Slack can send requests to" in ran.err


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "set SLACK_BOT_TOKEN and SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_APP_TOKEN isn't set"),
        ({"SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN isn't set"),
        ({"SLACK_BOT_TOKEN": BOT, "NUTGRAF_SLACK_MODE": "http"}, "SLACK_SIGNING_SECRET isn't set"),
    ],
)
def test_what_is_not_set_is_one_sentence_and_no_store_is_made(
    tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    ran = nutgraf("run", db=tmp_path / "s.db", stdin=b"", **settings)
    assert ran.status == 69
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "s.db").exists()


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_wrong_token_is_one_sentence(tmp_path: Path, name: str) -> None:
    wrong = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}[name]

    async def work() -> tuple[int, str]:
        async with (
            FakeSlack() as slack,
            running(
                environment(slack.options(), tmp_path / "s.db", NUTGRAF_LOG="WARNING", **{name: wrong})
            ) as bot,
        ):
            return await bot.status(), bot.said

    status, said = asyncio.run(work())
    complaint = said.splitlines()[-1]
    assert status == 69
    assert name in complaint
    assert "Traceback" not in said
    assert wrong not in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_whom_it_serves_answers_and_stops_in_order(tmp_path: Path, number: signal.Signals) -> None:
    async def work() -> tuple[int, str, str]:
        async with FakeSlack() as slack:
            slack.add_person("U1", "anna")
            slack.add_channel("C1", "newsroom", members=["U1"])
            async with running(environment(slack.options(), tmp_path / "s.db")) as bot:
                first = await bot.line()
                await slack.until(lambda: slack.connected, within=30)
                seen = await slack.command("U1", "C1", "help")
                assert seen.acked
                await slack.until(lambda: slack.seen_by("U1", "C1"), within=30)
                status = await bot.end(number)
                assert_no_secret(slack, bot.said)
                return status, first, bot.said

    status, first, said = asyncio.run(work())
    assert first.startswith("Slack: @nutgraf in ")
    assert first.endswith(", over Socket Mode.")
    assert status == 0, said
    assert "Traceback" not in said


def test_over_http_it_listens_and_says_that_it_lives(tmp_path: Path) -> None:
    async def work() -> tuple[int, str]:
        async with FakeSlack() as slack:
            slack.add_person("U1", "anna")
            slack.add_channel("C1", "newsroom", members=["U1"])
            options = slack.options(mode="http")
            port = options.http_port
            told = environment(options, tmp_path / "s.db")
            async with running(told) as bot:
                assert (await bot.line()).endswith(f", over HTTP on port {port}.")
                await listening(port)
                assert (await slack.command("U1", "C1", "help")).acked
                await slack.until(lambda: slack.seen_by("U1", "C1"), within=30)
                return await bot.end(signal.SIGTERM), bot.said

    status, said = asyncio.run(work())
    assert status == 0, said


def test_it_waits_for_a_slack_that_cannot_be_reached(tmp_path: Path) -> None:
    async def work() -> tuple[int, str]:
        async with FakeSlack() as slack:
            told = environment(slack.options(), tmp_path / "s.db", NUTGRAF_SLACK_API_URL=UNREACHABLE)
            async with running(told) as bot:
                first = await bot.line()
                return await bot.end(signal.SIGTERM), first

    status, first = asyncio.run(work())
    assert status == 0
    assert "could not be reached" in first


def test_doctor_looks_at_slack(tmp_path: Path) -> None:
    async def ask(*words: str, **more: str) -> tuple[int, str]:
        async with FakeSlack(scopes=set(SCOPES)) as slack:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "doctor", *words),
                env=environment(slack.options(), tmp_path / "s.db", **more),
                cwd=ROOT,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            out, err = await process.communicate()
            assert_no_secret(slack, (out + err).decode())
            assert process.returncode is not None
            return process.returncode, out.decode()

    status, said = asyncio.run(ask())
    assert status == 0, said
    assert "fine     Slack: the bot is @nutgraf" in said
    assert "fine     Slack scopes" in said
    assert "fine     Slack Socket Mode" in said
    status, said = asyncio.run(ask(SLACK_BOT_TOKEN=BOT))
    assert status == 1
    assert "wrong    Slack: Slack refuses the bot's token (invalid_auth)" in said
    status, said = asyncio.run(ask(NUTGRAF_SLACK_API_URL=UNREACHABLE))
    assert status == 1
    assert "could not be reached" in said
    status, said = asyncio.run(ask("--local", NUTGRAF_SLACK_API_URL=UNREACHABLE))
    assert (status, "reached" in said) == (0, False)


def test_doctor_says_where_slack_is_not_set_up(tmp_path: Path) -> None:
    ran = nutgraf("doctor", db=tmp_path / "s.db")
    assert ran.status == 0
    assert "warning  Slack: not set up." in ran.out
    half = nutgraf("doctor", "--local", db=tmp_path / "s.db", SLACK_BOT_TOKEN=BOT)
    assert half.status == 1
    assert "wrong    Slack: SLACK_APP_TOKEN isn't set" in half.out
