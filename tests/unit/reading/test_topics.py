"""A newsroom's own rules put stories under topics."""

import pytest

from bot.model.story import Report, Story
from bot.model.topic import TopicRule
from bot.reading.fitting import Subject
from bot.reading.topics import topics_of
from tests.conftest import MONDAY_7AM
from tests.contracts.drafts import a_brief

STORY = Story(
    number=1,
    headline="Fed’s Plosser: weather has not changed the taper",
    brief=a_brief("Interest rates stay where they are."),
    reports=(Report(outlet="Fed News Wire", headline="x", first_seen=MONDAY_7AM),),
    first_seen=MONDAY_7AM,
)


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (TopicRule(name="economy", words=("football", "TAPER")), True),
        (TopicRule(name="economy", words=("interest rates",)), True),
        (TopicRule(name="economy", words=("interest rate",)), False),  # whole words alone
        (TopicRule(name="economy", words=("fed's plosser",)), True),
        (TopicRule(name="economy", sources=("fed news",)), True),
        (TopicRule(name="economy", sources=("News Wire",)), False),  # from the beginning of its name
        (TopicRule(name="economy", words=("football",), sources=("fed news",)), True),
        (TopicRule(name="economy", words=("taper",), without=("weather",)), False),
        (TopicRule(name="economy", sources=("fed news",), without=("weather",)), False),
        (TopicRule(name="economy"), False),
        (TopicRule(name="economy", without=("football",)), False),
    ],
)
def test_a_rule_takes_words_or_sources_but_not_what_it_leaves_out(rule: TopicRule, fits: bool) -> None:
    assert topics_of([rule], Subject(STORY)) == (("economy",) if fits else ())


def test_several_rules_give_several_topics_in_their_order() -> None:
    rules = [TopicRule(name=name, words=("taper",)) for name in ("rates", "banks")]
    assert topics_of(rules, Subject(STORY)) == ("rates", "banks")
