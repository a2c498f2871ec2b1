"""The fake Slack brings things to a true slack-bolt app, in both modes, and sees what became of them."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, get_args

import pytest
from slack_sdk.errors import SlackApiError

from tests.servers.slack import FakeSlack
from tests.servers.slack.state import Mode
from tests.servers.slack_app import App, running

Story = Callable[[FakeSlack, App], Coroutine[Any, Any, None]]
both = pytest.mark.parametrize("mode", get_args(Mode))


def play(story: Story, mode: Mode, *, patience: float = 3.0) -> None:
    """Run a story with a fake Slack and an app that is connected to it."""

    async def playing() -> None:
        async with FakeSlack(patience=patience) as slack:
            slack.add_person("U1", "anna")
            slack.add_channel("C1", "newsroom", members=["U1"])
            async with running(slack.options(mode=mode)) as app:
                await slack.ready()
                await story(slack, app)

    asyncio.run(playing())


@both
def test_a_command_arrives_and_its_ack_is_seen(mode: Mode) -> None:
    async def story(slack: FakeSlack, app: App) -> None:
        app.answer = "Working on it…"
        seen = await slack.command("U1", "C1", "latest 5 & <more>")
        assert seen.acked
        assert 0 < seen.seconds < 1
        assert (app.heard[0]["command"], app.heard[0]["text"]) == ("/brief", "latest 5 &amp; &lt;more&gt;")
        (shown,) = slack.seen_by("U1", "C1")
        assert (shown.text, shown.ephemeral_to) == ("Working on it…", "U1")

    play(story, mode)


@both
def test_what_is_said_arrives_as_slack_writes_it(mode: Mode) -> None:
    async def story(slack: FakeSlack, app: App) -> None:
        await slack.say("U1", slack.direct("U1").id, "R&D at https://example.org/?a=1&b=2")
        event = app.heard[0]["event"]
        assert event["text"] == "R&amp;D at <https://example.org/?a=1&amp;b=2>"
        assert (event["type"], event["channel_type"]) == ("message", "im")
        await slack.say("U1", "C1", "<@UBOT> latest")
        assert app.heard[1]["event"]["type"] == "app_mention"
        assert (await slack.say("U1", "C1", "no mention")).withheld
        assert len(app.heard) == 2

    play(story, mode)


@both
def test_an_event_that_is_not_acked_comes_again(mode: Mode) -> None:
    async def story(slack: FakeSlack, app: App) -> None:
        app.broken = 2
        seen = await slack.say("U1", "C1", "<@UBOT> latest")
        assert not seen.acked
        await slack.quiet()
        assert [each.acked for each in seen.tries] == [False, False, True]
        assert len(app.heard) == 1
        if mode == "http":
            assert app.retries == ["", "1", "2"]
            assert [each.status for each in seen.tries] == [500, 500, 200]
        again = await slack.deliver_again(seen)
        assert again.acked
        assert app.heard[0]["event_id"] == app.heard[1]["event_id"]

    play(story, mode, patience=0.3)


@both
def test_an_ack_that_takes_too_long_is_none(mode: Mode) -> None:
    async def story(slack: FakeSlack, app: App) -> None:
        app.hold = asyncio.Event()
        seen = await slack.command("U1", "C1", "latest")
        assert not seen.acked
        assert seen.seconds >= 0.3
        app.hold.set()
        assert (await slack.command("U1", "C1", "latest")).acked

    play(story, mode, patience=0.3)


@both
def test_buttons_shortcuts_and_submissions_carry_what_slack_gives(mode: Mode) -> None:
    async def story(slack: FakeSlack, app: App) -> None:
        label = {"type": "plain_text", "text": "Read brief"}
        buttons = {"type": "actions", "elements": [{"type": "button", "text": label, "value": "story 7"}]}
        await app.client.chat_postMessage(channel="C1", text="A story", blocks=[buttons])
        (post,) = slack.seen_by("U1", "C1")
        pressed = await slack.press("U1", post, "Read brief")
        assert app.heard[0]["actions"][0]["value"] == "story 7"
        assert app.heard[0]["container"]["message_ts"] == post.ts == app.heard[0]["message"]["ts"]
        await slack.shortcut("U1", post)
        assert app.heard[1]["callback_id"] == "add_to_nutgraf"
        field = {"type": "plain_text_input", "action_id": "text", "initial_value": "x"}
        view = {
            "type": "modal",
            "title": {"type": "plain_text", "text": "Add"},
            "submit": {"type": "plain_text", "text": "Add"},
            "blocks": [{"type": "input", "block_id": "words", "label": label, "element": field}],
        }
        await app.client.views_open(trigger_id=pressed.trigger_id, view=view)
        app.answer = {"response_action": "errors", "errors": {"words": "Too short."}}
        await slack.submit("U1", slack.modal("U1"))
        assert app.heard[2]["view"]["state"]["values"]["words"]["text"]["value"] == "x"
        assert slack.modal("U1").errors == {"words": "Too short."}
        app.answer = None
        await slack.submit("U1", slack.modal("U1"), {"text": "A long story"})
        assert all(each.closed for each in slack.views)

    play(story, mode)


@both
def test_what_is_not_subscribed_or_granted_is_withheld(mode: Mode) -> None:
    async def story(slack: FakeSlack, app: App) -> None:
        slack.scopes.discard("reactions:read")
        slack.events.discard("channel_archive")
        post = slack.add_message("C1", "U1", "Hello")
        assert (await slack.react("U1", post, "tada")).withheld
        assert (await slack.archive("C1")).withheld
        assert not app.heard

    play(story, mode)


@both
def test_reactions_and_what_happens_to_channels_arrive(mode: Mode) -> None:
    async def story(slack: FakeSlack, app: App) -> None:
        post = slack.add_message("C1", "U1", "Hello")
        await slack.react("U1", post, "+1::skin-tone-3")
        await slack.unreact("U1", post, "+1::skin-tone-3")
        await slack.rename("C1", "desk")
        await slack.archive("C1")
        await slack.unarchive("C1")
        await slack.invite_bot("C1")
        await slack.make_private("C1")
        await slack.remove_bot("C1")
        await slack.delete_channel("C1")
        await slack.open_home("U1")
        told = [each["event"]["type"] for each in app.heard]
        assert told == [
            *("reaction_added", "reaction_removed", "channel_rename", "channel_archive", "channel_unarchive"),
            *("member_joined_channel", "group_left", "app_home_opened"),
        ]

    play(story, mode)


def test_connections_are_replaced_when_slack_asks_and_when_they_break() -> None:
    async def story(slack: FakeSlack, app: App) -> None:
        for trouble in (slack.disconnect, slack.drop):
            before = slack.connections
            await trouble()
            await slack.until(lambda before=before: slack.connections > before)  # type: ignore[misc] # mypy knows no type for a lambda with a default
            await slack.until(lambda: slack.connected == 1, within=15)
            assert (await slack.command("U1", "C1", "latest")).acked
        assert len(app.heard) == 2

    play(story, "socket", patience=0.3)


def test_a_connection_that_died_without_a_word_brings_nothing() -> None:
    async def story(slack: FakeSlack, app: App) -> None:
        slack.go_silent()
        assert not (await slack.command("U1", "C1", "lost")).acked
        await slack.until(lambda: slack.connections == 2, within=15)
        await slack.until(lambda: slack.connected == 1, within=15)
        assert (await slack.command("U1", "C1", "found")).acked
        assert [each["text"] for each in app.heard] == ["found"]

    play(story, "socket", patience=0.3)


def test_bad_requests_are_what_they_should_be() -> None:
    async def story(slack: FakeSlack, app: App) -> None:
        body = '{"type": "event_callback", "event": {"type": "app_mention"}}'
        assert (await slack.post_raw(body, slack.signed(body))).status == 200
        assert (await slack.post_raw(body, slack.signed(body + " "))).status == 401
        assert (await slack.post_raw(body, slack.signed(body, timestamp="1"))).status == 401
        assert len(app.heard) == 1

    play(story, "http")


def test_a_revoked_token_and_an_uninstalled_app_are_told_of() -> None:
    async def story(slack: FakeSlack, app: App) -> None:
        await slack.revoke_token()
        with pytest.raises(SlackApiError, match="token_revoked"):
            await app.client.auth_test()
        await slack.uninstall()
        with pytest.raises(SlackApiError, match="account_inactive"):
            await app.client.auth_test()
        told = [each["event"]["type"] for each in app.heard]
        assert told == ["tokens_revoked", "app_uninstalled"]

    play(story, "http")
