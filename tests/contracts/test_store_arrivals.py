"""What every store promises about what came in when, and about further reports of a story."""

from datetime import datetime, timedelta

import pytest

from bot.model.query import Latest
from bot.model.story import Story, StoryDraft
from bot.ports import Tx
from bot.repositories import Known
from tests.contracts.conftest import Driven
from tests.contracts.drafts import NOON, a_draft

SECOND = timedelta(seconds=1)
LATER = NOON + timedelta(days=1)
EVER = 10**6


def add(
    store: Driven,
    headline: str,
    first_seen: datetime = NOON,
    *,
    published: datetime = NOON,
    topics: tuple[str, ...] = (),
    archive: bool = False,
) -> Story:
    draft = a_draft(headline, first_seen=first_seen, published=published, topics=topics, archive=archive)
    return store.write(lambda tx: tx.stories.add(draft))


def a_report(
    first_seen: datetime = LATER, outlet: str = "The Echo", item: str = "echo", *, archive: bool = False
) -> StoryDraft:
    return a_draft(
        "Budget, again",
        outlet=outlet,
        first_seen=first_seen,
        url="https://example.org/2",
        published=NOON - SECOND,
        source="echo",
        item=item,
        archive=archive,
    )


def report(store: Driven, number: int, said: StoryDraft | None = None) -> Story:
    return store.write(lambda tx: tx.stories.report(number, said or a_report()))


def arrived(
    store: Driven, after: int = 0, until: int = EVER, limit: int = 10, *, topic: str | None = None
) -> list[str]:
    stories = store.read(lambda view: view.stories.arrived(after, until, limit=limit, topic=topic))
    counted = store.read(lambda view: view.stories.arrivals(after, until, topic=topic))
    assert counted == len(stories) or len(stories) == limit
    return [story.headline for story in stories]


def newest(store: Driven) -> int:
    return store.read(lambda view: view.stories.newest_arrival())


def test_what_arrived_is_above_the_first_number_and_not_above_the_last(store: Driven) -> None:
    assert newest(store) == 0
    for at in range(4):
        add(store, str(at), NOON + at * SECOND)
    assert newest(store) == 4
    assert arrived(store, 1, 3) == ["2", "1"]
    assert arrived(store, 0, 1) == ["0"]
    assert arrived(store, 4, 9) == []
    assert arrived(store, 9, 0) == []


def test_numbers_rise_with_each_report_whatever_the_clock_shows(store: Driven) -> None:
    add(store, "a", LATER)
    store.reopen()
    add(store, "b", NOON)
    again = report(store, 1, a_report(NOON - SECOND))
    store.write(lambda tx: [tx.stories.add(a_draft("c", first_seen=NOON - n * SECOND)) for n in range(3)])
    assert [each.arrival for each in again.reports] == [1, 3]
    assert again.arrival == 3
    assert newest(store) == 6
    assert sorted(arrived(store, 1)) == ["a", "b", "c", "c", "c"]
    assert sorted(arrived(store, 3)) == ["c", "c", "c"]


def test_a_moment_has_the_number_of_what_was_seen_last_until_then(store: Driven) -> None:
    def at(moment: datetime) -> int:
        return store.read(lambda view: view.stories.arrival_at(moment))

    assert at(LATER) == 0
    for seconds in (0, 1, 1, 3):
        add(store, "a", NOON + seconds * SECOND)
    assert [at(NOON + seconds * SECOND) for seconds in (-1, 0, 1, 2, 3, 9)] == [0, 1, 3, 3, 4, 4]


def test_a_topic_is_a_label_or_all_its_words_in_the_headline_however_many_others_came_later(
    store: Driven,
) -> None:
    add(store, "Governo cai", topics=("Políticas  Públicas",))
    add(store, "The públicas of politicas")
    add(store, "Public politics")
    add(store, "Politicas", topics=("publicas",))
    for _ in range(5):
        add(store, "Cup final", topics=("Sport",))
    wanted = ["The públicas of politicas", "Governo cai"]
    assert arrived(store, limit=2, topic="politicas publicas") == wanted
    assert arrived(store, limit=1, topic="POLITICAS publicas") == wanted[:1]
    assert arrived(store, 1, topic="politicas publicas") == wanted[:1]
    assert arrived(store, topic="sport", limit=9) == ["Cup final"] * 5
    assert arrived(store, topic="?") == []


def test_the_latest_news_comes_first_and_all_are_counted_without_the_limit(store: Driven) -> None:
    for headline, at in (("b", 1), ("d", 3), ("a", 1), ("c", 2)):
        published = NOON - timedelta(days=1) + at * SECOND
        add(store, headline, NOON + (4 - at) * SECOND, published=published)
    assert arrived(store, limit=3) == ["d", "c", "a"]
    assert store.read(lambda view: view.stories.arrivals(0, 4)) == 4


