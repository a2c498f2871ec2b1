"""What every store promises about transactions."""

import asyncio
import functools
import threading
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.model.query import Latest, Search
from bot.ports import Tx, View
from tests.contracts.conftest import Driven, StoreFactory
from tests.contracts.drafts import a_draft

PATIENCE = 10.0


class Mistake(Exception):
    """What a transaction of these tests raises on purpose."""


def count(view: View | Tx) -> int:
    return view.stories.count()


def add(tx: Tx) -> int:
    return tx.stories.add(a_draft()).number


def test_what_the_work_returns_is_returned(store: Driven) -> None:
    assert store.write(lambda tx: tx.stories.add(a_draft("Rain")).headline) == "Rain"
    assert store.read(lambda view: view.stories.count() + 41) == 42


def test_an_exception_rolls_back_everything_and_is_raised_as_it_is(store: Driven) -> None:
    store.write(add)
    mistake = Mistake("no")

    def work(tx: Tx) -> None:
        tx.stories.add(a_draft("Never was", topics=("Ghosts",), outlet="Ghost", item="other"))
        tx.sources.remember("feed", title="A feed", mark="1")
        assert tx.stories.count() == 2
        raise mistake

    with pytest.raises(Mistake) as caught:
        store.write(work)

    assert caught.value is mistake
    assert store.read(count) == 1
    assert store.read(lambda view: view.stories.get(2)) is None
    assert store.read(lambda view: view.stories.search(Search(text="never", limit=5))).hits == ()
    assert store.read(lambda view: view.stories.topics()) == ()
    assert store.read(lambda view: view.stories.outlets()) == ("The Courier",)
    assert not store.read(lambda view: view.items.known("documents", ["other"]))
    assert store.read(lambda view: view.sources.count()) == 0


def test_an_exception_in_a_read_is_raised_and_reading_goes_on(store: Driven) -> None:
    def work(_: View) -> None:
        raise Mistake

    for _ in range(5):
        with pytest.raises(Mistake):
            store.read(work)
    assert store.read(count) == 0


def test_after_a_rollback_the_next_work_is_committed(store: Driven) -> None:
    def work(tx: Tx) -> None:
        add(tx)
        raise Mistake

    with pytest.raises(Mistake):
        store.write(work)
    store.write(add)
    assert store.read(count) == 1


async def async_work(tx: View | Tx) -> int:
    return tx.stories.count()


class AsyncWork:
    """A callable whose call is a coroutine."""

    async def __call__(self, _: View | Tx) -> None:
        raise AssertionError("this must never run")


def hides_an_async_function(tx: View | Tx) -> object:
    if isinstance(tx.stories, object) and hasattr(tx.stories, "add"):
        tx.stories.add(a_draft())
    return async_work(tx)


@pytest.mark.parametrize(
    "work", [async_work, functools.partial(async_work), AsyncWork(), hides_an_async_function]
)
def test_async_work_is_refused_and_nothing_of_it_stays(store: Driven, work: object) -> None:
    with pytest.raises(TypeError, match="plain function"):
        store.write(work)  # type: ignore[arg-type]  # the mistake that is tested
    with pytest.raises(TypeError, match="plain function"):
        store.read(work)  # type: ignore[arg-type]  # the mistake that is tested
    assert store.read(count) == 0


def test_a_transaction_sees_its_own_changes(store: Driven) -> None:
    def work(tx: Tx) -> None:
        story = tx.stories.add(a_draft("Bridge closed", topics=("Traffic",), original="A crane fell."))
        assert tx.stories.get(story.number) == story
        assert tx.stories.original(story.number) == "A crane fell."
        assert tx.stories.latest(Latest(limit=5, topic="traffic")) == (story,)
        assert [hit.story for hit in tx.stories.search(Search(text="crane", limit=5)).hits] == [story]
        assert tx.stories.topics() == ("Traffic",)
        assert tx.stories.count() == 1
        later = tx.stories.add(a_draft("Bridge open"))
        assert tx.stories.count() == 2
        assert later in tx.stories.latest(Latest(limit=5))

    store.write(work)


def test_a_read_sees_one_state_from_beginning_to_end(store: Driven) -> None:
    counted, written = threading.Event(), threading.Event()

    def work(view: View) -> tuple[int, int]:
        before = count(view)
        counted.set()
        assert written.wait(PATIENCE)
        return before, count(view)

    async def write_meanwhile() -> tuple[int, int]:
        reading = asyncio.create_task(store.store.read(work))
        assert await asyncio.to_thread(counted.wait, PATIENCE)
        await store.store.write(add)
        written.set()
        return await reading

    assert store.runner.run(write_meanwhile()) == (0, 0)
    assert store.read(count) == 1


