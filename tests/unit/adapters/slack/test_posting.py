"""Posting, editing and finding in Slack, joining channels, and reading reactions."""

import asyncio
import json
from datetime import timedelta

import pytest
from pydantic import SecretStr

from adapters.slack.api import TIMEOUT, Api
from adapters.slack.options import SlackOptions
from adapters.slack.posting import PACE, Posting
from bot.model.outcome import Absent, Closed, Deleted, Refused, Rejected, Sent, Unknown
from bot.model.people import Conversation, MessageRef
from bot.model.reaction import Reaction
from tests.conftest import MONDAY_7AM
from tests.fakes import card
from tests.servers.slack import FakeSlack
from tests.unit.adapters.slack.inside import KEY, Inside, answering, channel, direct, in_slack

AN_HOUR_AGO = MONDAY_7AM - timedelta(hours=1)


def texts(slack: FakeSlack) -> list[str]:
    return [message.text for message in slack.messages]


@in_slack()
async def test_a_post_carries_its_key_and_pings_and_unfurls_nothing(inside: Inside) -> None:
    outcome = await inside.posting.post(channel(), card("Story <!channel> @everyone"), key=KEY)
    [message] = inside.slack.messages
    assert outcome == Sent(message=MessageRef(conversation=channel(), id=message.ts))
    assert message.metadata == {"event_type": "nutgraf_post", "event_payload": {"key": KEY}}
    assert "<!channel>" not in message.text
    [call] = inside.slack.called("chat.postMessage")
    switched_off = {name: call.arguments[name] for name in ("unfurl_links", "unfurl_media", "link_names")}
    assert set(switched_off.values()) == {False}


@in_slack()
async def test_threads_and_people_are_posted_to_as_they_were_asked_for(inside: Inside) -> None:
    root = inside.slack.add_message("C1", "U1", "What is new?")
    thread = channel(thread=root.ts)
    for to in (thread, direct(), direct()):
        assert (await inside.post(to)).conversation == to
    assert [message.thread for message in inside.slack.messages[1:]] == [root.ts, None, None]
    assert inside.slack.messages[-1].channel == inside.slack.direct("U1").id
    assert len(inside.slack.called("conversations.open")) == 1


@in_slack()
async def test_a_thread_that_is_not_there_yet_begins_at_its_message_and_keeps_what_is_posted(
    inside: Inside,
) -> None:
    for to in (channel(), direct()):
        root = await inside.post(to, "Zb-0_kq7WgXy3mNaR5tV00000")
        thread = to.model_copy(update={"thread": root.id})
        assert await inside.posting.find(thread, key=KEY, since=AN_HOUR_AGO) == Absent()
        reply = await inside.post(thread)
        assert inside.slack.messages[-1].thread == root.id
        assert await inside.posting.find(thread, key=KEY, since=AN_HOUR_AGO) == Sent(message=reply)
        assert await inside.posting.edit(reply, card("New"), key=KEY) == Sent(message=reply)
        assert (inside.slack.messages[-1].text, inside.slack.messages[-1].thread) == ("New", root.id)
        assert await inside.posting.enter(thread) is None
        inside.slack.messages[-1].reactions = {"raising_hand": ["U1"]}
        put = await inside.posting.reactions(reply)
        assert put == frozenset({Reaction(person="U1", name="🙋")})


@in_slack()
async def test_an_edit_keeps_the_key_and_reads_no_names_into_the_text(inside: Inside) -> None:
    for to in (channel(), direct()):
        message = await inside.post(to)
        for text in ("Corrected", "Corrected again", "Corrected again"):
            assert await inside.posting.edit(message, card(text), key=KEY) == Sent(message=message)
        shown = inside.slack.messages[-1]
        assert (shown.text, shown.key) == ("Corrected again", KEY)
    assert {call.arguments["parse"] for call in inside.slack.called("chat.update")} == {"none"}


