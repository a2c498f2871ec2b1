"""When something is to be done, as people say it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.cards.wall_clock import in_full
from bot.reading.due import FURTHEST, due_at, meant_at

MONDAY_10AM = datetime(2026, 11, 23, 10, tzinfo=UTC)
LONDON = "Europe/London"

SAID = [
    ("tomorrow 17:00", "2026-11-24 17:00"),
    ("5pm", "2026-11-23 17:00"),
    ("9am", "2026-11-24 09:00"),
    ("today 17:00", "2026-11-23 17:00"),
    ("today", "2026-11-23 17:00"),
    ("Friday", "2026-11-27 17:00"),
    ("by friday", "2026-11-27 17:00"),
    ("fri 9am", "2026-11-27 09:00"),
    ("friday at 9", "2026-11-27 09:00"),
    ("fri 9", "2026-11-27 09:00"),
    ("next thursday 9", "2026-12-03 09:00"),
    ("tmrw 17h", "2026-11-24 17:00"),
    ('"tomorrow 5pm"', "2026-11-24 17:00"),
    ("tommorow", "2026-11-24 17:00"),
    ("mon 9am", "2026-11-30 09:00"),
    ("monday", "2026-11-23 17:00"),
    ("next week", "2026-11-30 09:00"),
    ("next monday", "2026-11-30 17:00"),
    ("in 2 hours", "2026-11-23 12:00"),
    ("in 3 days", "2026-11-26 17:00"),
    ("in a week", "2026-11-30 17:00"),
    ("tonight", "2026-11-23 20:00"),
    ("tonight at 9 pm", "2026-11-23 21:00"),
    ("eow", "2026-11-27 17:00"),
    ("the end of the week", "2026-11-27 17:00"),
    ("2027-05-19", "2027-05-19 17:00"),
    ("2027-05-19 14:30", "2027-05-19 14:30"),
    ("2027-05-19T14:30", "2027-05-19 14:30"),
    ("19 May", "2027-05-19 17:00"),
    ("May 19 at 2pm", "2027-05-19 14:00"),
    ("May 19, 2027", "2027-05-19 17:00"),
    ("19.5.", "2027-05-19 17:00"),
    ("noon", "2026-11-23 12:00"),
    ("tomorrow morning", "2026-11-24 09:00"),
    ("8.30", "2026-11-24 08:30"),
]


@pytest.mark.parametrize(("words", "expected"), SAID)
def test_what_people_say_is_the_moment_that_they_mean(words: str, expected: str) -> None:
    due = due_at(words, now=MONDAY_10AM, zone=LONDON)
    assert due is not None
    assert f"{due.astimezone(ZoneInfo(LONDON)):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            "by",
            "5",
            "at 5",
            "fri 5",
            "5:30",
            "19.05",
            "05/06/2026",
            "soon",
            "31 feb",
            "may",
            "next year",
        ),
        *("tuesday 24", "Monday 24 November 2026", "tomorrow 25:00", "in 0 minutes", "x" * 10_000),
        "9999-12-31",
    ],
)
def test_what_could_mean_two_moments_or_none_is_not_read(words: str) -> None:
    assert due_at(words, now=MONDAY_10AM, zone=LONDON) is None


@pytest.mark.parametrize("words", ["today 9:00", "2026-05-19", "22 November", "2020-01-01 12:00"])
def test_what_is_over_is_understood_and_not_taken(words: str) -> None:
    meant = meant_at(words, now=MONDAY_10AM, zone=LONDON)
    assert meant is not None
    assert meant < MONDAY_10AM
    assert due_at(words, now=MONDAY_10AM, zone=LONDON) is None


def test_an_hour_that_the_clocks_skip_moves_forward_and_one_that_comes_twice_counts_first() -> None:
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert due_at("2026-03-29 02:30", now=saturday, zone="Europe/Berlin") == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    october = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert due_at("2026-10-25 02:30", now=october, zone="Europe/Berlin") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
ZONES = st.sampled_from(
    ["UTC", LONDON, "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "America/Santiago"]
)
PARTS = st.sampled_from([part for words, _ in SAID for part in words.split()] + ["5", ".", "off"])
WORDS = (
    st.sampled_from([words for words, _ in SAID])
    | st.lists(PARTS, max_size=4).map(" ".join)
    | st.text(max_size=20)
)


@given(words=WORDS, now=MOMENTS, zone=ZONES)
def test_nothing_is_ever_due_in_the_past_and_the_echo_is_read_as_the_same_moment(
    words: str, now: datetime, zone: str
) -> None:
    due = due_at(words, now=now, zone=zone)
    assume(due is not None)
    assert due is not None
    assert now < due <= now + FURTHEST
    local = due.astimezone(ZoneInfo(zone))
    if not local.fold:  # of an hour that comes twice, a wall clock can't say the second
        assert due_at(f"{local:%Y-%m-%d %H:%M}", now=now, zone=zone) == due
        echo = in_full(due, zone).partition(" (")[0]
        assert due_at(echo, now=now, zone=zone) == due


def test_a_day_of_the_week_whose_hour_is_over_is_that_of_the_next_week() -> None:
    evening = MONDAY_10AM + timedelta(hours=8)
    assert due_at("monday", now=evening, zone="UTC") == datetime(2026, 11, 30, 17, tzinfo=UTC)
