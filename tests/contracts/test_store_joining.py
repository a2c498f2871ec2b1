"""What every store promises about reports that join a story: what they say, copies, and updates."""

from datetime import timedelta

import pytest

from bot.model.query import Search
from bot.model.sketch import Explanation
from bot.model.story import Copy, Fresh, Story, StoryDraft
from bot.ports import Tx
from bot.repositories import Known
from tests.contracts.conftest import Driven
from tests.contracts.drafts import NOON, a_draft

SECOND = timedelta(seconds=1)
WHY = Explanation(words=("budget", "council"), score=0.7, needed=0.5, hours_apart=2.5)
FIRST = a_draft("Council votes", original="A long evening.\nIt rained.", item="first")
ECHO = a_draft(
    "Mayor loses budget", original="It rained.\nThe mayor wept.", outlet="The Echo", item="echo", mark="m1"
)
NEWS = Fresh(text="The mayor wept.", seen=NOON)


def add(store: Driven, *drafts: StoryDraft) -> None:
    store.write(lambda tx: [tx.stories.add(draft) for draft in drafts])


def joined(store: Driven) -> Story:
    """Return a story with two reports."""
    add(store, FIRST)
    return store.write(lambda tx: tx.stories.report(1, ECHO, fresh=[NEWS], why=WHY))


def report(store: Driven, draft: StoryDraft) -> Story:
    return store.write(lambda tx: tx.stories.report(1, draft))


def copy(store: Driven, draft: StoryDraft, number: int = 1, arrival: int = 2) -> Story:
    return store.write(lambda tx: tx.stories.copy(number, arrival, draft))


def found(store: Driven, text: str) -> list[int]:
    hits = store.read(lambda view: view.stories.search(Search(text=text, limit=9))).hits
    return [hit.story.number for hit in hits]


def get(store: Driven, number: int = 1) -> Story:
    story = store.read(lambda view: view.stories.get(number))
    assert story
    return story


def texts(store: Driven, number: int = 1) -> tuple[str, ...]:
    return store.read(lambda view: view.stories.texts(number))


def marks(store: Driven, *items: str) -> dict[str, Known]:
    return dict(store.read(lambda view: view.items.known("documents", items)))


def test_what_is_fresh_in_a_report_and_why_it_is_there_is_kept(store: Driven) -> None:
    story = joined(store)
    expected = ECHO.report.model_copy(update={"arrival": 2, "fresh": (NEWS,), "why": WHY})
    assert story.reports[1] == expected
    store.reopen()
    assert get(store) == story
    assert marks(store, "echo") == {"echo": Known(story=1, mark="m1")}


def test_a_report_is_found_by_its_headline_and_its_text(store: Driven) -> None:
    joined(store)
    for text in ("wept", '"mayor loses"', "evening", "rained", "evening wept"):
        assert found(store, text) == [1]
    hits = store.read(lambda view: view.stories.search(Search(text="mayor", limit=9))).hits
    assert [hit.in_headline for hit in hits] == [False]


def test_a_transaction_finds_what_it_joined(store: Driven) -> None:
    def work(tx: Tx) -> list[int]:
        tx.stories.add(FIRST)
        tx.stories.report(1, ECHO)
        hits = tx.stories.search(Search(text="mayor", limit=9)).hits
        tx.stories.report(1, a_draft("Snow", original="Ice."))
        more = tx.stories.search(Search(text="ice", limit=9)).hits
        return [hit.story.number for hit in (*hits, *more)]

    assert store.write(work) == [1, 1]


def test_the_original_is_the_first_reports_and_texts_are_all_in_their_order(store: Driven) -> None:
    joined(store)
    add(store, a_draft(original="Alone."))
    assert store.read(lambda view: view.stories.original(1)) == FIRST.original
    assert texts(store) == (FIRST.original, ECHO.original)
    assert texts(store, 2) == ("Alone.",)
    assert texts(store, 3) == texts(store, 0) == texts(store, 2**63) == ()


def test_a_transaction_reads_the_texts_that_it_added(store: Driven) -> None:
    def work(tx: Tx) -> tuple[str, ...]:
        tx.stories.add(FIRST)
        tx.stories.report(1, ECHO)
        return tx.stories.texts(1)

    assert store.write(work) == (FIRST.original, ECHO.original)


def test_a_story_is_on_the_topics_of_all_its_reports(store: Driven) -> None:
    add(store, a_draft(topics=("Law", "Rain")))
    story = report(store, a_draft(topics=("LAW", "Money")))
    assert story.topics == ("Law", "Rain", "Money")
    assert get(store) == story
    counted = store.read(lambda view: view.topics.counted(limit=9))
    assert {(each.name, each.stories) for each in counted} == {("Law", 1), ("Rain", 1), ("Money", 1)}


