"""Threads that aren't there yet: begun once at their message; a reply where there can be none."""

from datetime import timedelta

import pytest

from bot.model.outcome import Absent, Closed, Deleted, Refused, Sent
from bot.model.people import Conversation, MessageRef
from tests.conftest import MONDAY_7AM
from tests.fakes import card
from tests.servers.discord import Message
from tests.unit.adapters.discord.posted import KEY, OTHER, Posted, in_discord

AN_HOUR_AGO = MONDAY_7AM - timedelta(hours=1)
BEGIN = "create_thread_from_message"


async def flagged(posted: Posted) -> tuple[Message, Conversation]:
    """Post to the desk; return the message and the conversation of the thread at it."""
    await posted.post(posted.desk, key=OTHER)
    [message] = posted.discord.messages
    return message, posted.at(posted.desk).model_copy(update={"thread": message.id})


async def sent(posted: Posted, to: Conversation, *, key: str = KEY, text: str = "F1") -> MessageRef:
    """Post a card; it has to go well."""
    shown = card(text).model_copy(update={"summary": text})
    outcome = await posted.posting.post(to, shown, key=key)
    assert isinstance(outcome, Sent), outcome
    return outcome.message


@pytest.mark.parametrize("connected", [False, True])
def test_the_first_post_begins_the_thread_and_the_second_goes_into_it(*, connected: bool) -> None:
    async def work(posted: Posted) -> None:
        message, to = await flagged(posted)
        first = await sent(posted, to, text="F1 · " + "mayor " * 40)
        second = await sent(posted, to, key="another")
        thread = posted.discord.thread_at(message)
        assert thread is not None
        assert (first.conversation, second.conversation) == (to, to)
        assert [each.channel for each in posted.discord.messages[1:]] == [thread, thread]
        assert thread.name.startswith("F1 · mayor")
        assert len(thread.name) <= 100
        [call] = posted.discord.called(BEGIN)
        assert call.body["auto_archive_duration"] == 3 * 24 * 60
        assert await posted.posting.edit(first, card("F1: done"), key=KEY) == Sent(message=first)
        assert "done" in posted.discord.messages[1].words

    in_discord(connected=connected)(work)()


@in_discord()
async def test_a_thread_that_somebody_began_meanwhile_is_used(posted: Posted) -> None:
    message, to = await flagged(posted)
    posted.discord.add_thread(posted.desk, "Mayor", id=message.id)
    posted.discord.refuse("get_channel", 10003)  # it began a moment after it was asked for
    await sent(posted, to)
    assert [call.code for call in posted.discord.called(BEGIN)] == [160004]
    assert posted.discord.messages[-1].channel is posted.discord.thread_at(message)


@in_discord()
async def test_a_try_that_broke_off_between_thread_and_post_is_taken_up(posted: Posted) -> None:
    message, to = await flagged(posted)
    posted.discord.refuse("create_message", status=429, retry_after=60.0)
    assert isinstance(await posted.posting.post(to, card("F1"), key=KEY), Refused)
    assert posted.discord.thread_at(message)
    assert await posted.posting.find(to, key=KEY, since=AN_HOUR_AGO) == Absent()
    made = await sent(posted, to)
    assert len(posted.discord.called(BEGIN)) == 1
    assert await posted.posting.find(to, key=KEY, since=AN_HOUR_AGO) == Sent(message=made)


@pytest.mark.parametrize("connected", [False, True])
def test_where_it_may_begin_none_it_replies_without_a_ping(*, connected: bool) -> None:
    async def work(posted: Posted) -> None:
        posted.discord.forbid(posted.desk, "create_public_threads")
        message, to = await flagged(posted)
        made = await sent(posted, to)
        [_, reply] = posted.discord.messages
        assert (reply.channel, reply.replies_to) == (posted.desk, message)
        assert made == MessageRef(conversation=posted.at(posted.desk), id=reply.id)
        assert reply.mentions == {"parse": [], "replied_user": False}
        assert await sent(posted, to) == made  # the same key
        assert await posted.posting.find(to, key=KEY, since=AN_HOUR_AGO) == Sent(message=made)
        assert await posted.posting.edit(made, card("F1: done"), key=KEY) == Sent(message=made)
        assert len(posted.discord.called(BEGIN)) == (0 if connected else 2)

    in_discord(connected=connected)(work)()


