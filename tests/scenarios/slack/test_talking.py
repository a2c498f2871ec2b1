"""What people type, and how they are answered: commands, mentions, direct messages, sharing, buttons."""

import pytest

from tests.scenarios.slack.conftest import Play
from tests.scenarios.slack.newsroom import (
    ANNA,
    BEN,
    ELSEWHERE,
    GUS,
    IMPATIENT,
    NEWSROOM,
    PRIVATE,
    Newsroom,
    ok,
)


def test_a_command_is_answered_to_who_asked_alone(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns", "Storm closes the harbour")
        answer = await room.brief(BEN, "latest")
        assert "Mayor resigns" in answer.words
        assert "Storm closes the harbour" in answer.words
        assert answer.ephemeral_to == BEN
        assert room.slack.seen_by(ANNA, NEWSROOM) == []

    play(scenario)


def test_a_command_works_where_the_bot_is_not_a_member(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        assert "Mayor resigns" in (await room.brief(BEN, "latest", channel=ELSEWHERE)).words

    play(scenario)


def test_a_mention_is_answered_to_who_asked_alone_and_in_its_thread(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        ok(await room.slack.say(BEN, NEWSROOM, "<@UBOT> latest"))
        answer = await room.said(BEN, NEWSROOM)
        assert "Mayor resigns" in answer.words
        assert (answer.ephemeral_to, answer.thread) == (BEN, None)

        question = room.slack.add_message(NEWSROOM, ANNA, "Has anybody got the mayor?")
        ok(await room.slack.say(BEN, NEWSROOM, "hello <@UBOT>: story 1", thread=question.ts))
        answer = await room.said(BEN, NEWSROOM, count=2)
        assert "It was a long evening." in answer.words
        assert (answer.ephemeral_to, answer.thread) == (BEN, question.ts)

    play(scenario)


def test_a_mention_that_can_not_be_answered_there_is_answered_directly(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        room.slack.refuse("chat.postEphemeral", "user_not_in_channel")
        ok(await room.slack.say(BEN, NEWSROOM, "<@UBOT> latest"))
        assert "Mayor resigns" in (await room.said(BEN)).words
        for user, channel in ((BEN, NEWSROOM), (ANNA, NEWSROOM), (ANNA, None)):
            assert room.slack.seen_by(user, channel) == []

    play(scenario)


def test_a_direct_message_is_a_conversation(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        direct = room.slack.direct(BEN).id
        ok(await room.slack.say(BEN, direct, "latest"))
        answer = await room.said(BEN)
        assert "Mayor resigns" in answer.words
        assert answer.ephemeral_to is None
        assert "Share here" not in [button.label for button in answer.buttons]
        ok(await room.slack.say(BEN, direct, "search “mayor” & more", thread=answer.ts))
        assert (await room.said(BEN, count=2)).thread == answer.ts

    play(scenario)


def test_what_bots_say_and_what_is_edited_or_deleted_is_left_alone(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        direct = room.slack.direct(BEN).id
        said = await room.slack.say(BEN, direct, "help")
        answer = await room.said(BEN)
        message = {"type": "message", "channel": direct, "channel_type": "im", "ts": "1.0", "event_ts": "1.0"}
        for event in (
            message | {"user": "UBOT", "bot_id": "BBOT", "text": "help"},
            message | {"user": BEN, "subtype": "message_changed", "message": {"text": "help"}},
            message | {"user": BEN, "subtype": "channel_topic", "text": "help"},
            message | {"user": BEN, "text": "help", "edited": {"user": BEN, "ts": "1.0"}},
        ):
            ok(await room.slack.deliver_event(event, "message.im"))
        assert said.message
        ok(await room.slack.delete(BEN, said.message))
        ok(await room.slack.say(BEN, direct, "latest"))
        await room.said(BEN, count=2)
        assert room.slack.seen_by(BEN)[0] is answer
        assert len(room.slack.seen_by(BEN)) == 2

    play(scenario)


def test_roles_are_those_of_slack_and_the_settings(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        assert "for editors" in (await room.brief(BEN, "digest at 08:00")).words
        assert "this workspace" in (await room.brief(GUS, "latest")).words
        assert "08:00" in (await room.brief(ANNA, "digest at 08:00")).words
        assert await room.effects() == 1

    play(scenario)


@pytest.mark.parametrize("channel", [NEWSROOM, PRIVATE])
def test_an_answer_is_shared_as_a_post_of_the_bots(play: Play, channel: str) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        answer = await room.brief(BEN, "latest share:yes", channel=channel)
        assert "Shared here" in answer.words
        await room.slack.until(lambda: room.slack.seen_by(ANNA, channel))
        post = room.slack.seen_by(ANNA, channel)[0]
        assert "Mayor resigns" in post.words
        assert "Shared by ben" in post.words
        assert post.key

    play(scenario)


def test_a_public_channel_is_joined_to_share_there(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        await room.brief(BEN, "latest share:yes", channel=ELSEWHERE)
        await room.slack.until(lambda: room.slack.seen_by(ANNA, ELSEWHERE))
        assert "UBOT" in room.slack.channels[ELSEWHERE].members

    play(scenario)


def test_buttons_do_what_they_say_before_and_after_a_restart(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories(*(f"Story number {number}" for number in range(1, 9)))
        listed = await room.brief(BEN, "latest 3")
        read = await room.press(BEN, listed, "Read brief")
        assert "It was a long evening." in read.words
        assert read.ephemeral_to == BEN
        await room.stop()
        await room.start()
        assert "It was a long evening." in (await room.press(BEN, listed, "Read brief")).words
        more = await room.press(BEN, listed, "More")
        assert "Story number" in more.words
        await room.press(BEN, listed, "Share here")
        await room.slack.until(lambda: room.slack.seen_by(ANNA, NEWSROOM))
        post = room.slack.seen_by(ANNA, NEWSROOM)[0]
        assert "Shared by ben" in post.words
        assert "Flagged" in (await room.press(ANNA, post, "Flag")).words
        assert post.edits == []

    play(scenario)


def test_a_button_on_a_post_answers_who_pressed_it_and_leaves_the_post(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        await room.brief(BEN, "story 1 share:yes")
        await room.slack.until(lambda: room.slack.seen_by(ANNA, NEWSROOM))
        post = room.slack.seen_by(ANNA, NEWSROOM)[0]
        room.gate.clear()
        ok(await room.slack.press(ANNA, post, "Read brief"))
        await room.slack.until(lambda: "Working on it" in room.slack.seen_by(ANNA, NEWSROOM)[-1].words)
        room.gate.set()
        answer = await room.said(ANNA, NEWSROOM, count=3)
        assert answer.ephemeral_to == ANNA
        assert "It was a long evening." in answer.words
        assert post.edits == []

    play(scenario, times=IMPATIENT)


def test_slow_work_is_acknowledged_at_once_and_says_that_it_goes_on(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        room.gate.clear()
        direct = room.slack.direct(BEN).id
        ok(await room.slack.command(BEN, NEWSROOM, "latest"))
        ok(await room.slack.say(BEN, direct, "latest"))
        ok(await room.slack.say(ANNA, NEWSROOM, "<@UBOT> latest"))
        for user, channel in ((BEN, NEWSROOM), (BEN, None), (ANNA, NEWSROOM)):
            assert "Working on it" in (await room.said(user, channel)).words
        room.gate.set()
        for user, channel in ((BEN, NEWSROOM), (BEN, None)):
            answer = room.slack.seen_by(user, channel)[0]
            await room.slack.until(lambda answer=answer: "Mayor resigns" in answer.words)  # type: ignore[misc]
            assert len(room.slack.seen_by(user, channel)) == 1
        assert "Mayor resigns" in (await room.said(ANNA, NEWSROOM, count=2)).words

    play(scenario, times=IMPATIENT)


def test_a_slack_that_is_slow_to_say_who_asks_is_told_in_time_that_it_arrived(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.slack.fault("users.info", "silence before", "silence before")
        ok(await room.slack.command(BEN, NEWSROOM, "latest"))
        assert "Working on it" in (await room.said(BEN, NEWSROOM)).words
        message = room.slack.add_message(NEWSROOM, BEN, "Mayor resigns")
        ok(await room.slack.shortcut(ANNA, message))
        await room.slack.until(lambda: room.slack.views)
        assert "Working on it" in room.slack.modal(ANNA).words

    play(scenario, times=IMPATIENT)


def test_what_slack_does_not_show_is_logged_and_the_bot_goes_on(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Newsroom) -> None:
        room.slack.refuse("response_url", "used_url")
        ok(await room.slack.command(BEN, NEWSROOM, "help"))
        await room.slack.until(lambda: room.slack.called("response_url"))
        room.slack.fault("response_url", "reset before")
        ok(await room.slack.command(BEN, NEWSROOM, "help"))
        await room.slack.until(lambda: len(room.slack.called("response_url")) == 2)
        await room.brief(BEN, "help")
        await room.stop()
        assert "could not be shown: Slack refused it (used_url)" in caplog.text
        assert "could not be shown: The connection to Slack broke" in caplog.text

    play(scenario)
