"""Clean, clip and fold."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import clean, clip, count, fold, one_line, visible

HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("\u200b\u200d\u202e\ufeff\U000e0041\x00\x1b\r\n\t 👩💻é"))
)


@given(HOSTILE)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(HOSTILE)
def test_nothing_unseen_is_left_but_needed_joiners(text: str) -> None:
    left = {unicodedata.category(c) for c in clean(text).replace("\n", "") if c not in "\u200c\u200d"}
    assert not left & {"Cc", "Cs"}
    assert not set(clean(text)) & set("\u200b\u200e\u202a\u202e\u2066\ufeff\U000e0041")


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_every_letter_stays(word: str) -> None:
    assert clean(word) == unicodedata.normalize("NFC", word)


def test_joiners_stay_where_an_emoji_or_a_script_needs_them() -> None:
    assert clean("👩‍💻") == "👩‍💻"
    assert clean("می‌خواهم") == "می‌خواهم"
    assert clean("pass\u200dword") == "password"


def test_every_line_end_is_one() -> None:
    assert clean("a\r\nb\rc\u2028d\x85e") == "a\nb\nc\nd\ne"
    assert one_line("a \r\n b") == "a b"


@given(st.text(), st.integers(0, 300))
def test_a_clipped_text_is_never_longer_than_asked(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert len(clipped) <= limit
    assert clipped == text or limit == 0 or clipped.endswith("…")


def test_clip_cuts_between_words() -> None:
    assert clip("The mayor resigned on Monday", 20) == "The mayor resigned…"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("one", "other"), [("Café", "cafe"), ("STRASSE", "straße"), ("a  b", " A b")])
def test_fold_brings_spellings_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_numbers_take_their_noun() -> None:
    assert count(1, "story", "stories") == "1 story"
    assert count(2000, "story", "stories") == "2,000 stories"
    assert count(0, "duplicate") == "0 duplicates"


@given(st.text())
def test_visible_keeps_spaces(text: str) -> None:
    assert visible(f" {text} ").startswith(" ")
