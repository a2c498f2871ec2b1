"""What every store promises about follow-ups: kept whole, with their flags, their history and their cards."""

import pytest

from bot.model.follow_up import SAID, Did, Flag, FollowUp, FollowUpDraft, FollowUpState
from bot.model.people import Actor
from bot.ports import Tx
from tests.contracts.conftest import Driven, StoreFactory
from tests.contracts.drafts import a_draft
from tests.contracts.follow_ups import (
    BEN,
    CLEO,
    NAMESAKES,
    NUMBERS_OF_NONE,
    WHOLE,
    a_flag,
    a_follow_up,
    added,
    an_entry,
    with_stories,
)
from tests.contracts.promises import ANNA, NOW, SECOND, a_place, a_promise


@pytest.fixture
def store(store: Driven) -> Driven:
    """Three stories, and follow-up 1 of the first."""
    added(with_stories(store), a_follow_up())
    return store


def get(store: Driven, number: int = 1) -> FollowUp | None:
    return store.read(lambda view: view.follow_ups.get(number))


def flag(store: Driven, flag: Flag, number: int = 1) -> bool:
    return store.write(lambda tx: tx.follow_ups.flag(number, flag))


def unflag(store: Driven, by: Actor, way: str | None = None, number: int = 1) -> bool:
    return store.write(lambda tx: tx.follow_ups.unflag(number, by, way))


def flags(store: Driven, number: int = 1) -> list[Flag]:
    return list(store.read(lambda view: view.follow_ups.flags(number)))


def post(tx: Tx, number: int, key: str) -> None:
    tx.deliveries.queue(a_promise(key), at=NOW)
    tx.follow_ups.show(number, key)


@pytest.mark.parametrize("draft", [a_follow_up(2), a_follow_up(2, **WHOLE)], ids=["new", "whole"])
def test_a_follow_up_comes_back_as_it_is(store: Driven, draft: FollowUpDraft) -> None:
    (follow_up,) = added(store, draft)
    assert follow_up == FollowUp(number=2, **dict(draft))
    store.reopen()
    assert get(store, 2) == follow_up


def test_numbers_start_at_one_and_count_on_over_a_restart(store: Driven) -> None:
    assert [each.number for each in added(store, a_follow_up(), a_follow_up(3))] == [2, 3]
    store.reopen()
    assert [each.number for each in added(store, a_follow_up())] == [4]


@NUMBERS_OF_NONE
def test_under_another_number_there_is_nothing(store: Driven, number: int) -> None:
    assert get(store, number) is None
    assert not flags(store, number)
    assert not store.read(lambda view: view.follow_ups.history(number))
    assert not store.read(lambda view: view.follow_ups.cards(number))
    assert not unflag(store, ANNA, number=number)
    for change in (
        lambda tx: tx.follow_ups.change(FollowUp(number=number, **dict(a_follow_up()))),
        lambda tx: tx.follow_ups.write_down(number, an_entry()),
        lambda tx: tx.follow_ups.flag(number, a_flag()),
        lambda tx: tx.follow_ups.show(number, "card"),
    ):
        with pytest.raises(ValueError, match=f"no follow-up F{number}"):
            store.write(change)


@pytest.mark.parametrize("story", [0, -1, 4, 2**63, 10**30])
def test_a_story_that_is_not_there_has_none_and_gets_none(store: Driven, story: int) -> None:
    with pytest.raises(ValueError, match="no story"):
        added(store, a_follow_up(story))
    assert store.read(lambda view: view.follow_ups.of(story)) == ()
    assert store.read(lambda view: view.follow_ups.of_each([story])) == {}
    assert len(store.read(lambda view: view.follow_ups.every(limit=9))) == 1


def test_a_story_gets_one_in_the_transaction_that_adds_it(store: Driven) -> None:
    made = store.write(lambda tx: tx.follow_ups.add(a_follow_up(tx.stories.add(a_draft()).number)))
    assert get(store, made.number) == made
    assert made.story == 4


@pytest.mark.parametrize("back", [False, True], ids=["set", "unset again"])
def test_a_changed_follow_up_is_stored_whole(store: Driven, *, back: bool) -> None:
    (other,) = added(store, a_follow_up())
    plain = FollowUp(number=1, **dict(a_follow_up()))
    what = {"story": 3, "home": a_place("C2"), "made_by": BEN, "made_at": NOW - SECOND, **WHOLE}
    whole = plain.model_copy(update=what)
    store.write(lambda tx: tx.follow_ups.change(whole))
    assert get(store) == whole
    if back:
        store.write(lambda tx: tx.follow_ups.change(plain))
        assert get(store) == plain
    assert get(store, 2) == other


