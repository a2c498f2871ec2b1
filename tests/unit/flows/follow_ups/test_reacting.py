"""What reactions mean, to whom, and what becomes of those that nobody can say anything of."""

from datetime import timedelta

import pytest

from bot.model.follow_up import Did, FollowUpState
from bot.model.people import MessageRef, Role
from bot.model.preferences import Emoji, Preferences
from tests.unit.flows.follow_ups.room import (
    ANNA,
    BEN,
    BOT,
    DISCORD,
    DONE,
    DORA,
    EDITH,
    FLAG,
    HERE,
    ONE,
    SLACK,
    TAKE,
    THERE,
    THREE,
    TWO,
    Room,
    place_name,
    said_by,
    somebody,
)

EYES = "\N{EYES}"


# ---- on an edition


def test_a_keycap_flags_the_story_of_that_place(room: Room) -> None:
    stories = [room.story(f"Story {n}") for n in range(3)]
    edition = room.post(*stories)
    room.react(ANNA, TWO, edition)
    (made,) = room.every()
    assert made.story == stories[1]
    assert list(room.cards()) == [f"news/{edition.id}"]
    assert "F1" in room.footer(edition, stories[1])
    assert not room.footer(edition, stories[0])
    room.react(BEN, THREE, edition)
    assert [each.story for each in room.every()] == stories[1:]
    room.unreact(ANNA, TWO, edition)
    assert room.follow_up(1).state is FollowUpState.withdrawn
    assert not room.footer(edition, stories[1])


def test_a_keycap_beyond_the_last_story_and_on_a_single_one_means_nothing(room: Room) -> None:
    single, edition = room.post(room.story()), room.post(room.story(), room.story())
    room.react(ANNA, ONE, single)
    room.react(ANNA, THREE, edition)
    assert not room.every()
    assert not room.told(ANNA)


def test_a_bare_flag_on_an_edition_asks_privately_which_story_is_meant(room: Room) -> None:
    stories = [room.story("Bridge closed"), room.story("Mayor resigns")]
    edition = room.post(*stories)
    room.react(ANNA, FLAG, edition)
    assert not room.every()
    ((asked,), (card,)) = (room.told(ANNA), room.told_cards(ANNA))
    assert "Bridge closed" in asked
    assert "Mayor resigns" in asked
    number = room.read(lambda view: view.deliveries.at(edition))
    assert number is not None
    assert said_by(card) == [f"follow {story} on:{number.number}" for story in stories]
    flagged = room.do(room.follow_ups.follow(stories[1], ANNA, HERE, on=number.number))
    assert place_name(flagged.card) == f"news/{edition.id}"
    assert flagged.follow_up.origin == edition


def test_the_flag_button_of_a_line_puts_the_card_under_the_edition(room: Room) -> None:
    stories = [room.story(), room.story()]
    edition = room.post(*stories)
    assert place_name(room.follow(stories[0], ANNA, on=edition).card) == f"news/{edition.id}"


# ---- taking and doing


