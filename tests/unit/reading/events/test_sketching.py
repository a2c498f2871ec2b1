"""What a sketch keeps of a report."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.events.scoring import stems_of
from bot.reading.events.sketching import sketch
from bot.reading.events.words import stem_of, words

LONG = "A bridge over the Neckar was closed on Tuesday. " * 5_000


def test_it_keeps_words_as_they_are_written() -> None:
    assert set(sketch("Plosser warns of 3.5% taper", "").words) == {"Plosser", "warns", "3.5", "taper"}


def test_the_headline_counts_more_than_the_text_and_the_text_more_than_the_address() -> None:
    made = sketch("quake", "harbour", url="https://example.com/quake-harbour-village")
    assert made.words["quake"] > made.words["harbour"] > made.words["village"]


def test_a_headline_that_stands_again_in_the_text_is_one() -> None:
    headline = "Strong quake hits the harbour of Padang"
    assert sketch(headline, f"{headline} People fled.") == sketch(headline, "People fled.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("quakes", "quake"),
        ("stabbed", "stabs"),
        ("cities", "city"),
        ("Plosser's", "Plosser"),
        ("Ärzte", "arzte"),
    ],
)
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize("word", ["the", "und", "dans", "x", "also"])
def test_small_words_say_nothing(word: str) -> None:
    assert stem_of(word) is None


def test_a_script_without_spaces_is_compared_by_pairs_of_signs() -> None:
    assert [stem for _, stem in words("地震発生")] == ["地震", "震発", "発生"]


def test_a_sketch_stays_small_and_is_made_at_once() -> None:
    started = time.process_time()
    made = sketch("Bridge closed", LONG)
    assert time.process_time() - started < 0.2
    assert len(made.model_dump_json()) < 2_000


@given(st.text(max_size=200), st.text(max_size=400), st.none() | st.text(max_size=50))
def test_any_text_can_be_sketched(headline: str, text: str, url: str | None) -> None:
    made = sketch(headline, text, url=url)
    assert type(made).model_validate_json(made.model_dump_json()) == made
    assert set(stems_of(made).values()) == set(made.words)


@pytest.mark.parametrize("text", ["", "🔥🔥🔥", "... --- ...", "\u202e\u200f", "\x00"])
def test_text_without_words_has_none(text: str) -> None:
    made = sketch(text, text)
    assert (made.words, made.prints, made.page) == ({}, (), None)


def test_nearly_the_same_text_has_most_prints_in_common() -> None:
    text = "Rescuers in Padang found twelve people alive under a collapsed school on Thursday morning. " * 3
    one = set(sketch("Twelve found alive", text).prints)
    other = set(sketch("Twelve found alive", text + "Reporting by Ann Lee.").prints)
    assert len(one & other) >= 0.75 * len(one)


def test_few_words_have_no_prints() -> None:
    assert sketch("Business Highlights", "").prints == ()
