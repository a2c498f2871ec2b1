"""What people did has its effect once: through retries, redeliveries, restarts and a store that is full."""

import asyncio

import pytest

from tests.scenarios.slack.conftest import Play
from tests.scenarios.slack.newsroom import ANNA, BEN, IMPATIENT, NEWSROOM, Newsroom, ok


def test_what_comes_again_has_no_second_effect_and_no_second_answer(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        direct = room.slack.direct(ANNA).id
        listed = await room.brief(ANNA, "latest")
        done = [
            await room.slack.say(ANNA, NEWSROOM, "<@UBOT> digest at 08:00"),
            await room.slack.say(ANNA, direct, "digest at 09:00"),
            await room.slack.press(ANNA, listed, "Read brief"),
            await room.slack.command(ANNA, NEWSROOM, "digest at 10:00"),
        ]
        await room.said(ANNA, NEWSROOM, count=4)
        await room.said(ANNA)
        begun = room.dispatch.begun
        for delivery in done:
            ok(delivery)
            for _ in range(3):
                await room.again(delivery)
        await room.brief(ANNA, "help")
        assert room.dispatch.begun == begun + 1
        assert await room.effects() == 3
        assert len(room.slack.seen_by(ANNA, NEWSROOM)) == 5
        assert len(room.slack.seen_by(ANNA)) == 1

    play(scenario)


def test_a_store_that_is_full_lets_slack_bring_it_again(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.store.full = True
        delivery = await room.slack.say(ANNA, NEWSROOM, "<@UBOT> digest at 08:00")
        assert not delivery.acked
        assert delivery.status in {503, None}
        assert delivery.seconds >= room.slack.patience or delivery.status == 503
        room.store.full = False
        await room.slack.quiet()
        assert delivery.acked
        assert "08:00" in (await room.said(ANNA, NEWSROOM)).words
        assert await room.effects() == 1
        assert room.dispatch.begun == 1

    play(scenario)


def test_a_button_and_a_command_that_can_not_be_saved_fail_before_the_persons_eyes(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        listed = await room.brief(BEN, "latest")
        room.slack.patience = 0.3
        room.store.full = True
        assert not (await room.slack.press(BEN, listed, "Read brief")).acked
        assert not (await room.slack.command(ANNA, NEWSROOM, "digest at 08:00")).acked
        assert (await room.slack.command(BEN, NEWSROOM, "latest")).acked
        await room.said(BEN, NEWSROOM, count=2)
        assert room.dispatch.begun == 2

    play(scenario)


def test_what_was_saved_and_not_answered_is_answered_after_a_restart(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        direct = room.slack.direct(ANNA).id
        room.gate.clear()
        ok(await room.slack.say(ANNA, direct, "digest at 08:00"))
        ok(await room.slack.command(ANNA, NEWSROOM, "digest at 09:00"))
        ok(await room.slack.say(ANNA, NEWSROOM, "<@UBOT> digest at 10:00"))
        await room.said(ANNA, NEWSROOM, count=2)
        assert await room.effects() == 0
        await room.stop()
        await room.start()
        await room.said(ANNA, NEWSROOM, count=4)
        await room.said(ANNA, count=2)
        assert await room.effects() == 3

    play(scenario, times=IMPATIENT)


def test_many_at_once_are_each_answered_once(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        people = [room.slack.add_person(f"U{number}", f"person {number}").id for number in range(100, 150)]
        deliveries = await asyncio.gather(
            *(room.slack.command(person, NEWSROOM, "latest") for person in people)
        )
        for person, delivery in zip(people, deliveries, strict=True):
            ok(delivery)
            answer = await room.said(person, NEWSROOM)
            await room.slack.until(lambda answer=answer: "Mayor resigns" in answer.words)  # type: ignore[misc]
            assert len(room.slack.seen_by(person, NEWSROOM)) == 1
        assert room.dispatch.begun == 50

    play(scenario)


def test_a_bot_that_stops_finishes_what_it_has_begun(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.gate.clear()
        ok(await room.slack.command(ANNA, NEWSROOM, "digest at 08:00"))
        await room.said(ANNA, NEWSROOM)
        stopping = asyncio.create_task(room.stop())
        await asyncio.sleep(0)
        room.gate.set()
        await stopping
        assert "08:00" in room.slack.seen_by(ANNA, NEWSROOM)[0].words

    play(scenario, times=IMPATIENT)


def test_an_answer_that_takes_too_long_at_the_end_is_given_by_the_next_bot(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Newsroom) -> None:
        room.gate.clear()
        ok(await room.slack.command(ANNA, NEWSROOM, "digest at 08:00"))
        await room.stop()
        assert "took too long" in caplog.text
        await room.start()
        await room.slack.until(lambda: "08:00" in room.slack.seen_by(ANNA, NEWSROOM)[-1].words)
        assert await room.effects() == 1

    play(scenario, times=IMPATIENT)


def test_a_fault_of_ours_lets_slack_bring_it_again(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(room: Newsroom) -> None:
        room.slack.patience = 0.3
        room.dispatch.broken = True
        delivery = await room.slack.say(ANNA, NEWSROOM, "<@UBOT> digest at 08:00")
        assert not delivery.acked
        assert "(app_mention) could not be taken in" in caplog.text
        room.dispatch.broken = False
        await room.slack.quiet()
        assert delivery.acked
        await room.said(ANNA, NEWSROOM)
        assert await room.effects() == 1

    play(scenario)
