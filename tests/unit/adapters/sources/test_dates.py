"""Dates as sources write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sources.dates import parse_date

TEN = datetime(2026, 9, 1, 10, tzinfo=UTC)
MIDNIGHT = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 01 Sep 2026 10:00:00 +0000",
        "Tue, 1 Sept 2026 10:00 GMT",
        "Tue, 01 Sep 26 06:00:00 EDT",
        "Tuesday, 01-Sep-26 10:00:00 GMT",
        "1 September 2026 12:00 CEST",
        "2026-09-01T10:00:00Z",
        "2026-09-01T12:00:00.000000000+02:00",
        "2026-09-01 10:00:00 +0000",
        "2026-09-01T03:00:00-0700",
        "2026-09-01T10:00",
        "20260901T100000Z",
        "September 1st, 2026 10:00 AM",
        "2026/9/1 10:00:00",
        "01.09.2026 10:00",
    ],
)
def test_a_date_is_read_in_the_forms_that_sources_use(text: str) -> None:
    assert parse_date(text) == TEN


@pytest.mark.parametrize(
    "text", ["2026-09-01", "September 1, 2026", "1 Sep 2026", "01.09.2026", "2026/09/01"]
)
def test_a_day_without_an_hour_is_its_midnight_in_utc(text: str) -> None:
    assert parse_date(text) == MIDNIGHT


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "10:30",
        "today",
        "yesterday",
        "Fri",
        "May",
        "2",
        "2026",
        "1788000000",
        "Fri, 32 Foo 2026",
        "Sat, 30 Feb 2026 10:00:00 GMT",
        "Tue, 01 Sep 2026 25:00:00 GMT",
        "2023-02-29",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Mon, 01 Jan 0001 00:00:00 +1400",
        "9999-12-31T23:59:59-14:00",
        "x" * 10_000,
    ],
)
def test_what_is_no_believable_date_is_none_and_never_today(text: str | None) -> None:
    assert parse_date(text) is None


@given(st.datetimes(datetime(1972, 1, 1), datetime(2099, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001
def test_every_iso_date_with_an_offset_comes_back(local: datetime, hours: int) -> None:
    moment = local.replace(tzinfo=timezone(timedelta(hours=hours)))

    assert parse_date(moment.isoformat()) == moment


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    moment = parse_date(text)

    assert moment is None or moment.tzinfo is UTC
