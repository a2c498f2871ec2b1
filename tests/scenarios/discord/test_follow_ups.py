"""Follow-ups over sockets, where Discord has ways of its own: threads, replies, forms, reactions."""

from typing import Any

from bot.model.follow_up import FollowUp, FollowUpState
from tests.scenarios.discord.conftest import Play
from tests.scenarios.discord.newsroom import Newsroom
from tests.servers.discord import Channel, Message

FLAG, TAKE = "\N{TRIANGULAR FLAG ON POST}", "\N{HAPPY PERSON RAISING ONE HAND}"


async def flagged(room: Newsroom, channel: Channel | None = None) -> tuple[Message, Message]:
    """Let ben flag a post; return it, and the card once it is there."""
    post = await room.posted(channel)
    await room.react(room.ben, post, FLAG)
    await room.discord.until(lambda: room.thread(post))
    [card] = room.thread(post)
    return post, card


async def the_first(room: Newsroom) -> FollowUp:
    """Return F1."""
    found = await room.house.store.read(lambda view: view.follow_ups.get(1))
    assert found is not None
    return found


async def state(room: Newsroom) -> FollowUpState:
    """Return how far F1 is."""
    return (await the_first(room)).state


def test_a_flag_begins_a_thread_with_the_card_in_it_once(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post, card = await flagged(room)
        assert "F1" in card.words
        assert card.channel.kind == "thread"
        assert (card.channel.id, card.channel.parent) == (post.id, room.desk)
        assert "F1" in card.channel.name
        await room.react(room.anna, post, FLAG)
        await room.discord.until(lambda: "Anna" in card.words)
        assert room.thread(post) == [card]
        assert len(room.discord.called("create_thread_from_message")) == 1
        await room.discord.until(lambda: "F1" in post.words)  # its footer

    play(scenario)


def test_where_threads_are_off_the_card_is_a_reply_that_is_kept_up_to_date(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.discord.forbid(room.desk, "create_public_threads")
        post, card = await flagged(room)
        assert (card.channel, card.replies_to) == (room.desk, post)
        assert room.discord.called("create_thread_from_message") == []
        await room.say(room.anna, "claim F1")
        await room.discord.until(lambda: "Anna" in card.words)
        assert room.thread(post) == [card]

    play(scenario)


def test_what_the_gateway_did_not_tell_is_found_out_by_beginning_a_thread(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.discord.refuse("create_thread_from_message", 50013)
        post, card = await flagged(room)
        assert (card.channel, card.replies_to) == (room.desk, post)

    play(scenario)


def test_a_post_of_a_forum_has_its_cards_in_its_own_thread(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        forum = room.discord.add_channel(room.guild, "briefings", kind="forum")
        await room.stop()
        await room.start()
        await room.stories("Mayor resigns")
        here: dict[str, Any] = {"in": forum}
        await room.brief(room.chef, "digest at", time="08:00", days="daily", zone="UTC", **here)
        await room.brief(room.chef, "digest now", **here)
        await room.discord.until(lambda: room.discord.threads_of(forum))
        [thread] = room.discord.threads_of(forum)
        [post] = [each for each in room.discord.messages if each.channel is thread]
        await room.posts("discord")
        await room.react(room.ben, post, FLAG)
        await room.discord.until(lambda: len([m for m in room.discord.messages if m.channel is thread]) == 2)
        assert room.discord.called("create_thread_from_message") == []

    play(scenario)


def test_dropping_opens_a_form_and_what_is_written_there_is_the_reason(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        _, card = await flagged(room)
        form = await room.discord.click(room.ben, card, "Drop…")
        assert form.modal is not None
        assert [each["type"] for each in form.modal.raw["components"]] == [18]
        await room.stop()
        await room.start()
        answer = await room.discord.answered(await room.discord.submit(form, answer="Others have it"))
        assert answer.shown[0].only is room.ben
        assert await state(room) is FollowUpState.dropped
        assert (await the_first(room)).closing == "Others have it"
        await room.discord.until(lambda: "Others have it" in card.words)

    play(scenario)


def test_a_form_that_is_brought_twice_has_its_effect_once(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        _, card = await flagged(room)
        answer = await room.press(room.ben, card, "Drop…", fill="Others have it")
        await room.say(room.ben, "reopen F1")
        assert room.discord.deliver_again(answer)
        await room.say(room.ben, "history F1")
        assert await state(room) is FollowUpState.open
        history = await room.house.store.read(lambda view: view.follow_ups.history(1))
        assert [each.did.value for each in history].count("dropped") == 1

    play(scenario)


def test_two_skin_tones_of_one_hand_are_one_claim(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        _, card = await flagged(room)
        await room.react(room.anna, card, f"{TAKE}\N{EMOJI MODIFIER FITZPATRICK TYPE-3}")
        await room.react(room.anna, card, f"{TAKE}\N{EMOJI MODIFIER FITZPATRICK TYPE-6}")
        await room.discord.until(lambda: "Anna" in card.words)
        await room.unreact(room.anna, card, f"{TAKE}\N{EMOJI MODIFIER FITZPATRICK TYPE-3}")
        await room.say(room.ben, "history F1")
        assert await state(room) is FollowUpState.claimed
        await room.unreact(room.anna, card, f"{TAKE}\N{EMOJI MODIFIER FITZPATRICK TYPE-6}")
        await room.until(lambda: state(room), FollowUpState.open)

    play(scenario)


def test_a_reaction_that_was_saved_has_its_effect_after_a_restart(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        await room.stop()
        await room.react(room.ben, post, FLAG)
        await room.start()
        await room.discord.until(lambda: room.thread(post))
        assert "ben" in room.thread(post)[0].words.lower()

    play(scenario)


def test_who_can_not_see_the_channel_does_nothing_by_a_reaction_of_long_ago(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        await room.stop()
        await room.react(room.ben, post, FLAG)
        await room.react(room.anna, post, FLAG)
        room.discord.forbid(room.desk, "view_channel", who=room.ben)
        await room.start()
        await room.discord.until(lambda: room.thread(post))
        flags = await room.house.store.read(lambda view: view.follow_ups.flags(1))
        assert [each.by.id for each in flags] == [room.anna.id]

    play(scenario)


def test_the_owner_is_told_directly_and_can_decline_there(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await flagged(room)
        await room.say(room.anna, f"assign F1 <@{room.ben.id}>")
        await room.discord.until(lambda: room.direct(room.ben))
        [told] = room.direct(room.ben)
        assert "F1" in told.words
        await room.press(room.ben, told, "Decline")
        await room.until(lambda: state(room), FollowUpState.open)

    play(scenario)