def test_nobody_sees_what_is_not_committed(store: Driven) -> None:
    added, looked = threading.Event(), threading.Event()

    def work(tx: Tx) -> None:
        add(tx)
        added.set()
        assert looked.wait(PATIENCE)

    async def look_meanwhile() -> int:
        writing = asyncio.create_task(store.store.write(work))
        assert await asyncio.to_thread(added.wait, PATIENCE)
        seen = await store.store.read(count)
        looked.set()
        await writing
        return seen

    assert store.runner.run(look_meanwhile()) == 0
    assert store.read(count) == 1


def test_writers_at_the_same_time_wait_for_one_another(store: Driven) -> None:
    async def add_many() -> list[int]:
        return await asyncio.gather(*(store.store.write(add) for _ in range(40)))

    assert sorted(store.runner.run(add_many())) == list(range(1, 41))


def test_a_caller_that_is_cancelled_has_not_cancelled_the_work(store: Driven) -> None:
    started, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        started.set()
        assert go_on.wait(PATIENCE)
        add(tx)

    async def leave() -> None:
        running = asyncio.create_task(store.store.write(slow))
        assert await asyncio.to_thread(started.wait, PATIENCE)
        waiting = asyncio.create_task(store.store.write(add))
        await asyncio.sleep(0)
        for caller in (running, waiting):
            caller.cancel()
            with pytest.raises(asyncio.CancelledError):
                await caller
        go_on.set()

    store.runner.run(leave())
    assert store.write(count) == 2


def test_values_outlive_their_transaction_and_the_store(store: Driven) -> None:
    story = store.write(lambda tx: tx.stories.add(a_draft("Harbour reopens", topics=("Sea",))))
    (read,) = store.read(lambda view: view.stories.latest(Latest(limit=1)))
    store.close()
    assert read == story
    assert (read.headline, read.topics, read.reports[0].outlet) == (
        "Harbour reopens",
        ("Sea",),
        "The Courier",
    )


def test_what_was_committed_is_there_after_a_restart(store: Driven) -> None:
    story = store.write(lambda tx: tx.stories.add(a_draft()))
    store.reopen()
    assert store.read(lambda view: view.stories.get(1)) == story


def test_closing_twice_is_fine_and_a_closed_store_says_so(store: Driven) -> None:
    store.write(add)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.read(count)
    with pytest.raises(StoreError, match="closed"):
        store.write(add)


def test_closing_finishes_what_is_running(store: Driven) -> None:
    async def close_at_once() -> int:
        writing = [asyncio.create_task(store.store.write(add)) for _ in range(10)]
        await asyncio.sleep(0)
        await store.store.close()
        return len(await asyncio.gather(*writing))

    assert store.runner.run(close_at_once()) == 10
    store.reopen()
    assert store.read(count) == 10


def test_a_backup_is_a_whole_store(store: Driven, tmp_path: Path) -> None:
    story = store.write(lambda tx: tx.stories.add(a_draft("Kept safe")))
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    store.backup(folder / "stories.db")
    store.write(add)
    copy = Driven(store._opening, folder)
    try:
        assert copy.read(lambda view: view.stories.latest(Latest(limit=9))) == (story,)
        assert len(copy.read(lambda view: view.stories.search(Search(text="safe", limit=9))).hits) == 1
    finally:
        copy.leave()


def test_a_backup_while_others_write_is_consistent(store: Driven, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()

    def add_two(tx: Tx) -> None:
        add(tx)
        add(tx)

    async def write_and_copy() -> None:
        writing = [asyncio.create_task(store.store.write(add_two)) for _ in range(30)]
        await writing[0]
        await store.store.backup(folder / "stories.db")
        await asyncio.gather(*writing)

    store.runner.run(write_and_copy())
    copy = Driven(store._opening, folder)
    try:
        kept = copy.read(count)
        assert kept >= 2
        assert kept % 2 == 0
        assert all(finding.state != "wrong" for finding in copy.check())
    finally:
        copy.leave()
    assert store.read(count) == 60


def test_a_backup_never_overwrites(store: Driven, tmp_path: Path) -> None:
    taken = tmp_path / "notes.txt"
    taken.write_text("mine")
    with pytest.raises(StoreError, match="already") as caught:
        store.backup(taken)
    assert caught.value.next_step
    assert taken.read_text() == "mine"


def test_a_backup_into_a_folder_that_is_not_there_says_so(store: Driven, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be written") as caught:
        store.backup(tmp_path / "nowhere" / "copy.db")
    assert caught.value.next_step


def test_a_healthy_store_has_nothing_wrong_and_names_what_was_looked_at(store: Driven) -> None:
    store.write(add)
    findings = store.check()
    assert findings
    assert [finding for finding in findings if finding.state == "wrong"] == []
    assert all(finding.next_step for finding in findings if finding.state != "fine")
    assert len({finding.subject for finding in findings}) == len(findings)


def test_two_openings_share_one_store(store_factory: StoreFactory) -> None:
    one, other = store_factory(), store_factory()
    assert one.write(add) == 1
    assert other.write(add) == 2
    assert one.read(count) == 2
