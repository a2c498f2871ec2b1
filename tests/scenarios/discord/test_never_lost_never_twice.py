"""What people did has its effect once: through redeliveries, restarts and a store that is full."""

import asyncio
import logging

import pytest

from tests.scenarios.discord.conftest import Play
from tests.scenarios.discord.newsroom import IMPATIENT, Newsroom


def test_an_interaction_that_comes_again_has_no_second_effect(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        asked = await room.asked(room.anna, "digest at", time="08:00")
        begun = room.dispatch.begun
        for _ in range(3):
            room.discord.deliver_again(asked)
        await room.brief(room.ben, "help")
        assert room.dispatch.begun == begun + 1
        assert await room.effects() == 1

    play(scenario)


def test_what_can_not_be_saved_is_said_and_not_done(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        room.store.full = True
        assert "not saved" in await room.brief(room.anna, "digest at", time="08:00")
        assert "not saved" in (await room.press(room.ben, post, "Read brief")).words
        assert "Mayor resigns" in await room.brief(room.ben, "latest")
        room.store.full = False
        assert await room.effects() == 0
        assert "It was a long evening." in (await room.press(room.ben, post, "Read brief")).words

    play(scenario)


def test_what_was_saved_and_not_answered_is_answered_after_a_restart(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        room.gate.clear()
        typed = await room.discord.slash(room.anna, room.desk, "digest at", time="08:00")
        pressed = await room.discord.click(room.ben, post, "Read brief")
        assert (typed.response, pressed.response) == (5, 5)
        assert await room.effects() == 0
        await room.stop()
        await room.start()
        await room.discord.until(lambda: typed.answered and pressed.answered)
        assert "08:00" in typed.words
        assert "It was a long evening." in pressed.words
        assert await room.effects() == 1

    play(scenario, times=IMPATIENT)


def test_what_changed_something_is_told_directly_when_discord_takes_no_answer_any_more(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.gate.clear()
        asked = await room.discord.slash(room.anna, room.desk, "digest at", time="08:00")
        await room.discord.slash(room.ben, room.desk, "latest")
        assert not asked.answered
        await room.stop()
        room.time.ahead += 3600
        await room.start()
        await room.discord.until(lambda: room.discord.seen_by(room.anna))
        assert "08:00" in room.discord.seen_by(room.anna)[-1].words
        assert room.discord.seen_by(room.ben) == []
        assert await room.effects() == 1

    play(scenario, times=IMPATIENT)


def test_a_bot_that_stops_finishes_what_it_has_begun(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.gate.clear()
        asked = await room.discord.slash(room.anna, room.desk, "digest at", time="08:00")
        stopping = asyncio.create_task(room.stop())
        await room.discord.until(lambda: not room.discord.connected)
        room.gate.set()
        await stopping
        assert "08:00" in asked.words

    play(scenario, times=IMPATIENT)


def test_a_fault_of_ours_is_said_and_the_bot_goes_on(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(room: Newsroom) -> None:
        room.dispatch.broken = True
        assert "fault of Nutgraf's" in await room.brief(room.anna, "digest at", time="08:00")
        room.dispatch.broken = False
        assert "08:00" in await room.brief(room.anna, "digest at", time="08:00")
        assert any(record.levelno == logging.ERROR and record.exc_info for record in caplog.records)

    play(scenario)


def test_an_interaction_that_discord_gave_up_is_logged_and_the_bot_goes_on(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Newsroom) -> None:
        room.discord.interaction_lives = -1
        room.discord.patience = 0.2
        asked = await room.discord.slash(room.ben, room.desk, "help")
        assert asked.response is None
        await room.discord.until(lambda: "10062" in caplog.text)
        room.discord.interaction_lives = 3
        room.discord.patience = 3
        await room.brief(room.ben, "help")

    play(scenario)