def test_the_first_who_takes_it_has_it_and_the_other_is_told_who(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.react(ANNA, TAKE, post)
    room.react(BEN, TAKE, room.card())
    assert room.follow_up().owner == ANNA
    (told,) = room.told(BEN)
    assert "Anna has F1 already" in told
    assert not room.told(ANNA)


def test_taking_what_is_ones_own_already_is_no_news(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.react(ANNA, TAKE, post)
    room.react(ANNA, TAKE, room.card())
    assert room.did() == ["Anna flagged", "Anna claimed"]
    assert not room.told(ANNA)


@pytest.mark.parametrize(("name", "command"), [(TAKE, "claim"), (DONE, "done")])
def test_where_several_could_be_meant_the_person_is_asked(room: Room, name: str, command: str) -> None:
    number = room.story()
    post = room.post(number)
    room.follow(number, ANNA, "Who pays?", on=post)
    room.follow(number, ANNA, "Since when?", on=post)
    room.react(BEN, name, post)
    assert all(each.state is FollowUpState.open for each in room.every())
    (asked,) = room.told_cards(BEN)
    assert said_by(asked) == [f"{command} F1", f"{command} F2"]


def test_of_several_the_only_one_that_stands_is_meant(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    room.follow(number, ANNA, "Who pays?", on=post)
    room.follow(number, ANNA, "Since when?", on=post)
    room.wish(Did.dropped, EDITH, 1, words="No news.")
    room.react(BEN, DONE, post)
    assert [each.state for each in room.every()] == [FollowUpState.dropped, FollowUpState.done]
    assert not room.told(BEN)


def test_where_nothing_was_flagged_taking_and_doing_mean_nothing(room: Room) -> None:
    post = room.post(room.story())
    for name in (TAKE, DONE):
        room.react(ANNA, name, post)
        room.unreact(ANNA, name, post)
    assert not room.every()
    assert not room.told(ANNA)


def test_who_may_not_say_that_it_is_done_is_told_so(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.react(ANNA, TAKE, post)
    room.react(BEN, DONE, post)
    assert room.follow_up().state is FollowUpState.claimed
    (told,) = room.told(BEN)
    assert "Anna has F1, so only they or an editor" in told
    room.react(EDITH, DONE, post)
    assert room.follow_up().closed_by == EDITH


def test_a_reaction_that_is_taken_back_undoes_nothing_that_was_built_upon(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.react(BEN, TAKE, post)
    room.wish(Did.due, BEN, due=room.clock.at + timedelta(days=2))
    room.unreact(BEN, TAKE, post)
    assert room.follow_up().owner == BEN
    room.react(BEN, DONE, post)
    room.wish(Did.reopened, EDITH)
    room.wish(Did.done, EDITH)
    room.unreact(BEN, DONE, post)
    assert room.follow_up().state is FollowUpState.done


def test_taking_back_a_reaction_takes_nothing_from_somebody_else(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.react(ANNA, TAKE, post)
    room.react(EDITH, TAKE, post)
    room.wish(Did.assigned, EDITH, owner=BEN)
    room.unreact(EDITH, TAKE, post)
    assert room.follow_up().owner == BEN


def test_taking_back_a_reaction_that_could_mean_several_undoes_none(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    room.follow(number, ANNA, "Who pays?", on=post)
    room.follow(number, ANNA, "Since when?", on=post)
    room.react(BEN, DONE, post)
    room.wish(Did.done, BEN, 1)
    room.wish(Did.done, BEN, 2)
    room.unreact(BEN, DONE, post)
    assert [each.state for each in room.every()] == [FollowUpState.done, FollowUpState.done]


# ---- where, and whose


def test_reactions_on_a_card_in_its_thread_mean_that_follow_up(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    room.follow(number, ANNA, "Who pays?", on=post)
    room.follow(number, ANNA, "Since when?", on=post)
    card = room.card(2)
    # Slack says of a reaction in which channel it was, but not in which thread.
    heard = MessageRef(conversation=HERE, id=card.id)
    room.react(BEN, TAKE, heard)
    assert [each.owner for each in room.every()] == [None, BEN]


def test_reactions_on_what_a_person_was_told_privately_mean_what_its_buttons_are_about(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.wish(Did.assigned, EDITH, owner=BEN)
    room.send()
    told = next(
        each.ref for each in room.platforms[SLACK].posts.values() if each.ref.conversation.channel.person
    )
    room.react(BEN, DONE, told)
    assert room.follow_up().closed_by == BEN


def test_a_message_that_is_not_ours_is_nobodys_business(room: Room) -> None:
    room.post(room.story())
    stranger = MessageRef(conversation=HERE, id="m99")
    assert not room.react(ANNA, FLAG, stranger)
    assert not room.every()
    assert not room.platforms[SLACK].calls["who"]


@pytest.mark.parametrize("who", [BOT, somebody("Guest", Role.nobody)])
def test_bots_and_people_who_may_not_see_the_channel_do_nothing(room: Room, who: object) -> None:
    room.platforms[SLACK].known["U-Guest"] = somebody("Guest", Role.nobody)
    post = room.post(room.story())
    person = BOT if who is BOT else somebody("Guest")
    room.react(person, FLAG, post)
    assert not room.every()
    assert not room.told(person)
    assert not room.do(room.inbox.unanswered(SLACK))


def test_any_other_emoji_means_nothing_and_is_not_kept_as_owed(room: Room) -> None:
    post = room.post(room.story())
    assert not room.react(ANNA, EYES, post)
    assert not room.do(room.inbox.unanswered(SLACK))
    assert not room.platforms[SLACK].calls["who"]


def test_the_lists_of_emoji_are_the_workspaces_own(room: Room) -> None:
    post, other = room.post(room.story()), room.post(room.story(), to=THERE)
    mine = Preferences(emoji=Emoji(flag=(EYES, "flagit"), take=(TAKE,), done=(DONE,)))
    room.write(lambda tx: tx.preferences.set_workspace(SLACK, "w", mine))
    room.react(ANNA, FLAG, post)
    assert not room.every()
    room.react(ANNA, "flagit", post)
    room.react(BEN, EYES, post)
    assert [flag.by for flag in room.flags()] == [ANNA, BEN]
    room.react(DORA, FLAG, other)
    assert len(room.every()) == 2


def test_two_emoji_of_one_meaning_are_two_ways_of_one_flag(room: Room) -> None:
    mine = Preferences(emoji=Emoji(flag=(EYES, FLAG)))
    room.write(lambda tx: tx.preferences.set_workspace(SLACK, "w", mine))
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.react(ANNA, EYES, post)
    room.unreact(ANNA, FLAG, post)
    assert room.follow_up().stands
    room.unreact(ANNA, EYES, post)
    assert not room.follow_up().stands


def test_a_channel_may_turn_reactions_off(room: Room) -> None:
    post, other = room.post(room.story()), room.post(room.story(), to=THERE)
    room.write(lambda tx: tx.preferences.set_channel(HERE.channel, Preferences(reactions=False)))
    assert not room.react(ANNA, FLAG, post)
    assert not room.every()
    assert room.react(DORA, FLAG, other)
    assert len(room.every()) == 1


# ---- who can't be told now


def test_while_nobody_can_say_who_it_was_the_reaction_waits_for_the_tick(room: Room) -> None:
    post = room.post(room.story())
    room.platforms[SLACK].known[ANNA.id] = None
    assert room.react(ANNA, FLAG, post)
    room.react(BEN, FLAG, room.post(room.story()))
    room.do(room.reacting.tick())
    assert [each.made_by for each in room.every()] == [BEN]
    room.platforms[SLACK].known[ANNA.id] = ANNA
    room.do(room.reacting.tick())
    assert [each.made_by for each in room.every()] == [BEN, ANNA]
    assert not room.do(room.inbox.unanswered(SLACK))


def test_after_a_day_it_is_let_go_and_the_log_says_so(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    post = room.post(room.story())
    room.platforms[SLACK].known[ANNA.id] = None
    room.react(ANNA, FLAG, post)
    room.later(hours=23)
    room.do(room.reacting.tick())
    assert len(room.do(room.inbox.unanswered(SLACK))) == 1
    assert not caplog.text
    room.later(hours=1)
    room.do(room.reacting.tick())
    assert not room.do(room.inbox.unanswered(SLACK))
    assert "U-Anna" in caplog.text
    assert not room.every()


def test_what_was_taken_back_meanwhile_does_nothing(room: Room) -> None:
    post = room.post(room.story())
    room.platforms[SLACK].known[ANNA.id] = None
    room.react(ANNA, FLAG, post)
    room.unreact(ANNA, FLAG, post)
    room.platforms[SLACK].known[ANNA.id] = ANNA
    room.do(room.reacting.tick())
    assert not room.every()
    assert not room.do(room.inbox.unanswered(SLACK))


def test_one_that_can_not_be_done_keeps_no_other_waiting(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = room.post(room.story()), room.post(room.story())
    for by, post in ((ANNA, first), (BEN, second)):
        room.do(room.inbox.accept(room.heard(by, FLAG, post)))
    whole = room.platforms[SLACK].known

    class Broken(dict[str, object]):
        def get(self, person: str, otherwise: object = None) -> object:
            if person == ANNA.id:
                raise RuntimeError("the adapter has a bug")
            return whole.get(person, otherwise)

    room.platforms[SLACK].known = Broken()  # type: ignore[assignment]
    room.do(room.reacting.tick())
    assert [each.made_by for each in room.every()] == [BEN]
    assert "the adapter has a bug" in caplog.text
    room.platforms[SLACK].known = whole
    room.do(room.reacting.tick())
    assert [each.made_by for each in room.every()] == [BEN, ANNA]


# ---- twice, and out of order


def test_the_same_fact_twice_has_one_effect(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    post = room.post(room.story())
    fact = room.heard(ANNA, FLAG, post)
    assert room.bring(fact)
    assert not room.bring(fact)
    room.do(room.reacting.react(fact))
    assert room.did() == ["Anna flagged"]
    assert len(room.cards()) == 1
    assert not caplog.text


def test_what_is_heard_late_is_overtaken_by_what_was_done_later(room: Room) -> None:
    post = room.post(room.story())
    put, taken = room.heard(ANNA, FLAG, post), room.heard(ANNA, FLAG, post, present=False)
    room.bring(taken)
    room.bring(put)
    assert not room.every()
    again = room.heard(ANNA, FLAG, post)
    room.bring(again)
    room.bring(taken)
    assert room.follow_up().stands


def test_what_was_undone_before_it_was_dealt_with_does_nothing(room: Room) -> None:
    post = room.post(room.story())
    facts = [room.heard(ANNA, FLAG, post, present=present) for present in (True, False, True)]
    assert [room.do(room.inbox.accept(each)) for each in facts] == [True, True, True]
    for each in reversed(facts):
        room.do(room.reacting.react(each))
    assert room.follow_up().stands
    assert room.did() == ["Anna flagged"]


def test_reactions_count_on_both_platforms(room: Room) -> None:
    number = room.story()
    here, there = room.post(number), room.post(number, to=THERE)
    room.react(ANNA, FLAG, here)
    room.react(DORA, FLAG, there)
    room.react(DORA, TAKE, there)
    (only,) = room.every()
    assert only.owner == DORA
    assert {each.platform for each in (flag.by for flag in room.flags())} == {SLACK, DISCORD}
    for post in (here, there):
        assert "Dora" in room.footer(post, number)


def test_what_was_accepted_before_a_crash_is_done_at_the_next_tick(room: Room) -> None:
    post = room.post(room.story())
    assert room.do(room.inbox.accept(room.heard(ANNA, FLAG, post)))
    room.do(room.reacting.tick())
    assert room.did() == ["Anna flagged"]
