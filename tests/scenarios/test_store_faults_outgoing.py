"""Every change to what goes out, on a store that is locked and on one that is full: all of it or nothing."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.errors import StoreBusy, StoreFull
from bot.model.delivery import Delivery, DeliveryState, Promise
from bot.model.digest import OrderState
from bot.model.people import MessageRef
from bot.model.preferences import Preferences
from bot.model.sketch import Explanation
from bot.model.story import Fresh
from bot.model.topic import TopicRule
from bot.ports import Store, Tx
from storage.driver import sqlite3
from storage.store import open_store
from tests.contracts.drafts import a_draft
from tests.contracts.follow_ups import BEN, a_flag, a_follow_up, an_entry
from tests.contracts.promises import ANNA, NOW, SECOND, a_card, a_place, a_promise, an_edit
from tests.contracts.test_store_decisions import a_decision
from tests.contracts.test_store_digests import a_digest, an_edition
from tests.contracts.test_store_inbox import typed
from tests.contracts.test_store_polled import a_source
from tests.contracts.test_store_subscriptions import a_fold, a_subscription

WHY = Explanation(words=("budget",), score=0.6, needed=0.5)
POST = MessageRef(conversation=a_place(), id="m1")


def promise_twice(tx: Tx) -> None:
    assert tx.deliveries.queue(a_promise("new", to=a_place("C7")), at=NOW)
    assert tx.deliveries.queue(an_edit("post"), at=NOW)


def settle(tx: Tx) -> None:
    before = found(tx, "waiting")
    what = {"state": DeliveryState.sent, "card": a_card("Late"), "message": POST, "attempts": 1}
    assert tx.deliveries.change(before, before.model_copy(update=what), free_at=NOW + SECOND)


def decide(tx: Tx) -> None:
    assert tx.digests.decide(an_edition(delivery="edition"))
    assert tx.deliveries.queue(a_promise("edition"), at=NOW)


def change_orders(tx: Tx) -> None:
    digest, subscription, fold = tx.digests.get(1), tx.subscriptions.get(1), tx.subscriptions.fold(1)
    assert digest
    assert subscription
    assert fold
    tx.digests.change(digest.model_copy(update={"state": OrderState.paused}))
    tx.subscriptions.change(subscription.model_copy(update={"state": OrderState.off}))
    tx.subscriptions.change_fold(fold.model_copy(update={"done": True}))


def add_orders(tx: Tx) -> None:
    tx.digests.add(a_digest(a_place("C8")))
    tx.subscriptions.add(a_subscription(a_place("C9")))
    tx.subscriptions.open_fold(a_fold(stories=(1, 2)))


def prefer(tx: Tx) -> None:
    tx.preferences.set_channel(a_place().channel, Preferences(zone="UTC"))
    tx.preferences.set_workspace("slack", "W", Preferences(zone="UTC"))


def react(tx: Tx) -> None:
    assert tx.reactions.put(POST, person="U1", name="eyes", present=True, at=NOW)


def accept(tx: Tx) -> None:
    assert tx.inbox.accept(typed("slack:new"), at=NOW)


def settle_and_forget(tx: Tx) -> None:
    tx.inbox.settle("slack:1")
    assert tx.inbox.accept(typed("slack:new"), at=NOW)
    tx.inbox.settle("slack:new")
    tx.inbox.forget(NOW + SECOND)


def flag(tx: Tx) -> None:
    assert tx.follow_ups.unflag(1, ANNA)
    assert tx.follow_ups.flag(1, a_flag(by=BEN))
    tx.follow_ups.write_down(1, an_entry())
    tx.follow_ups.add(a_follow_up())
    tx.follow_ups.show(1, "post")


def report(tx: Tx) -> None:
    story = tx.stories.report(1, a_draft(outlet="The Echo", source="echo", item="1"), why=WHY)
    tx.stories.copy(1, story.arrival, a_draft(outlet="The Globe"))
    tx.stories.update(a_draft(source="echo", item="1", mark="m"), fresh=[Fresh(text="New.", seen=NOW)])


def merge_and_split(tx: Tx) -> None:
    tx.stories.add(a_draft("Also", topics=("Law",)))
    merged = tx.stories.merge(1, 2, by="Anna")
    tx.stories.split(1, merged.reports[0].arrival, by="Anna")


def poll(tx: Tx) -> None:
    source = tx.sources.add(a_source("two"))
    tx.sources.change(source.model_copy(update={"next_at": NOW + SECOND}))


def order_topics(tx: Tx) -> None:
    tx.topics.set(TopicRule(name="Law", words=("court",)))
    tx.stories.label(1, ("Law",))


CHANGES: dict[str, Callable[[Tx], None]] = {
    "a report": report,
    "a merge and a split": merge_and_split,
    "a source": poll,
    "topics": order_topics,
    "promises": promise_twice,
    "a delivery that is settled": settle,
    "an edition": decide,
    "new orders": add_orders,
    "changed orders": change_orders,
    "decisions": lambda tx: tx.decisions.note([a_decision(1), a_decision(2, a_place("C6"))]),
    "forgetting": lambda tx: tx.decisions.forget(NOW + SECOND),
    "preferences": prefer,
    "a reaction": react,
    "what somebody did": accept,
    "what had its effect": settle_and_forget,
    "flags": flag,
}


def found(tx: Tx, key: str) -> Delivery:
    delivery = tx.deliveries.of(key)
    assert delivery is not None
    return delivery


def prepare(tx: Tx) -> None:
    """Store what the changes are about."""
    tx.stories.add(a_draft())
    tx.deliveries.queue(a_promise("post", story=1), at=NOW)
    before = found(tx, "post")
    after = before.model_copy(update={"state": DeliveryState.sent, "message": POST})
    tx.deliveries.change(before, after)
    tx.deliveries.queue(a_promise("waiting", to=a_place("C2")), at=NOW)
    tx.digests.add(a_digest())
    tx.subscriptions.add(a_subscription())
    tx.subscriptions.open_fold(a_fold())
    tx.decisions.note([a_decision()])
    tx.inbox.accept(typed("slack:1"), at=NOW)
    tx.follow_ups.add(a_follow_up())
    tx.follow_ups.flag(1, a_flag())


async def prepared(path: Path) -> Store:
    store = await open_store(path, busy_timeout=0.05)
    await store.write(prepare)
    return store


def everything(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return every row of every table."""
    with Database(path) as db:
        return {name: list(db.table(name).rows) for name in db.table_names()}


