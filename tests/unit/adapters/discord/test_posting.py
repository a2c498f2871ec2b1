"""Posting, editing and finding in Discord: channels, threads, people."""

import asyncio
from datetime import timedelta

from adapters.discord.components.mark import mark
from adapters.discord.posting import PACE
from bot.model.outcome import Absent, Closed, Deleted, Refused, Sent, Unknown
from bot.model.people import MessageRef
from bot.model.reaction import Reaction
from tests.conftest import MONDAY_7AM
from tests.fakes import card
from tests.unit.adapters.discord.posted import KEY, OTHER, Posted, in_discord

AN_HOUR_AGO = MONDAY_7AM - timedelta(hours=1)


@in_discord()
async def test_a_post_carries_its_key_and_its_mark_and_pings_nobody(posted: Posted) -> None:
    outcome = await posted.tried(posted.desk, "Story @everyone <@&1>")
    [message] = posted.discord.messages
    assert outcome == Sent(message=MessageRef(conversation=posted.at(posted.desk), id=message.id))
    assert message.nonce == KEY
    assert message.shown.components[0]["id"] == mark(KEY)
    assert message.mentions == {"parse": []}
    [call] = posted.discord.called("create_message")
    assert call.body["enforce_nonce"] is True


@in_discord()
async def test_the_same_key_makes_one_message_however_often_it_is_posted(posted: Posted) -> None:
    first = await posted.post(posted.desk)
    assert await posted.post(posted.desk) == first
    assert len(posted.discord.messages) == 1
    posted.discord.delete(posted.discord.messages[0])
    assert await posted.tried(posted.desk) == Deleted()


@in_discord()
async def test_people_and_threads_are_posted_to_as_they_were_asked_for(posted: Posted) -> None:
    thread = posted.discord.add_thread(posted.desk)
    assert (await posted.post(thread)).conversation == posted.at(thread)
    for key in (KEY, OTHER):
        to = posted.direct(posted.anna)
        outcome = await posted.posting.post(to, card("For you"), key=key)
        assert isinstance(outcome, Sent)
        assert outcome.message.conversation == to
    assert len(posted.discord.seen_by(posted.anna)) == 2
    assert len(posted.discord.called("create_dm")) == 1


@in_discord()
async def test_an_edit_keeps_the_mark_and_pings_nobody(posted: Posted) -> None:
    message = await posted.post(posted.desk)
    for text in ("Corrected", "Corrected again", "Corrected again"):
        assert await posted.posting.edit(message, card(text), key=KEY) == Sent(message=message)
    [shown] = posted.discord.messages
    assert "Corrected again" in shown.words
    assert shown.shown.components[0]["id"] == mark(KEY)
    assert shown.mentions == {"parse": []}


@in_discord()
async def test_an_edit_of_what_somebody_deleted_says_so(posted: Posted) -> None:
    message = await posted.post(posted.desk)
    posted.discord.delete(posted.discord.messages[0])
    assert await posted.posting.edit(message, card("Corrected"), key=KEY) == Deleted()


@in_discord()
async def test_an_archived_thread_is_reopened_for_a_post_and_for_an_edit(posted: Posted) -> None:
    thread = posted.discord.add_thread(posted.desk, archived=True)
    message = await posted.post(thread)
    assert not thread.archived
    posted.discord.archive(thread)
    assert await posted.posting.edit(message, card("Corrected"), key=KEY) == Sent(message=message)
    assert not thread.archived


@in_discord()
async def test_a_thread_that_was_archived_meanwhile_is_reopened_too(posted: Posted) -> None:
    thread = posted.discord.add_thread(posted.desk)
    await posted.post(thread)
    posted.discord.archive(thread)
    await posted.post(thread, key=OTHER)
    assert not thread.archived


@in_discord()
async def test_a_locked_thread_says_what_to_do(posted: Posted) -> None:
    thread = posted.discord.add_thread(posted.desk, "Budget", archived=True, locked=True)
    outcome = await posted.tried(thread)
    assert isinstance(outcome, Closed)
    assert outcome.reason == (
        "The thread “Budget” is locked. Somebody has to unlock it, or use the channel itself."
    )


