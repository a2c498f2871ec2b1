"""What every `Reader` promises."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from adapters.sources.child import ChildReader
from bot.errors import Unreadable
from bot.model.source import Delivered, Raw
from bot.ports import Reader

SAMPLES = Path(__file__).parents[2] / "samples"
BRIEF = Raw(name="brief.txt", body=(SAMPLES / "briefs" / "karpathy-joins-anthropic.txt").read_bytes())
FEED = Raw(name="feed.xml", body=(SAMPLES / "feeds" / "feed_chanderramesh.xml").read_bytes())


@pytest.fixture(params=[partial(ChildReader, "bot.child")], ids=["child"])
def new_reader(request: pytest.FixtureRequest) -> Callable[[], Reader]:
    kind: Callable[[], Reader] = request.param
    return kind


def read(new_reader: Callable[[], Reader], *raws: Raw) -> list[Delivered]:
    """Read the inputs at the same time with one reader."""

    async def main() -> list[Delivered]:
        reader = new_reader()
        try:
            return list(await asyncio.gather(*(reader.read(raw) for raw in raws)))
        finally:
            await reader.close()

    return asyncio.run(main())


def test_a_document_is_one_item_with_every_word(new_reader: Callable[[], Reader]) -> None:
    (delivered,) = read(new_reader, BRIEF)

    assert (len(delivered.items), delivered.entries, delivered.faults) == (1, 1, ())
    assert set(BRIEF.body.decode().split()) - {"-"} <= set(delivered.items[0].original.split())


def test_a_feed_is_an_item_an_entry(new_reader: Callable[[], Reader]) -> None:
    (delivered,) = read(new_reader, FEED)

    assert len(delivered.items) == delivered.entries == FEED.body.count(b"<item>")
    assert len({item.key for item in delivered.items}) == delivered.entries


def test_every_passage_stands_in_its_original_where_it_says(new_reader: Callable[[], Reader]) -> None:
    for delivered in read(new_reader, BRIEF, FEED):
        for item in delivered.items:
            for section in item.reading.brief.sections:
                for passage in section.text:
                    assert item.original[passage.place.start : passage.place.end] == passage.text
                for point in section.points:
                    assert point.text in item.original[point.place.start : point.place.end]


def test_reading_twice_gives_the_same(new_reader: Callable[[], Reader]) -> None:
    one, other = read(new_reader, FEED, FEED)

    assert one == other


def test_known_items_are_counted_and_not_delivered(new_reader: Callable[[], Reader]) -> None:
    for delivered, raw in zip(read(new_reader, BRIEF, FEED), (BRIEF, FEED), strict=True):
        keys = {item.key: item.mark for item in delivered.items}
        (again,) = read(new_reader, raw.model_copy(update={"known": keys}))

        assert (again.items, again.passed_over, again.entries) == ((), len(keys), delivered.entries)


def test_what_cannot_be_read_is_refused_by_name_and_says_what_would_be_right(
    new_reader: Callable[[], Reader],
) -> None:
    with pytest.raises(Unreadable) as caught:
        read(new_reader, Raw(name="photo.png", body=b"\x89PNG\r\n\x1a\n"))

    assert caught.value.name == "photo.png"
    assert caught.value.next_step


def test_many_readings_at_the_same_time_do_not_mix(new_reader: Callable[[], Reader]) -> None:
    raws = [Raw(name=f"{n}.txt", body=f"This is text number {n}.".encode()) for n in range(20)]

    texts = [delivered.items[0].original for delivered in read(new_reader, *raws)]

    assert texts == [raw.body.decode() for raw in raws]


def test_a_mark_changes_with_the_words_and_not_with_the_dates(new_reader: Callable[[], Reader]) -> None:
    async def main() -> list[str]:
        reader = new_reader()
        return [
            reader.mark(form.encode()) for form in ("<pubDate>1</pubDate>a", "<pubDate>2</pubDate>a", "b")
        ]

    first, later, other = asyncio.run(main())

    assert first == later != other


def test_it_may_be_closed_twice_and_unused(new_reader: Callable[[], Reader]) -> None:
    async def main() -> None:
        reader = new_reader()
        await reader.close()
        await reader.close()

    asyncio.run(main())
