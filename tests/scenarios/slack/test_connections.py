"""What goes wrong between Slack and the bot: silence, broken connections, forged requests, wrong tokens."""

import asyncio
import json
import logging
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.slack.options import SlackOptions
from adapters.slack.platform import Slack
from bot.clock import SystemClock
from bot.compose import app, open_house
from bot.errors import Missing
from tests.scenarios.slack.conftest import Play
from tests.scenarios.slack.newsroom import ANNA, BEN, NEWSROOM, QUICK, Newsroom, ok
from tests.servers.slack import FakeSlack
from tests.servers.slack.state import Mode

socket = pytest.mark.parametrize("mode", ["socket"])
http = pytest.mark.parametrize("mode", ["http"])


@socket
def test_a_connection_that_died_silently_is_noticed_and_replaced(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.slack.patience = 0.5
        room.slack.go_silent()
        before = room.slack.connections
        said = await room.slack.say(ANNA, NEWSROOM, "<@UBOT> digest at 08:00")
        await room.slack.until(lambda: room.slack.connections > before)
        await room.slack.quiet()
        assert said.acked
        await room.said(ANNA, NEWSROOM)
        assert await room.effects() == 1

    play(scenario)


@socket
def test_slack_may_ask_for_another_connection_and_break_the_old_one(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        for number, leave in enumerate((room.slack.disconnect, room.slack.drop, room.slack.disconnect), 1):
            before = room.slack.connections
            await leave()
            await room.slack.until(lambda before=before: room.slack.connections > before)  # type: ignore[misc]
            await room.slack.until(lambda: room.slack.connected == 1)
            await room.brief(BEN, "help")
            assert len(room.slack.seen_by(BEN, NEWSROOM)) == number

    play(scenario)


@socket
def test_reactions_are_compared_after_each_connection(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.caught_up.wait()
        room.caught_up.clear()
        await room.slack.drop()
        await asyncio.wait_for(room.caught_up.wait(), 5)

    play(scenario)


@socket
def test_a_slack_that_is_down_is_waited_for_with_one_warning(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Newsroom) -> None:
        before = room.slack.connections
        room.slack.refuse("apps.connections.open", "internal_error", times=4)
        room.slack.refuse("apps.connections.open", "ratelimited", retry_after=0.01)
        await room.slack.drop()
        await room.slack.until(lambda: room.slack.connections > before)
        await room.brief(BEN, "help")
        warnings = [
            record
            for record in caplog.records
            if record.levelno >= logging.WARNING and "no connection to Slack" in record.getMessage()
        ]
        assert len(warnings) == 1

    play(scenario)


@http
def test_requests_that_slack_did_not_sign_just_now_have_no_effect(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        event = {"type": "app_mention", "user": ANNA, "channel": NEWSROOM, "ts": "1.0", "event_ts": "1.0"}
        body = json.dumps(
            {
                "type": "event_callback",
                "event_id": "Ev1",
                "team_id": "T1",
                "event": event | {"text": "<@UBOT> digest at 08:00"},
            }
        )
        now = int(SystemClock().now().timestamp())
        right = room.slack.signed(body)
        name = "X-Slack-Request-Timestamp"
        bad: tuple[dict[str, str], ...] = (
            {},
            {key: value for key, value in right.items() if key != name},
            {key: value for key, value in right.items() if key != "X-Slack-Signature"},
            right | {"X-Slack-Signature": "v0=" + "0" * 64},
            right | {"X-Slack-Signature": "v0=ä"},
            right | {name: str(now - 1)},
            room.slack.signed(body, timestamp="abc"),
            room.slack.signed(body, timestamp=""),
            room.slack.signed(body, timestamp="-5"),
            room.slack.signed(body, timestamp="1e9"),
            room.slack.signed(body, timestamp=str(now - 310)),
            room.slack.signed(body, timestamp=str(now + 310)),
            room.slack.signed(body + " ", timestamp=str(now)),
        )
        for headers in bad:
            assert (await room.slack.post_raw(body, headers)).status == 401
        assert await room.effects() == 0
        assert (await room.slack.post_raw(body, right)).status == 200
        assert (await room.slack.post_raw(body, right)).status == 401
        await room.said(ANNA, NEWSROOM)
        assert await room.effects() == 1

    play(scenario)


@http
def test_a_request_that_was_not_saved_may_come_again_as_it_is(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        event = {"type": "reaction_added", "user": ANNA, "reaction": "eyes", "event_ts": "1.0"}
        item = {"type": "message", "channel": NEWSROOM, "ts": "1.0"}
        body = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": event | {"item": item}})
        headers = room.slack.signed(body)
        room.store.full = True
        assert (await room.slack.post_raw(body, headers)).status == 503
        room.store.full = False
        assert (await room.slack.post_raw(body, headers)).status == 200

    play(scenario)


@http
@pytest.mark.filterwarnings("ignore:Sending a large body")  # the client's, not ours
def test_what_can_not_be_read_is_turned_away_or_left_alone(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Newsroom) -> None:
        slack = room.slack
        assert (await slack.post_raw("{", slack.signed("{"))).status == 400
        for body in ('{"type": "event_callback"}', '{"type": "party"}', '{"event": 3, "type": "x"}'):
            assert (await slack.post_raw(body, slack.signed(body))).status == 200
        challenge = '{"type": "url_verification", "challenge": "abc"}'
        assert (await slack.post_raw(challenge, slack.signed(challenge))).answer == {"challenge": "abc"}
        large = json.dumps({"type": "x", "text": "x" * (1 << 20)})
        assert (await slack.post_raw(large, slack.signed(large))).status == 413
        party = {"type": "party", "user": BEN, "text": "of Ben's", "event_ts": "1.0"}
        ok(await slack.deliver_event(party, "app_mention"))
        assert "what nothing here is for: party." in caplog.text
        assert "of Ben's" not in caplog.text

    play(scenario)


def test_a_bot_that_starts_before_slack_is_up_waits_for_it(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stop()
        room.slack.refuse("auth.test", "internal_error", times=3)
        await room.start()
        assert "can't be asked who the bot is" in caplog.text
        await room.brief(BEN, "help")

    play(scenario)


@http
def test_a_port_that_is_taken_ends_it_in_one_sentence(play: Play, tmp_path: Path) -> None:
    async def scenario(room: Newsroom) -> None:
        async with open_house(tmp_path / "other.db") as house:
            other = Slack(room.options, SystemClock(), times=QUICK)
            with pytest.raises(Missing, match="NUTGRAF_HTTP_PORT"):
                await app(house, [other]).run()

    play(scenario)


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_a_wrong_token_ends_it_in_one_sentence(mode: Mode, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with FakeSlack() as slack:
            options = slack.options(mode=mode).model_copy(update={"bot_token": SecretStr("xoxb-wrong-token")})
            await refused(options)
            if mode == "socket":
                options = slack.options().model_copy(update={"app_token": SecretStr("xapp-wrong-token")})
                await refused(options)

    async def refused(options: SlackOptions) -> None:
        async with open_house(tmp_path / "nutgraf.db") as house:
            with pytest.raises(Missing) as missing:
                await app(house, [Slack(options, SystemClock(), times=QUICK)]).run()
        said = str(missing.value)
        assert "invalid_auth" in said
        assert "wrong-token" not in said

    asyncio.run(scenario())
