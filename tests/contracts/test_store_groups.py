"""What every store promises about the index by which a report finds its story."""

from collections.abc import Callable
from copy import deepcopy
from typing import Protocol, TypeVar

import pytest

from benchmarks.in_memory import MemoryGroups
from bot.model.sketch import Kept, Profile, Sketch
from bot.repositories.groups import Groups
from tests.contracts.conftest import Driven, StoreFactory
from tests.contracts.promises import NOW, SECOND

T = TypeVar("T")


class DrivenGroups(Protocol):
    """Groups of some kind, driven from plain functions."""

    def write(self, work: Callable[[Groups], T]) -> T: ...

    def reopen(self) -> None: ...


class Stored:
    """The groups of a store."""

    def __init__(self, store: Driven) -> None:
        self._store = store

    def write(self, work: Callable[[Groups], T]) -> T:
        return self._store.write(lambda tx: work(tx.groups))

    def reopen(self) -> None:
        self._store.reopen()


class Remembered:
    """The groups that measurements try settings on: a transaction is a copy, kept if it succeeds."""

    def __init__(self) -> None:
        self._groups = MemoryGroups()

    def write(self, work: Callable[[Groups], T]) -> T:
        changed = deepcopy(self._groups)
        given = work(changed)
        self._groups = changed
        return given

    def reopen(self) -> None:
        """Do nothing: there is no file to open again."""


@pytest.fixture(params=["stored", "in-memory"])
def driven(request: pytest.FixtureRequest, store_factory: StoreFactory) -> DrivenGroups:
    """Give empty groups of each kind."""
    return Stored(store_factory()) if request.param == "stored" else Remembered()


def kept(
    report: int, story: int, *stems: str, at: int = 0, prints: tuple[int, ...] = (), page: int = 0
) -> Kept:
    sketch = Sketch(words=dict.fromkeys(stems, 1.0), prints=prints, page=page or None)
    return Kept(report=report, story=story, at=NOW + at * SECOND, sketch=sketch, stems=stems)


def profile(*stems: str, reports: int = 1) -> Profile:
    return Profile(weights=dict.fromkeys(stems, 0.5), reports=reports, first=NOW, last=NOW)


def keep(driven: DrivenGroups, each: Kept) -> None:
    driven.write(lambda groups: groups.keep(each, each.stems, profile(*each.stems)))


def test_the_latest_stories_are_found_by_their_stems(driven: DrivenGroups) -> None:
    keep(driven, kept(1, 1, "quake", "padang", at=1))
    keep(driven, kept(2, 2, "quake", at=3))
    keep(driven, kept(3, 3, "quake", at=2))
    near = driven.write(lambda groups: groups.near(["quake", "padang", "taper"], most=2))
    assert {stem: set(stories) for stem, stories in near.items()} == {"quake": {2, 3}, "padang": {1}}


def test_the_latest_stories_are_found_in_the_transaction_that_keeps_them(driven: DrivenGroups) -> None:
    keep(driven, kept(1, 1, "quake", at=1))

    def work(groups: Groups) -> list[set[int]]:
        found = [set(groups.near(["quake"], most=2)["quake"])]
        for number, at in ((2, 5), (3, 3), (4, 4)):
            groups.keep(kept(number, number, "quake", at=at), ["quake"], profile("quake"))
            found.append(set(groups.near(["quake"], most=2)["quake"]))
        return [*found, set(groups.near(["quake"], most=3)["quake"])]

    assert driven.write(work) == [{1}, {1, 2}, {2, 3}, {2, 4}, {2, 3, 4}]


def test_what_was_kept_is_seen_in_the_same_transaction(driven: DrivenGroups) -> None:
    def work(groups: Groups) -> None:
        groups.keep(kept(1, 1, "quake"), ["quake"], profile("quake"))
        assert groups.near(["quake"], most=5) == {"quake": (1,)}
        assert groups.profiles([1, 2]) == {1: profile("quake")}
        total, reports = groups.frequencies(["quake", "taper"])
        assert (total, reports["quake"], reports.get("taper", 0)) == (1, 1, 0)

    driven.write(work)
    driven.reopen()
    assert driven.write(lambda groups: groups.profiles([1])) == {1: profile("quake")}
    assert driven.write(lambda groups: groups.frequencies(["quake"]).total) == 1


def test_what_fails_is_not_counted(driven: DrivenGroups) -> None:
    def work(groups: Groups) -> None:
        groups.keep(kept(1, 1, "quake"), ["quake"], profile("quake"))
        raise KeyError

    with pytest.raises(KeyError):
        driven.write(work)
    assert driven.write(lambda groups: groups.frequencies(["quake"]).total) == 0
    assert driven.write(lambda groups: groups.near(["quake"], most=1)) == {}


def test_reports_are_found_by_their_prints_and_page(driven: DrivenGroups) -> None:
    keep(driven, kept(1, 1, "quake", prints=(1, 2, 3), page=9))
    keep(driven, kept(2, 2, "quake", prints=(3, 4), page=9))
    found = driven.write(lambda groups: groups.printed([2, 3, 5]))
    assert [(each.report, each.story, each.prints, each.shared) for each in found] == [
        (1, 1, 3, 2),
        (2, 2, 2, 1),
    ]
    assert [each.report for each in driven.write(lambda groups: groups.on_page(9))] == [2, 1]
    assert driven.write(lambda groups: groups.printed([])) == ()


def test_the_reports_of_a_story_can_be_others(driven: DrivenGroups) -> None:
    first, second = kept(1, 1, "quake", prints=(1,)), kept(2, 1, "taper", prints=(2,))
    keep(driven, first)
    keep(driven, second)
    moved = second.model_copy(update={"story": 7})

    def split(groups: Groups) -> None:
        groups.replace(1, [first], profile("quake"))
        groups.replace(7, [moved], profile("taper"))

    driven.write(split)
    assert driven.write(lambda groups: (groups.kept(1), groups.kept(7))) == ((first,), (moved,))
    assert driven.write(lambda groups: groups.near(["quake", "taper"], most=5)) == {
        "quake": (1,),
        "taper": (7,),
    }
    driven.write(lambda groups: groups.replace(1, [], None))
    assert driven.write(lambda groups: (groups.profiles([1]), groups.printed([1]))) == ({}, ())


def test_stories_that_had_no_report_for_long_leave(driven: DrivenGroups) -> None:
    keep(driven, kept(1, 1, "quake", prints=(1,), page=3))

    def forget(groups: Groups) -> tuple[int, int]:
        return groups.forget(NOW), groups.forget(NOW + SECOND)

    assert driven.write(forget) == (0, 1)
    assert driven.write(lambda groups: groups.near(["quake"], most=1)) == {}
    assert driven.write(lambda groups: (groups.printed([1]), groups.on_page(3), groups.kept(1))) == (
        (),
        (),
        (),
    )
