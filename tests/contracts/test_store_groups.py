"""What every store promises about the index by which a report finds its story."""

from datetime import timedelta

import pytest

from bot.model.sketch import Kept, Profile, Sketch
from bot.ports import Tx
from tests.contracts.conftest import Driven
from tests.contracts.promises import NOW, SECOND

DAY = timedelta(days=1)


def kept(
    report: int, story: int, *stems: str, at: int = 0, prints: tuple[int, ...] = (), page: int = 0
) -> Kept:
    sketch = Sketch(words=dict.fromkeys(stems, 1.0), prints=prints, page=page or None)
    return Kept(report=report, story=story, at=NOW + at * SECOND, sketch=sketch, stems=stems)


def profile(*stems: str, reports: int = 1) -> Profile:
    return Profile(weights=dict.fromkeys(stems, 0.5), reports=reports, first=NOW, last=NOW)


def keep(store: Driven, each: Kept) -> None:
    store.write(lambda tx: tx.groups.keep(each, each.stems, profile(*each.stems)))


def test_the_latest_stories_are_found_by_their_stems(store: Driven) -> None:
    keep(store, kept(1, 1, "quake", "padang", at=1))
    keep(store, kept(2, 2, "quake", at=3))
    keep(store, kept(3, 3, "quake", at=2))
    near = store.write(lambda tx: tx.groups.near(["quake", "padang", "taper"], most=2))
    assert {stem: set(stories) for stem, stories in near.items()} == {"quake": {2, 3}, "padang": {1}}


def test_the_latest_stories_are_found_in_the_transaction_that_keeps_them(store: Driven) -> None:
    keep(store, kept(1, 1, "quake", at=1))

    def work(tx: Tx) -> list[set[int]]:
        found = [set(tx.groups.near(["quake"], most=2)["quake"])]
        for number, at in ((2, 5), (3, 3), (4, 4)):
            tx.groups.keep(kept(number, number, "quake", at=at), ["quake"], profile("quake"))
            found.append(set(tx.groups.near(["quake"], most=2)["quake"]))
        return [*found, set(tx.groups.near(["quake"], most=3)["quake"])]

    assert store.write(work) == [{1}, {1, 2}, {2, 3}, {2, 4}, {2, 3, 4}]


def test_what_was_kept_is_seen_in_the_same_transaction(store: Driven) -> None:
    def work(tx: Tx) -> None:
        tx.groups.keep(kept(1, 1, "quake"), ["quake"], profile("quake"))
        assert tx.groups.near(["quake"], most=5) == {"quake": (1,)}
        assert tx.groups.profiles([1, 2]) == {1: profile("quake")}
        total, reports = tx.groups.frequencies(["quake", "taper"])
        assert (total, reports["quake"], reports.get("taper", 0)) == (1, 1, 0)

    store.write(work)
    store.reopen()
    assert store.write(lambda tx: tx.groups.profiles([1])) == {1: profile("quake")}
    assert store.write(lambda tx: tx.groups.frequencies(["quake"]).total) == 1


def test_what_fails_is_not_counted(store: Driven) -> None:
    def work(tx: Tx) -> None:
        tx.groups.keep(kept(1, 1, "quake"), ["quake"], profile("quake"))
        raise KeyError

    with pytest.raises(KeyError):
        store.write(work)
    assert store.write(lambda tx: tx.groups.frequencies(["quake"]).total) == 0
    assert store.write(lambda tx: tx.groups.near(["quake"], most=1)) == {}


def test_reports_are_found_by_their_prints_and_page(store: Driven) -> None:
    keep(store, kept(1, 1, "quake", prints=(1, 2, 3), page=9))
    keep(store, kept(2, 2, "quake", prints=(3, 4), page=9))
    found = store.write(lambda tx: tx.groups.printed([2, 3, 5]))
    assert [(each.report, each.story, each.prints, each.shared) for each in found] == [
        (1, 1, 3, 2),
        (2, 2, 2, 1),
    ]
    assert [each.report for each in store.write(lambda tx: tx.groups.on_page(9))] == [2, 1]
    assert store.write(lambda tx: tx.groups.printed([])) == ()


def test_the_reports_of_a_story_can_be_others(store: Driven) -> None:
    first, second = kept(1, 1, "quake", prints=(1,)), kept(2, 1, "taper", prints=(2,))
    keep(store, first)
    keep(store, second)
    moved = second.model_copy(update={"story": 7})

    def split(tx: Tx) -> None:
        tx.groups.replace(1, [first], profile("quake"))
        tx.groups.replace(7, [moved], profile("taper"))

    store.write(split)
    assert store.write(lambda tx: (tx.groups.kept(1), tx.groups.kept(7))) == ((first,), (moved,))
    assert store.write(lambda tx: tx.groups.near(["quake", "taper"], most=5)) == {
        "quake": (1,),
        "taper": (7,),
    }
    store.write(lambda tx: tx.groups.replace(1, [], None))
    assert store.write(lambda tx: (tx.groups.profiles([1]), tx.groups.printed([1]))) == ({}, ())


def test_stories_that_had_no_report_for_long_leave(store: Driven) -> None:
    keep(store, kept(1, 1, "quake", prints=(1,), page=3))

    def forget(tx: Tx) -> tuple[int, int]:
        return tx.groups.forget(NOW), tx.groups.forget(NOW + SECOND)

    assert store.write(forget) == (0, 1)
    assert store.write(lambda tx: tx.groups.near(["quake"], most=1)) == {}
    assert store.write(lambda tx: (tx.groups.printed([1]), tx.groups.on_page(3), tx.groups.kept(1))) == (
        (),
        (),
        (),
    )
