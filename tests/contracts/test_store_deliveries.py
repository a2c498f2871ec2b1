"""What every store promises about deliveries: that they are kept as they are, and changed once."""

from datetime import timedelta

import pytest

from bot.model.card import Bullets, Button, Buttons, Card, Fact, Facts, Headline, Link, Note, Strong, When
from bot.model.delivery import DeliveryState, Promise
from bot.model.people import MessageRef
from bot.ports import Tx
from tests.contracts.conftest import Driven, StoreFactory
from tests.contracts.promises import (
    ANNA,
    NOW,
    SECOND,
    a_card,
    a_place,
    a_promise,
    an_edit,
    changed,
    queued,
    sent,
)

RICH = Card(
    summary="Five stories",
    mood="good",
    blocks=(
        Headline(prose=(Strong(text="<!channel>"),)),
        Bullets(points=((Link(text="here", url="https://example.org"),), ()), numbered=True),
        Facts(facts=(Fact(label="Next", prose=(When(at=NOW),)),)),
        Buttons(buttons=(Button(label="Read", says="story 1", style="primary"),)),
        Note(prose=()),
    ),
)


def test_what_is_queued_comes_back_as_it_is(store: Driven) -> None:
    queued(store, a_promise("the post", to=a_place("C9", thread="17.4")))
    promise = a_promise(
        "edition:1:2026-11-02",
        to=a_place("C9", thread="17.4"),
        card=RICH,
        due_at=NOW + timedelta(microseconds=1),
        edits="the post",
        revision=3,
        behind=ANNA,
        story=142,
    )
    delivery = queued(store, promise)
    store.reopen()
    assert store.read(lambda view: view.deliveries.get(delivery.number)) == delivery
    assert store.read(lambda view: view.deliveries.of(promise.key)) == delivery
    assert {name: getattr(delivery, name) for name in type(promise).model_fields} == dict(promise)
    assert (delivery.state, delivery.queued_at, delivery.attempts) == (DeliveryState.ready, NOW, 0)


def test_numbers_count_up_and_marks_are_opaque_and_short(store: Driven) -> None:
    deliveries = [queued(store, a_promise(key)) for key in ("a", "b", "c")]
    assert [delivery.number for delivery in deliveries] == [1, 2, 3]
    assert len({delivery.mark for delivery in deliveries}) == 3
    assert all(20 <= len(delivery.mark) <= 25 and delivery.mark.isascii() for delivery in deliveries)


def test_the_same_cause_is_promised_once(store: Driven) -> None:
    first = queued(store, a_promise("story:1:142", card=a_card("first")))
    again = a_promise("story:1:142", card=a_card("second"), to=a_place("elsewhere"))
    assert store.write(lambda tx: tx.deliveries.queue(again, at=NOW)) is None
    assert store.read(lambda view: view.deliveries.of("story:1:142")) == first
    assert store.read(lambda view: view.deliveries.counts()) == {DeliveryState.ready: 1}


def test_two_processes_promise_the_same_cause_once(store_factory: StoreFactory) -> None:
    one, two = store_factory(), store_factory()
    assert one.write(lambda tx: tx.deliveries.queue(a_promise("same"), at=NOW)) is not None
    assert two.write(lambda tx: tx.deliveries.queue(a_promise("same"), at=NOW)) is None


def test_what_was_never_promised_is_not_there(store: Driven) -> None:
    numbers = (0, -1, 1, 2**63, 10**30)
    assert store.read(lambda view: [view.deliveries.get(number) for number in numbers]) == [None] * 5
    assert store.read(lambda view: view.deliveries.of("nothing")) is None
    assert store.read(lambda view: view.deliveries.edits_of("nothing")) == ()
    assert store.read(lambda view: view.deliveries.counts()) == {}
    assert store.read(lambda view: view.deliveries.stuck(limit=5)) == ()
    assert store.read(lambda view: view.deliveries.open_in(a_place().channel)) == ()


def test_a_post_is_found_by_its_message_in_whatever_thread(store: Driven) -> None:
    here = a_place("C9", thread="17.4")
    queued(store, a_promise("the post", to=here))
    queued(store, an_edit("the post", to=here))
    post = sent(store, "the post", message="m1")
    elsewhere = [a_place("C8"), a_place("C9", workspace="V"), a_place("C9", platform="discord")]
    messages = [MessageRef(conversation=place, id="m1") for place in (here, a_place("C9"), *elsewhere)]
    found = store.read(lambda view: [view.deliveries.at(message) for message in messages])
    assert found == [post, post, None, None, None]
    assert store.read(lambda view: view.deliveries.at(MessageRef(conversation=here, id="m2"))) is None


