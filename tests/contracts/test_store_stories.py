"""What every store promises about stories, but for the search."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.brief import Brief, Passage, Point, Section, SectionKind
from bot.model.document import Place
from bot.model.query import Latest
from bot.model.story import Story, StoryDraft
from bot.ports import Tx, View
from tests.contracts.conftest import Driven
from tests.contracts.drafts import NOON, a_draft


def add(store: Driven, *drafts: StoryDraft) -> list[Story]:
    return store.write(lambda tx: [tx.stories.add(draft) for draft in drafts])


def latest(store: Driven, limit: int = 50, **filters: object) -> list[int]:
    query = Latest.model_validate({"limit": limit, **filters})
    return [story.number for story in store.read(lambda view: view.stories.latest(query))]


def told_and_latest(view: View, query: Latest) -> tuple[list[tuple[int, str]], tuple[Story, ...]]:
    return list(view.stories.headlines(query).items()), view.stories.latest(query)


def test_headlines_are_those_of_the_latest(store: Driven) -> None:
    add(store, *(a_draft(f"Story {n}", published=NOON + timedelta(minutes=n % 3)) for n in range(7)))
    for query in (Latest(limit=3), Latest(limit=9)):
        told, stories = store.read(partial(told_and_latest, query=query))
        assert told == [(story.number, story.headline) for story in stories]


def test_a_story_is_read_as_it_was_added(store: Driven) -> None:
    place = Place(start=0, end=4)
    brief = Brief(
        dek=Passage(text="Why now.", place=Place(start=0, end=8)),
        sections=(
            Section(
                kind=SectionKind.key_developments, points=(Point(text="Rain", place=place, label="Sky"),)
            ),
            Section(kind=SectionKind.other, title="More", text=(Passage(text="Rain", place=place),)),
        ),
        source_line=None,
        drafted_by="extract",
    )
    draft = a_draft(
        "Rain — at last",
        original="Rain fell.\nAll night “long”. 🌧",
        published=datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC),
        first_seen=datetime(2026, 3, 1, 0, 0, 0, 1, tzinfo=UTC),
        outlet="L’Écho",
        url="https://example.com/rain?a=1&b=2",
        topics=("Weather", "Água"),
        happened_on=date(2026, 2, 28),
        brief=brief,
    )
    (added,) = add(store, draft)
    read = store.read(lambda view: view.stories.get(added.number))
    assert read == added
    assert read is not None
    assert read.brief == brief
    assert read.reports == (draft.report.model_copy(update={"arrival": 1}),)
    assert (read.headline, read.url, read.topics) == (draft.headline, draft.url, draft.topics)
    assert (read.happened_on, read.first_seen) == (draft.happened_on, draft.report.first_seen)
    assert read.newest == draft.newest
    assert store.read(lambda view: view.stories.original(added.number)) == draft.original


moments = st.integers(-2_000_000_000_000_000, 200_000_000_000_000_000).map(
    lambda micros: NOON + timedelta(microseconds=micros)
)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    headline=words,
    original=words,
    outlet=words,
    topics=st.lists(words, max_size=4),
    published=st.none() | moments,
    first_seen=moments,
    happened_on=st.none() | st.dates(),
)
def test_whatever_is_added_is_read_again(store: Driven, **said: object) -> None:
    draft = a_draft(**{**said, "topics": tuple(said["topics"])})  # type: ignore[arg-type]
    (added,) = add(store, draft)
    assert store.read(lambda view: view.stories.get(added.number)) == added
    assert store.read(lambda view: view.stories.original(added.number)) == draft.original
    (report,) = added.reports
    assert report == draft.report.model_copy(update={"arrival": report.arrival})
    assert added.topics == draft.topics


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_there_is_no_story_under_another_number(store: Driven, number: int) -> None:
    add(store, a_draft())
    assert store.read(lambda view: view.stories.get(number)) is None
    assert store.read(lambda view: view.stories.original(number)) is None


def test_numbers_start_at_one_and_count_on_over_a_restart(store: Driven) -> None:
    assert [story.number for story in add(store, a_draft(), a_draft())] == [1, 2]
    store.reopen()
    assert [story.number for story in add(store, a_draft())] == [3]


def test_a_refused_draft_costs_no_number_and_leaves_nothing(store: Driven) -> None:
    draft = a_draft(topics=("Budget",))

    def work(tx: Tx) -> int:
        tx.stories.add(draft)
        with pytest.raises(ValueError, match="already"):
            tx.stories.add(draft)
        return tx.stories.add(a_draft()).number

    assert store.write(work) == 2
    with pytest.raises(ValueError, match="already"):
        add(store, draft)
    assert store.read(lambda view: view.stories.count()) == 2
    assert latest(store, topic="budget") == [1]


def test_the_same_key_in_another_source_is_another_item(store: Driven) -> None:
    added = add(store, a_draft(source="one", item="same"), a_draft(source="two", item="same"))
    assert [story.number for story in added] == [1, 2]


def test_the_latest_are_those_that_became_news_last_not_those_added_last(store: Driven) -> None:
    hours = [3, 1, 2, 5, 4]
    add(store, *(a_draft(published=NOON + timedelta(hours=hour)) for hour in hours))
    assert latest(store) == [4, 5, 1, 3, 2]
    assert latest(store, limit=2) == [4, 5]


def test_order_holds_over_transactions(store: Driven) -> None:
    for hour in (2, 9, 4):
        add(store, a_draft(published=NOON + timedelta(hours=hour)))
    assert latest(store) == [2, 3, 1]


def test_stories_of_the_same_second_come_highest_number_first(store: Driven) -> None:
    add(store, *(a_draft(published=NOON + timedelta(milliseconds=ms)) for ms in (900, 100, 500)))
    assert latest(store) == [3, 2, 1]


def test_a_story_without_a_date_counts_from_when_it_was_seen(store: Driven) -> None:
    add(
        store,
        a_draft(published=None, first_seen=NOON),
        a_draft(published=NOON + timedelta(hours=1)),
        a_draft(published=NOON + timedelta(days=900), first_seen=NOON - timedelta(hours=1)),
    )
    assert latest(store) == [2, 1, 3]


def test_stories_from_before_1970_are_in_order_too(store: Driven) -> None:
    add(store, *(a_draft(published=datetime(year, 7, 1, tzinfo=UTC)) for year in (1968, 1912, 1971, 1969)))
    assert latest(store) == [3, 4, 1, 2]


def test_since_keeps_what_became_news_then_or_later(store: Driven) -> None:
    add(store, *(a_draft(published=NOON + timedelta(hours=hour)) for hour in range(4)))
    assert latest(store, since=NOON + timedelta(hours=2)) == [4, 3]
    assert latest(store, since=NOON + timedelta(hours=9)) == []


def test_a_topic_is_compared_without_case_and_accents(store: Driven) -> None:
    add(store, a_draft(topics=("Économie", "AI")), a_draft(topics=("economie",)), a_draft(topics=("Ai",)))
    assert latest(store, topic="ECONOMIE") == [2, 1]
    assert latest(store, topic="ai") == [3, 1]
    assert latest(store, topic="econ") == []
    assert latest(store, topic="") == []


def test_a_topic_named_twice_counts_once(store: Driven) -> None:
    add(store, a_draft(topics=("AI", "ai", "AI")), a_draft(topics=("Law",)), a_draft(topics=("Law",)))
    assert latest(store, topic="ai") == [1]
    assert store.read(lambda view: view.stories.topics()) == ("Law", "AI")


@pytest.mark.parametrize("source", ["The Batch", "the batch", "THE B", "  thé   batch ", "t"])
def test_an_outlet_is_found_by_its_name_or_its_beginning(store: Driven, source: str) -> None:
    add(store, a_draft(outlet="The Batch"), a_draft(outlet="Courier"), a_draft(outlet="A Batch"))
    assert latest(store, source=source) == [1]


@pytest.mark.parametrize("source", ["batch", "the batch weekly", "%", "_", "the batch%"])
def test_an_outlet_is_not_found_by_anything_else(store: Driven, source: str) -> None:
    add(store, a_draft(outlet="The Batch"))
    assert latest(store, source=source) == []


def test_a_beginning_that_fits_several_outlets_mixes_them_newest_first(store: Driven) -> None:
    outlets = ["BBC News", "CNN", "BBC Sport", "BBC News", "Bbc"]
    add(
        store,
        *(a_draft(outlet=name, published=NOON + timedelta(hours=-at)) for at, name in enumerate(outlets)),
    )
    assert latest(store, source="bbc") == [1, 3, 4, 5]
    assert latest(store, source="bbc", limit=2) == [1, 3]
    assert latest(store, source="bbc s") == [3]


def test_all_filters_hold_at_once(store: Driven) -> None:
    add(
        store,
        a_draft(topics=("AI",), outlet="The Batch", published=NOON),
        a_draft(topics=("AI",), outlet="The Batch", published=NOON + timedelta(hours=2)),
        a_draft(topics=("AI",), outlet="Courier", published=NOON + timedelta(hours=2)),
        a_draft(topics=("Law",), outlet="The Batch", published=NOON + timedelta(hours=2)),
    )
    since = NOON + timedelta(hours=1)
    assert latest(store, topic="ai", source="the") == [2, 1]
    assert latest(store, topic="ai", source="the", since=since) == [2]
    assert latest(store, topic="ai", since=since) == [3, 2]
    assert latest(store, source="the", since=since) == [4, 2]
    assert latest(store, topic="law", source="courier") == []


labels = st.sampled_from(["AI", "Law", "Sea"])


filters = st.fixed_dictionaries(
    {
        "topic": st.none() | labels,
        "source": st.none() | st.sampled_from(["a", "law", "SEA", ""]),
        "since": st.none() | st.integers(0, 5).map(lambda hour: NOON + timedelta(hours=hour)),
        "limit": st.integers(1, 6),
    }
).map(Latest.model_validate)


def fits(story: Story, query: Latest) -> bool:
    """Say what `Latest` promises, in the simplest way."""
    return (
        (query.topic is None or query.topic in story.topics)
        and (query.source is None or story.reports[0].outlet.lower().startswith(query.source.lower()))
        and (query.since is None or story.newest >= query.since)
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drafts=st.lists(st.tuples(st.integers(0, 5), st.lists(labels, max_size=2), labels), max_size=12),
    query=filters,
)
def test_latest_is_what_filtering_everything_would_give(
    store: Driven, drafts: list[tuple[int, list[str], str]], query: Latest
) -> None:
    add(
        store,
        *(
            a_draft(published=NOON + timedelta(hours=hour), topics=tuple(topics), outlet=outlet)
            for hour, topics, outlet in drafts
        ),
    )
    everything = store.read(lambda view: view.stories.latest(Latest(limit=1000)))
    newest_first = sorted(everything, key=lambda story: (story.newest, story.number), reverse=True)
    expected = tuple(story for story in newest_first if fits(story, query))[: query.limit]
    assert store.read(lambda view: view.stories.latest(query)) == expected


def test_topics_and_outlets_come_most_frequent_first(store: Driven) -> None:
    add(
        store,
        a_draft(topics=("Law",), outlet="One"),
        a_draft(topics=("AI", "Sea"), outlet="Two"),
        a_draft(topics=("ai", "Sea"), outlet="two"),
        a_draft(topics=("Ai",), outlet="Two"),
    )
    assert store.read(lambda view: view.stories.topics()) == ("AI", "Sea", "Law")
    assert store.read(lambda view: view.stories.outlets()) == ("Two", "One")


def test_at_most_a_hundred_topics_and_outlets_are_named(store: Driven) -> None:
    add(store, *(a_draft(topics=(f"Topic {at}",), outlet=f"Outlet {at}") for at in range(120)))
    assert len(store.read(lambda view: view.stories.topics())) == 100
    assert len(store.read(lambda view: view.stories.outlets())) == 100


def test_an_empty_store_answers_everything(store: Driven) -> None:
    assert latest(store) == []
    assert latest(store, topic="ai", source="bbc") == []
    assert store.read(lambda view: (view.stories.count(), view.stories.topics(), view.stories.outlets())) == (
        0,
        (),
        (),
    )
