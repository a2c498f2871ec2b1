"""The client of the Web API: who the bot is, what goes wrong with a call, and what is never said of it."""

import asyncio
import json
import logging
import socket

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from pydantic import SecretStr

from adapters.slack.api import Api, Identity
from adapters.slack.faults import Fault, fault
from adapters.slack.options import SlackOptions
from bot.errors import Missing
from tests.unit.adapters.slack.inside import Inside, answering, in_slack

_HOST = ConnectionKey("slack.com", 443, True, True, None, None, None)
TOKEN = "-".join(("xo" + "xb", "very", "secret"))


def options(origin: str, token: str = TOKEN) -> SlackOptions:
    return SlackOptions(bot_token=SecretStr(token), api_url=f"{origin}/api/")


async def fault_at(origin: str, token: str = TOKEN) -> Fault:
    """Return the fault that a call of such a Slack meets."""
    api = Api(options(origin, token))
    try:
        with pytest.raises(Fault) as caught:
            await api.ask(api.client.chat_postMessage(channel="C1", text="Secret plans"))
        return caught.value
    finally:
        await api.close()


def met(body: str, status: int = 200, kind: str = "application/json", **headers: str) -> Fault:
    """Return the fault that a call meets which is answered like this."""

    async def meet() -> Fault:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with answering(body=body, status=status, kind=kind, headers=named) as origin:
            return await fault_at(origin)

    return asyncio.run(meet())


