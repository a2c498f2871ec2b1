"""What is made of a typed search, and how a search ends that would take too long."""

import asyncio
from pathlib import Path

import pytest

from bot.model.query import Found, Search
from bot.ports import Tx
from storage import search
from storage.store import open_store
from tests.contracts.drafts import a_draft

STOP = ' OR {milestone} : "milestone")'


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("", None),
        ("?! …", None),
        ("storm", '"storm"'),
        ("Storm storm", f'("Storm"{STOP} AND ("storm"{STOP}'),
        ("storm storm", '"storm"'),
        ("don't", f'("don\'t"{STOP}'),
        ('a "b c"', f'("a"{STOP} AND ("b c"{STOP}'),
        ('a "b c', f'("a"{STOP} AND ("b"{STOP} AND ("c"{STOP}'),
        ("a* - b", f'("a*"{STOP} AND ("b"{STOP}'),
    ],
)
def test_only_pairs_of_quotes_are_syntax(text: str, expression: str | None) -> None:
    assert search.expression(text) == expression


async def found(path: Path, text: str, *, patience: float, limit: int = 5) -> Found:
    store = await open_store(path, patience=patience)
    try:
        return await store.read(lambda view: view.stories.search(Search(text=text, limit=limit)))
    finally:
        await store.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that has several milestones; the oldest story alone holds the phrase."""
    path = tmp_path_factory.mktemp("large") / "stories.db"

    def work(tx: Tx) -> None:
        tx.stories.add(a_draft("Sea calm", original="calm sea"))
        for _ in range(3000):
            tx.stories.add(a_draft("Calm", original="sea and land, calm"))

    async def fill() -> None:
        store = await open_store(path)
        await store.write(work)
        await store.close()

    asyncio.run(fill())
    return path


def test_a_search_without_patience_stops_and_says_so(large: Path) -> None:
    answer = asyncio.run(found(large, '"calm sea"', patience=0))
    assert answer == Found(hits=(), complete=False)


def test_a_search_without_patience_keeps_what_it_has_found(large: Path) -> None:
    answer = asyncio.run(found(large, "land sea", patience=0))
    assert [hit.story.number for hit in answer.hits] == [3001]
    assert not answer.complete


def test_with_patience_it_finds_what_is_old_and_rare(large: Path) -> None:
    answer = asyncio.run(found(large, '"calm sea"', patience=60))
    assert [hit.story.number for hit in answer.hits] == [1]
    assert answer.complete


def test_milestones_are_never_found_nor_counted(large: Path) -> None:
    assert asyncio.run(found(large, "milestone", patience=60)) == Found(hits=())
    everything = asyncio.run(found(large, "sea calm", patience=60, limit=5000))
    assert len(everything.hits) == 3001
