"""What every store promises about flags: one a person and story, kept until it is taken back."""

import pytest

from bot.model.flag import Flag
from bot.model.people import Actor
from tests.contracts.conftest import Driven
from tests.contracts.drafts import a_draft
from tests.contracts.promises import ANNA, NOW, SECOND, a_place

BEN = ANNA.model_copy(update={"id": "U2", "name": "Ben"})


@pytest.fixture
def store(store: Driven) -> Driven:
    """Two stories, 1 and 2."""
    for _ in range(2):
        store.write(lambda tx: tx.stories.add(a_draft()))
    return store


def a_flag(story: int = 1, by: Actor = ANNA, **said: object) -> Flag:
    flag = Flag(story=story, by=by, where=a_place("C1", thread="17.4"), at=NOW, angle="who pays?")
    return flag.model_copy(update=said)


def put(store: Driven, flag: Flag) -> bool:
    return store.write(lambda tx: tx.flags.put(flag))


def take(store: Driven, story: int, by: Actor = ANNA) -> bool:
    return store.write(lambda tx: tx.flags.take(story, by))


def of(store: Driven, story: int = 1) -> list[Flag]:
    return list(store.read(lambda view: view.flags.of(story)))


@pytest.mark.parametrize("angle", ["", "What does the mayor’s office say? 🚩"])
def test_a_flag_comes_back_as_it_is(store: Driven, angle: str) -> None:
    assert put(store, a_flag(angle=angle))
    store.reopen()
    assert of(store) == [a_flag(angle=angle)]


def test_flags_come_oldest_first_and_stay_with_their_story(store: Driven) -> None:
    late, early, other = a_flag(at=NOW + SECOND), a_flag(by=BEN), a_flag(2)
    for flag in (late, early, other):
        assert put(store, flag)
    assert of(store) == [early, late]
    assert of(store, 2) == [other]
    assert of(store, 3) == of(store, 0) == of(store, 2**63) == []


def test_a_person_has_one_flag_on_a_story_and_the_last_one_stands(store: Driven) -> None:
    assert put(store, a_flag())
    changed = a_flag(angle="who knew?", at=NOW + SECOND)
    assert put(store, changed)
    assert of(store) == [changed]


def test_the_same_flag_again_changes_nothing(store: Driven) -> None:
    assert put(store, a_flag())
    assert not put(store, a_flag(at=NOW + SECOND))
    assert of(store) == [a_flag()]


def test_people_of_different_workspaces_and_platforms_are_different_people(store: Driven) -> None:
    namesakes = [
        ANNA,
        ANNA.model_copy(update={"workspace": "V"}),
        ANNA.model_copy(update={"platform": "discord"}),
    ]
    for person in namesakes:
        assert put(store, a_flag(by=person))
    assert [flag.by for flag in of(store)] == namesakes
    assert take(store, 1, namesakes[1])
    assert [flag.by for flag in of(store)] == [namesakes[0], namesakes[2]]


def test_a_flag_is_taken_off_by_who_put_it_whatever_their_name_is_now(store: Driven) -> None:
    assert put(store, a_flag())
    assert put(store, a_flag(by=BEN))
    assert put(store, a_flag(2))
    assert take(store, 1, ANNA.model_copy(update={"name": "Anna Smith"}))
    assert not take(store, 1)
    assert of(store) == [a_flag(by=BEN)]
    assert of(store, 2) == [a_flag(2)]


@pytest.mark.parametrize("story", [3, 0, -1, 2**63])
def test_a_story_that_is_not_there_is_not_flagged(store: Driven, story: int) -> None:
    with pytest.raises(ValueError, match="no story"):
        put(store, a_flag(story))
    assert not take(store, story)


def test_a_story_can_be_flagged_in_the_transaction_that_adds_it(store: Driven) -> None:
    def work(number: int) -> bool:
        return store.write(
            lambda tx: tx.stories.add(a_draft()).number == number and tx.flags.put(a_flag(number))
        )

    assert work(3)
    assert of(store, 3) == [a_flag(3)]
