"""The store when things go wrong: locks, full disks, killed processes, strange files."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from sqlite_utils import Database

from bot.errors import StoreBusy, StoreError, StoreFull, StoreTooNew
from bot.model.query import Latest, Search
from bot.ports import Store, Tx, View
from storage.migrations import migrations
from storage.store import open_store
from tests.contracts.drafts import a_draft

HOLD = """
import sys
from storage.driver import sqlite3
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


@contextmanager
def process(*arguments: str) -> Iterator[tuple["subprocess.Popen[str]", IO[str], IO[str]]]:
    """Run another Python; give the process, its input and its output, and end it at the end."""
    running = subprocess.Popen(
        [sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdin is not None
    assert running.stdout is not None
    with running:
        try:
            yield running, running.stdin, running.stdout
        finally:
            running.kill()


def writer(path: Path, name: str, count: int) -> list[str]:
    return ["-m", "tests.scenarios.store_writer", str(path), name, str(count)]


def add(tx: Tx) -> int:
    return tx.stories.add(a_draft(original="words " * 200)).number


def count(view: View) -> int:
    return view.stories.count()


async def fill(store: Store) -> int:
    """Add stories, one a transaction, until there is no room; return how many were committed."""
    for committed in range(100_000):
        try:
            await store.write(add)
        except StoreFull:
            return committed
    raise AssertionError("the store never got full")


async def assert_whole(store: Store) -> None:
    assert [finding for finding in await store.check() if finding.state == "wrong"] == []


def test_a_store_that_another_process_holds_is_busy_and_goes_on_later(tmp_path: Path) -> None:
    async def scenario() -> None:
        path = tmp_path / "stories.db"
        store = await open_store(path, busy_timeout=0.05)
        await store.write(add)
        with process("-c", HOLD, str(path)) as (_, their_input, their_output):
            assert their_output.readline() == "held\n"
            with pytest.raises(StoreBusy, match="Another program") as busy:
                await store.write(add)
            assert busy.value.next_step
            assert busy.value.__cause__ is not None
            assert await store.read(count) == 1
            their_input.write("let go\n")
            their_input.flush()
            their_output.read()
            assert await store.write(add) == 2
        await store.close()

    asyncio.run(scenario())


def test_a_reader_opens_a_store_while_another_process_writes(tmp_path: Path) -> None:
    async def scenario() -> None:
        path = tmp_path / "stories.db"
        await (await open_store(path)).close()
        with process("-c", HOLD, str(path)) as (_, _, their_output):
            assert their_output.readline() == "held\n"
            store = await open_store(path, busy_timeout=0.05)
            assert await store.read(count) == 0
            await store.close()

    asyncio.run(scenario())


def test_a_full_store_keeps_what_it_has_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    async def scenario() -> None:
        path = tmp_path / "stories.db"
        store = await open_store(path, max_bytes=600_000)
        committed = await fill(store)
        assert committed > 10
        assert await store.read(count) == committed
        await store.close()

        store = await open_store(path)
        assert await store.write(add) == committed + 1
        await assert_whole(store)
        await store.close()

    asyncio.run(scenario())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 2 MB, where that is allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small disk can't be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room(small_disk: Path) -> None:
    async def scenario() -> None:
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(600_000))
        store = await open_store(small_disk / "stories.db")
        committed = await fill(store)
        assert committed > 10
        assert await store.read(count) == committed
        with pytest.raises(StoreError):
            await store.backup(small_disk / "copy.db")
        assert not (small_disk / "copy.db").exists()
        ballast.unlink()
        assert await store.write(add) == committed + 1
        assert len(await store.read(lambda view: view.stories.latest(Latest(limit=9999)))) == committed + 1
        await store.close()

    asyncio.run(scenario())
    assert [path.name for path in small_disk.iterdir()] == ["stories.db"]


def test_two_processes_open_a_new_store_and_write_to_it_at_once(tmp_path: Path) -> None:
    path = tmp_path / "stories.db"
    with process(*writer(path, "one", 40)) as one, process(*writer(path, "two", 40)) as two:
        for _, _, output in (one, two):
            assert output.readline() == "ready\n"
        for _, their_input, _ in (one, two):
            their_input.write("go\n")
            their_input.flush()
        numbers = [int(line) for _, _, output in (one, two) for line in output]
    assert sorted(numbers) == list(range(1, 81))

    async def look() -> None:
        store = await open_store(path)
        await assert_whole(store)
        assert await store.read(count) == 80
        assert sorted(await store.read(lambda view: view.stories.topics())) == ["one", "two"]
        keys = [str(at) for at in range(41)]
        assert len(await store.read(lambda view: view.items.known("two", keys))) == 40
        await store.close()

    asyncio.run(look())


def test_many_openings_of_a_new_store_at_once_all_succeed(tmp_path: Path) -> None:
    async def scenario() -> None:
        stores = await asyncio.gather(*(open_store(tmp_path / "stories.db") for _ in range(8)))
        numbers = await asyncio.gather(*(store.write(add) for store in stores))
        assert sorted(numbers) == list(range(1, 9))
        for store in stores:
            await store.close()

    asyncio.run(scenario())
    assert [path.name for path in tmp_path.iterdir()] == ["stories.db"]


def test_a_killed_writer_loses_nothing_that_it_said_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "stories.db"
    with process(*writer(path, "doomed", 1_000_000)) as (running, their_input, their_output):
        assert their_output.readline() == "ready\n"
        their_input.write("go\n")
        their_input.flush()
        said = [int(their_output.readline()) for _ in range(60)]
        running.kill()
        said += [int(line) for line in their_output.read().splitlines()]

    async def look() -> None:
        store = await open_store(path)
        await assert_whole(store)
        stories = await store.read(lambda view: view.stories.latest(Latest(limit=1_000_000)))
        assert {story.number for story in stories} >= set(said)
        assert await store.read(count) == len(stories)
        found = await store.read(lambda view: view.stories.search(Search(text="doomed", limit=1_000_000)))
        assert len(found.hits) == len(stories)
        assert await store.write(add) == len(stories) + 1
        await store.close()

    asyncio.run(look())


BEFORE = f"stories.before-{list(migrations.pending(Database(memory=True)))[-1].name}"


def an_older_store(path: Path) -> None:
    """Write a store as it was before there was a search."""
    with Database(path) as db:
        migrations.apply(db, stop_before="search")
        db.table("sources").insert({"key": "feed", "title": "Feed", "mark": "m1"})


def test_an_older_store_is_copied_before_it_is_brought_up_to_date(tmp_path: Path) -> None:
    path, copy = tmp_path / "stories.db", tmp_path / f"{BEFORE}.db"
    an_older_store(path)

    async def scenario() -> None:
        for _ in range(2):
            store = await open_store(path)
            assert await store.read(lambda view: view.sources.mark("feed")) == "m1"
            await store.write(add)
            await store.close()

    asyncio.run(scenario())
    assert {file.name for file in tmp_path.iterdir()} == {path.name, copy.name}
    with Database(copy) as db:
        assert next(step.name for step in migrations.pending(db)) == "search"
        assert list(db.table("sources").rows) == [{"key": "feed", "title": "Feed", "mark": "m1"}]


def test_a_copy_from_before_is_never_overwritten(tmp_path: Path) -> None:
    path, taken = tmp_path / "stories.db", tmp_path / f"{BEFORE}.db"
    an_older_store(path)
    taken.write_text("the last attempt")
    asyncio.run(opened_and_closed(path))
    assert taken.read_text() == "the last attempt"
    with Database(tmp_path / f"{BEFORE}-2.db") as db:
        assert db.table("sources").count == 1


def test_a_store_of_a_newer_version_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "stories.db"
    asyncio.run(opened_and_closed(path))
    with Database(path) as db:
        step = {"migration_set": "nutgraf", "name": "from_the_future", "applied_at": ""}
        db.table("_sqlite_migrations").insert(step)
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="newer version") as refused:
        asyncio.run(opened_and_closed(path))
    assert refused.value.next_step
    assert path.read_bytes() == before