@in_slack()
async def test_edits_of_what_is_gone_or_fixed_say_so(inside: Inside) -> None:
    message = await inside.post(channel())
    inside.slack.refuse("chat.update", "edit_window_closed")
    assert isinstance(await inside.posting.edit(message, card("New"), key=KEY), Rejected)
    inside.slack.messages[-1].deleted = True
    assert await inside.posting.edit(message, card("New"), key=KEY) == Deleted()


@in_slack()
async def test_a_public_channel_is_joined_and_posted_to_once(inside: Inside) -> None:
    inside.slack.add_channel("C2", bot=False)
    await inside.post(channel("C2"))
    assert len(inside.slack.messages) == 1
    inside.slack.add_channel("C3", bot=False)
    inside.slack.refuse("conversations.join", "missing_scope")
    outside = await inside.posting.post(channel("C3"), card("Story"), key=KEY)
    assert isinstance(outside, Closed)
    assert "`/invite @nutgraf`" in outside.reason
    inside.slack.fault("conversations.join", "error after")
    assert isinstance(await inside.posting.post(channel("C3"), card("Story"), key=KEY), Refused)
    assert len(inside.slack.messages) == 1


@in_slack()
async def test_it_does_not_join_for_ever(inside: Inside) -> None:
    inside.slack.refuse("chat.postMessage", "not_in_channel", times=2)
    assert isinstance(await inside.posting.post(channel(), card("Story"), key=KEY), Closed)
    assert len(inside.slack.called("chat.postMessage")) == 2


@in_slack()
async def test_where_it_can_not_post_it_says_what_to_do(inside: Inside) -> None:
    inside.slack.add_channel("CPRIVATE", private=True, bot=False)
    inside.slack.add_channel("COLD", archived=True)
    inside.slack.add_person("U2", deleted=True)
    inside.slack.add_person("U3", bot=True)
    steps = {
        channel("CPRIVATE"): "`/invite @nutgraf`",
        channel("COLD"): "unarchive",
        channel("CNONE"): "gone",
        direct("U2"): "deactivated",
        direct("U3"): "bot",
        direct("UNONE"): "nobody",
    }
    for to, step in steps.items():
        outcome = await inside.posting.post(to, card("Story"), key=KEY)
        assert isinstance(outcome, Closed), to
        assert step in outcome.reason


@in_slack()
async def test_a_broken_connection_after_the_post_leaves_it_unknown_until_it_is_found(inside: Inside) -> None:
    inside.slack.fault("chat.postMessage", "reset after", "error before", "reset before")
    unknown = await inside.posting.post(channel(), card("Story"), key=KEY)
    assert isinstance(unknown, Unknown)
    [message] = inside.slack.messages
    found = await inside.posting.find(channel(), key=KEY, since=AN_HOUR_AGO)
    assert found == Sent(message=MessageRef(conversation=channel(), id=message.ts))
    for key in ("never-1", "never-2"):
        assert isinstance(await inside.posting.post(channel(), card("Story"), key=key), Unknown)
        assert await inside.posting.find(channel(), key=key, since=AN_HOUR_AGO) == Absent()


@in_slack()
async def test_what_went_wrong_before_the_post_is_refused(inside: Inside) -> None:
    inside.slack.fault("conversations.open", "reset after")
    assert isinstance(await inside.posting.post(direct(), card("Story"), key=KEY), Refused)
    inside.slack.refuse("chat.postMessage", "ratelimited", retry_after=7)
    limited = await inside.posting.post(channel(), card("Story"), key=KEY)
    assert isinstance(limited, Refused)
    assert (limited.retry_after, limited.wide) == (7, True)
    assert not inside.slack.messages