async def assert_that_it_succeeds_once_it_can(store: Store, change: Callable[[Tx], None], path: Path) -> None:
    before = everything(path)
    await store.write(change)
    assert everything(path) != before
    assert [finding for finding in await store.check() if finding.state == "wrong"] == []
    await store.close()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_to_a_locked_store_is_refused_and_succeeds_later(
    change: Callable[[Tx], None], tmp_path: Path
) -> None:
    path = tmp_path / "stories.db"

    async def scenario() -> None:
        store = await prepared(path)
        before = everything(path)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy):
            await store.write(change)
        other.rollback()
        other.close()
        assert everything(path) == before
        await assert_that_it_succeeds_once_it_can(store, change, path)

    asyncio.run(scenario())


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_for_which_there_is_no_room_leaves_nothing_behind(
    change: Callable[[Tx], None], tmp_path: Path
) -> None:
    path = tmp_path / "stories.db"

    def change_and_more(tx: Tx) -> None:
        change(tx)
        for _ in range(20):
            tx.stories.add(a_draft(original="words " * 2_000))

    async def scenario() -> None:
        await (await prepared(path)).close()
        before = everything(path)
        full = await open_store(path, max_bytes=path.stat().st_size + 40_960)
        with pytest.raises(StoreFull):
            await full.write(change_and_more)
        await full.close()
        assert everything(path) == before
        await assert_that_it_succeeds_once_it_can(await open_store(path), change, path)

    asyncio.run(scenario())


async def promise_until_full(store: Store) -> int:
    """Queue deliveries, one a transaction, until there is no room; return how many were committed."""
    for committed in range(100_000):
        promise = a_promise(f"{committed}", card=a_card("words " * 300))
        try:
            await store.write(partial(queue, promise))
        except StoreFull:
            return committed
    raise AssertionError("the store never got full")


def queue(promise: Promise, tx: Tx) -> None:
    assert tx.deliveries.queue(promise, at=NOW)


def test_deliveries_are_promised_until_the_store_is_full_and_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "stories.db"

    async def scenario() -> None:
        store = await open_store(path, max_bytes=600_000)
        promised = await promise_until_full(store)
        assert promised > 10
        counts = await store.read(lambda view: view.deliveries.counts())
        assert counts == {DeliveryState.ready: promised}
        await store.close()
        store = await open_store(path)
        await store.write(partial(queue, a_promise(f"{promised}")))
        await store.close()

    asyncio.run(scenario())


def decide_one(number: int, tx: Tx) -> bool:
    """Decide an occasion as a tick does: look, decide, queue."""
    edition = an_edition(occasion=f"{number}", day=None, delivery=f"edition {number}")
    return (
        tx.digests.decide(edition) and tx.deliveries.queue(a_promise(f"edition {number}"), at=NOW) is not None
    )


def claim_one(tx: Tx) -> str | None:
    """Claim what is due as a courier does."""
    for before in tx.deliveries.due("slack", at=NOW, limit=1):
        after = before.model_copy(update={"state": DeliveryState.sent, "attempts": 1})
        return before.key if tx.deliveries.change(before, after) else None
    return None


def test_two_stores_on_one_file_decide_and_claim_everything_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        stores = [await open_store(tmp_path / "stories.db") for _ in range(2)]
        await stores[0].write(lambda tx: tx.digests.add(a_digest()))
        works = [partial(decide_one, number) for number in range(20)]
        decided = await asyncio.gather(*(store.write(work) for work in works for store in stores))
        assert sum(decided) == 20
        claimed = await asyncio.gather(*(store.write(claim_one) for _ in range(15) for store in stores))
        assert sorted(filter(None, claimed)) == sorted(f"edition {number}" for number in range(20))
        for store in stores:
            await store.close()

    asyncio.run(scenario())
