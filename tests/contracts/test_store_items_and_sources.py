"""What every store promises about items and sources."""

from collections.abc import Mapping

from bot.ports import Tx
from bot.repositories import Known
from tests.contracts.conftest import Driven
from tests.contracts.drafts import a_draft


def test_an_item_is_known_by_its_source_and_its_key(store: Driven) -> None:
    store.write(lambda tx: tx.stories.add(a_draft(source="feed", item="a")))
    store.write(lambda tx: tx.stories.add(a_draft(source="feed", item="b")))
    known = store.read(lambda view: view.items.known("feed", ["b", "c", "a"]))
    assert known == {"a": Known(story=1), "b": Known(story=2)}
    assert store.read(lambda view: view.items.known("other", ["a"])) == {}
    assert store.read(lambda view: view.items.known("feed", [])) == {}


def test_a_transaction_knows_the_items_that_it_added(store: Driven) -> None:
    def work(tx: Tx) -> Mapping[str, Known]:
        tx.stories.add(a_draft(source="feed", item="a", mark="m"))
        return tx.items.known("feed", ["a"])

    assert store.write(work) == {"a": Known(story=1, mark="m")}


def test_the_keys_of_a_source_are_its_own(store: Driven) -> None:
    store.write(lambda tx: [tx.stories.add(a_draft(source="one", item=key)) for key in ("ä", "A ", "a")])
    store.write(lambda tx: tx.stories.add(a_draft(source="two", item="other")))
    keys = ["ä", "A ", "a", "A", "other"]
    assert set(store.read(lambda view: view.items.known("one", keys))) == {"ä", "A ", "a"}


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
        remember(store, key)
    assert store.read(lambda view: view.sources.count()) == 2


def remember(store: Driven, key: str) -> None:
    store.write(lambda tx: tx.sources.remember(key, title=key, mark=None))