@in_discord(connected=True)
async def test_a_locked_thread_is_no_place_to_set_anything_up(posted: Posted) -> None:
    thread = posted.discord.add_thread(posted.desk, "Budget")
    assert await posted.posting.enter(posted.at(thread)) is None
    locked = posted.discord.add_thread(posted.desk, "Old budget", archived=True, locked=True)
    said = await posted.posting.enter(posted.at(locked))
    assert isinstance(said, Closed)
    assert "locked" in said.reason


@in_discord()
async def test_a_deleted_channel_is_closed(posted: Posted) -> None:
    posted.discord.delete_channel(posted.desk)
    for outcome in (
        await posted.tried(posted.desk),
        await posted.posting.find(posted.at(posted.desk), key=KEY, since=AN_HOUR_AGO),
        await posted.posting.enter(posted.at(posted.desk)),
    ):
        assert isinstance(outcome, Closed)
        assert "deleted" in outcome.reason


@in_discord(connected=True)
async def test_where_the_bot_may_not_write_nothing_is_asked_and_the_reason_names_what_lacks(
    posted: Posted,
) -> None:
    posted.discord.forbid(posted.desk, "send_messages")
    await posted.discord.until(lambda: not _may_send(posted))
    outcome = await posted.tried(posted.desk)
    assert outcome == Closed(
        reason="Nutgraf lacks Send Messages in #desk. Allow it for its role in the channel's settings, under "
        "Permissions."
    )
    assert not posted.discord.called("create_message")
    assert not posted.discord.called("get_channel")
    assert await posted.posting.enter(posted.at(posted.desk)) == outcome
    posted.discord.permit(posted.desk, "send_messages")
    await posted.discord.until(lambda: _may_send(posted))
    await posted.post(posted.desk)


@in_discord()
async def test_without_a_gateway_discord_is_asked_what_lacks(posted: Posted) -> None:
    to = posted.at(posted.desk)
    assert await posted.posting.enter(to) is None
    posted.discord.forbid(posted.desk, "send_messages", "read_message_history")
    said = await posted.posting.enter(to)
    assert isinstance(said, Closed)
    assert "Send Messages and Read Message History in #desk" in said.reason
    thread = posted.discord.add_thread(posted.desk)
    said = await posted.posting.enter(posted.at(thread))
    assert isinstance(said, Closed)
    assert "lacks Read Message History in the thread" in said.reason
    posted.discord.forbid(posted.desk, "view_channel")
    refused = await posted.tried(posted.desk)
    assert isinstance(refused, Closed)


@in_discord()
async def test_who_takes_no_direct_messages_closes_them(posted: Posted) -> None:
    shut = posted.discord.add_person("berta", posted.guild, shuts=True)
    outcome = await posted.posting.post(posted.direct(shut), card("For you"), key=KEY)
    assert isinstance(outcome, Closed)
    assert "direct messages" in outcome.reason
    assert await posted.posting.enter(posted.direct(shut)) is None


@in_discord()
async def test_a_post_in_an_announcement_channel_offers_to_publish_it_also_after_an_edit(
    posted: Posted,
) -> None:
    news = posted.discord.add_channel(posted.guild, "news", kind="announcement")
    message = await posted.post(news)
    await posted.post(posted.desk, key=OTHER)
    published, plain = posted.discord.messages
    assert [button.custom_id for button in published.shown.buttons] == ["publish"]
    assert plain.shown.buttons == []
    await posted.posting.edit(message, card("Corrected"), key=KEY)
    assert [button.custom_id for button in published.shown.buttons] == ["publish"]


# ---- finding


@in_discord()
async def test_a_post_is_found_by_its_mark_on_whichever_page_it_is(posted: Posted) -> None:
    for _ in range(120):
        posted.discord.add_message(posted.desk, posted.anna, "chatter")
    message = await posted.post(posted.desk)
    for _ in range(120):
        posted.discord.add_message(posted.desk, posted.anna, "more chatter")
    find = posted.posting.find
    assert await find(posted.at(posted.desk), key=KEY, since=AN_HOUR_AGO) == Sent(message=message)
    assert await find(posted.at(posted.desk), key=OTHER, since=AN_HOUR_AGO) == Absent()


