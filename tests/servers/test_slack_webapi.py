"""The fake Slack takes what Slack takes and refuses what Slack refuses, asked by the true slack_sdk."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.conftest import SetClock
from tests.servers.slack import FakeSlack

Story = Callable[[FakeSlack, AsyncWebClient], Coroutine[Any, Any, None]]
Json = dict[str, Any]


def play(story: Story, clock: SetClock | None = None) -> None:
    """Run a story with a fake Slack and a client of it."""

    async def playing() -> None:
        async with FakeSlack(clock=clock) as slack, aiohttp.ClientSession() as session:
            slack.add_person("U1", "anna")
            slack.add_channel("C1", "newsroom", members=["U1"])
            token = slack.options().bot_token.get_secret_value()
            client = AsyncWebClient(token, base_url=slack.api_url, retry_handlers=[], session=session)
            await story(slack, client)

    asyncio.run(playing())


async def refusal(call: Coroutine[Any, Any, Any]) -> str:
    """Return the word with which a call is refused; "" where it isn't."""
    try:
        await call
    except SlackApiError as error:
        return str(error.response.data["error"])
    return ""


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(**what: Any) -> Json:  # noqa: ANN401 - JSON
    return {"type": "button", "text": plain("Press"), **what}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


GOOD: list[list[Json]] = [
    [section("x" * 3000)],
    [section("x")] * 50,
    [{"type": "section", "fields": [plain("x" * 2000)] * 6}],
    [{"type": "header", "text": plain("x" * 150)}],
    [actions(button(value="x" * 2000, action_id="a"), button(action_id="b", style="danger"))],
    [{"type": "context", "elements": [plain("small print")]}, {"type": "divider"}],
    [{"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A picture"}],
    [section("<@U1> <https://example.org|here> &amp; <!date^1^{date}|then>")],
    [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "words <!channel>", "style": {"bold": True}},
                        {"type": "link", "url": "https://example.org", "text": "here"},
                        {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "then"},
                    ],
                }
            ],
        }
    ],
]
BAD: dict[str, list[Json]] = {
    "51 blocks": [section("x")] * 51,
    "a section that is too long": [section("x" * 3001)],
    "an empty section": [section("")],
    "a section without text": [{"type": "section"}],
    "a field that is too long": [{"type": "section", "fields": [plain("x" * 2001)]}],
    "11 fields": [{"type": "section", "fields": [plain("x")] * 11}],
    "a header that is too long": [{"type": "header", "text": plain("x" * 151)}],
    "a header with markup": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "two blocks of one id": [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
    "two actions of one id": [actions(button(action_id="a"), button(action_id="a"))],
    "a label that is too long": [actions(button(text=plain("x" * 76)))],
    "a value that is too long": [actions(button(value="x" * 2001))],
    "26 buttons": [actions(*(button(action_id=str(number)) for number in range(26)))],
    "a strange style": [actions(button(style="pretty"))],
    "an address that is none": [{"type": "image", "image_url": "x", "alt_text": "x"}],
    "a strange block": [{"type": "carousel"}],
    "a block of modals": [{"type": "input", "label": plain("x"), "element": {"type": "plain_text_input"}}],
    "an unknown property": [{"type": "divider", "colour": "red"}],
    "unescaped words": [section("R&D <b>")],
    "an empty list": [{"type": "rich_text", "elements": []}],
    "11 in a context": [{"type": "context", "elements": [plain("x")] * 11}],
}


@pytest.mark.parametrize("blocks", GOOD, ids=range(len(GOOD)))
def test_good_blocks_are_taken(blocks: list[Json]) -> None:
    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel="C1", text="Story", blocks=blocks)
        assert len(slack.messages) == 1

    play(story)


@pytest.mark.parametrize("blocks", BAD.values(), ids=BAD)
def test_bad_blocks_are_refused(blocks: list[Json]) -> None:
    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        assert (
            await refusal(client.chat_postMessage(channel="C1", text="x", blocks=blocks)) == "invalid_blocks"
        )
        assert not slack.messages

    play(story)