def test_a_rolled_back_promise_was_never_made(store: Driven) -> None:
    def work(tx: Tx) -> None:
        tx.deliveries.queue(a_promise("a"), at=NOW)
        raise KeyError

    with pytest.raises(KeyError):
        store.write(work)
    assert store.read(lambda view: view.deliveries.of("a")) is None
    assert store.read(lambda view: view.deliveries.next_due("slack")) is None


def test_every_part_that_may_change_is_stored(store: Driven) -> None:
    delivery = queued(store, a_promise("a"))
    direct = a_place("D7", person=False)
    after = delivery.model_copy(
        update={
            "card": RICH,
            "due_at": NOW + SECOND,
            "behind": ANNA,
            "story": 7,
            "state": DeliveryState.unknown,
            "attempts": 3,
            "tried_at": NOW,
            "failing_since": NOW - SECOND,
            "reason": "No answer.",
            "message": MessageRef(conversation=direct, id="17.5"),
        }
    )
    assert store.write(lambda tx: tx.deliveries.change(delivery, after))
    assert store.read(lambda view: view.deliveries.of("a")) == after
    cleared = after.model_copy(
        update={"message": None, "behind": None, "story": None, "tried_at": None, "failing_since": None}
    )
    assert store.write(lambda tx: tx.deliveries.change(after, cleared))
    assert store.read(lambda view: view.deliveries.of("a")) == cleared


@pytest.mark.parametrize("update", [{"state": DeliveryState.sending}, {"attempts": 1}])
def test_of_two_that_change_the_same_only_the_first_does(
    store_factory: StoreFactory, update: dict[str, object]
) -> None:
    one, two = store_factory(), store_factory()
    before = queued(one, a_promise("a"))
    first = before.model_copy(update=update)
    second = before.model_copy(update={"state": DeliveryState.withdrawn, "card": a_card("other")})
    assert one.write(lambda tx: tx.deliveries.change(before, first))
    assert not two.write(lambda tx: tx.deliveries.change(before, second, free_at=NOW + 60 * SECOND))
    assert one.read(lambda view: view.deliveries.of("a")) == first
    assert one.read(lambda view: view.deliveries.next_due("slack")) == NOW


def test_a_delivery_that_is_not_there_is_not_changed(store: Driven) -> None:
    delivery = queued(store, a_promise("a"))
    stranger = delivery.model_copy(update={"number": 99})
    assert not store.write(lambda tx: tx.deliveries.change(stranger, stranger))


def test_the_edits_of_a_post_are_told_lowest_revision_first(store: Driven) -> None:
    queued(store, a_promise("post"))
    queued(store, a_promise("another"))
    for revision in (2, 1, 3):
        queued(store, an_edit("post", revision))
    queued(store, an_edit("another"))
    changed(store, "post, revision 2", DeliveryState.withdrawn)
    edits = store.read(lambda view: view.deliveries.edits_of("post"))
    assert [edit.revision for edit in edits] == [1, 2, 3]
    assert edits[1].state is DeliveryState.withdrawn


@pytest.mark.parametrize(
    "stray",
    [
        an_edit("nothing"),
        an_edit("post, revision 1"),
        an_edit("post", 2, to=a_place("C2")),
        an_edit("post", 2, to=a_place(thread="17.4")),
    ],
)
def test_an_edit_belongs_to_a_post_in_its_conversation(store: Driven, stray: Promise) -> None:
    queued(store, a_promise("post"))
    queued(store, an_edit("post"))
    with pytest.raises(ValueError, match="post"):
        store.write(lambda tx: tx.deliveries.queue(stray, at=NOW))
    assert store.read(lambda view: view.deliveries.counts()) == {DeliveryState.ready: 2}


