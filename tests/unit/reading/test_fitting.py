"""A story fits a subscription's rules, or the rule that leaves it out is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.story import Story
from bot.model.subscription import Rules
from bot.reading.fitting import Subject, misfit
from tests.contracts.drafts import a_draft

WORDS = "Die Bürgermeisterin’s harbour\ndeal costs C++ programmers £5m. 市長は北京で会見した。"


def story(headline: str = "Mayor resigns", text: str = WORDS) -> Story:
    draft = a_draft(headline, original=text, topics=("Politics", "Santé"), outlet="The Courier on Sunday")
    return Story(
        number=1,
        headline=draft.headline,
        brief=draft.brief,
        reports=(draft.report,),
        first_seen=draft.report.first_seen,
        topics=draft.topics,
    )


@pytest.mark.parametrize(
    ("rules", "why_not"),
    [
        (Rules(), None),
        (Rules(topics=("politics",)), None),
        (Rules(topics=("sante", "food")), None),
        (Rules(topics=("mayor",)), None),
        (Rules(topics=("sport",)), "topic is not sport"),
        (Rules(topics=("sport", "food")), "topic is none of sport, food"),
        (Rules(sources=("the courier",)), None),
        (Rules(sources=("Courier",)), "source is not Courier"),
        (Rules(phrases=("Harbour Deal",)), None),
        (Rules(phrases=("mayor",)), None),
        (Rules(phrases=("burgermeisterin's",)), None),
        (Rules(phrases=("mayo",)), "“mayo” is not in it"),
        (Rules(phrases=("resigns", "harbour deals")), "“harbour deals” is not in it"),
        (Rules(phrases=("C++",)), None),
        (Rules(phrases=("c",)), None),
        (Rules(phrases=("北京",)), None),
        (Rules(without=("arbour",)), None),
        (Rules(topics=("politics",), without=("harbour",)), "“harbour” is in it, which is left out here"),
    ],
)
def test_rules_and_what_they_leave_out(rules: Rules, why_not: str | None) -> None:
    assert misfit(Subject(story()), rules) == why_not


@given(st.lists(st.sampled_from(["abc", "xyz", "東京", "it's"]), min_size=1, max_size=6), st.data())
def test_any_run_of_whole_words_is_found(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    phrase = " ".join(words[start:end]).upper()
    subject = Subject(story(text=f"{' '.join(words)}."))
    assert misfit(subject, Rules(phrases=(phrase,))) is None
    assert misfit(subject, Rules(without=(phrase,))) is not None