def test_a_story_tells_its_follow_ups_in_whatever_state_lowest_number_first(store: Driven) -> None:
    closed = [a_follow_up(2, state=state, due=NOW) for state in FollowUpState]
    first = get(store)
    *ours, last = added(store, *closed, a_follow_up())
    assert store.read(lambda view: view.follow_ups.of(2)) == tuple(ours)
    assert store.read(lambda view: view.follow_ups.of(1)) == (first, last)
    assert store.read(lambda view: view.follow_ups.of(3)) == ()
    of_each = store.read(lambda view: view.follow_ups.of_each([3, 2, 1, 2, 9, 10**30]))
    assert of_each == {1: (first, last), 2: tuple(ours)}
    assert store.read(lambda view: view.follow_ups.of_each([])) == {}


def test_what_stands_is_looked_at_the_longest_due_first(store: Driven) -> None:
    moments = [
        (FollowUpState.open, NOW),
        (FollowUpState.claimed, NOW - SECOND),
        (FollowUpState.open, NOW - SECOND),
        (FollowUpState.open, NOW + SECOND),
        (FollowUpState.open, None),
        (FollowUpState.done, NOW - SECOND),
        (FollowUpState.dropped, NOW - SECOND),
        (FollowUpState.withdrawn, NOW - SECOND),
    ]
    added(store, *(a_follow_up(state=state, look_at=look_at) for state, look_at in moments))

    def looked_at(limit: int = 9) -> list[int]:
        found = store.read(lambda view: view.follow_ups.to_look_at(at=NOW, limit=limit))
        return [follow_up.number for follow_up in found]

    assert looked_at() == [3, 4, 2]
    assert looked_at(2) == [3, 4]
    changed = FollowUp(number=6, **dict(a_follow_up(look_at=NOW - 2 * SECOND)))
    store.write(lambda tx: tx.follow_ups.change(changed))
    assert looked_at() == [6, 3, 4, 2]


def test_every_follow_up_can_be_read_in_pieces(store: Driven) -> None:
    everything = [get(store), *added(store, *(a_follow_up(state=state) for state in FollowUpState))]
    first = store.read(lambda view: view.follow_ups.every(limit=4))
    rest = store.read(lambda view: view.follow_ups.every(after=first[-1].number, limit=4))
    assert [*first, *rest] == everything
    assert len(first) == 4
    assert store.read(lambda view: view.follow_ups.every(after=rest[-1].number, limit=4)) == ()
    assert store.read(lambda view: view.follow_ups.every(after=10**30, limit=4)) == ()
    assert store.read(lambda view: view.follow_ups.every(limit=1)) == tuple(everything[:1])


def test_flags_come_back_as_they_are_oldest_first(store: Driven) -> None:
    late, early, same = a_flag(BEN, at=5), a_flag(way="17:🚩"), a_flag(CLEO)
    for each in (late, early, same):
        assert flag(store, each)
    store.reopen()
    assert flags(store) == [early, same, late]


def test_a_person_has_one_flag_of_each_way(store: Driven) -> None:
    assert flag(store, a_flag())
    assert not flag(store, a_flag(ANNA.model_copy(update={"name": "Anna Smith"}), at=1))
    assert flag(store, a_flag(way="17:🚩", at=2))
    assert flags(store) == [a_flag(), a_flag(way="17:🚩", at=2)]


def test_people_of_different_workspaces_and_platforms_are_different_people(store: Driven) -> None:
    for person in NAMESAKES:
        assert flag(store, a_flag(person))
    assert unflag(store, NAMESAKES[1], SAID)
    assert [each.by for each in flags(store)] == [NAMESAKES[0], NAMESAKES[2]]


@pytest.mark.parametrize(
    ("way", "left"),
    [(SAID, [a_flag(way="a"), a_flag(way="b")]), ("b", [a_flag(), a_flag(way="a")]), (None, [])],
)
def test_a_flag_of_one_way_or_all_of_a_persons_are_taken_back(
    store: Driven, way: str | None, left: list[Flag]
) -> None:
    (other,) = added(store, a_follow_up())
    for each in (a_flag(), a_flag(way="a"), a_flag(way="b"), a_flag(BEN)):
        flag(store, each)
        flag(store, each, other.number)
    assert unflag(store, ANNA.model_copy(update={"name": "Anna Smith"}), way)
    assert not unflag(store, ANNA, way)
    assert flags(store) == [*left, a_flag(BEN)]
    assert len(flags(store, other.number)) == 4


