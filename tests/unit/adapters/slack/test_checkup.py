"""The check-up says of each token whether it is right, and what mends it where it isn't."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from pydantic import SecretStr

from adapters.slack.checkup import examine, introduce
from adapters.slack.manifest import SCOPES
from adapters.slack.options import SlackOptions
from bot.errors import Missing
from bot.model.health import Finding

BOT, APP = "-".join(("xo" + "xb", "right")), "-".join(("xa" + "pp", "right"))


class Slack:
    """A Web API that knows these two tokens."""

    def __init__(self) -> None:
        self.scopes: str | None = ",".join(SCOPES)
        self.error = ""
        self.port = 0

    async def auth_test(self, request: web.Request) -> web.Response:
        wrong = self._refusal(request, BOT)
        headers = {} if self.scopes is None else {"X-OAuth-Scopes": self.scopes}
        right = {
            "ok": True,
            "user": "nutgraf",
            "team": "The Courier",
            "user_id": "U1",
            "team_id": "T1",
            "bot_id": "B1",
        }
        return web.json_response(wrong or right, headers=headers)

    async def connections_open(self, request: web.Request) -> web.Response:
        return web.json_response(
            self._refusal(request, APP) or {"ok": True, "url": "wss://127.0.0.1/?ticket=secret"}
        )

    def _refusal(self, request: web.Request, token: str) -> dict[str, object] | None:
        if self.error:
            return {"ok": False, "error": self.error}
        right = request.headers.get("Authorization") == f"Bearer {token}"
        return None if right else {"ok": False, "error": "invalid_auth"}

    def options(self, *, bot: str = BOT, app: str = APP) -> SlackOptions:
        return SlackOptions(
            bot_token=SecretStr(bot), app_token=SecretStr(app), api_url=f"http://127.0.0.1:{self.port}/api/"
        )


@asynccontextmanager
async def serving() -> AsyncIterator[Slack]:
    """Serve a Slack on this machine."""
    slack = Slack()
    app = web.Application()
    app.router.add_route("*", "/api/auth.test", slack.auth_test)
    app.router.add_route("*", "/api/apps.connections.open", slack.connections_open)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.port = runner.addresses[0][1]
        yield slack
    finally:
        await runner.cleanup()


def examined(*, bot: str = BOT, app: str = APP, **told: str | None) -> list[Finding]:
    """Examine an app whose Slack knows the two right tokens."""

    async def work() -> tuple[Finding, ...]:
        async with serving() as slack:
            vars(slack).update(told)
            return await examine(slack.options(bot=bot, app=app))

    return list(asyncio.run(work()))


def said(findings: list[Finding]) -> str:
    return "\n".join(f"{each.state} {each.subject}: {each.says} {each.next_step}" for each in findings)


def test_where_all_is_well_each_line_says_so() -> None:
    findings = examined()
    assert [(each.state, each.subject) for each in findings] == [
        ("fine", "Slack"),
        ("fine", "Slack scopes"),
        ("fine", "Slack Socket Mode"),
    ]
    assert "@nutgraf in The Courier" in said(findings)


def test_a_missing_scope_is_named_with_its_use_and_how_to_get_it() -> None:
    findings = examined(scopes=",".join(scope for scope in SCOPES if scope != "reactions:read"))
    [wrong] = [each for each in findings if each.state == "wrong"]
    assert wrong.says == f"the token lacks reactions:read ({SCOPES['reactions:read']})."
    assert "nutgraf slack manifest" in wrong.next_step
    assert "Reinstall" in wrong.next_step


def test_a_scope_too_many_is_a_warning() -> None:
    findings = examined(scopes=", ".join([*SCOPES, "files:write"]))
    assert "warning Slack scopes: the token has more than is used: files:write." in said(findings)


def test_scopes_that_slack_does_not_tell_are_a_warning() -> None:
    assert "warning Slack scopes: Slack doesn't say" in said(examined(scopes=None))


def test_a_refused_bot_token_says_where_the_right_one_is() -> None:
    findings = examined(bot="-".join(("xo" + "xb", "wrong")))
    assert findings[0].state == "wrong"
    assert "invalid_auth" in findings[0].says
    assert "SLACK_BOT_TOKEN" in said(findings[:1])
    assert findings[-1].state == "fine", "the app's token is looked at all the same"


def test_a_refused_app_token_says_where_the_right_one_is() -> None:
    findings = examined(app="-".join(("xa" + "pp", "wrong")))
    assert [each.state for each in findings] == ["fine", "fine", "wrong"]
    assert "connections:write" in findings[-1].next_step


@pytest.mark.parametrize("word", ["internal_error", "ratelimited"])
def test_a_slack_that_cannot_answer_now_does_not_make_a_token_wrong(word: str) -> None:
    findings = examined(error=word)
    assert {each.state for each in findings} == {"wrong"}
    assert "tokens may well be right" in said(findings)
    assert "refuses" not in said(findings)


def test_another_word_of_refusal_is_given_with_where_it_is_explained() -> None:
    findings = examined(error="org_login_required")
    assert "org_login_required" in findings[0].says
    assert "docs.slack.dev" in findings[0].next_step


def test_a_network_that_fails_is_said_to_be_that() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    slack = Slack()
    slack.port = port
    findings = list(asyncio.run(examine(slack.options())))
    assert "Slack could not be reached" in said(findings)
    assert "Look at the network" in said(findings)
    assert asyncio.run(introduce(slack.options())).startswith("Slack could not be reached")


def test_over_http_the_app_token_is_not_asked_about() -> None:
    async def work() -> tuple[Finding, ...]:
        async with serving() as slack:
            return await examine(slack.options(app="").model_copy(update={"mode": "http", "http_port": 9090}))

    findings = list(asyncio.run(work()))
    assert findings[-1].state == "fine"
    assert "on port 9090, at /slack/events" in findings[-1].says


@pytest.mark.parametrize("token", [BOT, "-".join(("xo" + "xb", "wrong"))])
def test_no_token_and_no_ticket_is_in_what_is_said(token: str) -> None:
    findings = examined(bot=token, app=token)
    for part in ("-right", "-wrong", "ticket"):
        assert part not in said(findings)


@pytest.mark.parametrize(
    ("mode", "way"), [("socket", "over Socket Mode"), ("http", "over HTTP on port 8080")]
)
def test_the_bot_is_introduced_in_a_line(mode: str, way: str) -> None:
    async def work() -> str:
        async with serving() as slack:
            return await introduce(slack.options().model_copy(update={"mode": mode}))

    assert asyncio.run(work()) == f"Slack: @nutgraf in The Courier, {way}."


def test_a_bot_whose_token_is_refused_is_not_introduced() -> None:
    async def work() -> str:
        async with serving() as slack:
            return await introduce(slack.options(bot="-".join(("xo" + "xb", "wrong"))))

    with pytest.raises(Missing, match="invalid_auth"):
        asyncio.run(work())
