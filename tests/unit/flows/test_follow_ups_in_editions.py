"""An edition tells what its channel has to do that day, also on a morning without room."""

from datetime import timedelta

import pytest

from bot.flows.follow_ups.history import Customs
from bot.flows.follow_ups.rules import Wish as Done
from bot.flows.follow_ups.working import FollowUps
from bot.model.follow_up import Did
from bot.model.people import ChannelRef, Conversation
from tests.unit.flows.newsroom import ANN, AT_8, CHANNEL, DAY, FRIDAY, HOUR, MINUTE, WHERE, Newsroom

OTHER = Conversation(channel=ChannelRef(platform="test", workspace="w", id="sport"))


def due(room: Newsroom, *after: timedelta, where: Conversation = WHERE) -> None:
    """Let Ann have follow-ups of an old story, due so long after Friday at eight."""
    flows = FollowUps(room.store, room.clock, Customs())
    for number, each in enumerate(after):
        story = room.story("Bridge closed", FRIDAY - 9 * DAY)
        made = room.do(flows.follow(story, ANN, where, angle=f"Question {number}")).follow_up.number
        room.do(flows.do(made, Done(did=Did.claimed), ANN, where))
        room.do(flows.do(made, Done(did=Did.due, due=FRIDAY + each), ANN, where))


def editions(room: Newsroom) -> list[str]:
    return [text for text in room.sent() if text.startswith(("Digest", "Nothing new"))]


def test_what_is_due_stands_behind_the_stories(room: Newsroom) -> None:
    due(room, -2 * DAY, 9 * HOUR, 15 * HOUR, 3 * DAY)
    due(room, 2 * HOUR, where=OTHER)
    room.add()
    room.story("Fresh", FRIDAY - MINUTE)
    room.tick(FRIDAY)
    (text,) = editions(room)
    assert "1 story · 2 follow-ups due today, 1 overdue" in text
    body, today = text.split("\nFollow-ups due today\n")
    today, overdue = today.split("\nOverdue\n")
    assert "Fresh" in body
    assert [word for word in today.split() if word in {"F1", "F2", "F3", "F4", "F5"}] == ["F2", "F3"]
    assert "F1 · bridge-closed · Question 0 · Ann" in overdue


@pytest.mark.parametrize("quiet", ["say", "skip"])
def test_on_a_quiet_morning_it_comes_for_what_is_due(room: Newsroom, quiet: str) -> None:
    due(room, 9 * HOUR)
    room.add(AT_8.model_copy(update={"quiet": quiet}))
    room.tick(FRIDAY)
    (text,) = editions(room)
    assert text.startswith("Nothing new since")
    assert "1 follow-up due today" in text
    assert "F1 " in text


def test_a_quiet_morning_with_nothing_due_is_skipped_still(room: Newsroom) -> None:
    due(room, 5 * DAY)
    room.add(AT_8.model_copy(update={"quiet": "skip"}))
    room.tick(FRIDAY)
    assert editions(room) == []


def test_very_many_are_counted(room: Newsroom) -> None:
    due(room, *([timedelta(hours=-1)] * 7))
    room.add()
    room.tick(FRIDAY)
    (text,) = editions(room)
    assert "7 follow-ups overdue" in text
    assert "Overdue (5 of 7)" in text
    assert text.count("Question") == 5


def test_the_stories_of_an_edition_tell_of_their_follow_ups(room: Newsroom) -> None:
    room.add()
    story = room.story("Fresh", FRIDAY - MINUTE)
    room.do(FollowUps(room.store, room.clock, Customs()).follow(story, ANN, WHERE))
    room.tick(FRIDAY)
    (text,) = editions(room)
    assert "F1 open" in text
    shown = room.write(lambda tx: tx.deliveries.showing(story))
    assert [post.key for post in shown] == [f"edition:1:{FRIDAY.date().isoformat()}"]
    assert shown[0].to.channel == CHANNEL
