"""What every store promises about turns: the order within a conversation, and which of them goes next."""

from datetime import datetime

import pytest

from bot.model.delivery import DeliveryState
from tests.contracts.conftest import Driven, StoreFactory
from tests.contracts.promises import NOW, SECOND, a_place, a_promise, an_edit, changed, due, queued, sent

HERE, THERE = a_place("C1"), a_place("C2")


def next_due(store: Driven, *but_not: str, platform: str = "slack") -> datetime | None:
    return store.read(lambda view: view.deliveries.next_due(platform, but_not=but_not))


def test_each_conversation_has_one_turn_and_its_first_takes_it(store: Driven) -> None:
    for key, place in (("a", HERE), ("b", HERE), ("c", THERE), ("d", THERE)):
        queued(store, a_promise(key, to=place))
    assert due(store) == ["a", "c"]
    sent(store, "a")
    assert due(store) == ["b", "c"]


def test_a_thread_and_its_channel_are_two_conversations(store: Driven) -> None:
    queued(store, a_promise("a", to=HERE))
    queued(store, a_promise("b", to=a_place("C1", thread="17.4")))
    queued(store, a_promise("c", to=a_place("C1", person=True)))
    assert due(store) == ["a", "b", "c"]


def test_nothing_overtakes_one_that_waits(store: Driven) -> None:
    queued(store, a_promise("later", to=HERE, due_at=NOW + 5 * SECOND))
    queued(store, a_promise("now", to=HERE))
    assert due(store) == []
    assert next_due(store) == NOW + 5 * SECOND
    assert due(store, NOW + 5 * SECOND) == ["later"]


@pytest.mark.parametrize("state", ["ready", "retry", "sending", "unknown"])
def test_an_open_delivery_has_its_turn_when_its_next_step_is_due(store: Driven, state: str) -> None:
    queued(store, a_promise("a"))
    queued(store, a_promise("b"))
    changed(store, "a", DeliveryState(state), due_at=NOW + 3 * SECOND, attempts=1)
    assert due(store, NOW + 2 * SECOND) == []
    assert next_due(store) == NOW + 3 * SECOND
    assert due(store, NOW + 3 * SECOND) == ["a"]


@pytest.mark.parametrize("state", ["sent", "held", "dead", "withdrawn"])
def test_one_that_is_not_open_lets_the_next_go(store: Driven, state: str) -> None:
    queued(store, a_promise("a"))
    queued(store, a_promise("b"))
    changed(store, "a", DeliveryState(state))
    assert due(store) == ["b"]
    changed(store, "b", DeliveryState(state))
    assert due(store) == []
    assert next_due(store) is None


def test_a_conversation_waits_until_it_is_free_and_others_do_not(store: Driven) -> None:
    for key, place in (("a", HERE), ("b", HERE), ("c", THERE)):
        queued(store, a_promise(key, to=place))
    sent(store, "a", free_at=NOW + 9 * SECOND)
    assert due(store) == ["c"]
    sent(store, "c")
    assert next_due(store) == NOW + 9 * SECOND
    assert due(store, NOW + 8 * SECOND) == []
    assert due(store, NOW + 9 * SECOND) == ["b"]


def test_what_is_queued_later_waits_until_its_conversation_is_free_too(store: Driven) -> None:
    queued(store, a_promise("a"))
    sent(store, "a", free_at=NOW + 9 * SECOND)
    queued(store, a_promise("b"))
    queued(store, a_promise("c", due_at=NOW + 20 * SECOND))
    assert next_due(store) == NOW + 9 * SECOND
    sent(store, "b")
    assert next_due(store) == NOW + 20 * SECOND


def test_a_refused_delivery_waits_with_its_conversation(store: Driven) -> None:
    queued(store, a_promise("a"))
    changed(store, "a", DeliveryState.retry, due_at=NOW + SECOND, attempts=1, free_at=NOW + 30 * SECOND)
    assert next_due(store) == NOW + 30 * SECOND
    assert due(store, NOW + 30 * SECOND) == ["a"]


def test_the_conversations_that_waited_longest_come_first(store: Driven) -> None:
    for at, key in enumerate(("newest", "middle", "oldest")):
        queued(store, a_promise(key, to=a_place(f"C{at}"), due_at=NOW - at * SECOND))
    queued(store, a_promise("as old", to=a_place("C9"), due_at=NOW - 2 * SECOND))
    assert due(store) == ["oldest", "as old", "middle", "newest"]
    assert due(store, limit=2) == ["oldest", "as old"]


def test_each_platform_has_its_own(store: Driven) -> None:
    queued(store, a_promise("a", to=a_place("C1")))
    queued(store, a_promise("b", to=a_place("C1", platform="discord"), due_at=NOW + SECOND))
    assert due(store, NOW + SECOND, platform="discord") == ["b"]
    assert next_due(store) == NOW
    assert next_due(store, platform="discord") == NOW + SECOND
    assert next_due(store, platform="console") is None


