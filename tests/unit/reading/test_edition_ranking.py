"""The order of the stories in an edition."""

from datetime import UTC, datetime, timedelta

from bot.model.brief import Brief
from bot.model.story import Report, Story
from bot.reading.ranking import rank, rank_edition, topic_match

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


def story(
    number: int,
    headline: str = "A story",
    *,
    hours: float = 0,
    outlets: int = 1,
    topics: tuple[str, ...] = (),
) -> Story:
    seen = NOW - timedelta(hours=hours)
    reports = tuple(Report(outlet=f"Outlet {n}", headline=headline, first_seen=seen) for n in range(outlets))
    brief = Brief(drafted_by="extract")
    return Story(
        number=number, headline=headline, brief=brief, reports=reports, first_seen=seen, topics=topics
    )


def numbers(stories: tuple[Story, ...]) -> list[int]:
    return [each.number for each in stories]


def test_a_label_is_a_full_match_and_the_headline_half_a_one() -> None:
    assert topic_match(story(1, topics=("Élections",)), "elections") == 1.0
    assert topic_match(story(1, "The harbour board elects"), "harbour board") == 0.5
    assert topic_match(story(1, "Board of the harbour"), "Harbour Board") == 0.5
    assert topic_match(story(1, "Harbours and boards"), "harbour board") == 0.0
    assert topic_match(story(1), "…") == 0.0


def test_without_topic_and_reactions_it_is_the_order_of_latest() -> None:
    stories = [story(1, hours=30, outlets=4), story(2, hours=1), story(3, hours=20, outlets=2)]
    assert rank_edition(stories, topic=None, people={}, now=NOW) == rank(stories, now=NOW)


def test_a_label_makes_up_for_half_a_day_over_a_headline() -> None:
    labelled = story(1, topics=("sport",), hours=11)
    named = story(2, "Sport today")
    assert numbers(rank_edition([labelled, named], topic="sport", people={}, now=NOW)) == [1, 2]
    older = story(3, topics=("sport",), hours=13)
    assert numbers(rank_edition([older, named], topic="sport", people={}, now=NOW)) == [2, 3]


def test_three_people_who_reacted_make_up_for_a_day() -> None:
    loved, fresh = story(1, hours=23), story(2)
    assert numbers(rank_edition([loved, fresh], topic=None, people={1: 3}, now=NOW)) == [1, 2]
    assert numbers(rank_edition([loved, fresh], topic=None, people={1: 2}, now=NOW)) == [2, 1]