def test_a_flag_that_was_taken_back_can_be_put_up_again(store: Driven) -> None:
    assert flag(store, a_flag())
    assert unflag(store, ANNA)
    assert flag(store, a_flag(at=3))
    assert flags(store) == [a_flag(at=3)]


def test_what_a_person_has_flagged_in_one_way_is_told_lowest_number_first(store: Driven) -> None:
    added(store, *(a_follow_up(story, state=FollowUpState.dropped) for story in (2, 3)))
    for number in (3, 1, 2):
        flag(store, a_flag(way="17:🚩"), number)
    flag(store, a_flag(BEN), 2)
    flag(store, a_flag(), 1)

    def flagged(by: Actor, way: str) -> list[int]:
        return [each.number for each in store.read(lambda view: view.follow_ups.flagged(by, way))]

    assert flagged(ANNA, "17:🚩") == [1, 2, 3]
    assert flagged(ANNA, SAID) == [1]
    assert flagged(BEN, SAID) == [2]
    assert flagged(NAMESAKES[1], SAID) == flagged(BEN, "17:🚩") == []


def test_history_is_kept_whole_in_the_order_in_which_it_was_written_down(store: Driven) -> None:
    (other,) = added(store, a_follow_up())
    lines = [
        an_entry(Did.assigned, owner=BEN, where=a_place("C1", thread="17.4"), at=NOW + SECOND),
        an_entry(Did.nudged, by=None, due=NOW + SECOND / 1_000_000),
        *(an_entry(did, words="Why “not”?\n🚩") for did in Did),
        an_entry(Did.done, where=a_place("U1", person=True)),
        an_entry(Did.done, where=a_place("U1", person=True)),
    ]
    for line in lines:
        store.write(lambda tx, line=line: tx.follow_ups.write_down(1, line))  # type: ignore[misc]
    store.write(lambda tx: tx.follow_ups.write_down(other.number, an_entry()))
    store.reopen()
    assert store.read(lambda view: view.follow_ups.history(1)) == tuple(lines)
    assert store.read(lambda view: view.follow_ups.history(other.number)) == (an_entry(),)


def test_cards_are_told_oldest_first_and_lead_back_to_their_follow_up(store: Driven) -> None:
    (other,) = added(store, a_follow_up())
    for number, key in ((1, "b"), (other.number, "c"), (1, "a")):
        store.write(lambda tx, number=number, key=key: post(tx, number, key))  # type: ignore[misc]
    store.write(lambda tx: tx.follow_ups.show(1, "b"))
    store.reopen()
    assert store.read(lambda view: view.follow_ups.cards(1)) == ("b", "a")
    assert store.read(lambda view: view.follow_ups.cards(other.number)) == ("c",)
    assert store.read(lambda view: [view.follow_ups.on_card(key) for key in "abcd"]) == [
        get(store),
        get(store),
        other,
        None,
    ]


def test_a_post_is_the_card_of_one_follow_up(store: Driven) -> None:
    (other,) = added(store, a_follow_up())
    store.write(lambda tx: post(tx, 1, "card"))
    with pytest.raises(ValueError, match="another follow-up"):
        store.write(lambda tx: tx.follow_ups.show(other.number, "card"))
    assert store.read(lambda view: view.follow_ups.on_card("card")) == get(store)
    assert store.read(lambda view: view.follow_ups.cards(other.number)) == ()


def test_whatever_is_rolled_back_was_never_done(store: Driven) -> None:
    flag(store, a_flag(BEN))
    before = get(store)

    def fail(tx: Tx) -> None:
        second = tx.follow_ups.add(a_follow_up(2))
        tx.follow_ups.change(second.model_copy(update={"number": 1, "owner": CLEO}))
        tx.follow_ups.flag(1, a_flag())
        tx.follow_ups.unflag(1, BEN)
        tx.follow_ups.write_down(1, an_entry())
        post(tx, 1, "card")
        raise ValueError("no")

    with pytest.raises(ValueError, match=r"^no$"):
        store.write(fail)
    assert store.read(lambda view: view.follow_ups.every(limit=9)) == (before,)
    assert flags(store) == [a_flag(BEN)]
    assert store.read(lambda view: view.follow_ups.history(1)) == ()
    assert store.read(lambda view: view.follow_ups.cards(1)) == ()
    assert store.read(lambda view: view.deliveries.of("card")) is None


def test_a_second_process_counts_on_where_the_first_is(store: Driven, store_factory: StoreFactory) -> None:
    other = store_factory()
    assert [each.number for each in added(other, a_follow_up())] == [2]
    assert [each.number for each in added(store, a_follow_up())] == [3]
    assert [flag(each, a_flag(), 3) for each in (other, store)] == [True, False]
