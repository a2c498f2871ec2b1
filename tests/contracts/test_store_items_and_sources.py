"""What every store promises about items and sources."""

import pytest

from tests.contracts.conftest import Driven
from tests.contracts.drafts import a_draft


def test_an_item_is_known_by_its_source_and_its_key(store: Driven) -> None:
    store.write(lambda tx: tx.stories.add(a_draft(source="feed", item="a")))
    store.write(lambda tx: tx.stories.add(a_draft(source="feed", item="b")))
    known = store.read(lambda view: view.items.known("feed", ["b", "c", "a"]))
    assert known == {"a": 1, "b": 2}
    assert store.read(lambda view: view.items.known("other", ["a"])) == {}
    assert store.read(lambda view: view.items.known("feed", [])) == {}


def test_a_transaction_knows_the_items_that_it_added(store: Driven) -> None:
    def work(tx: object) -> object:
        tx.stories.add(a_draft(source="feed", item="a"))  # type: ignore[attr-defined]
        return tx.items.known("feed", ["a"])  # type: ignore[attr-defined]

    assert store.write(work) == {"a": 1}


def test_an_item_joins_a_story_once_however_often_it_is_said(store: Driven) -> None:
    store.write(lambda tx: tx.stories.add(a_draft()))
    for _ in range(2):
        store.write(lambda tx: tx.items.join("feed", "again", 1))
    assert store.read(lambda view: view.items.known("feed", ["again"])) == {"again": 1}


def test_an_item_can_not_move_to_another_story(store: Driven) -> None:
    store.write(lambda tx: [tx.stories.add(a_draft(source="feed", item=key)) for key in "ab"])
    with pytest.raises(ValueError, match="belongs to story 1"):
        store.write(lambda tx: tx.items.join("feed", "a", 2))
    assert store.read(lambda view: view.items.known("feed", ["a"])) == {"a": 1}


def test_an_item_can_not_join_a_story_that_is_not_there(store: Driven) -> None:
    with pytest.raises(ValueError, match="no story 7"):
        store.write(lambda tx: tx.items.join("feed", "a", 7))
    assert store.read(lambda view: view.items.keys("feed")) == frozenset()


def test_the_keys_of_a_source_are_its_own(store: Driven) -> None:
    store.write(lambda tx: [tx.stories.add(a_draft(source="one", item=key)) for key in ("ä", "A ", "a")])
    store.write(lambda tx: tx.stories.add(a_draft(source="two", item="other")))
    assert store.read(lambda view: view.items.keys("one")) == {"ä", "A ", "a"}
    assert store.read(lambda view: view.items.keys("none")) == frozenset()


def test_a_source_has_no_mark_before_its_first_poll(store: Driven) -> None:
    assert store.read(lambda view: view.sources.mark("feed")) is None
    store.write(lambda tx: tx.sources.remember("feed", title="Feed", mark=None))
    assert store.read(lambda view: view.sources.mark("feed")) is None
    assert store.read(lambda view: view.sources.count()) == 1


def test_a_mark_stays_until_another_one_comes(store: Driven) -> None:
    store.write(lambda tx: tx.sources.remember("feed", title="Feed", mark="first"))
    store.write(lambda tx: tx.sources.remember("feed", title="Feed, renamed", mark=None))
    assert store.read(lambda view: view.sources.mark("feed")) == "first"
    store.write(lambda tx: tx.sources.remember("feed", title="Feed", mark="second"))
    assert store.read(lambda view: view.sources.mark("feed")) == "second"


def test_sources_are_counted_once_each(store: Driven) -> None:
    for key in ("one", "two", "one"):
        store.write(lambda tx, key=key: tx.sources.remember(key, title=key, mark=None))  # type: ignore[misc]
    assert store.read(lambda view: view.sources.count()) == 2
