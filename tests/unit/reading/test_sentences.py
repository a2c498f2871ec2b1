"""Where a sentence ends, and where it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.sentences import sentences


def _split(text: str, language: str = "en") -> list[str]:
    return [sentence.text for sentence in sentences(text, at=0, language=language)]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["The U.S. economy grew 2.5 percent.", "Mr. Smith of Acme Inc. said so at 9 a.m. on Monday."]),
        ("en", ["J. K. Rowling wrote No. 5 in the series.", "She left."]),
        ("en", ["“We will win.”", "She smiled.", '"No!" he cried.', "Really?!", "Yes."]),
        ("en", ["Gov. Ron Doe met Sen. Ada Byron on Sept. 12.", "They spoke..."]),
        ("en", ["1. The first came.", "2. The second came."]),
        ("de", ["Das ist z. B. am 5. März passiert.", "Im 21. Jahrhundert kam Dr. Müller."]),
        ("fr", ["M. Dupont est arrivé.", "Mme. Roy parle."]),
        ("es", ["El Sr. García llegó a EE. UU. ayer.", "Ganó."]),
    ],
)
def test_sentences_end_where_people_end_them(language: str, parts: list[str]) -> None:
    assert _split(" ".join(parts), language) == parts


def test_chinese_sentences_need_no_space() -> None:
    assert _split("会议开始了。大家都来了！", "zh") == ["会议开始了。", "大家都来了！"]


@given(
    st.text(alphabet="aB.?! \n\u00a0\u202f“”«\"'é。5-", max_size=60),
    st.sampled_from(["en", "de", "fr", "xx"]),
)
def test_each_sentence_stands_where_it_says_and_no_word_is_between(text: str, language: str) -> None:
    at = 0
    for sentence in sentences(text, at=0, language=language):
        assert text[sentence.start : sentence.end] == sentence.text
        assert text[at : sentence.start].strip() == ""
        at = sentence.end
    assert text[at:].strip() == ""