@pytest.mark.parametrize("code", [50001, 50013, 50021, 50024, 160006])
def test_whatever_keeps_a_thread_from_beginning_makes_the_card_a_reply(code: int) -> None:
    async def work(posted: Posted) -> None:
        message, to = await flagged(posted)
        posted.discord.refuse(BEGIN, code)
        await sent(posted, to)
        assert posted.discord.messages[-1].replies_to is message

    in_discord()(work)()


@in_discord()
async def test_beside_voices_there_are_replies_and_no_request_for_a_thread(posted: Posted) -> None:
    voices = posted.discord.add_channel(posted.guild, "voices", kind="voice")
    await posted.post(voices, key=OTHER)
    [message] = posted.discord.messages
    await sent(posted, posted.at(voices).model_copy(update={"thread": message.id}))
    assert posted.discord.messages[-1].replies_to is message
    assert posted.discord.called(BEGIN) == []


@in_discord()
async def test_in_direct_messages_it_replies(posted: Posted) -> None:
    to = posted.direct(posted.anna)
    first = await sent(posted, to, key=OTHER)
    reply = await sent(posted, to.model_copy(update={"thread": first.id}))
    assert reply.conversation == to
    assert posted.discord.messages[-1].replies_to is posted.discord.messages[0]


@in_discord()
async def test_a_reply_of_before_is_found_though_the_thread_was_begun_since(posted: Posted) -> None:
    message, to = await flagged(posted)
    posted.discord.refuse(BEGIN, 160007)
    reply = await sent(posted, to)
    posted.discord.add_thread(posted.desk, "Mayor", id=message.id)
    assert await posted.posting.find(to, key=KEY, since=AN_HOUR_AGO) == Sent(message=reply)


@in_discord()
async def test_a_thread_whose_message_is_gone_is_closed_and_the_channel_is_not(posted: Posted) -> None:
    message, to = await flagged(posted)
    posted.discord.delete(message)
    outcome = await posted.posting.post(to, card("F1"), key=KEY)
    assert isinstance(outcome, Closed)
    assert "the message that it began at" in outcome.reason
    assert await posted.posting.enter(to) == outcome
    assert await posted.posting.enter(posted.at(posted.desk)) is None


@in_discord()
async def test_a_thread_may_be_entered_as_long_as_it_can_begin(posted: Posted) -> None:
    _, to = await flagged(posted)
    assert await posted.posting.enter(to) is None
    posted.discord.forbid(posted.desk, "send_messages")
    closed = await posted.posting.enter(to)
    assert closed is not None
    assert "Send Messages" in closed.reason


@in_discord()
async def test_what_was_in_a_thread_that_is_deleted_is_gone_with_it(posted: Posted) -> None:
    message, to = await flagged(posted)
    made = await sent(posted, to)
    thread = posted.discord.thread_at(message)
    assert thread is not None
    posted.discord.delete_channel(thread)
    assert await posted.posting.edit(made, card("F1: done"), key=KEY) == Deleted()


@in_discord()
async def test_a_thread_of_a_forum_that_is_gone_is_closed(posted: Posted) -> None:
    forum = posted.discord.add_channel(posted.guild, "briefings", kind="forum")
    to = posted.at(forum).model_copy(update={"thread": "1187000000000000000"})
    outcome = await posted.posting.post(to, card("F1"), key=KEY)
    assert isinstance(outcome, Closed)
    assert posted.discord.messages == []


@in_discord()
async def test_that_a_thread_can_not_be_begun_now_is_no_unknown_post(posted: Posted) -> None:
    _, to = await flagged(posted)
    posted.discord.refuse(BEGIN, status=429, retry_after=60.0)
    outcome = await posted.posting.post(to, card("F1"), key=KEY)
    assert isinstance(outcome, Refused)
    assert len(posted.discord.messages) == 1
