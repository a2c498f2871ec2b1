"""Hours, days and zones, as people type them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.commands.clock_words import WeekDays, Zone, near_zones, week_days, zone_name
from bot.model.schedule import DAILY, WEEKDAYS
from bot.reading.hours import clock_time


@pytest.mark.parametrize(
    ("word", "at"),
    [
        ("8", time(8)),
        ("8am", time(8)),
        ("8 AM", time(8)),
        ("08:00", time(8)),
        ("8.30", time(8, 30)),
        ("8:30pm", time(20, 30)),
        ("0800", time(8)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("23:59", time(23, 59)),
        ("٨", time(8)),
    ],
)
def test_times_of_day(word: str, at: time) -> None:
    assert clock_time(word) == at


@pytest.mark.parametrize("word", ["24:00", "13pm", "0am", "8:3", "8:60", "", "eight", "-8", "08:00:30"])
def test_what_is_no_time_of_day(word: str) -> None:
    assert clock_time(word) is None


@pytest.mark.parametrize(
    ("word", "days"),
    [
        ("weekdays", WEEKDAYS),
        ("Daily", DAILY),
        ("weekends", (5, 6)),
        ("monday", (0,)),
        ("Mondays", (0,)),
        ("mon,wed", (0, 2)),
        ("tue+thurs", (1, 3)),
        ("mon-fri", WEEKDAYS),
        ("fri-mon", (0, 4, 5, 6)),
        ("weekdays,sat", (0, 1, 2, 3, 4, 5)),
    ],
)
def test_days_of_the_week(word: str, days: tuple[int, ...]) -> None:
    assert week_days(word) == days


@pytest.mark.parametrize("word", ["", "m", "politics", "mon,", "monk", "mon-", "some day", "sundance"])
def test_what_are_no_days(word: str) -> None:
    assert week_days(word) is None


@given(st.text(max_size=20))
def test_any_text_is_read_or_not_but_never_breaks(text: str) -> None:
    assert clock_time(text) is None or clock_time(text)
    assert week_days(text) is None or week_days(text)
    assert zone_name(text) is None or zone_name(text)


def test_zones_are_found_however_their_letters_are_cased() -> None:
    assert zone_name("europe/london") == "Europe/London"
    assert zone_name("UTC") == "UTC"
    assert zone_name("America/New York") == "America/New_York"
    assert zone_name("london") is None


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("london", "Europe/London"),
        ("Europe/Lundon", "Europe/London"),
        ("new york", "America/New_York"),
        ("tokio", "Asia/Tokyo"),
        ("Kolkata", "Asia/Kolkata"),
    ],
)
def test_a_wrong_zone_is_answered_with_near_ones(word: str, near: str) -> None:
    assert near_zones(word)[0] == near
    with pytest.raises(ValidationError, match=near):
        TypeAdapter(Zone).validate_python(word)


def test_a_zone_that_is_near_to_none_is_answered_with_examples() -> None:
    with pytest.raises(ValidationError, match="such as Europe/London"):
        TypeAdapter(Zone).validate_python("qqq")


def test_days_that_can_not_be_read_are_answered_with_how_they_are_written() -> None:
    with pytest.raises(ValidationError, match="weekdays, daily"):
        TypeAdapter(WeekDays).validate_python("someday")