def test_however_much_is_reported_the_first_text_stays_whole_and_found(store: Driven) -> None:
    add(store, FIRST)
    for name in ("alpha", "beta", "gamma"):
        original = "\n".join(f"{name}{line} {'x' * 90}" for line in range(1_000))
        report(store, a_draft(original=original))
    assert found(store, "alpha999") == found(store, "evening") == [1]
    assert found(store, "gamma999") == []
    assert store.read(lambda view: view.stories.original(1)) == FIRST.original
    assert [len(text) > 90_000 for text in texts(store)] == [False, True, True, True]


def test_a_copy_stands_with_the_report_and_its_item_is_known(store: Driven) -> None:
    joined(store)
    draft = a_draft(outlet="The Globe", url="https://globe.example/1", item="globe", mark="m2")
    story = copy(store, draft)
    expected = Copy(outlet="The Globe", url="https://globe.example/1", first_seen=draft.report.first_seen)
    assert [report.copies for report in story.reports] == [(), (expected,)]
    assert story.outlets == ("The Courier", "The Echo")
    store.reopen()
    assert get(store) == story
    assert marks(store, "globe") == {"globe": Known(story=1, mark="m2")}
    assert store.read(lambda view: view.stories.newest_arrival()) == 2


def test_a_copy_at_an_address_that_is_there_already_is_only_known(store: Driven) -> None:
    story = joined(store)
    for item in ("one", "two"):
        draft = a_draft(outlet="The Echo", item=item)
        assert copy(store, draft) == story
    for item in ("three", "four"):
        after = copy(store, a_draft(outlet="The Globe", item=item))
    assert len(after.reports[1].copies) == 1
    assert len(marks(store, "one", "two", "three", "four")) == 4


def test_a_copy_of_no_report_or_of_a_known_item_is_refused(store: Driven) -> None:
    joined(store)
    add(store, a_draft(item="other"))
    for number, arrival, item, says in (
        (1, 3, "new", "arrival 3"),
        (2, 1, "new", "arrival 1"),
        (9, 1, "new", "no story 9"),
        (1, 2, "other", "story 2 already"),
    ):
        draft = a_draft(outlet="The Globe", item=item)
        with pytest.raises(ValueError, match=says):
            copy(store, draft, number, arrival)
    assert marks(store, "new") == {}


def test_an_update_puts_what_is_fresh_behind_what_was_there(store: Driven) -> None:
    before = joined(store)
    late = Fresh(text="She resigned.", seen=NOON + SECOND)
    said = "The mayor wept.\nShe resigned. Snow fell."
    after = a_draft("Mayor resigns", original=said, outlet="The Echo", item="echo", mark="m2")
    story = store.write(lambda tx: tx.stories.update(after, fresh=[late]))
    expected = before.reports[1].model_copy(update={"fresh": (NEWS, late)})
    assert story == before.model_copy(update={"reports": (before.reports[0], expected)})
    store.reopen()
    assert get(store) == story
    assert marks(store, "echo") == {"echo": Known(story=1, mark="m2")}
    assert found(store, "resigned") == found(store, '"mayor resigns"') == found(store, "snow") == [1]
    assert texts(store) == (FIRST.original, f"{ECHO.original}\nShe resigned.")


def test_the_only_report_of_a_story_can_be_updated_and_its_brief_points_where_it_did(store: Driven) -> None:
    add(store, FIRST)
    after = a_draft(original="A long evening.\nIt snowed.", item="first")
    fresh = Fresh(text="It snowed.", seen=NOON)
    for _ in range(2):
        store.write(lambda tx: tx.stories.update(after, fresh=[fresh]))
    assert store.read(lambda view: view.stories.original(1)) == FIRST.original
    assert found(store, "snowed") == found(store, "rained") == [1]
    assert texts(store) == (f"{FIRST.original}\nIt snowed.\nIt snowed.",)


def test_an_update_without_news_changes_the_mark_alone(store: Driven) -> None:
    story = joined(store)
    after = a_draft("Typo mended", item="echo", mark="m2")
    assert store.write(lambda tx: tx.stories.update(after, fresh=())) == story
    assert get(store) == story
    assert marks(store, "echo")["echo"].mark == "m2"
    assert found(store, "typo") == []


def test_a_transaction_updates_what_it_added(store: Driven) -> None:
    def work(tx: Tx) -> Story:
        tx.stories.add(FIRST)
        return tx.stories.update(FIRST.model_copy(update={"mark": "m2"}), fresh=[NEWS])

    assert store.write(work).reports[0].fresh == (NEWS,)
    assert marks(store, "first")["first"].mark == "m2"


def test_an_item_that_is_not_known_can_not_be_updated(store: Driven) -> None:
    with pytest.raises(ValueError, match="not known"):
        store.write(lambda tx: tx.stories.update(FIRST, fresh=[NEWS]))


def test_the_item_of_a_copy_updates_its_report(store: Driven) -> None:
    joined(store)
    draft = a_draft(outlet="The Globe", item="globe")
    copy(store, draft)
    story = store.write(lambda tx: tx.stories.update(draft, fresh=[NEWS]))
    assert [len(report.fresh) for report in story.reports] == [0, 2]
