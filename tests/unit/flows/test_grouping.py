"""Reports of one event come together, and what a person decided stays."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.grouping import group
from benchmarks.reports import Labelled, b_cubed, pairwise, read
from bot.flows.grouping import Grouping, Placement
from bot.model.sketch import Sketch
from bot.ports import Tx
from bot.reading.events.sketching import sketch
from storage.store import SqliteStore, open_store

SAMPLE = Path(__file__).parents[2] / "data" / "events" / "ecbplus-sample.jsonl"
AT = datetime(2026, 11, 2, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

QUAKE = sketch(
    "Strong quake hits Padang", "A quake of magnitude 6.2 hit Padang in Sumatra; a school collapsed."
)
AGAIN = sketch("Padang: school collapses in quake", "The quake struck Sumatra with a magnitude of 6.2.")
TAPER = sketch("Fed's Plosser sees faster taper", "Charles Plosser said bond buying may end earlier.")


def _of(made: Sketch, day: date | None) -> Sketch:
    return made.model_copy(update={"day": day})


class Room:
    """A store with the grouping, and the stories that came to be."""

    def __init__(self, path: Path) -> None:
        self.runner = asyncio.Runner()
        self.path, self.grouping, self.came = path, Grouping(), 0
        self.store: SqliteStore = self.runner.run(open_store(path))

    def place(self, made: Sketch, *, at: datetime = AT, but_not: tuple[int, ...] = ()) -> Placement:
        return self.runner.run(
            self.store.write(lambda tx: self.grouping.place(tx, made, at=at, but_not=but_not))
        )

    def take(self, made: Sketch, *, at: datetime = AT) -> int:
        """Place and keep a report; return its story, which has the report's number if it is new."""
        self.came += 1

        def work(tx: Tx) -> int:
            story = self.grouping.place(tx, made, at=at).story or self.came
            self.grouping.keep(tx, story, self.came, made, at=at)
            return story

        return self.runner.run(self.store.write(work))

    def part(self, story: int, report: int, new: int) -> None:
        self.runner.run(self.store.write(lambda tx: self.grouping.parted(tx, story, report, new)))

    def join(self, kept: int, gone: int) -> None:
        self.runner.run(self.store.write(lambda tx: self.grouping.joined(tx, kept, gone)))

    def forget(self, before: datetime) -> None:
        self.runner.run(self.store.write(lambda tx: self.grouping.forget(tx, before)))

    def close(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path / "stories.db")
    yield made
    made.close()


def test_reports_of_one_event_are_one_story_and_it_is_said_why(room: Room) -> None:
    assert room.take(QUAKE) == 1
    placed = room.place(AGAIN, at=AT + 3 * HOUR)
    assert (placed.story, placed.report) == (1, None)
    assert placed.why
    assert {"Padang", "quake", "6.2"} <= set(placed.why.words)
    assert placed.why.score > placed.why.needed > 0
    assert placed.why.hours_apart == 3


def test_another_event_is_another_story(room: Room) -> None:
    room.take(QUAKE)
    assert room.place(TAPER) == Placement()


def test_the_same_text_elsewhere_is_that_report(room: Room) -> None:
    room.take(AGAIN)
    text = "A quake of magnitude 6.2 hit Padang in Sumatra; a school collapsed, police said on Monday."
    first = sketch("Strong quake hits Padang", text, url="https://one.example/a-1")
    room.take(first)
    copy = sketch("Strong quake hits Padang", text, url="https://two.example/b-2")
    assert room.place(copy).report == 2
    assert room.place(copy, at=AT + 10 * DAY).report is None


def test_the_same_page_is_that_report_where_it_still_says_so(room: Room) -> None:
    page = "https://one.example/quake?utm_source=rss"
    room.take(sketch("Strong quake hits Padang", "A school collapsed in Sumatra.", url=page))
    amp = "https://amp.one.example/quake/"
    assert (
        room.place(sketch("Quake in Padang: school collapsed", "Sumatra counts its dead.", url=amp)).report
        == 1
    )
    assert (
        room.place(sketch("Fed's Plosser sees faster taper", "Bond buying may end.", url=amp)).report is None
    )


def test_what_is_long_ago_is_another_event(room: Room) -> None:
    room.take(QUAKE)
    assert room.place(AGAIN, at=AT + 31 * DAY).story is None
    assert room.place(AGAIN, at=AT - 31 * DAY).story is None