def test_what_a_source_held_when_it_was_first_polled_never_arrived(store: Driven) -> None:
    add(store, "old", NOON, archive=True)
    add(store, "new", NOON)
    store.reopen()
    assert arrived(store) == ["new"]
    old, new = store.read(lambda view: view.stories.numbered([1, 2]))
    assert (old.archive, new.archive) == (True, False)
    report(store, 1, a_report(archive=True))
    assert arrived(store, 2) == []
    assert arrived(store, topic="old") == []
    assert len(store.read(lambda view: view.stories.latest(Latest(limit=5)))) == 2


def test_a_new_report_makes_news_of_what_a_source_held_when_it_was_first_polled(store: Driven) -> None:
    add(store, "old", archive=True)
    add(store, "new")
    assert not report(store, 1).archive
    assert not report(store, 2, a_report(item="held", archive=True)).archive
    store.reopen()
    assert sorted(arrived(store, 2)) == ["new", "old"]


def test_a_story_arrives_again_with_a_new_report_and_once_with_many(store: Driven) -> None:
    add(store, "budget")
    add(store, "rain", LATER - SECOND)
    report(store, 1)
    report(store, 1, a_report(LATER, "The Globe", "globe"))
    assert arrived(store, 1) == ["rain", "budget"]
    assert arrived(store, 2) == ["budget"]
    assert arrived(store, 0, 1) == ["budget"]
    (_, story) = store.read(lambda view: view.stories.arrived(1, 4, limit=5))
    assert [each.outlet for each in story.reports] == ["The Courier", "The Echo", "The Globe"]


def test_a_transaction_sees_what_it_added(store: Driven) -> None:
    def work(tx: Tx) -> tuple[int, int, int]:
        tx.stories.add(a_draft(first_seen=NOON))
        story = tx.stories.report(1, a_report())
        return tx.stories.arrivals(0, 1), len(tx.stories.numbered([1])), len(story.reports)

    assert store.write(work) == (1, 1, 2)


def test_a_report_stands_behind_those_that_were_there(store: Driven) -> None:
    before = add(store, "budget", topics=("Law",))
    story = report(store, 1)
    came = a_report().report.model_copy(update={"arrival": 2})
    assert story == before.model_copy(update={"reports": (*before.reports, came)})
    store.reopen()
    assert store.read(lambda view: view.stories.get(1)) == story


def test_a_report_puts_the_story_on_its_outlets_shelf_and_leaves_it_where_it_was(store: Driven) -> None:
    add(store, "budget", topics=("Law",))
    add(store, "newer")
    report(store, 1)
    report(store, 1, a_report(LATER + SECOND, item="again"))

    def latest(**said: str) -> list[str]:
        query = Latest(limit=5, **said)
        return [story.headline for story in store.read(lambda view: view.stories.latest(query))]

    assert latest() == ["newer", "budget"]
    assert latest(source="The Echo") == ["budget"]
    assert latest(source="The Echo", topic="law") == ["budget"]
    assert latest(source="The Courier") == ["newer", "budget"]
    assert store.read(lambda view: view.stories.outlets()) == ("The Courier", "The Echo")
    assert store.read(lambda view: view.stories.count()) == 2


def test_a_reports_item_is_known_from_then_on(store: Driven) -> None:
    add(store, "budget")
    report(store, 1)
    assert store.read(lambda view: view.items.known("echo", ["echo"])) == {"echo": Known(story=1)}
    with pytest.raises(ValueError, match="story 1 already"):
        report(store, 1)
    draft = a_draft(source="echo", item="echo")
    with pytest.raises(ValueError, match="story 1 already"):
        store.write(lambda tx: tx.stories.add(draft))
    story = store.read(lambda view: view.stories.get(1))
    assert story is not None
    assert len(story.reports) == 2


@pytest.mark.parametrize("number", [0, 1, 2**63])
def test_a_report_of_no_story_is_refused_and_its_item_stays_free(store: Driven, number: int) -> None:
    with pytest.raises(ValueError, match=f"no story {number}"):
        report(store, number)
    assert store.read(lambda view: view.items.known("echo", ["echo"])) == {}


def test_stories_by_their_numbers_come_lowest_first(store: Driven) -> None:
    stories = [add(store, headline) for headline in ("a", "b", "c")]
    found = store.read(lambda view: view.stories.numbered([3, 9, 1, 3, -1, 2**63, 10**30]))
    assert found == (stories[0], stories[2])
    assert store.read(lambda view: view.stories.numbered([])) == ()