@in_slack()
async def test_a_post_is_found_in_its_own_conversation_however_long_ago(inside: Inside) -> None:
    root = inside.slack.add_message("C1", "U1", "What is new?")
    places: list[Conversation] = [channel(), channel(thread=root.ts), direct()]
    posts = [await inside.post(to, f"key-{number}") for number, to in enumerate(places)]
    for number in range(450):
        inside.slack.add_message("C1", "U1", f"chat {number}", thread=root.ts if number % 2 else None)
    for number, (to, message) in enumerate(zip(places, posts, strict=True)):
        found = await inside.posting.find(to, key=f"key-{number}", since=AN_HOUR_AGO)
        assert found == Sent(message=message)
        assert await inside.posting.find(to, key="key-9", since=AN_HOUR_AGO) == Absent()
    assert len(inside.slack.called("conversations.history")) > 4


@in_slack()
async def test_only_what_the_bot_itself_posted_is_found(inside: Inside) -> None:
    forged = inside.slack.add_message("C1", "U1", "I am the bot")
    forged.metadata = {"event_type": "nutgraf_post", "event_payload": {"key": KEY}}
    other = await inside.post(channel(), "another-key")
    inside.slack.messages[-1].metadata = {"event_type": "other_app", "event_payload": {"key": KEY}}
    assert other
    assert await inside.posting.find(channel(), key=KEY, since=AN_HOUR_AGO) == Absent()


@in_slack()
async def test_what_was_posted_before_the_first_try_is_not_looked_at(inside: Inside) -> None:
    await inside.post(channel())
    inside.later(hours=3)
    assert (
        await inside.posting.find(channel(), key=KEY, since=inside.clock.at - timedelta(hours=1)) == Absent()
    )


@in_slack()
async def test_a_history_that_was_not_read_to_its_end_is_not_absence(inside: Inside) -> None:
    for number in range(300):
        inside.slack.add_message("C1", "U1", f"chat {number}")
    inside.slack.fault("conversations.history", "slow", "error before")
    assert isinstance(await inside.posting.find(channel(), key=KEY, since=AN_HOUR_AGO), Refused)
    for word in ("ratelimited", "invalid_cursor", "fatal_error"):
        inside.slack.refuse("conversations.history", word)
        assert isinstance(await inside.posting.find(channel(), key=KEY, since=AN_HOUR_AGO), Refused)
    inside.slack.refuse("conversations.history", "invalid_arguments")
    assert isinstance(await inside.posting.find(channel(), key=KEY, since=AN_HOUR_AGO), Unknown)


@in_slack()
async def test_a_search_with_a_token_that_slack_refuses_waits(inside: Inside) -> None:
    inside.slack.refuse("auth.test", "token_revoked")
    found = await inside.posting.find(channel(), key=KEY, since=AN_HOUR_AGO)
    assert isinstance(found, Refused)
    assert found.wide


@in_slack()
async def test_it_enters_where_anybody_may_and_says_how_to_invite_it_elsewhere(inside: Inside) -> None:
    public = inside.slack.add_channel("C2", bot=False)
    inside.slack.add_channel("CPRIVATE", private=True, bot=False)
    inside.slack.add_channel("COLD", archived=True)
    for to in (channel(), channel("C2"), direct(), channel(inside.slack.direct("U1").id)):
        assert await inside.posting.enter(to) is None
    assert inside.slack.bot_user in public.members
    assert len(inside.slack.called("conversations.join")) == 1
    invite = await inside.posting.enter(channel("CPRIVATE"))
    assert invite
    assert "`/invite @nutgraf`" in invite.reason
    archived = await inside.posting.enter(channel("COLD"))
    assert archived
    assert "archived" in archived.reason


@in_slack()
async def test_a_door_that_can_not_be_looked_at_is_not_called_closed(inside: Inside) -> None:
    inside.slack.add_channel("C2", bot=False)
    inside.slack.refuse("conversations.join", "ratelimited")
    assert await inside.posting.enter(channel("C2")) is None
    inside.slack.go_down()
    assert await inside.posting.enter(channel()) is None


