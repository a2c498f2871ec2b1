"""The order in which stories are shown."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.brief import Brief
from bot.model.query import Hit
from bot.model.story import Report, Story
from bot.reading.ranking import best_matches, rank

_NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


def _story(number: int = 1, *, hours: float = 0, outlets: int = 1, drafted_by: str = "extract") -> Story:
    seen = _NOW - timedelta(hours=hours)
    reports = tuple(
        Report(outlet=f"Outlet {at}", headline="A story", first_seen=seen) for at in range(outlets)
    )
    return Story(
        number=number,
        headline="A story",
        brief=Brief(drafted_by=drafted_by),
        reports=reports,
        first_seen=seen,
    )


_STORIES = st.lists(
    st.builds(
        _story,
        st.integers(1, 50),
        hours=st.integers(-5, 200),
        outlets=st.integers(1, 6),
        drafted_by=st.sampled_from(["source", "extract"]),
    ),
    max_size=8,
    unique_by=lambda story: story.number,
)


def _numbers(stories: tuple[Story, ...]) -> list[int]:
    return [story.number for story in stories]


@given(_STORIES, st.randoms(use_true_random=False))
def test_the_order_given_does_not_matter(stories: list[Story], random: object) -> None:
    shuffled = sorted(stories, key=lambda _: random.random())  # type: ignore[attr-defined]  # a Random
    assert rank(stories, now=_NOW) == rank(shuffled, now=_NOW)
    assert sorted(_numbers(rank(stories, now=_NOW))) == sorted(story.number for story in stories)


@given(st.integers(0, 500), st.integers(1, 6), st.integers(1, 6))
def test_more_outlets_never_rank_lower(hours: int, some: int, more: int) -> None:
    fewer, many = sorted((some, some + more))
    ranked = rank([_story(9, hours=hours, outlets=fewer), _story(1, hours=hours, outlets=many)], now=_NOW)
    assert _numbers(ranked) == [1, 9]


@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 6))
def test_older_never_ranks_higher(hours: int, older: int, outlets: int) -> None:
    new, old = _story(1, hours=hours, outlets=outlets), _story(9, hours=hours + older, outlets=outlets)
    assert _numbers(rank([old, new], now=_NOW)) == [1, 9]


def test_a_day_costs_as_much_as_half_the_outlets() -> None:
    two_yesterday = _story(1, hours=24, outlets=2)
    assert _numbers(rank([two_yesterday, _story(2, hours=1)], now=_NOW)) == [1, 2]
    assert _numbers(rank([two_yesterday, _story(2, hours=0)], now=_NOW)) == [2, 1]


def test_a_brief_by_the_source_goes_before_an_extract_of_the_same_hour() -> None:
    assert _numbers(rank([_story(2), _story(1, hours=1, drafted_by="source")], now=_NOW)) == [1, 2]


def test_one_outlet_counts_once() -> None:
    twice = _story(1)
    twice = twice.model_copy(update={"reports": twice.reports * 2})
    assert _numbers(rank([twice, _story(2)], now=_NOW)) == [2, 1]


def test_equal_stories_come_highest_number_first() -> None:
    assert _numbers(rank([_story(1), _story(3), _story(2)], now=_NOW)) == [3, 2, 1]


def test_a_match_in_the_headline_is_worth_three_weeks() -> None:
    mention = Hit(story=_story(1), in_headline=False)
    for days, first in ((20, 2), (22, 1)):
        headline = Hit(story=_story(2, hours=24 * days), in_headline=True)
        assert best_matches([mention, headline], now=_NOW)[0].story.number == first


@given(_STORIES, st.booleans())
def test_of_equal_matches_the_newest_comes_first(stories: list[Story], in_headline: bool) -> None:
    hits = [Hit(story=story, in_headline=in_headline) for story in stories]
    ages = [max(_NOW - hit.story.newest, timedelta(0)) for hit in best_matches(hits, now=_NOW)]
    assert ages == sorted(ages)