def test_what_slack_refuses_of_a_message_is_refused_with_its_word() -> None:
    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        slack.add_channel("C2", members=["U1"], bot=False)
        slack.add_channel("C3", private=True, bot=False)
        slack.add_channel("C4", archived=True)
        slack.add_person("U9", bot=True)
        others = slack.add_message("C1", "U1", "Hello")

        def post(channel: str = "C1", text: str = "x", **more: Any) -> Coroutine[Any, Any, Any]:  # noqa: ANN401
            return client.chat_postMessage(channel=channel, text=text, **more)

        metadata = {"event_type": "nutgraf_post", "event_payload": {"key": "x" * 20_000}}
        long = [section("x" * 3000)] * 5
        words = [
            await refusal(post("C9")),
            await refusal(post("C2")),
            await refusal(post("C3")),
            await refusal(post("C4")),
            await refusal(post("U9")),
            await refusal(client.api_call("chat.postMessage", params={"channel": "C1"})),
            await refusal(post(text="x" * 40_001)),
            await refusal(post(blocks=long)),
            await refusal(post(metadata=metadata)),
            await refusal(client.chat_update(channel="C1", ts="1.2", text="x")),
            await refusal(client.chat_update(channel="C1", ts=others.ts, text="x")),
            await refusal(client.chat_postEphemeral(channel="C1", user="U8", text="x")),
            await refusal(client.users_info(user="U8")),
            await refusal(client.conversations_history(channel="C2")),
        ]
        assert words == [
            *("channel_not_found", "not_in_channel", "channel_not_found", "is_archived", "cannot_dm_bot"),
            *("no_text", "msg_too_long", "msg_blocks_too_long", "metadata_too_large", "message_not_found"),
            *("cant_update_message", "user_not_found", "user_not_found", "not_in_channel"),
        ]
        slack.scopes.discard("chat:write")
        assert await refusal(post()) == "missing_scope"
        client.token = "xoxb-wrong"  # noqa: S105 - nobody's
        assert await refusal(post()) == "invalid_auth"
        assert [each.via for each in slack.messages] == ["person"]

    play(story)


def test_history_is_read_page_by_page_and_shows_metadata_where_it_is_asked_for() -> None:
    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        for number in range(5):
            metadata = {"event_type": "nutgraf_post", "event_payload": {"key": f"k{number}"}}
            await client.chat_postMessage(channel="C1", text=f"{number}", metadata=metadata)
        third = slack.messages[2]
        await client.chat_postMessage(channel="C1", text="reply", thread_ts=third.ts)
        read: list[Json] = []
        cursor = ""
        for _ in range(3):
            page = await client.conversations_history(
                channel="C1", limit=2, cursor=cursor, include_all_metadata=True
            )
            read += page["messages"]
            cursor = page["response_metadata"]["next_cursor"]
        assert not cursor
        assert [each["metadata"]["event_payload"]["key"] for each in read] == ["k4", "k3", "k2", "k1", "k0"]
        assert "metadata" not in (await client.conversations_history(channel="C1"))["messages"][0]
        since = await client.conversations_history(channel="C1", oldest=third.ts)
        assert [each["text"] for each in since["messages"]] == ["4", "3"]
        since = await client.conversations_history(channel="C1", oldest=third.ts, inclusive=True)
        assert [each["text"] for each in since["messages"]] == ["4", "3", "2"]
        thread = await client.conversations_replies(channel="C1", ts=third.ts)
        assert [each["text"] for each in thread["messages"]] == ["2", "reply"]
        slack.lag = 60
        assert not (await client.conversations_history(channel="C1"))["messages"]

    play(story)


def test_an_edit_keeps_metadata_and_drops_blocks_that_are_not_given() -> None:
    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        metadata = {"event_type": "nutgraf_post", "event_payload": {"key": "k"}}
        await client.chat_postMessage(channel="C1", text="1", blocks=[section("one")], metadata=metadata)
        (post,) = slack.messages
        await client.chat_update(channel="C1", ts=post.ts, text="2")
        assert (post.key, post.words, post.edits[0].words) == ("k", "2", "one")

    play(story)


def test_a_response_url_answers_five_times_and_replaces_where_it_is_asked_to(clock: SetClock) -> None:
    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        slack.mode = "http"
        slack.request_url = f"{slack.api_url}api.test"  # nobody is there, which does not matter
        url = (await slack.command("U1", "C1", "latest")).response_url

        async def use(**body: Any) -> int:  # noqa: ANN401 - JSON
            assert client.session
            async with client.session.post(url, json=body) as answer:
                return answer.status

        assert await use(text="Working on it…") == 200
        assert await use(text="Done.", replace_original=True) == 200
        assert [(each.text, each.ephemeral_to) for each in slack.messages] == [("Done.", "U1")]
        assert await use(text="For all.", response_type="in_channel") == 200
        assert [each.text for each in slack.seen_by("U2", "C1")] == ["For all."]
        assert [await use(text="x") for _ in range(3)] == [200, 200, 404]
        later = (await slack.command("U1", "C1", "latest")).response_url
        url, clock.at = later, clock.at + timedelta(minutes=31)
        assert await use(text="Too late.") == 404

    play(story, clock)


