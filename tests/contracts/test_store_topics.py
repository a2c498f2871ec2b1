"""What every store promises about topics: their counts, and a newsroom's own rules."""

import pytest

from bot.model.query import Latest
from bot.model.topic import TopicCount, TopicRule
from bot.ports import Tx
from tests.contracts.conftest import Driven
from tests.contracts.drafts import a_draft

COURTS = TopicRule(name="Courts", words=("court", "judge"), sources=("The Echo",), without=("tennis",))


def add(store: Driven, *topics: str) -> None:
    store.write(lambda tx: tx.stories.add(a_draft(topics=topics)))


def put(store: Driven, *rules: TopicRule) -> None:
    def work(tx: Tx) -> None:
        for rule in rules:
            tx.topics.set(rule)

    store.write(work)


def counted(store: Driven, limit: int = 9) -> list[tuple[str, int]]:
    return [(each.name, each.stories) for each in store.read(lambda view: view.topics.counted(limit=limit))]


def latest(store: Driven, topic: str) -> list[int]:
    found = store.read(lambda view: view.stories.latest(Latest(limit=9, topic=topic)))
    return [story.number for story in found]


def test_rules_are_kept_whole_and_come_by_name(store: Driven) -> None:
    assert store.read(lambda view: view.topics.rules()) == ()
    other = TopicRule(name="área")
    put(store, COURTS, other)
    store.reopen()
    assert store.read(lambda view: view.topics.rules()) == (other, COURTS)


def test_a_rule_takes_the_place_of_one_with_its_name_without_case_and_accents(store: Driven) -> None:
    again = TopicRule(name="cöurts", words=("law",))
    put(store, COURTS, again)
    assert store.read(lambda view: view.topics.rules()) == (again,)


def test_a_dropped_rule_is_gone_and_stories_keep_its_topic(store: Driven) -> None:
    add(store, "Courts")
    put(store, COURTS)
    assert store.write(lambda tx: tx.topics.drop("COÚRTS"))
    assert not store.write(lambda tx: tx.topics.drop("Courts"))
    assert store.read(lambda view: view.topics.rules()) == ()
    assert counted(store) == [("Courts", 1)]


def test_topics_come_the_most_frequent_first_and_those_with_a_rule_always(store: Driven) -> None:
    for topics in (("Law", "Sport"), ("law",), ("Rain",), ("Rain",), ("Rain",)):
        add(store, *topics)
    assert counted(store, 2) == [("Rain", 3), ("Law", 2)]
    put(store, COURTS, TopicRule(name="sport"))
    found = store.read(lambda view: view.topics.counted(limit=1))
    assert found == (
        TopicCount(name="Rain", stories=3),
        TopicCount(name="sport", stories=1, rule=TopicRule(name="sport")),
        TopicCount(name="Courts", stories=0, rule=COURTS),
    )


def test_a_label_takes_the_place_of_the_topics_that_were_there(store: Driven) -> None:
    add(store, "Law", "Sport")
    add(store, "Law")
    story = store.write(lambda tx: tx.stories.label(1, ("law", "Rain")))
    assert story.topics == ("law", "Rain")
    store.reopen()
    assert store.read(lambda view: view.stories.get(1)) == story
    assert counted(store) == [("Law", 2), ("Rain", 1)]
    assert store.read(lambda view: view.stories.topics()) == ("Law", "Rain")
    assert (latest(store, "sport"), latest(store, "law"), latest(store, "rain")) == ([], [2, 1], [1])
    query = Latest(limit=9, topic="rain", source="The Courier")
    assert [each.number for each in store.read(lambda view: view.stories.latest(query))] == [1]


def test_a_story_may_lose_all_its_topics(store: Driven) -> None:
    add(store, "Law")
    assert store.write(lambda tx: tx.stories.label(1, ())).topics == ()
    assert counted(store) == []
    assert store.read(lambda view: view.stories.count()) == 1


@pytest.mark.parametrize("number", [0, 1, 2**63])
def test_no_story_no_label(store: Driven, number: int) -> None:
    with pytest.raises(ValueError, match=f"no story {number}"):
        store.write(lambda tx: tx.stories.label(number, ("Law",)))
