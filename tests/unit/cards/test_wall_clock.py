"""Moments in words, as the wall clock of a zone shows them."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.cards.wall_clock import ago, coming, day_ago, rhythm, week
from bot.model.schedule import DAILY, WEEKDAYS, Schedule

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "moment", "day"),
    [
        (timedelta(hours=2), "06:00", "06:00"),
        (timedelta(hours=9), "Sunday 23:00", "Sunday"),
        (timedelta(days=6), "Tuesday 08:00", "Tuesday"),
        (timedelta(days=7), "26 Oct 08:00", "26 Oct"),
        (timedelta(days=365), "2 Nov 2025 08:00", "2 Nov 2025"),
        (timedelta(hours=-1), "09:00", "09:00"),
    ],
)
def test_the_past_is_told_as_people_do(before: timedelta, moment: str, day: str) -> None:
    assert ago(NOW - before, "UTC", now=NOW) == moment
    assert day_ago(NOW - before, "UTC", now=NOW) == day


def test_what_comes_is_told_in_both_clocks() -> None:
    assert coming(NOW, "Europe/London") == "Mon 2 Nov, 08:00 Europe/London (08:00 UTC)"
    assert coming(NOW, "America/New_York") == "Mon 2 Nov, 03:00 America/New_York (08:00 UTC)"
    assert coming(NOW, "Pacific/Kiritimati") == "Mon 2 Nov, 22:00 Pacific/Kiritimati (08:00 UTC)"
    assert coming(NOW - timedelta(hours=9), "Asia/Tokyo") == (
        "Mon 2 Nov, 08:00 Asia/Tokyo (Sun 1 Nov 23:00 UTC)"
    )
    assert coming(NOW, "UTC") == "Mon 2 Nov, 08:00 UTC"


def test_days_have_their_names() -> None:
    assert [week(days) for days in (WEEKDAYS, DAILY, (5, 6), (2, 0))] == [
        "weekdays",
        "daily",
        "weekends",
        "Mon, Wed",
    ]
    assert rhythm(Schedule(at=time(8), days=(0,), zone="UTC")) == "08:00 Mon, UTC"
