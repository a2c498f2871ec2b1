"""A flag makes a follow-up, others join it, and it goes with the last."""

import pytest

from bot.errors import NotFound, UsageError
from bot.model.follow_up import Did, FollowUpState
from bot.model.preferences import Preferences
from tests.unit.flows.follow_ups.room import (
    ANNA,
    BEN,
    DONE,
    DORA,
    EDITH,
    FLAG,
    HERE,
    TAKE,
    THERE,
    Room,
    channel,
    place_name,
)


def test_a_flag_makes_one_follow_up_with_one_card_in_the_thread_of_the_post(room: Room) -> None:
    post = room.post(room.story("Bridge closed"))
    assert room.react(ANNA, FLAG, post)
    (made,) = room.every()
    assert (made.state, made.made_by, made.origin, made.slug) == (
        FollowUpState.open,
        ANNA,
        post,
        "bridge-closed",
    )
    assert list(room.cards()) == [f"news/{post.id}"]
    assert place_name(made.home) == f"news/{post.id}"
    assert "F1" in room.shown(room.card())
    assert "Anna" in room.shown(room.card())


def test_the_flags_of_others_join_and_the_card_shows_them(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    room.react(ANNA, FLAG, post)
    room.react(BEN, FLAG, post)
    assert room.follow(number, EDITH).became == "joined"
    assert len(room.every()) == 1
    card = room.shown(room.card())
    assert all(card.count(each.name) == 1 for each in (ANNA, BEN, EDITH))
    assert room.did() == ["Anna flagged", "Ben flagged", "Edith flagged"]


def test_a_story_that_was_posted_twice_has_a_card_in_each_thread_that_was_flagged(room: Room) -> None:
    number = room.story()
    first, second, unflagged = (
        room.post(number),
        room.post(number, to=THERE),
        room.post(number, to=channel("desk")),
    )
    room.react(ANNA, FLAG, first)
    room.react(DORA, FLAG, second)
    room.react(BEN, FLAG, second.model_copy(update={"conversation": HERE}))  # none of ours there
    assert set(room.cards()) == {f"news/{first.id}", f"lounge/{second.id}"}
    room.wish(Did.claimed, ANNA)
    room.send()
    for card in room.cards().values():
        assert card.message is not None
        assert "Anna" in room.shown(card.message)
    assert "F1" in room.footer(unflagged, number)


def test_a_post_in_a_thread_has_its_card_in_that_thread(room: Room) -> None:
    post = room.post(room.story(), to=HERE.model_copy(update={"thread": "t9"}))
    room.react(ANNA, FLAG, post)
    assert list(room.cards()) == ["news/t9"]


def test_by_a_command_the_card_is_where_the_story_was_posted_in_that_channel(room: Room) -> None:
    number = room.story()
    room.post(number)
    newest = room.post(number)
    elsewhere = channel("desk")
    assert place_name(room.follow(number).card) == f"news/{newest.id}"
    assert place_name(room.follow(number, BEN, where=elsewhere).card) == "desk"
    assert set(room.cards()) == {f"news/{newest.id}", "desk"}


def test_a_button_on_a_post_flags_it_there(room: Room) -> None:
    number = room.story()
    first, _ = room.post(number), room.post(number)
    flagged = room.follow(number, on=first)
    assert place_name(flagged.card) == f"news/{first.id}"
    assert flagged.follow_up.origin == first


def test_a_post_that_does_not_show_the_story_is_not_where_it_was_flagged(room: Room) -> None:
    one, other = room.story("One"), room.story("Other")
    post = room.post(other)
    assert place_name(room.follow(one, on=post).card) == "news"


def test_reaction_and_button_of_one_person_are_one_flag_that_stands_as_long_as_either(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    room.react(ANNA, FLAG, post)
    assert room.follow(number, ANNA, on=post).became == "same"
    assert room.did() == ["Anna flagged"]
    room.unreact(ANNA, FLAG, post)
    assert room.follow_up().stands
    assert room.unfollow(number, ANNA).taken
    assert room.follow_up().state is FollowUpState.withdrawn


def test_taken_back_while_nobody_has_touched_it_it_is_withdrawn_and_the_same_card_says_so(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    room.react(ANNA, FLAG, post)
    before = room.card()
    room.unreact(ANNA, FLAG, post)
    assert room.follow_up().state is FollowUpState.withdrawn
    assert room.card() == before
    assert "Taken back" in room.shown(before)
    assert room.footer(post, number) == ""
    assert not room.told(ANNA)


def test_a_new_flag_brings_the_same_one_back(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    for _ in range(3):
        room.react(ANNA, FLAG, post)
        room.unreact(ANNA, FLAG, post)
    assert room.follow(number, BEN).became == "back"
    (only,) = room.every()
    assert (only.number, only.state) == (1, FollowUpState.open)
    assert len(room.cards()) == 1
    assert "F1" in room.footer(post, number)


def test_one_flag_less_leaves_those_of_others(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.react(BEN, FLAG, post)
    room.unreact(ANNA, FLAG, post)
    assert room.follow_up().state is FollowUpState.open
    assert [flag.by for flag in room.flags()] == [BEN]
    assert "Anna" not in room.shown(room.card())


@pytest.mark.parametrize("by_command", [True, False])
def test_taken_back_after_somebody_has_touched_it_it_stays_and_the_person_is_asked(
    room: Room, *, by_command: bool
) -> None:
    number = room.story()
    post = room.post(number)
    room.react(ANNA, FLAG, post)
    room.wish(Did.claimed, BEN)
    if by_command:
        assert [each.number for each in room.unfollow(number, ANNA).asks] == [1]
        assert not room.told(ANNA)
    else:
        room.unreact(ANNA, FLAG, post)
        (asked,) = room.told(ANNA)
        assert "F1" in asked
    assert room.follow_up().state is FollowUpState.claimed
    assert not room.flags()


def test_what_is_done_is_not_asked_about_when_its_flag_is_taken_back(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.wish(Did.done, BEN)
    room.unreact(ANNA, FLAG, post)
    assert room.follow_up().state is FollowUpState.done
    assert not room.told(ANNA)


def test_a_flag_on_what_is_done_makes_a_new_follow_up(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    room.react(ANNA, FLAG, post)
    room.wish(Did.done, ANNA)
    room.react(BEN, FLAG, post)
    assert [each.state for each in room.every()] == [FollowUpState.done, FollowUpState.open]
    assert "F1" in room.footer(post, number)
    assert "F2" in room.footer(post, number)


def test_the_first_angle_is_given_and_another_makes_a_second_follow_up(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    room.react(ANNA, FLAG, post)
    first = room.follow(number, ANNA, "Who pays?", on=post)
    assert (first.follow_up.number, first.follow_up.angle, first.became) == (1, "Who pays?", "joined")
    assert room.follow(number, BEN, "who  PAYS?").became == "joined"
    second = room.follow(number, BEN, "Since when?", on=post)
    assert (second.follow_up.number, second.follow_up.angle, second.became) == (2, "Since when?", "made")
    assert len(room.cards(1)) == len(room.cards(2)) == 1
    assert room.unfollow(number, BEN).taken
    assert [each.state for each in room.every()] == [FollowUpState.open, FollowUpState.withdrawn]


def test_an_angle_is_a_question_of_the_story_or_words_of_ones_own(room: Room) -> None:
    number = room.story("Bridge closed", "Who pays?", "Since when?")
    room.react(ANNA, FLAG, room.post(number))
    assert room.angle("2", BEN).follow_up.angle == "Since when?"
    assert "Since when?" in room.shown(room.card())
    again = room.angle("2", BEN)
    assert (again.changed, again.made) == (False, False)
    other = room.angle("How long?", BEN)
    assert (other.follow_up.number, other.made) == (2, True)
    assert room.follow_up(1).angle == "Since when?"
    with pytest.raises(UsageError, match="no open question 7"):
        room.angle("7")


def test_what_is_not_there_is_not_found(room: Room) -> None:
    with pytest.raises(NotFound, match="no story #9"):
        room.follow(9)
    with pytest.raises(NotFound, match="no story #9"):
        room.unfollow(9)
    with pytest.raises(NotFound, match="no follow-up F9"):
        room.wish(Did.claimed, number=9)


def test_nobody_has_a_flag_to_take_back_but_their_own(room: Room) -> None:
    number = room.story()
    room.follow(number, ANNA)
    assert not room.unfollow(number, BEN).taken
    assert room.follow_up().stands


def test_the_flag_on_a_card_joins_the_follow_up_that_it_shows(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    room.react(ANNA, FLAG, post)
    room.follow(number, ANNA, "Who pays?")
    second = room.follow(number, ANNA, "Since when?", on=post).follow_up.number
    room.react(BEN, FLAG, room.card(second))
    assert BEN in [flag.by for flag in room.flags(second)]
    assert BEN not in [flag.by for flag in room.flags(1)]
    assert len(room.every()) == 2
    room.unreact(BEN, FLAG, room.card(second))
    assert BEN not in [flag.by for flag in room.flags(second)]


def test_days_that_the_story_names_are_kept_with_its_follow_up(room: Room) -> None:
    number = room.story(original="The council meets on 19 November 2026 to vote. Nothing else is known.")
    room.react(ANNA, FLAG, room.post(number))
    (day,) = room.follow_up().days
    assert day.day.isoformat() == "2026-11-19"
    assert "The council meets" in day.sentence
    assert room.follow_up().due is None


def test_who_is_told_that_nobody_has_it_and_when_follows_the_channels_settings(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    room.write(lambda tx: tx.preferences.set_channel(HERE.channel, Preferences(unclaimed=2)))
    room.react(ANNA, FLAG, post)
    looked_at = room.follow_up().look_at
    assert looked_at is not None
    assert (looked_at - room.clock.at).total_seconds() == 2 * 3600


def test_taking_and_doing_by_reaction_is_taken_back_with_it(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.react(BEN, TAKE, post)
    assert room.follow_up().owner == BEN
    room.unreact(BEN, TAKE, post)
    assert room.follow_up().state is FollowUpState.open
    room.react(BEN, TAKE, room.card())
    room.react(BEN, DONE, room.card())
    assert room.follow_up().state is FollowUpState.done
    room.unreact(BEN, DONE, room.card())
    done_again = room.follow_up()
    assert (done_again.state, done_again.owner) == (FollowUpState.claimed, BEN)
