"""How often a source publishes."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.rhythm import LATEST, MOST_MOMENTS, SOONEST, remembered, rhythm_of

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
moments = st.lists(st.integers(0, 10**8).map(lambda seconds: NOW - timedelta(seconds=seconds)), max_size=60)


def every(gap: timedelta, count: int) -> list[datetime]:
    return [NOW - gap * n for n in range(count)]


def test_a_source_that_publishes_every_two_days_is_asked_every_two_hours() -> None:
    rhythm = rhythm_of(every(2 * DAY, 10))
    assert (rhythm.usual, rhythm.poll_every, rhythm.quiet_after) == (2 * DAY, 2 * HOUR, 6 * DAY)


def test_one_long_gap_changes_little_but_makes_the_alarm_wait() -> None:
    holidays = [*every(DAY, 10), NOW - 30 * DAY]
    rhythm = rhythm_of(holidays)
    assert rhythm.usual == DAY
    assert rhythm.quiet_after == (30 - 9) * DAY * 1.25


def test_too_few_moments_say_nothing() -> None:
    rhythm = rhythm_of(every(DAY, 4))
    assert (rhythm.usual, rhythm.poll_every, rhythm.quiet_after) == (None, HOUR, None)


def test_what_comes_together_counts_once() -> None:
    batches = [moment - timedelta(seconds=n) for moment in every(DAY, 8) for n in range(5)]
    assert rhythm_of(batches).usual == DAY - timedelta(seconds=4)


def test_a_busy_source_may_rest_over_a_weekend_that_nobody_remembers() -> None:
    assert rhythm_of(every(timedelta(minutes=30), 50)).quiet_after == 3 * DAY


@given(moments)
def test_every_rhythm_stays_within_its_bounds(some: list[datetime]) -> None:
    rhythm = rhythm_of(some)
    assert SOONEST <= rhythm.poll_every <= LATEST
    assert (rhythm.usual is None) == (rhythm.quiet_after is None)
    if rhythm.usual and rhythm.quiet_after:
        assert rhythm.quiet_after >= max(3 * rhythm.usual, DAY)


@given(moments)
def test_the_order_of_the_moments_makes_no_difference(some: list[datetime]) -> None:
    assert rhythm_of(some) == rhythm_of(sorted(some))


@given(moments, moments)
def test_the_newest_are_remembered_each_once(new: list[datetime], before: list[datetime]) -> None:
    kept = remembered(new, before)
    assert list(kept) == sorted({*new, *before}, reverse=True)[:MOST_MOMENTS]
