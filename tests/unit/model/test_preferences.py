"""Quiet hours: from one wall clock to another, over midnight and over the clock changes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.preferences import QuietHours

NIGHT = QuietHours(start=time(22), until=time(7))
ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo"]
)


@pytest.mark.parametrize(
    ("local", "ends"),
    [
        ("2026-11-02T21:59:59", None),
        ("2026-11-02T22:00:00", "2026-11-03T07:00:00"),
        ("2026-11-03T06:59:59", "2026-11-03T07:00:00"),
        ("2026-11-03T07:00:00", None),
    ],
)
def test_the_night_goes_over_midnight(local: str, ends: str | None) -> None:
    zone = ZoneInfo("Europe/London")
    at = datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)
    expected = datetime.fromisoformat(ends).replace(tzinfo=zone) if ends else None
    assert NIGHT.ends(at, "Europe/London") == expected


def test_hours_within_a_day() -> None:
    lunch = QuietHours(start=time(12), until=time(13))
    assert lunch.ends(datetime(2026, 11, 2, 12, 30, tzinfo=UTC), "UTC") == datetime(
        2026, 11, 2, 13, tzinfo=UTC
    )
    assert lunch.ends(datetime(2026, 11, 2, 13, tzinfo=UTC), "UTC") is None


@given(
    at=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - aware by timezones
    zone=ZONES,
    start=st.times(),
    until=st.times(),
)
def test_they_end_within_a_day_and_never_before_the_moment(
    at: datetime, zone: str, start: time, until: time
) -> None:
    ends = QuietHours(start=start, until=until).ends(at, zone)
    assert ends is None or at <= ends <= at + timedelta(hours=25)
