"""The day that a report gives at its beginning."""

from datetime import date

import pytest

from bot.reading.events.dated import day_stated


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Quake hits Padang\nNovember 28, 2005, 8:20 AM ET", date(2005, 11, 28)),
        ("Updated: 7 July 2012. He kept his belts", date(2012, 7, 7)),
        ("2013-09-18 A patch is out", date(2013, 9, 18)),
        ("Posted 2/3/2009 11:11 PM", date(2009, 2, 3)),
        ("05/02/07, 9:00 PM PDT | A judge", date(2007, 5, 2)),
        ("First Posted: 23/04/2013", date(2013, 4, 23)),
        ("13/13/2013, then 9 April 2013", date(2013, 4, 9)),
    ],
)
def test_a_day_with_a_year_is_found(text: str, day: date) -> None:
    assert day_stated(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "On Dec. 11 he left", "In 2009, police said", "Scores of 3/4/5", "99/99/2013", "1.2.34", "/20"],
)
def test_anything_else_is_no_day(text: str) -> None:
    assert day_stated(text) is None


def test_only_the_beginning_tells_when_a_report_came_out() -> None:
    assert day_stated("He was born long before. " * 30 + "On 9 April 1968 he spoke.") is None
