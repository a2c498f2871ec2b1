"""The day that a text names first, as people write days."""

from datetime import UTC, date, datetime

import pytest

from bot.reading.dates import first_date

_PUBLISHED = datetime(2026, 6, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("On May 19, 2026, he joined.", "en"),
        ("on Tuesday, 19th of May 2026 he", "en"),
        ("ON MAY 19 2026", "en"),
        ("May 19th, 2026", "en"),
        ("It was 2026-05-19.", "en"),
        ("on 2026-05-19T08:00Z", "en"),
        ("am 19. Mai 2026 in Bonn", "de"),
        ("am 19.05.2026", "de"),
        ("le mardi 19 mai 2026", "fr"),
        ("el 19 de mayo de 2026", "es"),
        ("il 19 maggio 2026", "it"),
        ("em 19 de maio de 2026", "pt"),
        ("op 19 mei 2026", "nl"),
        ("19 maja 2026 r.", "pl"),
        ("den 19 maj 2026", "sv"),
        ("den 19. maj 2026", "da"),
        ("den 19. mai 2026", "nb"),
        ("19. toukokuuta 2026", "fi"),
        ("dne 19. května 2026", "cs"),
        ("2026年5月19日", "ja"),
        ("le 19 mai 2026", "en"),
        ("19/05/2026", "fr"),
        ("19/05/2026", "en"),
    ],
)
def test_days_as_people_write_them(text: str, language: str) -> None:
    assert first_date(text, language=language) == date(2026, 5, 19)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("le 1er août 2025", date(2025, 8, 1)),
        ("Sept. 5, 2025", date(2025, 9, 5)),
        ("3 févr. 2026", date(2026, 2, 3)),
    ],
)
def test_short_names_and_ordinals(text: str, day: date) -> None:
    assert first_date(text, language="fr" if "er" in text or "févr" in text else "en") == day


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2026",
        "2026-02-30",
        "May 2026",
        "in 2026",
        "yesterday",
        "last Tuesday",
        "03:15 and 4.5 percent",
        "version 1.2.2026.4",
        "up to 5 may 2026 be cut",
        "in the 19 Marchers 2026",
        "99 May 2026",
        "",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert first_date(text, language="en") is None


@pytest.mark.parametrize(
    ("language", "region", "day"),
    [
        ("en", None, None),
        ("en", "us", date(2026, 5, 6)),
        ("en", "gb", date(2026, 6, 5)),
        ("en", "ca", None),
        ("de", None, date(2026, 6, 5)),
        ("zh", None, None),
    ],
)
def test_an_ambiguous_day_needs_its_region(language: str, region: str | None, day: date | None) -> None:
    assert first_date("on 05/06/2026", language=language, region=region) == day


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("on 19 May", _PUBLISHED, date(2026, 5, 19)),
        ("on December 28", datetime(2026, 1, 4, tzinfo=UTC), date(2025, 12, 28)),
        ("on 19 May", None, None),
    ],
)
def test_a_day_without_a_year_is_near_its_publication(
    text: str, published: datetime | None, day: date | None
) -> None:
    assert first_date(text, language="en", published_at=published) == day


def test_a_day_to_come_is_passed_over() -> None:
    text = "The summit of 1 July 2026 was agreed on 2 June 2026."
    assert first_date(text, language="en", published_at=_PUBLISHED) == date(2026, 6, 2)


def test_tomorrow_may_be_today_where_it_happened() -> None:
    assert first_date("11 June 2026", language="en", published_at=_PUBLISHED) == date(2026, 6, 11)


def test_an_impossible_day_does_not_hide_the_next() -> None:
    assert first_date("31 June 2026, or 30 June 2026", language="en") == date(2026, 6, 30)
