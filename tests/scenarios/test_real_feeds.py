"""Real feeds of 34 publishers, by the true child: no entry is lost, and none is read twice for nothing."""

import asyncio

from adapters.sources.child import ChildReader
from bot.model.source import Delivered, Raw
from tests.conftest import ROOT

FEEDS = sorted((ROOT / "samples" / "feeds").glob("*.xml"))


def read_all(known: dict[str, dict[str, str]]) -> dict[str, Delivered]:
    """Read every feed, with what is known of each."""

    async def main() -> dict[str, Delivered]:
        reader = ChildReader("bot.child")
        try:
            raws = [
                Raw(name=path.name, body=path.read_bytes(), known=known.get(path.name, {})) for path in FEEDS
            ]
            return {raw.name: found for raw in raws for found in [await reader.read(raw)]}
        finally:
            await reader.close()

    return asyncio.run(main())


def test_every_entry_comes_once_and_with_all_that_is_needed_of_it() -> None:
    first = read_all({})

    for path in FEEDS:
        delivered, entries = first[path.name], path.read_bytes().count(b"<item>")
        assert (delivered.kind, delivered.faults) == ("feed", ())
        assert len(delivered.items) == delivered.entries == entries > 0
        assert all(item.mark and item.reading.headline and item.reading.sketch for item in delivered.items)
    assert sum(delivered.entries for delivered in first.values()) == 3_033

    known = {name: {item.key: item.mark for item in found.items} for name, found in first.items()}
    again = read_all(known)
    assert all(not found.items and found.passed_over == found.entries for found in again.values())