@pytest.mark.parametrize(
    "said",
    [
        {"ok": False, "error": "missing_scope", "needed": "mpim:read", "provided": "channels:read"},
        {"ok": True, "channel": {"id": "G1", "is_mpim": True, "is_member": True}},
    ],
)
def test_it_does_not_enter_a_group_direct_message(said: dict[str, object]) -> None:
    async def live() -> None:
        async with answering(body=json.dumps(said)) as origin:
            api = Api(SlackOptions(bot_token=SecretStr("a-token"), api_url=f"{origin}/api/"))
            try:
                closed = await Posting(api).enter(channel("G1"))
            finally:
                await api.close()
        assert closed
        assert "Make a channel" in closed.reason

    asyncio.run(live())


@in_slack()
async def test_reactions_are_peoples_own_with_folded_names(inside: Inside) -> None:
    message = await inside.post(channel())
    crowd = [f"U{number}" for number in range(100, 160)]
    inside.slack.messages[-1].reactions = {
        "+1": ["U1"],
        "thumbsup::skin-tone-4": ["U2"],
        "party-parrot": ["U1", inside.slack.bot_user],
        "triangular_flag_on_post": crowd,
    }
    reactions = await inside.posting.reactions(message)
    named = {("U1", "👍"), ("U2", "👍"), ("U1", "party-parrot"), *((person, "🚩") for person in crowd)}
    assert reactions == frozenset(Reaction(person=person, name=name) for person, name in named)


@in_slack()
async def test_a_message_without_reactions_has_none_and_one_that_is_gone_can_not_tell(inside: Inside) -> None:
    message = await inside.post(direct())
    assert await inside.posting.reactions(message) == frozenset()
    inside.slack.refuse("reactions.get", "ratelimited")
    assert await inside.posting.reactions(message) is None
    inside.slack.messages[-1].deleted = True
    assert await inside.posting.reactions(message) is None


def test_what_slack_tells_only_in_part_is_not_taken_for_the_whole() -> None:
    bot = {"team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "user": "nutgraf", "ok": True}
    history = {"messages": [{"text": "no metadata"}, "no message"], "has_more": True}
    some = {"message": {"reactions": [{"name": "+1", "users": ["U1"], "count": 2}]}}

    async def live() -> None:
        async with answering(body=json.dumps(bot | history | some)) as origin:
            api = Api(SlackOptions(bot_token=SecretStr("a-token"), api_url=f"{origin}/api/"))
            posting = Posting(api)
            try:
                assert isinstance(await posting.find(channel(), key=KEY, since=AN_HOUR_AGO), Refused)
                message = MessageRef(conversation=channel(), id="1.0")
                assert await posting.reactions(message) is None
                # An answer without the message's id, and one that is no channel.
                assert isinstance(await posting.post(channel(), card("Story"), key=KEY), Unknown)
                assert isinstance(await posting.post(direct(), card("Story"), key=KEY), Refused)
                assert await posting.enter(channel()) is None
            finally:
                await api.close()

    asyncio.run(live())


@in_slack()
async def test_a_slack_that_is_down_refuses_nothing_for_ever(inside: Inside) -> None:
    await inside.slack.__aexit__(None, None, None)
    try:
        never = await inside.posting.post(channel(), card("Story"), key=KEY)
        assert isinstance(never, Refused)
        assert never.wide
        assert isinstance(await inside.posting.find(channel(), key=KEY, since=AN_HOUR_AGO), Refused)
    finally:
        await inside.slack.__aenter__()


@pytest.mark.parametrize("moments", [1, 5, 20])
def test_a_post_that_is_cancelled_harms_nothing_that_comes_after(moments: int) -> None:
    @in_slack()
    async def live(inside: Inside) -> None:
        posting = asyncio.create_task(inside.posting.post(channel(), card("Given up"), key="given-up"))
        for _ in range(moments):
            await asyncio.sleep(0)
        posting.cancel()
        await asyncio.wait([posting])
        await inside.post(channel())
        assert "Story" in texts(inside.slack)

    live()


def test_a_call_ends_before_the_courier_gives_it_up() -> None:
    assert PACE.timeout > TIMEOUT