def test_a_channels_open_deliveries_are_those_of_its_threads_too(store: Driven) -> None:
    places = {
        "channel": a_place("C1"),
        "thread": a_place("C1", thread="17.4"),
        "another channel": a_place("C2"),
        "another workspace": a_place("C1", workspace="V"),
        "another platform": a_place("C1", platform="discord"),
        "a person": a_place("C1", person=True),
        "sent": a_place("C1"),
        "held": a_place("C1"),
        "retry": a_place("C1"),
    }
    for key, place in places.items():
        queued(store, a_promise(key, to=place))
    sent(store, "sent")
    changed(store, "held", DeliveryState.held)
    changed(store, "retry", DeliveryState.retry)
    found = store.read(lambda view: view.deliveries.open_in(a_place("C1").channel))
    assert [delivery.key for delivery in found] == ["channel", "thread", "retry"]


def test_what_is_open_or_stuck_is_counted_and_the_rest_is_not(store: Driven) -> None:
    for state in DeliveryState:
        for at in range(2):
            key = f"{state} {at}"
            queued(store, a_promise(key))
            if state is not DeliveryState.ready:
                changed(store, key, state)
    left_out = {DeliveryState.sent, DeliveryState.withdrawn}
    counts = store.read(lambda view: view.deliveries.counts())
    assert counts == {state: 2 for state in DeliveryState if state not in left_out}


def test_the_newest_that_are_stuck_come_first(store: Driven) -> None:
    for key, state in (("a", "held"), ("b", "dead"), ("c", "sent"), ("d", "held"), ("e", "unknown")):
        queued(store, a_promise(key))
        changed(store, key, DeliveryState(state))
    stuck = store.read(lambda view: view.deliveries.stuck(limit=2))
    assert [delivery.key for delivery in stuck] == ["d", "b"]
    assert len(store.read(lambda view: view.deliveries.stuck(limit=9))) == 3


def test_what_has_been_failing_is_told_the_longest_first(store: Driven) -> None:
    for key, minutes in (("a", 20), ("b", 40), ("c", 5)):
        queued(store, a_promise(key, to=a_place(key)))
        changed(store, key, DeliveryState.retry, failing_since=NOW - minutes * 60 * SECOND)
    queued(store, a_promise("well", to=a_place("d")))
    changed(store, "b", DeliveryState.unknown, looked_at=NOW)
    queued(store, a_promise("dead", to=a_place("e")))
    changed(store, "dead", DeliveryState.dead, failing_since=NOW - 3600 * SECOND)

    def failing(limit: int) -> list[str]:
        since = NOW - 15 * 60 * SECOND
        return [d.key for d in store.read(lambda view: view.deliveries.failing(since=since, limit=limit))]

    assert failing(5) == ["b", "a"]
    assert failing(1) == ["b"]


def showing(store: Driven, story: int) -> list[str]:
    return [delivery.key for delivery in store.read(lambda view: view.deliveries.showing(story))]


def test_a_story_is_shown_by_the_posts_that_show_it_alone_or_among_others(store: Driven) -> None:
    queued(store, a_promise("b", story=7))
    whole = queued(store, a_promise("a", shows=(9, 7, 8)))
    queued(store, a_promise("c", story=8, shows=(8,)))
    queued(store, a_promise("d"))
    queued(store, an_edit("d", story=7, shows=(7,)))
    store.reopen()
    assert [showing(store, story) for story in (7, 8, 9)] == [["b", "a"], ["a", "c"], ["a"]]
    assert [showing(store, story) for story in (0, -1, 1, 10**30)] == [[], [], [], []]
    assert store.read(lambda view: view.deliveries.showing(9)) == (whole,)


def test_a_post_shows_a_story_from_when_it_is_promised_until_it_is_withdrawn(store: Driven) -> None:
    for key in ("waits", "there", "held", "gone"):
        queued(store, a_promise(key, story=7))
    sent(store, "there")
    changed(store, "held", DeliveryState.held)
    changed(store, "gone", DeliveryState.withdrawn)
    assert showing(store, 7) == ["waits", "there", "held"]


def test_what_a_post_shows_may_change(store: Driven) -> None:
    queued(store, a_promise("post", story=7, shows=(7, 8)))
    changed(store, "post", DeliveryState.ready, shows=(9, 8))
    assert [showing(store, story) for story in (7, 8, 9)] == [["post"], ["post"], ["post"]]
    after = changed(store, "post", DeliveryState.ready, story=None)
    assert [showing(store, story) for story in (7, 8, 9)] == [[], ["post"], ["post"]]
    assert store.read(lambda view: view.deliveries.of("post")) == after