async def opened_and_closed(path: Path) -> None:
    await (await open_store(path)).close()


def a_text_file(folder: Path) -> Path:
    path = folder / "notes.txt"
    path.write_text("These are my notes, and they are mine. " * 40)
    return path


def a_folder(folder: Path) -> Path:
    return folder


def nowhere(folder: Path) -> Path:
    return folder / "missing" / "stories.db"


def another_programs_database(folder: Path) -> Path:
    path = folder / "theirs.db"
    with Database(path) as db:
        db.table("theirs").insert({"id": 1})
    return path


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (a_text_file, "not a store"),
        (a_folder, "is a folder"),
        (nowhere, "does not exist"),
        (another_programs_database, "another program"),
    ],
)
def test_a_path_that_can_not_be_a_store_is_named_with_a_way_out(
    tmp_path: Path, make: Callable[[Path], Path], says: str
) -> None:
    path = make(tmp_path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=says) as refused:
        asyncio.run(opened_and_closed(path))
    assert refused.value.next_step
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_file_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    path = tmp_path / "stories.db"
    asyncio.run(opened_and_closed(path))
    path.chmod(0o400)
    try:
        with path.open("ab"):
            pytest.skip("this user may write everything")
    except PermissionError:
        pass

    async def scenario() -> None:
        store = await open_store(path)
        try:
            with pytest.raises(StoreError, match="can't be written"):
                await store.write(add)
        finally:
            await store.close()

    asyncio.run(scenario())


def test_a_damaged_store_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "stories.db"

    async def scenario() -> None:
        store = await open_store(path)
        await store.write(lambda tx: [add(tx) for _ in range(300)])
        await store.close()
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 2)
            file.write(b"\xff" * 40_960)
        store = await open_store(path)
        wrong = [finding for finding in await store.check() if finding.state == "wrong"]
        assert "backup" in wrong[0].next_step
        await store.close()

    asyncio.run(scenario())


def test_a_search_index_that_misses_stories_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "stories.db"

    async def scenario() -> None:
        store = await open_store(path)
        await store.write(add)
        await store.close()
        with Database(path) as db:
            db.execute("INSERT INTO texts_fts (texts_fts) VALUES ('delete-all')")
        store = await open_store(path)
        wrong = [finding.subject for finding in await store.check() if finding.state == "wrong"]
        assert wrong == ["search"]
        await store.close()

    asyncio.run(scenario())
