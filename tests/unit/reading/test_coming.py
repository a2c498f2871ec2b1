"""The days to come that a text names."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.coming import MOST, coming

TUESDAY = datetime(2026, 5, 19, 9, tzinfo=UTC)


def days(text: str, *, language: str = "en", published: datetime | None = TUESDAY) -> list[str]:
    return [f"{each.day}" for each in coming(text, language=language, published_at=published, now=TUESDAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The committee meets next Thursday.", "2026-05-28"),
        ("Answers are due by 28 May.", "2026-05-28"),
        ("By Friday the papers must be in.", "2026-05-22"),
        ("The council will vote on Friday.", "2026-05-22"),
        ("On Monday the court will rule.", "2026-05-25"),
        ("Results come tomorrow.", "2026-05-20"),
        ("The trial, which began on Monday, is due to end on Thursday.", "2026-05-21"),
        ("It was closed on 3 May 2026. It reopens on 3 August 2026.", "2026-08-03"),
    ],
)
def test_a_day_to_come_is_found(text: str, expected: str) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is closed.",
        "He said on Friday that the council will meet.",
        "Police said on Monday the bridge was closed.",
        "The world of tomorrow is here.",
        "“We will know tomorrow,” he said.",
        "By Friday nobody was left.",
        "It opened on 3 May 2026.",
        "It costs 28 million.",
        "The vote is 05/06/2026.",
    ],
)
def test_where_none_is_named_or_it_could_be_over_none_is_invented(text: str) -> None:
    assert days(text) == []


def test_without_the_day_of_publication_only_full_dates_count() -> None:
    assert days("It meets tomorrow, next Friday and on 3 June.", published=None) == []
    assert days("It meets on 3 June 2026.", published=None) == ["2026-06-03"]


def test_months_are_known_in_other_languages() -> None:
    assert days("Gewählt wird am 28. Mai. Wir sehen uns next Friday.", language="de") == ["2026-05-28"]


def test_the_soonest_come_first_with_their_sentence_and_no_day_twice() -> None:
    text = "It meets on 9 June. It votes on 2 June, it says. On 2 June it ends. Then 8 June, 7 June."
    found = coming(text, published_at=TUESDAY, now=TUESDAY)
    assert [each.day for each in found] == [date(2026, 6, 2), date(2026, 6, 7), date(2026, 6, 8)]
    assert len(found) == MOST
    assert found[0].sentence == "It votes on 2 June, it says."


def test_a_day_that_is_over_by_now_is_left_out() -> None:
    later = TUESDAY + timedelta(days=10)
    assert coming("It meets next Thursday.", published_at=TUESDAY, now=later) == ()


@pytest.mark.parametrize(
    "junk", ["on Tuesday ", "19 May ", "next ", '"', "1", "will , ", "tomorrow\n", "by Friday. "]
)
def test_only_the_beginning_of_a_long_text_is_looked_at(junk: str) -> None:
    text = junk * (1_000_000 // len(junk)) + "\n\nThe court rules on 3 August 2026."
    assert "2026-08-03" not in days(text)


@given(text=st.text(max_size=300), published=st.none() | st.just(TUESDAY))
def test_whatever_is_found_is_to_come_and_stands_in_the_text(text: str, published: datetime | None) -> None:
    for each in coming(text, published_at=published, now=TUESDAY):
        assert each.day > TUESDAY.date()
        assert each.sentence
