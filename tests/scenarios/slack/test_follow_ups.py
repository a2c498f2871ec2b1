"""Follow-ups, as far as they are Slack's own: forms, the home tab, threads, menus, people by name."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.clock import SystemClock
from bot.model.follow_up import FollowUp, FollowUpState
from bot.model.people import ChannelRef, Conversation, MessageRef
from tests.scenarios.slack.conftest import Play
from tests.scenarios.slack.newsroom import ANNA, BEN, CHEF, GUS, NEWSROOM, PRIVATE, Newsroom, ok
from tests.servers.slack import Message


async def posted(room: Newsroom, *, channel: str = NEWSROOM) -> Message:
    """Share a story there, and return the post."""
    await room.stories("Mayor resigns")
    await room.brief(ANNA, "story 1 share:yes", channel=channel)
    await room.slack.until(lambda: room.posts_in(channel))
    await room.settled()
    return room.posts_in(channel)[0]


async def flagged(room: Newsroom) -> tuple[Message, Message]:
    """Flag a story by a reaction; return its post and the card in the thread."""
    post = await posted(room)
    await room.react(BEN, post, "🚩")
    await room.slack.until(lambda: room.thread(post))
    await room.posts("slack", count=2)
    return post, room.thread(post)[0]


async def known(room: Newsroom, number: int = 1) -> FollowUp:
    """Return a follow-up as it is in the store."""
    found = await room.house.store.read(lambda view: view.follow_ups.get(number))
    assert found
    return found


async def becomes(room: Newsroom, state: FollowUpState, number: int = 1) -> FollowUp:
    """Wait until a follow-up is in that state."""
    async with asyncio.timeout(5):
        while True:
            found = await known(room, number)
            if found.state is state:
                return found
            await asyncio.sleep(0.01)  # so that the bot has the machine for itself


async def told(room: Newsroom, person: str) -> Message:
    """Wait until the store knows that somebody was written to, and return the message."""
    await room.slack.until(lambda: room.direct(person))
    message = room.direct(person)[0]
    where = ChannelRef(platform="slack", workspace=room.slack.team, id=person, person=True)
    there = MessageRef(conversation=Conversation(channel=where), id=message.ts)
    async with asyncio.timeout(5):
        while True:
            if await room.house.store.read(lambda view: view.deliveries.at(there)):
                return message
            await asyncio.sleep(0.01)  # as above


def test_reactions_on_the_card_in_the_thread_count_and_retries_do_nothing_more(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post, card = await flagged(room)
        taken = await room.slack.react(ANNA, card, "raising_hand::skin-tone-2")
        ok(taken)
        await room.slack.until(lambda: "anna" in card.words)
        await room.slack.until(lambda: "anna" in post.words)
        edits = len(card.edits)
        await room.again(taken)
        await room.react(CHEF, card, "🙋")
        assert (await known(room)).owner.id == ANNA  # type: ignore[union-attr] # else it fails
        await room.slack.until(lambda: room.direct(CHEF))
        assert "anna" in room.direct(CHEF)[0].words
        assert len(card.edits) == edits
        assert len(room.thread(post)) == 1

    play(scenario)


def test_guests_flag_nothing(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await posted(room)
        await room.react(GUS, post, "🚩")
        await room.react(BEN, post, "🚩")
        await room.slack.until(lambda: room.thread(post))
        flags = await room.house.store.read(lambda view: view.follow_ups.flags(1))
        assert [flag.by.id for flag in flags] == [BEN]

    play(scenario)


def test_the_menu_of_a_post_flags_its_story_and_that_of_any_other_message_says_so(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await posted(room)
        before = len(room.answers(BEN, NEWSROOM))
        ok(await room.slack.shortcut(BEN, post, "flag_for_follow_up"))
        await room.slack.until(lambda: len(room.answers(BEN, NEWSROOM)) > before)
        assert room.answers(BEN, NEWSROOM)[-1].ephemeral_to == BEN
        await room.slack.until(lambda: room.thread(post))
        other = room.slack.add_message(NEWSROOM, ANNA, "Lunch?")
        before = len(room.answers(BEN, NEWSROOM))
        ok(await room.slack.shortcut(BEN, other, "flag_for_follow_up"))
        await room.slack.until(lambda: len(room.answers(BEN, NEWSROOM)) > before)
        assert room.thread(other) == []

    play(scenario)


def test_a_reason_is_asked_for_in_a_form_and_counts_once(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post, card = await flagged(room)
        form = await room.asked(BEN, card, "Drop…")
        sent = await room.slack.submit(BEN, form, {"words": "Nothing to it :eyes: <!channel>"})
        ok(sent)
        await room.slack.until(lambda: "Nothing to it 👀" in card.words)
        dropped = await known(room)
        assert (dropped.state, dropped.closing) == (FollowUpState.dropped, "Nothing to it 👀 <!channel>")
        await room.say(BEN, "reopen F1")
        await room.again(sent)
        assert (await known(room)).state is FollowUpState.open
        assert "F1" in form.words
        assert "<!channel>" not in card.text
        await room.slack.until(lambda: "F1 open" in post.words)

    play(scenario)


def test_a_day_and_a_time_are_chosen_in_pickers_in_the_persons_own_zone(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.slack.people[BEN].zone = "America/New_York"
        _, card = await flagged(room)
        day = (SystemClock().now() + timedelta(days=40)).date()
        choice = await room.press(BEN, card, "Due…")
        assert isinstance(choice, Message)
        assert choice.ephemeral_to == BEN
        answer = await room.press(BEN, choice, "Another time…", fill=f"{day} 17:00")
        assert "New_York" in answer.words
        due = (await known(room)).due
        assert due is not None
        hour = datetime(day.year, day.month, day.day, 17, tzinfo=UTC) - due
        assert hour in {-timedelta(hours=4), -timedelta(hours=5)}

    play(scenario)


def test_people_are_chosen_from_slacks_list_and_told_directly(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        _, card = await flagged(room)
        await room.say(ANNA, f"assign F1 <@{BEN}>")
        message = await told(room, BEN)
        assert "F1" in message.words
        await room.slack.until(lambda: "ben" in card.words)
        assert (await known(room)).owner.id == BEN  # type: ignore[union-attr] # else it fails
        # A reaction on what they were told is one on the follow-up.
        await room.react(BEN, message, "✅")
        await becomes(room, FollowUpState.done)
        await room.slack.until(lambda: "done" in card.words.lower())

    play(scenario)


def test_people_in_an_angle_are_names_that_ping_nobody(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await flagged(room)
        await room.say(BEN, f"angle F1 What does <@{ANNA}> & <#{PRIVATE}> know?")
        assert (await known(room)).angle == "What does @anna & #secret know?"
        shown = [each for each in room.slack.messages if "What does" in each.words]
        assert shown
        assert not any("<@" in f"{each.words}{each.text}{each.blocks}" for each in shown)

    play(scenario)


def test_the_home_tab_lists_mine_and_changes_with_what_is_done_there(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await flagged(room)
        await room.say(BEN, "claim F1")
        ok(await room.slack.open_home(BEN))
        await room.slack.until(lambda: BEN in room.slack.homes)
        home = room.slack.homes[BEN]
        assert "F1" in home.words
        await room.press(BEN, home, "Done")
        await room.slack.until(lambda: "F1" not in home.words)
        await becomes(room, FollowUpState.done)

    play(scenario)


def test_in_a_private_channel_only_its_members_are_asked(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await posted(room, channel=PRIVATE)
        room.slack.channels[PRIVATE].members.discard(CHEF)
        await room.react(BEN, post, "🚩")
        await room.slack.until(lambda: room.thread(post))
        # Slack lets nobody react to what they can't see; what was on its way when they left comes late.
        await room.react(CHEF, post, "✅")
        await room.react(ANNA, post, "🙋")
        await becomes(room, FollowUpState.claimed)

    play(scenario)


def test_reactions_in_direct_messages_reach_what_was_posted_there(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        _, card = await flagged(room)
        await room.say(ANNA, f"assign F1 <@{CHEF}>")
        message = await told(room, CHEF)
        await room.react(CHEF, message, "✅")
        await becomes(room, FollowUpState.done)
        await room.unreact(CHEF, message, "✅")
        await becomes(room, FollowUpState.claimed)
        await room.slack.until(lambda: "chef" in card.words)

    play(scenario)
