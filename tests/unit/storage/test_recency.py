"""The order of everything that is newest first."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from storage import recency

moments = st.datetimes(timezones=st.just(UTC))
numbers = st.integers(1, 2**24 - 1)


@given(moments)
def test_a_moment_comes_back_to_the_microsecond(moment: datetime) -> None:
    assert recency.from_micros(recency.to_micros(moment)) == moment


@given(moments, numbers, moments, numbers)
def test_stories_are_ordered_by_second_then_by_number(
    one: datetime, number: int, other: datetime, other_number: int
) -> None:
    keys = sorted(
        [(one.replace(microsecond=0), number), (other.replace(microsecond=0), other_number)],
    )
    assert recency.of_story(*keys[0]) <= recency.of_story(*keys[1])
    assert (recency.of_story(*keys[0]) == recency.of_story(*keys[1])) is (keys[0] == keys[1])


@given(moments, numbers)
def test_a_recency_fits_into_an_integer_of_sqlite(moment: datetime, number: int) -> None:
    assert recency.EVER < recency.of_story(moment, number) < 2**63


@given(moments, numbers, moments)
def test_since_divides_by_whole_seconds(moment: datetime, number: int, since: datetime) -> None:
    later = moment.replace(microsecond=0) >= since.replace(microsecond=0)
    assert (recency.of_story(moment, number) >= recency.since(since)) is later


@given(moments, numbers)
def test_a_milestone_is_no_story_and_stands_before_its_own(moment: datetime, number: int) -> None:
    story = recency.of_story(moment, number)
    assert not recency.is_milestone(story)
    assert recency.is_milestone(recency.milestone(story))
    assert recency.milestone(story) == story + 1
