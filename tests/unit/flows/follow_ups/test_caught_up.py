"""What people put on posts and took back while the bot was away has its effect, quietly."""

import pytest

from bot.model.follow_up import FollowUpState
from bot.model.people import MessageRef
from bot.model.reaction import Reaction
from tests.unit.flows.follow_ups.room import (
    ANNA,
    BEN,
    DISCORD,
    DONE,
    DORA,
    FLAG,
    SLACK,
    TAKE,
    THERE,
    TWO,
    Room,
)


def there(room: Room, on: MessageRef, *reactions: tuple[str, str]) -> None:
    """Let these reactions be on a message, by person's id and name."""
    platform = room.platforms[on.conversation.channel.platform]
    platform.reacted[on.id] = frozenset(Reaction(person=person, name=name) for person, name in reactions)


def back(room: Room, *, only: MessageRef | None = None, platform: str = SLACK) -> None:
    room.later(minutes=5)
    room.do(room.catching_up.run(room.platforms[platform], only))


def test_flags_put_and_taken_meanwhile_count(room: Room) -> None:
    first, second = room.post(room.story()), room.post(room.story())
    room.react(ANNA, FLAG, first)
    there(room, second, (ANNA.id, FLAG), (BEN.id, FLAG))
    back(room)
    assert [each.state for each in room.every()] == [FollowUpState.withdrawn, FollowUpState.open]
    assert {flag.by for flag in room.flags(2)} == {ANNA, BEN}
    before = room.messages()
    back(room)
    assert room.messages() == before
    assert not room.did(1)[3:]


def test_claims_and_doing_on_cards_in_threads_count_too(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    there(room, post, (ANNA.id, FLAG))
    there(room, room.card(), (BEN.id, TAKE))
    back(room)
    assert room.follow_up().owner == BEN
    there(room, room.card(), (BEN.id, TAKE), (BEN.id, DONE))
    back(room)
    assert room.follow_up().closed_by == BEN


def test_nobody_is_told_privately_of_what_was_only_found_out(room: Room) -> None:
    edition = room.post(room.story(), room.story())
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.react(ANNA, TAKE, post)
    there(room, edition, (BEN.id, FLAG))
    there(room, post, (ANNA.id, FLAG), (ANNA.id, TAKE), (BEN.id, TAKE), (BEN.id, DONE))
    back(room)
    assert not room.told(BEN)
    assert room.follow_up().owner == ANNA


def test_of_one_message_that_is_said_to_have_changed_people_are_told(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.react(ANNA, TAKE, post)
    there(room, post, (ANNA.id, FLAG), (ANNA.id, TAKE), (BEN.id, TAKE))
    back(room, only=post)
    (told,) = room.told(BEN)
    assert "Anna has F1 already" in told


def test_put_and_taken_back_between_two_looks_is_nothing(room: Room) -> None:
    post = room.post(room.story())
    there(room, post)
    back(room)
    assert not room.every()


def test_who_can_not_be_told_then_is_asked_for_again(room: Room) -> None:
    post = room.post(room.story(), room.story())
    room.platforms[SLACK].known[BEN.id] = None
    there(room, post, (BEN.id, TWO))
    back(room)
    assert not room.every()
    room.platforms[SLACK].known[BEN.id] = BEN
    room.do(room.reacting.tick())
    assert room.follow_up().made_by == BEN


@pytest.mark.parametrize("times", [1, 2])
def test_each_platform_is_asked_for_its_own(room: Room, times: int) -> None:
    number = room.story()
    here, elsewhere = room.post(number), room.post(number, to=THERE)
    there(room, here, (ANNA.id, FLAG))
    there(room, elsewhere, (DORA.id, FLAG))
    for _ in range(times):
        back(room, platform=DISCORD)
        assert {flag.by for flag in room.flags()} == {DORA}
    back(room)
    assert {flag.by for flag in room.flags()} == {ANNA, DORA}
    assert len(room.cards()) == 2
