"""The card in every thread and the footer of every post say how a follow-up stands now."""

from collections.abc import Sequence

from bot.flows.posts import withdraw
from bot.model.follow_up import Did
from bot.model.outcome import Refused
from bot.model.people import MessageRef
from tests.unit.flows.follow_ups.room import (
    ANNA,
    BEN,
    DORA,
    EDITH,
    FLAG,
    HERE,
    SLACK,
    THERE,
    Room,
    channel,
    post_card,
)


def told(room: Room, posts: Sequence[MessageRef], story: int) -> set[str]:
    return {room.footer(post, story) for post in posts}


def test_every_post_of_the_story_tells_the_newest_on_both_platforms(room: Room) -> None:
    number, other = room.story("Bridge closed"), room.story("Mayor resigns")
    posts = [
        room.post(number),
        room.post(number, to=THERE),
        room.post(other, number, to=channel("desk")),
        room.post(number, to=HERE.model_copy(update={"thread": "t1"})),
    ]
    assert told(room, posts, number) == {""}
    room.react(ANNA, FLAG, posts[0])
    for did, by, said in (
        (Did.claimed, BEN, "Ben"),
        (Did.released, BEN, "F1"),
        (Did.done, EDITH, "Edith"),
        (Did.reopened, ANNA, "F1"),
    ):
        room.wish(did, by)
        (footer,) = told(room, posts, number)
        assert "F1" in footer
        assert said in footer
    assert told(room, posts, other) == {""}
    room.unfollow(number, ANNA)
    (still,) = told(room, posts, number)
    assert "F1" in still


def test_a_post_that_comes_later_tells_of_follow_ups_from_the_beginning(room: Room) -> None:
    number, other = room.story(), room.story()
    room.follow(number, ANNA)
    later = room.post(other, number)
    assert "F1" in room.footer(later, number)
    assert room.platforms[SLACK].calls["edit"] == 0
    room.wish(Did.claimed, BEN)
    assert "Ben" in room.footer(later, number)


def test_buttons_and_headlines_of_a_post_stay_as_they_were(room: Room) -> None:
    number = room.story()
    post = room.post(number)
    before = room.shown(post)
    room.react(ANNA, FLAG, post)
    assert room.shown(post) != before
    room.unreact(ANNA, FLAG, post)
    assert room.shown(post) == before
    assert room.buttons(post) == [f"follow {number}"]


def test_what_changes_while_a_card_can_not_be_sent_is_in_it_when_it_comes(room: Room) -> None:
    post = room.post(room.story())
    room.platforms[SLACK].then(Refused(reason="429", retry_after=60), Refused(reason="429", retry_after=60))
    room.react(ANNA, FLAG, post)
    room.send()
    room.wish(Did.claimed, BEN)
    room.later(minutes=5)
    assert "Ben" in room.shown(room.card())
    assert "Ben" in room.footer(post, 1)
    assert len(room.platforms[SLACK].posts) == 2


def test_a_post_that_somebody_deleted_stops_nothing(room: Room) -> None:
    number = room.story()
    first, second = room.post(number), room.post(number, to=THERE)
    room.platforms[SLACK].posts[first.id].gone = True
    room.react(DORA, FLAG, second)
    room.wish(Did.claimed, DORA)
    assert "Dora" in room.footer(second, number)
    assert len(room.cards()) == 1


def test_a_post_that_is_no_longer_wanted_is_left_alone(room: Room) -> None:
    number = room.story()
    first = room.post(number)
    post = room.read(lambda view: view.deliveries.at(first))
    assert post is not None
    room.write(
        lambda tx: tx.deliveries.queue(
            post.model_copy(update={"key": "unwanted", "card": post_card(number)}), at=room.clock.at
        )
    )
    room.write(lambda tx: withdraw(tx, "unwanted", "no longer wanted", at=room.clock.at))
    room.react(ANNA, FLAG, first)
    assert room.messages() == 2


def test_the_same_wish_again_edits_nothing(room: Room) -> None:
    post = room.post(room.story())
    room.react(ANNA, FLAG, post)
    room.wish(Did.claimed, ANNA)
    room.send()
    edits = room.platforms[SLACK].calls["edit"]
    room.wish(Did.claimed, ANNA)
    room.follow(1, ANNA, on=post)
    room.send()
    assert room.platforms[SLACK].calls["edit"] == edits