def test_reports_of_other_days_must_be_more_alike_and_those_of_unknown_days_too(room: Room) -> None:
    room.take(_of(QUAKE, AT.date()))
    needed = {
        day: placed.why.needed
        for day in (AT.date(), AT.date() - 300 * DAY, None)
        if (placed := room.place(_of(QUAKE, day))).why
    }
    same, other, unknown = needed.values()
    assert same < other < unknown


def test_a_day_known_of_neither_tells_nothing(room: Room) -> None:
    room.take(QUAKE)
    placed, twin = room.place(AGAIN), Room(room.path.with_name("dated.db"))
    twin.take(_of(QUAKE, AT.date()))
    dated = twin.place(_of(AGAIN, AT.date()))
    twin.close()
    assert placed.why
    assert dated.why
    assert placed.why.needed == dated.why.needed


@pytest.mark.parametrize(
    ("headline", "together"),
    [("Harbour plan 6 published by council", False), ("Harbour plan 5 published by the council", True)],
)
def test_the_next_of_a_series_is_another_story(room: Room, headline: str, together: bool) -> None:
    room.take(sketch("Harbour plan 5 published by council", ""))
    assert (room.place(sketch(headline, "")).story is not None) is together


def test_a_story_can_be_left_out(room: Room) -> None:
    room.take(QUAKE)
    assert room.place(AGAIN, but_not=(1,)).story is None
    assert room.place(QUAKE, but_not=(1,)).story is None


def test_what_was_split_off_stays_apart_and_copies_follow_it(room: Room) -> None:
    other = sketch(
        "Padang airport closed by quake", "Flights to Sumatra were cancelled until Friday, airlines said."
    )
    assert [room.take(QUAKE), room.take(AGAIN), room.take(other)] == [1, 1, 1]
    room.part(1, 3, 9)
    assert room.place(other) == Placement(9, 3, room.place(other).why)
    assert room.place(AGAIN).story == 1
    flights = sketch(
        "Padang airport still closed", "Airlines cancelled more flights to Sumatra until Friday."
    )
    assert room.place(flights).story == 9


def test_what_was_merged_is_one_story(room: Room) -> None:
    assert [room.take(QUAKE), room.take(TAPER)] == [1, 2]
    room.join(1, 2)
    assert room.place(TAPER).story == 1
    assert room.place(AGAIN).story == 1


def test_what_is_forgotten_is_not_found(room: Room) -> None:
    room.take(QUAKE)
    room.forget(AT)
    assert room.place(AGAIN).story == 1
    room.forget(AT + HOUR)
    assert room.place(AGAIN).story is None


def test_a_report_without_words_is_a_story_of_its_own(room: Room) -> None:
    nothing = sketch("🔥🔥", "")
    assert [room.take(nothing), room.take(nothing)] == [1, 2]


@pytest.mark.parametrize(
    "headlines",
    [
        ["東京で大きな地震が発生しました", "大阪市長選挙の結果が発表された", "新しい電車が来月から走ります"],
        ["رئيس الوزراء يزور القاهرة اليوم", "فريق الأهلي يفوز بالبطولة", "ارتفاع أسعار النفط عالميا"],
        [
            "Der Kanzler reist heute nach Rom",
            "Die Bahn erhöht im Dezember die Preise",
            "Ein Brand in der Kölner Oper",
        ],
    ],
)
def test_other_languages_are_not_glued_together(room: Room, headlines: list[str]) -> None:
    assert [room.take(sketch(headline, "")) for headline in headlines] == [1, 2, 3]


def test_another_process_sees_what_this_one_kept(room: Room) -> None:
    room.take(QUAKE)
    other = Room(room.path)
    other.came = 1
    assert other.take(AGAIN) == 1
    other.close()
    assert room.place(AGAIN).report == 2


@pytest.fixture(scope="module")
def sample() -> list[Labelled]:
    return read(SAMPLE)


def test_labelled_reports_are_grouped_well_and_always_alike(sample: list[Labelled], tmp_path: Path) -> None:
    stories, _ = asyncio.run(group(sample, tmp_path / "a.db"))
    again, _ = asyncio.run(group(sample, tmp_path / "b.db"))
    events = [each.event for each in sample]
    assert b_cubed(events, stories).f1 > 0.93
    assert pairwise(events, stories).precision > 0.9
    assert again == stories