def test_workspaces_that_must_wait_are_passed_over(store: Driven) -> None:
    for at, workspace in enumerate(("V", "W", "X")):
        place = a_place("C1", workspace=workspace)
        queued(store, a_promise(workspace, to=place, due_at=NOW + at * SECOND))
    later = NOW + 9 * SECOND
    assert due(store, later, but_not=("V", "X")) == ["W"]
    assert next_due(store, "V") == NOW + SECOND
    assert next_due(store, "V", "W", "X") is None


def test_an_edit_waits_for_its_post_to_be_sent(store: Driven) -> None:
    queued(store, a_promise("post"))
    queued(store, an_edit("post"))
    assert due(store) == ["post"]
    sent(store, "post")
    assert due(store) == ["post, revision 1"]


def test_an_edit_of_a_held_post_lets_those_behind_it_go_first(store: Driven) -> None:
    queued(store, a_promise("post"))
    changed(store, "post", DeliveryState.held)
    queued(store, an_edit("post"))
    assert next_due(store) is None
    queued(store, a_promise("behind"))
    queued(store, a_promise("further behind"))
    assert due(store) == ["behind"]
    sent(store, "post")
    assert due(store) == ["post, revision 1"]
    changed(store, "post, revision 1", DeliveryState.sent)
    assert due(store) == ["behind"]


@pytest.mark.parametrize("state", ["dead", "withdrawn"])
def test_an_edit_of_a_post_that_never_comes_has_no_turn(store: Driven, state: str) -> None:
    queued(store, a_promise("post"))
    queued(store, an_edit("post"))
    changed(store, "post", DeliveryState(state))
    assert due(store) == []
    assert next_due(store) is None


def test_a_held_post_that_is_to_be_sent_after_all_stands_before_the_others_again(store: Driven) -> None:
    queued(store, a_promise("post"))
    queued(store, a_promise("behind"))
    changed(store, "post", DeliveryState.held)
    assert due(store) == ["behind"]
    changed(store, "post", DeliveryState.ready)
    assert due(store) == ["post"]


def test_what_one_process_settles_the_other_sees(store_factory: StoreFactory) -> None:
    one, two = store_factory(), store_factory()
    queued(one, a_promise("a"))
    queued(two, a_promise("b"))
    assert due(two) == ["a"]
    sent(one, "a", free_at=NOW + SECOND)
    assert due(two) == []
    assert due(two, NOW + SECOND) == ["b"]


def test_turns_outlive_a_restart(store: Driven) -> None:
    queued(store, a_promise("a"))
    queued(store, a_promise("b"))
    sent(store, "a", free_at=NOW + SECOND)
    store.reopen()
    assert due(store) == []
    assert due(store, NOW + SECOND) == ["b"]


def test_a_changed_card_goes_out_as_changed(store: Driven) -> None:
    queued(store, a_promise("a"))
    after = changed(store, "a", DeliveryState.ready, due_at=NOW - SECOND)
    (found,) = store.write(lambda tx: tx.deliveries.due("slack", at=NOW, limit=1))
    assert found == after


def test_moments_beyond_what_can_be_are_brought_back_and_all_others_stay(store: Driven) -> None:
    """The clock has stepped back by an hour, so that all that was written then lies ahead."""
    ahead = NOW + 3600 * SECOND
    for key, state in (("try", "sending"), ("again", "retry"), ("dated", "ready"), ("near", "retry")):
        queued(store, a_promise(key, to=a_place(key)))
        due_at = NOW + 5 * SECOND if key == "near" else ahead
        changed(store, key, DeliveryState(state), due_at=due_at, attempts=1)
    queued(store, a_promise("resting", to=HERE))
    sent(store, "resting", free_at=ahead)
    store.write(
        lambda tx: tx.deliveries.bring_back(
            "slack", at=NOW, lease=40 * SECOND, wait=900 * SECOND, free=60 * SECOND
        )
    )
    queued(store, a_promise("next", to=HERE))
    assert due(store, NOW + 4 * SECOND) == []
    assert due(store, NOW + 5 * SECOND) == ["near"]
    assert due(store, NOW + 40 * SECOND) == ["near", "try"]
    assert due(store, NOW + 60 * SECOND) == ["near", "try", "next"]
    assert due(store, NOW + 900 * SECOND) == ["near", "try", "next", "again"]
    assert due(store, ahead) == ["near", "try", "next", "again", "dated"]


def test_another_platform_s_moments_are_not_brought_back(store: Driven) -> None:
    queued(store, a_promise("a"))
    changed(store, "a", DeliveryState.retry, due_at=NOW + 3600 * SECOND, attempts=1)
    store.write(
        lambda tx: tx.deliveries.bring_back("discord", at=NOW, lease=SECOND, wait=SECOND, free=SECOND)
    )
    assert next_due(store) == NOW + 3600 * SECOND