def nobody_there() -> str:
    """Return an origin at which nobody listens."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{plug.getsockname()[1]}"


@in_slack()
async def test_it_knows_who_the_bot_is_and_asks_once(inside: Inside) -> None:
    first, *others = await asyncio.gather(*(inside.api.who() for _ in range(5)))
    assert first == Identity(
        workspace="T1",
        team="The Newsroom",
        user="UBOT",
        bot=first.bot,
        name="nutgraf",
        url="https://t1.slack.com/",
        scopes=frozenset(inside.slack.scopes),
    )
    assert others == [first] * 4
    assert inside.api.identity == first
    assert len(inside.slack.called("auth.test")) == 1


@in_slack()
async def test_a_token_that_slack_refuses_is_missing_and_never_told(inside: Inside) -> None:
    for word in ("invalid_auth", "token_revoked", "account_inactive", "not_allowed_token_type"):
        inside.slack.refuse("auth.test", word)
        with pytest.raises(Missing) as caught:
            await inside.api.who()
        assert word in str(caught.value)
        assert "https://api.slack.com/apps" in str(caught.value)
        assert str(caught.value).count(". ") == 0  # one sentence
        assert not any(secret in str(caught.value) for secret in inside.slack.secrets)
    assert await inside.api.who()


@pytest.mark.parametrize("token", ["", "  ", "two words", "tökén", "a\x00b"])
def test_what_can_not_be_a_token_is_missing_without_asking(token: str) -> None:
    with pytest.raises(Missing, match="SLACK_BOT_TOKEN"):
        asyncio.run(Api(options("http://127.0.0.1:1", token)).who())


def test_a_persons_token_is_not_a_bots() -> None:
    said = {"ok": True, "team_id": "T1", "user_id": "U1", "user": "anna", "url": "https://x.test/"}

    async def ask() -> None:
        async with answering(body=json.dumps(said)) as origin:
            api = Api(options(origin))
            try:
                await api.who()
            finally:
                await api.close()

    with pytest.raises(Missing, match="a person's token"):
        asyncio.run(ask())


@in_slack()
async def test_a_slack_that_is_down_is_no_wrong_token(inside: Inside) -> None:
    inside.slack.go_down()
    with pytest.raises(Fault):
        await inside.api.who()
    inside.slack.come_up()
    assert await inside.api.who()


def test_what_was_never_sent_says_so() -> None:
    fault = asyncio.run(fault_at(nobody_there()))
    assert (fault.reach, fault.word) == ("never", "")


@pytest.mark.parametrize(
    ("error", "reach"),
    [
        (aiohttp.ClientConnectorDNSError(_HOST, OSError("no such host")), "never"),
        (aiohttp.ClientConnectorCertificateError(_HOST, ValueError("expired")), "never"),
        (aiohttp.ClientProxyConnectionError(_HOST, OSError("no proxy")), "never"),
        (aiohttp.ConnectionTimeoutError("slack.com"), "never"),
        (aiohttp.InvalidURL("//"), "never"),
        (aiohttp.SocketTimeoutError("slack.com"), "unknown"),
        (aiohttp.ServerDisconnectedError(), "unknown"),
        (aiohttp.ClientOSError(104, "reset"), "unknown"),
        (TimeoutError(), "unknown"),
    ],
)
def test_only_what_never_left_this_machine_was_surely_not_taken(error: Exception, reach: str) -> None:
    assert fault(error).reach == reach


@in_slack()
async def test_a_broken_connection_leaves_it_unknown_and_is_not_tried_twice(inside: Inside) -> None:
    inside.slack.fault("chat.postMessage", "reset after")
    with pytest.raises(Fault) as caught:
        await inside.api.ask(inside.api.client.chat_postMessage(channel="C1", text="Story"))
    assert caught.value.reach == "unknown"
    assert len(inside.slack.messages) == 1


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ("<html>Bad Gateway</html>", 502, "text/html"),
        ("<html>A captive portal</html>", 200, "text/html"),
        ("Service Unavailable", 503, "text/plain"),
        ("ok", 200, "text/plain"),
        ("{not json", 200, "application/json"),
        ("[1]", 200, "application/json"),
        ("[]", 200, "application/json"),
        ("7", 200, "application/json"),
        ("null", 200, "application/json"),
        ("", 200, "application/json"),
        ("ok", 200, "application/gzip"),
        ('{"ok": false}', 200, "application/json"),
        ('{"ok": false, "error": {"a": 1}}', 200, "application/json"),
        ('{"ok": false, "error": "Ask <https://evil.test>"}', 200, "application/json"),
        ('{"ok": false, "error": "invalid_blocks"}', 500, "application/json"),
    ],
)
def test_an_answer_that_says_nothing_leaves_it_unknown(body: str, status: int, kind: str) -> None:
    fault = met(body, status, kind)
    assert (fault.reach, fault.word) == ("unknown", "")
    assert "html" not in str(fault)


@pytest.mark.parametrize(
    ("header", "seconds"), [("30", 30.0), ("0.5", 0.5), ("-1", 0.0), ("soon", None), (None, None)]
)
def test_a_429_says_how_long_to_wait(header: str | None, seconds: float | None) -> None:
    headers = {} if header is None else {"Retry_After": header}
    fault = met('{"ok": false, "error": "ratelimited"}', 429, **headers)
    assert (fault.reach, fault.word, fault.retry_after) == ("answered", "ratelimited", seconds)
    assert met("slow down", 429, "text/plain", **headers).retry_after == seconds


def test_a_refusal_carries_slacks_word_and_what_it_explains() -> None:
    said = {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata": {"messages": ["[ERROR] must be less than 3001 characters"]},
    }
    fault = met(json.dumps(said))
    assert (fault.reach, fault.word) == ("answered", "invalid_blocks")
    assert "3001 characters" in str(fault)
    lacking = met('{"ok": false, "error": "missing_scope", "needed": "chat:write"}')
    assert lacking.scope == "chat:write"
    assert "chat:write" in str(lacking)


def test_nothing_that_was_sent_stands_in_a_fault() -> None:
    for body in ('{"ok": false, "error": "no_text"}', "<html>"):
        fault = met(body)
        assert fault.__cause__ is None
        assert fault.__suppress_context__
        assert "Secret plans" not in f"{fault!r} {fault}"
        assert TOKEN not in f"{fault!r} {fault} {vars(fault)}"


@in_slack()
async def test_its_calls_share_connections_and_it_serves_after_it_was_closed(inside: Inside) -> None:
    session = inside.api.client.session
    assert isinstance(session, aiohttp.ClientSession)
    assert inside.api.client.session is session
    await inside.api.close()
    await inside.api.close()
    assert session.closed
    assert (await inside.api.ask(inside.api.client.auth_test()))["team_id"] == "T1"
    assert inside.api.client.session is None


def test_the_libraries_never_log_what_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    met('{"ok": false, "error": "no_text"}')
    assert logging.getLogger("slack_sdk.web").getEffectiveLevel() >= logging.INFO
    assert logging.getLogger("slack_bolt.App").getEffectiveLevel() >= logging.INFO
    assert "Secret plans" not in caplog.text
    assert TOKEN not in caplog.text
