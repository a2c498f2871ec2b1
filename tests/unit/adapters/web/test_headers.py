"""What headers say of time."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.headers import fresh_until, retry_at
from tests.conftest import MONDAY_7AM


def after(seconds: int) -> str:
    return format_datetime(MONDAY_7AM + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "max-age=600"}, 600),
        ({"Cache-Control": 'Public, MAX-AGE="600"'}, 600),
        ({"Cache-Control": "max-age=600", "Age": "100"}, 500),
        ({"Cache-Control": "max-age=600", "Age": "700"}, None),
        ({"Cache-Control": "max-age=0, s-maxage=900"}, None),
        ({"Cache-Control": "s-maxage=900"}, 900),
        ({"Cache-Control": "no-cache, max-age=600"}, None),
        ({"Cache-Control": "no-store"}, None),
        ({"Cache-Control": "max-age=600", "Expires": after(60)}, 600),
        ({"Cache-Control": "max-age=-1"}, None),
        ({"Cache-Control": "max-age=99999999999999999999"}, 365 * 86400),
        ({"Cache-Control": 'private="a, b", max-age=600'}, 600),
        ({"Cache-Control": "a" * 200 + " " * 798 + "!"}, None),
        ({"Expires": after(60)}, 60),
        ({"Expires": after(3660), "Date": after(3600)}, 60),
        ({"Expires": after(-60)}, None),
        ({"Expires": "0"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_fresh(headers: dict[str, str], seconds: int | None) -> None:
    expected = None if seconds is None else MONDAY_7AM + timedelta(seconds=seconds)
    assert fresh_until(headers, MONDAY_7AM) == expected


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        (after(60), 60),
        (after(-60), 0),
        ("9" * 30, 365 * 86400),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("²", None),
        ("Fri, 31 Dec 9999 23:59:59 -2300", None),
    ],
)
def test_when_to_come_again(written: str, seconds: int | None) -> None:
    expected = None if seconds is None else MONDAY_7AM + timedelta(seconds=seconds)
    assert retry_at({"Retry-After": written}, MONDAY_7AM) == expected


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40), st.text(max_size=10))
def test_no_header_crashes_it(control: str, expires: str, date: str, age: str) -> None:
    headers = {"Cache-Control": control, "Expires": expires, "Date": date, "Age": age, "Retry-After": expires}
    for moment in (fresh_until(headers, MONDAY_7AM), retry_at(headers, MONDAY_7AM)):
        assert moment is None or moment >= MONDAY_7AM