@in_discord()
async def test_only_the_bots_own_messages_since_then_are_found(posted: Posted) -> None:
    copied = [{"type": 17, "id": mark(KEY), "components": [{"type": 10, "content": "Story"}]}]
    posted.discord.add_message(posted.desk, posted.anna, components=copied)
    find = posted.posting.find
    assert await find(posted.at(posted.desk), key=KEY, since=AN_HOUR_AGO) == Absent()
    await posted.post(posted.desk)
    later = posted.clock.at + timedelta(minutes=1)
    assert await find(posted.at(posted.desk), key=KEY, since=later) == Absent()


@in_discord()
async def test_threads_and_direct_messages_are_searched_as_well(posted: Posted) -> None:
    thread = posted.discord.add_thread(posted.desk)
    message = await posted.post(thread)
    assert await posted.posting.find(posted.at(thread), key=KEY, since=AN_HOUR_AGO) == Sent(message=message)
    assert await posted.posting.find(posted.at(posted.desk), key=KEY, since=AN_HOUR_AGO) == Absent()
    direct = posted.direct(posted.anna)
    assert await posted.posting.find(direct, key=KEY, since=AN_HOUR_AGO) == Absent()
    sent = await posted.posting.post(direct, card("For you"), key=OTHER)
    assert await posted.posting.find(direct, key=OTHER, since=AN_HOUR_AGO) == sent


def test_a_history_that_may_not_be_read_is_no_proof_that_nothing_is_there() -> None:
    async def unread(posted: Posted) -> None:
        await posted.post(posted.desk)
        posted.discord.forbid(posted.desk, "read_message_history")
        if posted.client.is_ready():
            await posted.discord.until(lambda: not _may_read(posted))
        found = await posted.posting.find(posted.at(posted.desk), key=KEY, since=AN_HOUR_AGO)
        assert isinstance(found, Unknown)
        assert "Read Message History" in found.reason

    for connected in (False, True):
        in_discord(connected=connected)(unread)()


@in_discord()
async def test_in_an_empty_channel_nothing_is_absent_for_sure(posted: Posted) -> None:
    assert await posted.posting.find(posted.at(posted.desk), key=KEY, since=AN_HOUR_AGO) == Absent()


# ---- trouble


@in_discord()
async def test_a_post_that_broke_off_is_unknown_and_then_found(posted: Posted) -> None:
    posted.discord.fault("create_message", "reset after")
    assert isinstance(await posted.tried(posted.desk), Unknown)
    found = await posted.posting.find(posted.at(posted.desk), key=KEY, since=AN_HOUR_AGO)
    assert isinstance(found, Sent)
    assert await posted.post(posted.desk) == found.message
    assert len(posted.discord.messages) == 1


@in_discord()
async def test_a_refusal_after_a_try_on_which_a_server_failed_says_too_little(posted: Posted) -> None:
    posted.discord.fault("create_message", "error before")  # discord.py itself tries again
    posted.discord.refuse("create_message", 50013)
    assert isinstance(await posted.tried(posted.desk), Unknown)
    posted.discord.refuse("create_message", 50013)
    assert isinstance(await posted.tried(posted.desk), Closed)


@in_discord()
async def test_the_doubt_stays_where_a_thread_has_to_be_reopened_in_between(posted: Posted) -> None:
    thread = posted.discord.add_thread(posted.desk)
    await posted.post(thread)
    posted.discord.refuse("create_message", 50083)
    posted.discord.fault("create_message", "error before")
    posted.discord.refuse("create_message", 50013)
    assert isinstance(await posted.tried(thread, key=OTHER), Unknown)


@in_discord()
async def test_a_long_wait_is_left_to_the_courier(posted: Posted) -> None:
    posted.discord.refuse("create_message", status=429, retry_after=90)
    outcome = await posted.tried(posted.desk)
    assert isinstance(outcome, Refused)
    assert outcome.retry_after == 90
    assert not outcome.wide


