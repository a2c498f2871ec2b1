"""What people ask, and how they are answered: over sockets, with the true discord.py."""

import asyncio

import pytest

from tests.scenarios.discord.conftest import Play
from tests.scenarios.discord.newsroom import IMPATIENT, Newsroom


def test_a_command_is_answered_to_who_asked_alone(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns", "Storm closes the harbour")
        answer = await room.asked(room.ben, "latest")
        assert "Mayor resigns" in answer.words
        assert "Storm closes the harbour" in answer.words
        assert [message.only for message in answer.shown] == [room.ben]
        assert room.discord.seen_by(room.anna, room.desk) == []

    play(scenario)


def test_roles_are_those_of_discord_and_the_settings(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        assert "for editors" in await room.brief(room.ben, "digest at", time="08:00")
        assert "08:00" in await room.brief(room.anna, "digest at", time="08:00")
        assert "09:00" in await room.brief(room.chef, "digest at", time="09:00")
        assert "for admins" in await room.brief(room.anna, "status")
        assert "for admins" not in await room.brief(room.chef, "status")
        assert await room.effects() == 2

    play(scenario)


def test_an_answer_is_shared_as_a_post_that_stays(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        listed = await room.asked(room.ben, "latest")
        assert "Shared here" in (await room.press(room.ben, listed.shown[0], "Share here")).words
        (post,) = await room.seen(room.anna)
        assert "Mayor resigns" in post.words
        assert "Shared by Ben" in post.words
        assert post.nonce

    play(scenario)


def test_buttons_do_what_they_say_before_and_after_a_restart(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        read = await room.press(room.ben, post, "Read brief")
        assert "It was a long evening." in read.words
        assert [message.only for message in read.shown] == [room.ben]
        await room.stop()
        await room.start()
        assert "It was a long evening." in (await room.press(room.anna, post, "Read brief")).words
        assert "Flagged" in (await room.press(room.anna, post, "Flag")).words

    play(scenario)


def test_slow_work_is_thought_about_and_then_shown(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        room.gate.clear()
        asked = await room.discord.slash(room.ben, room.desk, "latest")
        assert asked.response == 5
        assert not asked.answered
        room.gate.set()
        await room.discord.answered(asked)
        assert "Mayor resigns" in asked.words
        assert len(asked.shown) == 1

    play(scenario, times=IMPATIENT)


def test_many_at_once_are_each_answered_once(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        people = [room.discord.add_person(f"person {number}", room.guild) for number in range(50)]
        asked = await asyncio.gather(*(room.asked(person, "latest") for person in people))
        for each in asked:
            assert "Mayor resigns" in each.words
            assert len(each.shown) == 1
            assert each.seconds < 3
        assert room.dispatch.begun == 50

    play(scenario)


def test_what_is_asked_in_a_thread_or_a_forum_is_answered_and_shared_there(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        thread = room.discord.add_thread(room.desk, "the mayor")
        room.discord.make_channel(thread)
        post = await room.posted(thread)
        assert post.channel is thread
        (known,) = await room.posts("discord")
        assert known.conversation.channel.id == room.desk.id
        assert known.conversation.thread == thread.id

    play(scenario)


@pytest.mark.parametrize("command", ["latest", "help", "digest list", "subscriptions"])
def test_the_first_response_comes_at_once(play: Play, command: str) -> None:
    async def scenario(room: Newsroom) -> None:
        asked = await room.asked(room.ben, command)
        assert asked.response == 4
        assert asked.seconds < 3

    play(scenario)
