"""What makes a story stand higher can be weighed, and told part by part."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.brief import Brief
from bot.model.preferences import Weights
from bot.model.story import Report, Story
from bot.reading.ranking import rank, rank_edition, worth

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


def story(number: int = 1, *, hours: float = 0, outlets: int = 1, source: bool = False) -> Story:
    seen = NOW - timedelta(hours=hours)
    reports = tuple(Report(outlet=f"O{at}", headline="A", first_seen=seen) for at in range(outlets))
    brief = Brief(drafted_by="source" if source else "extract")
    return Story(number=number, headline="A", brief=brief, reports=reports, first_seen=seen)


STORIES = st.builds(
    story,
    hours=st.floats(0, 500),
    outlets=st.integers(1, 9),
    source=st.booleans(),
)
WEIGHT = st.floats(0, 5)
WEIGHTS = st.builds(Weights, outlets=WEIGHT, fresh=WEIGHT, people=WEIGHT, drafted=WEIGHT)


@given(STORIES, st.integers(0, 40), WEIGHTS)
def test_the_parts_are_the_whole(one: Story, people: int, weights: Weights) -> None:
    told = worth(one, people=people, weights=weights, now=NOW)
    assert sum(adds for _, adds in told.parts) == pytest.approx(told.total)


@given(st.lists(STORIES, max_size=6), st.dictionaries(st.integers(0, 5), st.integers(1, 20)), WEIGHTS)
def test_lists_stand_in_the_order_of_what_is_told(
    drawn: list[Story], people: dict[int, int], weights: Weights
) -> None:
    stories = [each.model_copy(update={"number": at}) for at, each in enumerate(drawn)]
    ranked = rank(stories, now=NOW, people=people, weights=weights)
    worths = [
        worth(each, people=people.get(each.number, 0), weights=weights, now=NOW).total for each in ranked
    ]
    assert worths == pytest.approx(sorted(worths, reverse=True))
    assert rank_edition(stories, topic=None, people=people, weights=weights, now=NOW) == ranked


def test_each_part_is_told_in_words() -> None:
    told = worth(story(hours=5, outlets=3, source=True), people=2, weights=Weights(), now=NOW)
    assert [words for words, _ in told.parts] == [
        "3 outlets",
        "5 hours old",
        "2 people reacted",
        "drafted by its source",
    ]
    assert [round(adds, 2) for _, adds in told.parts] == [1.58, -0.21, 0.79, 0.25]


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0.2, "less than an hour old"), (1.9, "1 hour old"), (47, "47 hours old"), (49, "2 days old")],
)
def test_how_old_a_story_is_is_said_in_round_words(hours: float, said: str) -> None:
    assert worth(story(hours=hours), people=0, weights=Weights(), now=NOW).parts[1][0] == said


@pytest.mark.parametrize(
    ("weights", "first"),
    [
        (Weights(), 2),  # two outlets make up for less than a day
        (Weights(outlets=0), 1),
        (Weights(fresh=5), 1),
        (Weights(outlets=0, fresh=0, people=1), 3),
        (Weights(outlets=0, fresh=0, people=0, drafted=1), 4),
    ],
)
def test_weights_decide_what_stands_first(weights: Weights, first: int) -> None:
    stories = [
        story(1),
        story(2, hours=20, outlets=2),
        story(3, hours=40),
        story(4, hours=60, source=True),
    ]
    assert rank(stories, now=NOW, people={3: 1}, weights=weights)[0].number == first