def test_a_trigger_opens_one_view_within_three_seconds(clock: SetClock) -> None:
    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        slack.mode, slack.request_url = "http", f"{slack.api_url}api.test"
        view = {"type": "modal", "title": plain("Title"), "blocks": [section("x")]}
        pressed = await slack.command("U1", "C1", "latest")
        opened = await client.views_open(trigger_id=pressed.trigger_id, view=view)
        assert (
            await refusal(client.views_open(trigger_id=pressed.trigger_id, view=view))
            == "exchanged_trigger_id"
        )
        await client.views_update(view_id=opened["view"]["id"], view=view | {"blocks": [section("y")]})
        assert slack.modal("U1").words == "y"
        late = await slack.command("U1", "C1", "latest")
        clock.at += timedelta(seconds=3.1)
        assert await refusal(client.views_open(trigger_id=late.trigger_id, view=view)) == "expired_trigger_id"
        assert await refusal(client.views_update(view_id="V9", view=view)) == "not_found"
        title = view | {"title": plain("x" * 25)}
        assert await refusal(client.views_publish(user_id="U1", view=title)) == "invalid_arguments"
        await client.views_publish(user_id="U1", view={"type": "home", "blocks": [section("x")] * 100})
        assert len(slack.homes["U1"].raw["blocks"]) == 100

    play(story, clock)


def test_people_channels_and_groups_are_told_as_far_as_the_app_may_know() -> None:
    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        slack.add_channel("C2", "desk", private=True, members=["U1"])
        slack.add_channel("C3", "secret", private=True, members=["U1"], bot=False)
        slack.add_group("S1", "editors", "U1")
        kinds = "public_channel,private_channel"
        told = await client.users_conversations(user="U1", types=kinds)
        assert [each["id"] for each in told["channels"]] == ["C1", "C2"]
        assert (await client.usergroups_users_list(usergroup="S1"))["users"] == ["U1"]
        assert (await client.usergroups_list())["usergroups"][0]["handle"] == "editors"
        assert (await client.conversations_open(users="U1"))["channel"]["id"] == slack.direct("U1").id
        assert await refusal(client.conversations_info(channel="C3")) == "channel_not_found"
        slack.add_channel("C4", bot=False)
        assert not (await client.conversations_info(channel="C4"))["channel"]["is_member"]
        await client.conversations_join(channel="C4")
        assert (await client.conversations_info(channel="C4"))["channel"]["is_member"]

    play(story)


def test_what_goes_wrong_goes_wrong() -> None:
    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        def post() -> Coroutine[Any, Any, Any]:
            return client.chat_postMessage(channel="C1", text="x")

        slack.fault("chat.postMessage", "reset after", "reset before", "error after")
        for _ in range(2):
            with pytest.raises(aiohttp.ClientConnectionError):
                await post()
        assert len(slack.messages) == 1
        with pytest.raises(SlackApiError):
            await post()
        assert len(slack.messages) == 2
        slack.fault("chat.postMessage", "silence before")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(post(), 0.1)
        slack.refuse("chat.postMessage", "ratelimited", retry_after=7)
        with pytest.raises(SlackApiError) as limited:
            await post()
        assert limited.value.response.headers["Retry-After"] == "7"
        slack.rate_limited = True
        assert [await refusal(post()) for _ in range(2)] == ["", "ratelimited"]
        slack.go_down()
        with pytest.raises(SlackApiError):
            await post()
        slack.come_up()
        assert len(slack.messages) == 3

    play(story)


def test_waiting_ends_as_soon_as_it_happened_and_fails_where_it_does_not() -> None:
    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        posting = asyncio.create_task(client.chat_postMessage(channel="C1", text="x"))
        started = time.monotonic()
        await slack.until(lambda: slack.seen_by("U1", "C1"), within=30)
        assert time.monotonic() - started < 5
        await posting
        with pytest.raises(AssertionError, match=r"did not happen within 0\.05 seconds"):
            await slack.until(lambda: False, within=0.05)

    play(story)