@in_discord()
async def test_a_token_that_was_reset_stops_everything_for_a_while(posted: Posted) -> None:
    message = await posted.post(posted.desk)
    await posted.discord.reset_token()
    for outcome in (
        await posted.tried(posted.desk, key=OTHER),
        await posted.posting.edit(message, card("Corrected"), key=KEY),
        await posted.posting.find(posted.at(posted.desk), key=KEY, since=AN_HOUR_AGO),
    ):
        assert isinstance(outcome, Refused)
        assert outcome.wide
        assert outcome.retry_after == 60
        assert "nutgraf doctor" in outcome.reason


@in_discord()
async def test_before_anything_can_be_reached_everything_is_refused(posted: Posted) -> None:
    posted.discord.go_down()
    for outcome in (
        await posted.tried(posted.desk),
        await posted.posting.find(posted.at(posted.desk), key=KEY, since=AN_HOUR_AGO),
    ):
        assert isinstance(outcome, Refused)
        assert outcome.wide
    assert await posted.posting.enter(posted.at(posted.desk)) is None
    posted.discord.come_up()
    await posted.post(posted.desk)


@in_discord()
async def test_after_the_end_everything_is_refused(posted: Posted) -> None:
    message = await posted.post(posted.desk)
    await posted.client.close()
    outcome = await posted.tried(posted.desk, key=OTHER)
    assert isinstance(outcome, Refused)
    assert outcome.wide
    assert isinstance(await posted.posting.edit(message, card("Corrected"), key=KEY), Refused)
    assert await posted.posting.reactions(message) is None


@in_discord()
async def test_a_post_cancelled_in_a_wait_for_all_lets_the_others_go_on(posted: Posted) -> None:
    await posted.post(posted.desk)
    posted.discord.refuse("create_message", status=429, retry_after=20, wide=True)
    waiting = asyncio.create_task(posted.tried(posted.desk, key=OTHER))
    await posted.discord.until(lambda: len(posted.discord.called("create_message")) == 2)
    other = posted.discord.add_channel(posted.guild, "other")
    queued = asyncio.create_task(posted.tried(other, key=OTHER))
    while not waiting.done():
        waiting.cancel()
        await asyncio.wait([waiting], timeout=0.1)
    async with asyncio.timeout(5):
        assert isinstance(await queued, Sent)


# ---- reactions


@in_discord()
async def test_everybodys_reactions_are_read_bursts_included_and_bots_left_out(posted: Posted) -> None:
    message = await posted.post(posted.desk)
    [shown] = posted.discord.messages
    people = [posted.discord.add_person(f"reader {number}", posted.guild) for number in range(150)]
    for person in people:
        posted.discord.react(person, shown, "🚩")
    posted.discord.react(posted.anna, shown, "👍🏽")
    posted.discord.react(posted.anna, shown, "✅", burst=True)
    posted.discord.react(posted.anna, shown, posted.discord.add_emoji(posted.guild, "follow"))
    posted.discord.react(posted.discord.add_person("other bot", posted.guild, bot=True), shown, "🚩")
    flags = {Reaction(person=person.id, name="🚩") for person in people}
    others = {Reaction(person=posted.anna.id, name=name) for name in ("👍", "✅", "follow")}
    assert await posted.posting.reactions(message) == frozenset(flags | others)


@in_discord()
async def test_reactions_that_can_not_be_read_are_not_known(posted: Posted) -> None:
    message = await posted.post(posted.desk)
    assert await posted.posting.reactions(message) == frozenset()
    posted.discord.refuse("get_message", status=503)
    assert await posted.posting.reactions(message) is None
    posted.discord.delete(posted.discord.messages[0])
    assert await posted.posting.reactions(message) is None


def test_the_pace_leaves_room_for_answers_and_for_the_librarys_own_tries() -> None:
    assert PACE.per_second < 50
    assert PACE.timeout > 30
    assert PACE.remembers > PACE.timeout


def _may_send(posted: Posted) -> bool:
    return _permissions(posted, "send_messages")


def _may_read(posted: Posted) -> bool:
    return _permissions(posted, "read_message_history")


def _permissions(posted: Posted, name: str) -> bool:
    guild = posted.client.get_guild(int(posted.guild.id))
    channel = guild and guild.get_channel(int(posted.desk.id))
    assert guild
    assert channel
    return bool(getattr(channel.permissions_for(guild.me), name))
