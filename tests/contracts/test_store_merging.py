"""What every store promises about stories that are merged and split."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.query import Latest, Search
from bot.model.sketch import Explanation
from bot.model.story import Fresh, Story, StoryDraft
from bot.ports import Tx, View
from bot.repositories import Known
from tests.contracts.conftest import Driven
from tests.contracts.drafts import NOON, a_draft

HOUR = timedelta(hours=1)
WHY = Explanation(words=("rain",), score=0.7, needed=0.5)
NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")


def named(name: str) -> StoryDraft:
    """Return a draft of which everything bears its name; each was published an hour after the one before."""
    return a_draft(
        f"{name} headline",
        original=f"{name} text.",
        published=NOON + NAMES.index(name) * HOUR,
        outlet=f"The {name}",
        topics=(f"On {name}",),
        item=name,
    )


def add(store: Driven, *names: str) -> None:
    store.write(lambda tx: [tx.stories.add(named(name)) for name in names])


def report(store: Driven, number: int, name: str) -> Story:
    return store.write(lambda tx: tx.stories.report(number, named(name), why=WHY))


def merge(store: Driven, kept: int, gone: int) -> Story:
    return store.write(lambda tx: tx.stories.merge(kept, gone, by="Ann"))


def split(store: Driven, number: int, arrival: int) -> tuple[Story, Story]:
    return store.write(lambda tx: tx.stories.split(number, arrival, by="Ann"))


def get(store: Driven, number: int) -> Story | None:
    return store.read(lambda view: view.stories.get(number))


def original(store: Driven, number: int) -> str | None:
    return store.read(lambda view: view.stories.original(number))


def texts(store: Driven, number: int) -> tuple[str, ...]:
    return store.read(lambda view: view.stories.texts(number))


def found(store: Driven, text: str) -> list[int]:
    hits = store.read(lambda view: view.stories.search(Search(text=text, limit=9))).hits
    return [hit.story.number for hit in hits]


def outlets(story: Story) -> list[str]:
    return [each.outlet.removeprefix("The ") for each in story.reports]


def latest(view: View, **said: str) -> list[int]:
    query = Latest.model_validate({"limit": 9, **said})
    return [story.number for story in view.stories.latest(query)]


def assert_of_a_piece(view: View, numbers: Sequence[int]) -> None:
    """Every list, count and search agrees on which stories there are, and what each has."""
    stories = {story.number: story for story in view.stories.numbered(range(1, 30))}
    assert sorted(stories) == sorted(numbers)
    assert view.stories.count() == len(stories)
    assert sorted(latest(view)) == sorted(stories)
    for name in NAMES:
        has = [story for story in stories.values() if f"The {name}" in story.outlets]
        assert sorted(latest(view, source=f"The {name}")) == sorted(story.number for story in has)
        on = sorted(story.number for story in stories.values() if f"On {name}" in story.topics)
        assert sorted(latest(view, topic=f"On {name}")) == on
        counted = {each.name: each.stories for each in view.topics.counted(limit=9)}
        assert counted.get(f"On {name}", 0) == len(on)
        assert (f"The {name}" in view.stories.outlets()) == bool(has)
        hits = view.stories.search(Search(text=name, limit=9)).hits
        assert {hit.story.number for hit in hits} == {story.number for story in has}
        for story in has:
            assert view.items.known("documents", [name]) == {name: Known(story=story.number)}
            assert f"{name} text." in view.stories.texts(story.number)
    for story in stories.values():
        assert view.stories.original(story.number) == story.headline.replace("headline", "text.")
        assert view.stories.get(story.number) == story
        assert len(view.stories.texts(story.number)) == len(story.reports)


def test_the_reports_of_the_other_stand_behind_those_that_were_there(store: Driven) -> None:
    add(store, "Alpha", "Beta")
    before = report(store, 1, "Gamma")
    report(store, 2, "Delta")
    gone = get(store, 2)
    assert gone
    story = merge(store, 1, 2)
    moved = tuple(each.model_copy(update={"why": None, "put_by": "Ann"}) for each in gone.reports)
    topics = ("On Alpha", "On Gamma", "On Beta", "On Delta")
    assert story == before.model_copy(update={"reports": (*before.reports, *moved), "topics": topics})
    assert [each.arrival for each in story.reports] == [1, 3, 2, 4]
    store.reopen()
    assert get(store, 1) == get(store, 2) == story
    store.read(lambda view: assert_of_a_piece(view, [1]))


def test_what_was_merged_away_is_listed_nowhere_and_its_words_find_the_other(store: Driven) -> None:
    add(store, "Alpha", "Beta", "Gamma")
    merge(store, 1, 2)
    store.read(lambda view: assert_of_a_piece(view, [1, 3]))
    assert found(store, '"beta headline"') == found(store, '"beta text"') == [1]
    arrived = store.read(lambda view: view.stories.arrived(1, 2, limit=9))
    assert [story.number for story in arrived] == [1]
    numbered = store.read(lambda view: view.stories.numbered([1, 2]))
    assert [story.number for story in numbered] == [1]
    assert store.read(lambda view: view.stories.headlines(Latest(limit=9))) == {
        3: "Gamma headline",
        1: "Alpha headline",
    }


def test_a_number_leads_to_the_last_of_a_chain_and_is_never_used_again(store: Driven) -> None:
    add(store, "Alpha", "Beta", "Gamma")
    merge(store, 2, 3)
    merge(store, 1, 2)
    add(store, "Delta")
    for number in (1, 2, 3):
        story = get(store, number)
        assert story
        assert story.number == 1
        assert original(store, number) == "Alpha text."
        assert len(texts(store, number)) == 3
    store.read(lambda view: assert_of_a_piece(view, [1, 4]))


def test_what_is_said_of_a_story_that_was_merged_away_goes_to_the_other(store: Driven) -> None:
    add(store, "Alpha", "Beta")
    merge(store, 1, 2)
    assert report(store, 2, "Gamma").number == 1
    assert store.write(lambda tx: tx.stories.label(2, ("On Beta",))).number == 1
    updated = store.write(lambda tx: tx.stories.update(named("Beta"), fresh=[Fresh(text="!", seen=NOON)]))
    assert [len(each.fresh) for each in updated.reports] == [0, 1, 0]
    copied = store.write(lambda tx: tx.stories.copy(2, 2, a_draft(outlet="The Copy")))
    assert [len(each.copies) for each in copied.reports] == [0, 1, 0]


def test_only_two_stories_can_be_merged(store: Driven) -> None:
    add(store, "Alpha", "Beta", "Gamma")
    merge(store, 1, 2)
    for kept, gone in ((1, 1), (1, 2), (2, 3), (3, 2), (1, 9), (9, 1), (0, 1), (1, 2**63)):
        with pytest.raises(ValueError, match="tory"):
            merge(store, kept, gone)
    store.read(lambda view: assert_of_a_piece(view, [1, 3]))


def test_news_and_an_archives_story_are_news(store: Driven) -> None:
    drafts = [a_draft(archive=True), a_draft(), a_draft(archive=True), a_draft(archive=True)]
    store.write(lambda tx: [tx.stories.add(draft) for draft in drafts])
    assert not merge(store, 1, 2).archive
    assert merge(store, 3, 4).archive
    assert store.read(lambda view: view.stories.arrivals(0, 9)) == 1
    old, new = split(store, 1, 2)
    assert (old.archive, new.archive) == (True, False)
    assert store.read(lambda view: [view.stories.get(number) for number in (1, 2)]) == [old, new]


def test_a_report_becomes_a_story_of_its_own(store: Driven) -> None:
    add(store, "Alpha")
    before = report(store, 1, "Beta")
    report(store, 1, "Gamma")
    old, new = split(store, 1, 2)
    draft = named("Beta")
    put = before.reports[1].model_copy(update={"why": None, "put_by": "Ann"})
    assert new == Story(
        number=2,
        headline=draft.headline,
        brief=draft.brief,
        reports=(put,),
        first_seen=draft.report.first_seen,
        topics=draft.topics,
    )
    assert outlets(old) == ["Alpha", "Gamma"]
    assert old.reports[1].why == WHY
    store.reopen()
    assert (get(store, 1), get(store, 2)) == (old, new)
    assert found(store, "beta") == [2]
    assert found(store, "gamma") == [1]
    assert store.read(latest) == [2, 1]
    assert store.read(lambda view: view.items.known("documents", ["Beta"])) == {"Beta": Known(story=2)}


def test_without_its_first_report_a_story_is_what_the_next_says(store: Driven) -> None:
    add(store, "Alpha", "Delta")
    report(store, 1, "Epsilon")
    report(store, 1, "Gamma")
    old, new = split(store, 1, 1)
    assert (new.number, new.headline, outlets(new)) == (3, "Alpha headline", ["Alpha"])
    expected = named("Epsilon")
    assert (old.headline, old.brief, outlets(old)) == (
        expected.headline,
        expected.brief,
        ["Epsilon", "Gamma"],
    )
    assert [each.why for each in old.reports] == [None, WHY]
    assert get(store, 1) == old
    assert original(store, 1) == "Epsilon text."
    assert found(store, "alpha") == [3]
    assert store.read(latest) == [1, 2, 3]
    hits = store.read(lambda view: view.stories.search(Search(text="epsilon", limit=9))).hits
    assert [hit.in_headline for hit in hits] == [True]


def test_what_came_later_goes_with_the_report(store: Driven) -> None:
    add(store, "Alpha")
    said, late = Fresh(text="Beta text.", seen=NOON), Fresh(text="Beta resigned.", seen=NOON)

    def work(tx: Tx) -> tuple[Story, Story]:
        tx.stories.report(1, named("Beta"), fresh=[said], why=WHY)
        tx.stories.copy(1, 2, a_draft(outlet="The Copy", item="copy"))
        tx.stories.update(named("Beta"), fresh=[late])
        return tx.stories.split(1, 2, by="Ann")

    old, new = store.write(work)
    assert outlets(old) == ["Alpha"]
    assert new.reports[0].fresh == (late,)
    assert [copy.outlet for copy in new.reports[0].copies] == ["The Copy"]
    assert store.read(lambda view: view.items.known("documents", ["copy"])) == {"copy": Known(story=2)}
    assert found(store, "resigned") == [2]
    assert texts(store, 2) == ("Beta text.\nBeta resigned.",)


def test_only_one_of_several_reports_can_be_split_off(store: Driven) -> None:
    add(store, "Alpha", "Beta")
    report(store, 1, "Gamma")
    for number, arrival in ((2, 2), (1, 2), (1, 9), (9, 1), (0, 1), (2**63, 1)):
        with pytest.raises(ValueError, match=r"tory"):
            split(store, number, arrival)
    store.read(lambda view: assert_of_a_piece(view, [1, 2]))


def test_what_was_merged_and_split_again_has_its_number_back(store: Driven) -> None:
    add(store, "Alpha", "Beta", "Gamma")
    before = get(store, 2)
    assert before
    report(store, 2, "Delta")
    merge(store, 2, 3)
    merge(store, 1, 2)
    old, new = split(store, 1, 2)
    put = before.reports[0].model_copy(update={"put_by": "Ann"})
    assert new == before.model_copy(update={"reports": (put,)}) == get(store, 2)
    assert (old.number, outlets(old)) == (1, ["Alpha", "Delta", "Gamma"])
    assert get(store, 3) == old
    assert split(store, 1, 3)[1].number == 3
    assert split(store, 1, 4)[1].number == 4
    store.read(lambda view: assert_of_a_piece(view, [1, 2, 3, 4]))


def test_the_topics_that_a_report_brought_alone_go_with_it(store: Driven) -> None:
    drafts = [a_draft(topics=("Sport",)), a_draft(topics=("Sport", "Traffic"))]
    store.write(lambda tx: [tx.stories.add(draft) for draft in drafts])
    merge(store, 1, 2)
    store.write(lambda tx: tx.stories.label(1, ("Sport", "Traffic", "Ours")))
    old, new = split(store, 1, 2)
    assert (old.topics, new.topics) == (("Sport", "Ours"), ("Sport", "Traffic"))


def test_numbers_lead_to_what_is_there_each_in_its_place(store: Driven) -> None:
    add(store, "Alpha", "Beta", "Gamma")
    merge(store, 2, 3)
    assert store.read(lambda view: view.stories.led([3, 1, 2, 9, 3])) == (2, 1, 2, 9, 2)
    merge(store, 1, 2)
    assert store.read(lambda view: view.stories.led([3, 1, 2])) == (1, 1, 1)
    assert store.read(lambda view: view.stories.led([])) == ()


STEPS = st.lists(
    st.tuples(st.sampled_from(["report", "merge", "split"]), st.integers(0, 9), st.integers(0, 9)), max_size=7
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(steps=STEPS, at_once=st.booleans())
def test_whatever_is_merged_and_split_everything_agrees(store: Driven, steps: object, at_once: bool) -> None:
    class Undo(Exception):
        """Leaves the store as it was, for the next example."""

    def play(tx: Tx) -> None:
        stories = {story.number: story for story in (tx.stories.add(named(name)) for name in NAMES[:4])}
        free = [*NAMES[4:]]
        for step, one, other in steps:  # type: ignore[attr-defined]
            numbers = sorted(stories)
            kept, gone = numbers[one % len(numbers)], numbers[other % len(numbers)]
            reports = stories[kept].reports
            if step == "report" and free:
                stories[kept] = tx.stories.report(kept, named(free.pop()))
            elif step == "merge" and kept != gone:
                stories[kept] = tx.stories.merge(kept, gone, by="Ann")
                del stories[gone]
            elif step == "split" and len(reports) > 1:
                arrival = reports[other % len(reports)].arrival
                old, new = tx.stories.split(kept, arrival, by="Ann")
                stories |= {old.number: old, new.number: new}
            if not at_once:
                assert_of_a_piece(tx, [*stories])
        assert_of_a_piece(tx, [*stories])
        assert {number: tx.stories.get(number) for number in stories} == stories
        raise Undo

    with pytest.raises(Undo):
        store.write(play)
