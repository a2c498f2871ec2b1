"""How long a feed asks to be left alone."""

import pytest

from adapters.sources import feed_loose, feed_xml
from adapters.sources.ttl import minutes

SYNDICATION = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"


@pytest.mark.parametrize(
    ("ttl", "period", "frequency", "asked"),
    [
        ("60", None, None, 60),
        (" 90 ", None, None, 90),
        ("10080", None, None, 10_080),
        ("10081", None, None, None),
        ("0", None, None, None),
        ("-5", None, None, None),
        ("soon", None, None, None),
        ("9" * 400, None, None, None),
        (None, "hourly", "2", 30),
        (None, "Daily", None, 1_440),
        (None, None, "24", 60),
        (None, "weekly", "0", None),
        (None, "yearly", "1", None),
        (None, "hourly", "1000", None),
        ("0", "hourly", None, 60),
        ("15", "daily", None, 15),
        (None, None, None, None),
    ],
)
def test_what_is_asked_is_minutes_and_nonsense_is_nothing(
    ttl: str | None, period: str | None, frequency: str | None, asked: int | None
) -> None:
    assert minutes(ttl, period=period, frequency=frequency) == asked


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("<ttl>120</ttl>", 120),
        ("<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 30),
        ("", None),
    ],
)
def test_both_parsers_find_it_in_a_feed(said: str, asked: int | None) -> None:
    channel = f"<channel><title>t</title>{said}<item><title>a</title></item></channel>"
    text = f"<rss version='2.0' {SYNDICATION}>{channel}</rss>"

    assert feed_xml.read(text).ttl == asked
    assert feed_loose.read(text, "line 1: x").ttl == asked
