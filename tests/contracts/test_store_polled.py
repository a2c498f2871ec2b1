"""What every store promises about the sources that are polled."""

from datetime import timedelta

import pytest

from bot.model.fetch import Fault
from bot.model.polled import PolledDraft, PolledSource, SourceKind, SourceState, Trouble
from bot.ports import Tx
from tests.contracts.conftest import Driven
from tests.contracts.drafts import NOON
from tests.contracts.promises import ANNA, a_place

MINUTE = timedelta(minutes=1)


def a_source(name: str, *, after: int = 0, url: str | None = None) -> PolledDraft:
    """Return a source that is asked so many minutes after noon."""
    key = f"https://example.org/{name}"
    return PolledDraft(
        key=key,
        url=url or key,
        kind=SourceKind.feed,
        title=name,
        added_at=NOON,
        next_at=NOON + after * MINUTE,
        home=a_place(),
        added_by=ANNA,
    )


def add(store: Driven, *drafts: PolledDraft) -> list[PolledSource]:
    return store.write(lambda tx: [tx.sources.add(draft) for draft in drafts])


def change(store: Driven, source: PolledSource, **what: object) -> PolledSource:
    after = source.model_copy(update=what)
    store.write(lambda tx: tx.sources.change(after))
    return after


def test_a_source_is_kept_whole_and_numbers_are_never_used_again(store: Driven) -> None:
    one, two = add(store, a_source("one"), a_source("two"))
    assert (one.number, two.number) == (1, 2)
    assert two == PolledSource(number=2, **dict(a_source("two")))
    trouble = Trouble(fault=Fault.tls, says="No.", since=NOON, times=3, told=True)
    moments = (NOON, NOON - MINUTE)
    what = {
        "trouble": trouble,
        "etag": '"é"',
        "ttl": 60,
        "moments": moments,
        "topics": ("Law",),
        "full": True,
    }
    after = change(store, two, state=SourceState.removed, **what)
    store.reopen()
    assert store.read(lambda view: view.sources.get(2)) == after
    assert add(store, a_source("two"))[0].number == 3


@pytest.mark.parametrize("number", [0, -1, 1, 2**63])
def test_no_source_has_such_a_number(store: Driven, number: int) -> None:
    nobody = PolledSource(number=number, **dict(a_source("one")))
    assert store.read(lambda view: view.sources.get(number)) is None
    with pytest.raises(ValueError, match=f"no source {number}"):
        change(store, nobody)


def test_a_source_is_found_at_its_key_and_its_url_until_it_is_removed(store: Driven) -> None:
    def at(address: str) -> PolledSource | None:
        return store.read(lambda view: view.sources.at(f"https://example.org/{address}"))

    (source,) = add(store, a_source("old", url="https://example.org/new"))
    assert at("old") == at("new") == source
    assert at("other") is None
    moved = change(store, source, url="https://example.org/other")
    assert at("old") == at("other") == moved
    assert at("new") is None
    change(store, moved, state=SourceState.stopped)
    assert at("old") is not None
    change(store, moved, state=SourceState.removed)
    assert at("old") is at("other") is None


@pytest.mark.parametrize("name", ["old", "new"])
@pytest.mark.parametrize("url", ["old", "new", "third"])
def test_an_address_is_added_once(store: Driven, name: str, url: str) -> None:
    (source,) = add(store, a_source("old", url="https://example.org/new"))
    again = a_source(name, url=f"https://example.org/{url}")
    with pytest.raises(ValueError, match="number 1"):
        add(store, again)
    change(store, source, state=SourceState.removed)
    assert add(store, again)[0].number == 2


def test_two_sources_may_move_to_one_address(store: Driven) -> None:
    one, two = add(store, a_source("one"), a_source("two"))
    change(store, two, url="https://example.org/one")
    assert store.read(lambda view: view.sources.at("https://example.org/one")) == one


def test_every_source_but_the_removed_comes_by_number(store: Driven) -> None:
    sources = add(store, *(a_source(str(at), after=-at) for at in range(4)))
    change(store, sources[1], state=SourceState.removed)
    stopped = change(store, sources[2], state=SourceState.stopped)
    every = (sources[0], stopped, sources[3])
    assert store.read(lambda view: view.sources.every()) == every


def test_due_is_what_is_active_and_not_to_come_the_longest_due_first(store: Driven) -> None:
    def due(limit: int = 9) -> list[str]:
        found = store.read(lambda view: view.sources.due(at=NOON + 2 * MINUTE, limit=limit))
        return [source.title for source in found]

    minutes = {"later": 3, "now": 2, "first": 0, "gone": 0, "stopped": 1, "same": 1, "again": 1}
    sources = dict(
        zip(minutes, add(store, *(a_source(name, after=at) for name, at in minutes.items())), strict=True)
    )
    change(store, sources["gone"], state=SourceState.removed)
    change(store, sources["stopped"], state=SourceState.stopped)
    assert due() == ["first", "same", "again", "now"]
    assert due(2) == ["first", "same"]
    change(store, sources["first"], next_at=NOON + 9 * MINUTE)
    change(store, sources["stopped"], state=SourceState.active)
    assert due() == ["stopped", "same", "again", "now"]


def test_a_transaction_sees_the_sources_that_it_added(store: Driven) -> None:
    def work(tx: Tx) -> tuple[PolledSource, ...]:
        tx.sources.add(a_source("one"))
        return tx.sources.due(at=NOON, limit=1)

    assert [source.title for source in store.write(work)] == ["one"]
    assert store.read(lambda view: view.sources.count()) == 0
