"""Which follow-ups a store lists: what filtering and sorting all of them would give, piece by piece."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.follow_up import STANDING, FollowUp, FollowUpDraft, FollowUpState, Wanted
from bot.model.people import Actor, ChannelRef
from bot.ports import Tx, View
from tests.contracts.conftest import Driven
from tests.contracts.follow_ups import (
    BEN,
    CLEO,
    NAMESAKES,
    a_flag,
    a_follow_up,
    added,
    with_stories,
)
from tests.contracts.promises import ANNA, NOW, SECOND, a_place, a_promise

HERE, THERE = a_place("C1").channel, a_place("C2").channel
EVERY = frozenset(FollowUpState)
PEOPLE = (*NAMESAKES, BEN)


@pytest.fixture
def store(store: Driven) -> Driven:
    """Three stories."""
    return with_stories(store)


def listed(store: Driven, wanted: Wanted) -> list[int]:
    found, count = store.read(lambda view: (view.follow_ups.wanted(wanted), view.follow_ups.count(wanted)))
    assert len(found) <= count
    return [follow_up.number for follow_up in found]


def due(store: Driven, *seconds: float | None, **said: Any) -> list[FollowUp]:  # noqa: ANN401 - the draft's own fields
    """Store follow-ups that are due so many seconds from now, or not at all."""
    moments = [None if after is None else NOW + after * SECOND for after in seconds]
    return added(store, *(a_follow_up(due=moment, **said) for moment in moments))


def test_the_soonest_due_comes_first_and_what_is_not_due_last(store: Driven) -> None:
    due(store, None, 3, 1, None, 1, -1, 0.000001)
    assert listed(store, Wanted()) == [6, 7, 3, 5, 2, 1, 4]


@pytest.mark.parametrize(("by", "numbers"), [(-2, []), (-1, [3]), (1, [3, 2]), (10**9, [3, 2, 4])])
def test_what_is_due_by_a_moment_is_due_then_or_before(store: Driven, by: int, numbers: list[int]) -> None:
    due(store, None, 1, -1, 2)
    assert listed(store, Wanted(due_by=NOW + by * SECOND)) == numbers


@pytest.mark.parametrize("states", [EVERY, STANDING, *({state} for state in FollowUpState), frozenset()])
def test_only_the_states_that_are_asked_for_are_listed(
    store: Driven, states: frozenset[FollowUpState]
) -> None:
    for state in FollowUpState:
        due(store, 1, None, state=state)
    found = store.read(lambda view: view.follow_ups.wanted(Wanted(states=frozenset(states), limit=99)))
    assert sorted(each.state for each in found) == sorted([*states, *states])


def test_a_channel_has_those_whose_home_is_in_it_or_in_one_of_its_threads(store: Driven) -> None:
    homes = [a_place("C1"), a_place("C2"), a_place("C1", thread="9"), a_place("C1", workspace="V")]
    homes += [a_place("C1", person=True), a_place("C1", platform="discord")]
    added(store, *(a_follow_up(home=home) for home in homes))
    assert listed(store, Wanted(channel=HERE)) == [1, 3]
    assert listed(store, Wanted(channel=THERE)) == [2]
    assert listed(store, Wanted(channel=a_place("C9").channel)) == []
    moved = store.read(lambda view: view.follow_ups.get(2))
    assert moved is not None
    store.write(lambda tx: tx.follow_ups.change(moved.model_copy(update={"home": a_place("C1", thread="1")})))
    assert listed(store, Wanted(channel=HERE)) == [1, 2, 3]


def test_a_channel_has_those_that_have_a_card_in_it(store: Driven) -> None:
    added(store, a_follow_up(home=a_place("C2", thread="9"), owner=BEN, state=FollowUpState.claimed))

    def show(tx: Tx) -> None:
        tx.deliveries.queue(a_promise("card", to=a_place("C1", thread="7")), at=NOW)
        tx.follow_ups.show(1, "card")

    store.write(show)
    for mine in (None, BEN):
        assert listed(store, Wanted(channel=HERE, mine=mine)) == [1]
        assert listed(store, Wanted(channel=THERE, mine=mine)) == [1]
        assert listed(store, Wanted(channel=a_place("C3").channel, mine=mine)) == []
    changed = store.read(lambda view: view.follow_ups.get(1))
    assert changed is not None
    store.write(lambda tx: tx.follow_ups.change(changed.model_copy(update={"due": NOW})))
    assert listed(store, Wanted(channel=HERE, due_by=NOW)) == [1]


def test_mine_are_those_that_i_have_and_those_that_i_have_flagged(store: Driven) -> None:
    due(store, None, 2, owner=BEN, state=FollowUpState.claimed)
    due(store, 1, None)

    def mine(by: Actor, channel: ChannelRef | None = None) -> list[int]:
        return listed(store, Wanted(mine=by, channel=channel))

    for number, by, way in ((3, ANNA, "a"), (3, ANNA, "b"), (2, ANNA, "a"), (1, BEN, "a"), (4, CLEO, "a")):
        store.write(
            lambda tx, number=number, by=by, way=way: tx.follow_ups.flag(number, a_flag(by, way))  # type: ignore[misc]
        )
    assert (mine(ANNA), mine(BEN), mine(NAMESAKES[1])) == ([3, 2], [2, 1], [])
    assert (mine(BEN, HERE), mine(BEN, THERE)) == ([2, 1], [])
    assert mine(BEN.model_copy(update={"name": "Benjamin", "zone": None})) == [2, 1]

    store.write(lambda tx: [tx.follow_ups.unflag(3, ANNA, "a"), tx.follow_ups.unflag(1, BEN)])
    assert (mine(ANNA), mine(BEN)) == ([3, 2], [2, 1])
    store.write(lambda tx: tx.follow_ups.unflag(3, ANNA, "b"))
    assert mine(ANNA) == [2]
    given_back = {"owner": None, "state": FollowUpState.open}
    for number in (1, 2):
        before = store.read(lambda view, number=number: view.follow_ups.get(number))  # type: ignore[misc]
        store.write(lambda tx, before=before: tx.follow_ups.change(before.model_copy(update=given_back)))  # type: ignore[misc]
    assert (mine(ANNA), mine(BEN)) == ([2], [])


def test_pages_follow_each_other_without_gap_or_repetition(store: Driven) -> None:
    numbers = [each.number for each in due(store, *[1] * 7, *[None] * 6)]
    pages = [listed(store, Wanted(limit=4, offset=offset)) for offset in range(0, 20, 4)]
    assert pages == [numbers[:4], numbers[4:8], numbers[8:12], numbers[12:], []]
    assert store.read(lambda view: view.follow_ups.count(Wanted(limit=4, offset=9))) == 13
    assert listed(store, Wanted(limit=0)) == []


moments = st.none() | st.integers(-3, 3).map(lambda after: NOW + after * SECOND)
people = st.sampled_from(PEOPLE)
places = st.sampled_from([a_place("C1"), a_place("C1", thread="9"), a_place("C2"), a_place("C3")])
drafts = st.builds(
    a_follow_up,
    story=st.integers(1, 3),
    home=places,
    state=st.sampled_from(FollowUpState),
    owner=st.none() | people,
    due=moments,
)
wishes = st.builds(
    Wanted,
    states=st.sampled_from([STANDING, EVERY]) | st.frozensets(st.sampled_from(FollowUpState)),
    channel=st.none() | places.map(lambda place: place.channel),
    mine=st.none() | people,
    due_by=moments,
    limit=st.integers(0, 12),
    offset=st.integers(0, 4),
)
steps = st.lists(
    st.tuples(st.integers(0, 20), people, st.sampled_from("ab"), st.booleans(), drafts), max_size=8
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(new=st.lists(drafts, max_size=6), steps=steps, asked=st.lists(wishes, min_size=1, max_size=6))
def test_what_is_wanted_is_what_filtering_everything_would_give(
    store: Driven,
    new: Sequence[FollowUpDraft],
    steps: Sequence[tuple[int, Actor, str, bool, FollowUpDraft]],
    asked: Sequence[Wanted],
) -> None:
    def work(tx: Tx) -> None:
        for draft in new:
            tx.follow_ups.add(draft)
        everything = tx.follow_ups.every(limit=10**6)
        for place, by, way, up, draft in steps if everything else ():
            number = everything[-1 - place % len(everything)].number
            if up:
                tx.follow_ups.flag(number, a_flag(by, way))
                tx.follow_ups.change(FollowUp(number=number, **dict(draft)))
            else:
                tx.follow_ups.unflag(number, by, way)

    store.write(work)
    for wanted in asked:
        expected, found, count = store.read(
            lambda view, wanted=wanted: (  # type: ignore[misc]
                filtered(view, wanted),
                view.follow_ups.wanted(wanted),
                view.follow_ups.count(wanted),
            )
        )
        assert found == tuple(expected[wanted.offset :][: wanted.limit])
        assert count == len(expected)


def filtered(view: View, wanted: Wanted) -> list[FollowUp]:
    """Return all that are wanted, by looking at each."""

    def fits(each: FollowUp) -> bool:
        concerned = [each.owner, *(flag.by for flag in view.follow_ups.flags(each.number))]
        return (
            each.state in wanted.states
            and wanted.channel in {None, each.home.channel}
            and (wanted.mine is None or any(wanted.mine.is_same(person) for person in concerned))
            and (wanted.due_by is None or (each.due is not None and each.due <= wanted.due_by))
        )

    def order(each: FollowUp) -> tuple[bool, datetime, int]:
        return each.due is None, each.due or NOW, each.number

    return sorted(filter(fits, view.follow_ups.every(limit=10**6)), key=order)
