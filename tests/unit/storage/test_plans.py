"""Every question is answered by an index: none reads a whole table, however large it gets."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.model.decision import Choice
from bot.model.digest import Edition, Verdict
from bot.model.follow_up import STANDING, FollowUp, FollowUpState, Wanted
from bot.model.people import MessageRef
from bot.model.polled import PolledSource
from bot.model.query import Latest, Search
from bot.model.story import Fresh
from bot.model.topic import TopicRule
from bot.ports import Tx, View
from storage.migrations import migrations
from storage.store import SqliteTx, SqliteView
from tests.contracts.drafts import a_draft
from tests.contracts.follow_ups import a_flag, a_follow_up, an_entry
from tests.contracts.promises import ANNA, NOW, a_place, a_promise, an_edit
from tests.contracts.test_store_digests import a_digest
from tests.contracts.test_store_inbox import typed
from tests.contracts.test_store_polled import a_source

# Label 0 and the few sources are counted or listed whole; a table of values is in memory; a sum is one row;
# those of SQLite itself have a row for each table.
SMALL = {"json_each", "sources", "topic_rules", "CONSTANT", "sqlite_sequence", "sqlite_master"}
# These hold only what is not settled yet, or is listed whole.
PARTIAL = {"deliveries_open", "deliveries_stuck", "folds_open", "polled_sources_standing"}
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def settle(tx: Tx) -> None:
    """Bring a post on its way."""
    (before,) = tx.deliveries.due("slack", at=NOW, limit=5)
    message = MessageRef(conversation=before.to, id="m1")
    tx.deliveries.change(before, before.model_copy(update={"message": message, "story": 1}), free_at=NOW)


WANTED = [
    Wanted(states=states, mine=mine, channel=channel, due_by=due_by)
    for states in (STANDING, frozenset(FollowUpState), frozenset({FollowUpState.done}))
    for mine in (None, ANNA)
    for channel in (None, a_place().channel)
    for due_by in (None, NOW)
]

QUESTIONS: dict[str, Callable[[View], object]] = {
    "get": lambda view: view.stories.get(1),
    "original": lambda view: view.stories.original(1),
    "texts": lambda view: view.stories.texts(1),
    "latest": lambda view: view.stories.latest(Latest(limit=5)),
    "headlines": lambda view: view.stories.headlines(Latest(limit=5)),
    "topic": lambda view: view.stories.latest(Latest(limit=5, topic="law", since=SINCE)),
    "source": lambda view: view.stories.latest(Latest(limit=5, source="the", since=SINCE)),
    "both": lambda view: view.stories.latest(Latest(limit=5, topic="law", source="the")),
    "search": lambda view: view.stories.search(Search(text='council "the budget"', limit=5)),
    "count": lambda view: view.stories.count(),
    "topics": lambda view: view.stories.topics(),
    "outlets": lambda view: view.stories.outlets(),
    "arrived": lambda view: view.stories.arrived(1, 9, limit=5),
    "arrivals": lambda view: view.stories.arrivals(1, 9),
    "arrived on a topic": lambda view: view.stories.arrived(1, 9, limit=5, topic="law"),
    "newest arrival": lambda view: view.stories.newest_arrival(),
    "arrival at": lambda view: view.stories.arrival_at(SINCE),
    "numbered": lambda view: view.stories.numbered([1, 2]),
    "delivery": lambda view: view.deliveries.get(1),
    "delivery at a message": lambda view: view.deliveries.at(MessageRef(conversation=a_place(), id="m1")),
    "delivery by key": lambda view: view.deliveries.of("post"),
    "edits": lambda view: view.deliveries.edits_of("post"),
    "open": lambda view: view.deliveries.open_in(a_place().channel),
    "stuck": lambda view: view.deliveries.stuck(limit=5),
    "counts": lambda view: view.deliveries.counts(),
    "next due": lambda view: view.deliveries.next_due("slack", but_not=["V"]),
    "digest": lambda view: view.digests.get(1),
    "digests here": lambda view: view.digests.in_channel(a_place().channel),
    "last dated": lambda view: view.digests.last_dated(1),
    "unsent": lambda view: view.digests.unsent(1),
    "showing": lambda view: view.digests.showing(1, [1, 2]),
    "editions": lambda view: view.digests.editions(1, limit=5),
    "last success": lambda view: view.digests.last_success(1),
    "subscription": lambda view: view.subscriptions.get(1),
    "subscriptions here": lambda view: view.subscriptions.in_channel(a_place().channel),
    "fold": lambda view: view.subscriptions.fold(1),
    "open folds": lambda view: view.subscriptions.open_folds(),
    "folds of a post": lambda view: view.subscriptions.folds_of("fold:1"),
    "decisions": lambda view: view.decisions.about(1, a_place().channel),
    "decision count": lambda view: view.decisions.count(a_place(), Choice.posted, since=SINCE),
    "preferences": lambda view: view.preferences.of_channel(a_place().channel),
    "reactions": lambda view: view.reactions.people([1, 2]),
    "standing": lambda view: view.reactions.standing(MessageRef(conversation=a_place(), id="m1")),
    "open posts": lambda view: view.reactions.open_posts("slack", since=SINCE, limit=5),
    "unsettled": lambda view: view.inbox.unsettled("slack"),
    "showing a story": lambda view: view.deliveries.showing(1),
    "follow-up": lambda view: view.follow_ups.get(1),
    "follow-ups of a story": lambda view: view.follow_ups.of(1),
    "follow-ups of stories": lambda view: view.follow_ups.of_each([1, 2]),
    "to look at": lambda view: view.follow_ups.to_look_at(at=NOW, limit=5),
    "flags": lambda view: view.follow_ups.flags(1),
    "flagged": lambda view: view.follow_ups.flagged(ANNA, "said"),
    "history": lambda view: view.follow_ups.history(1),
    "cards": lambda view: view.follow_ups.cards(1),
    "on a card": lambda view: view.follow_ups.on_card("card"),
    "every follow-up": lambda view: view.follow_ups.every(after=1, limit=5),
    "wanted": lambda view: [view.follow_ups.wanted(wanted) for wanted in WANTED],
    "wanted, counted": lambda view: [view.follow_ups.count(wanted) for wanted in WANTED],
    "known": lambda view: view.items.known("feed", ["a"]),
    "mark": lambda view: view.sources.mark("feed"),
    "source by number": lambda view: view.sources.get(1),
    "source by address": lambda view: view.sources.at("https://example.org/other"),
    "every source": lambda view: view.sources.every(),
    "due sources": lambda view: view.sources.due(at=NOW, limit=5),
    "rules": lambda view: view.topics.rules(),
    "topic counts": lambda view: view.topics.counted(limit=5),
}

CHANGES: dict[str, Callable[[Tx], object]] = {
    "report": lambda tx: tx.stories.report(1, a_draft(source="feed", item="b")),
    "copy": lambda tx: tx.stories.copy(1, 1, a_draft(outlet="The Echo")),
    "update": lambda tx: tx.stories.update(a_draft(item="one"), fresh=[Fresh(text="New.", seen=NOW)]),
    "merge": lambda tx: tx.stories.merge(1, 2, by="Anna"),
    "split": lambda tx: [tx.stories.merge(1, 2, by="Anna"), tx.stories.split(1, 1, by="Anna")],
    "label": lambda tx: tx.stories.label(1, ("Budget",)),
    "add a source": lambda tx: tx.sources.add(a_source("two")),
    "change a source": lambda tx: tx.sources.change(PolledSource(number=1, **dict(a_source("one")))),
    "set a rule": lambda tx: tx.topics.set(TopicRule(name="Law")),
    "drop a rule": lambda tx: tx.topics.drop("Law"),
    "due": lambda tx: tx.deliveries.due("slack", at=NOW, limit=5, but_not=["V"]),
    "queue": lambda tx: tx.deliveries.queue(an_edit("post", 2), at=NOW),
    "change": settle,
    "decide": lambda tx: tx.digests.decide(
        Edition(digest=1, occasion="1", day=None, verdict=Verdict.missed, due_at=None, decided_at=NOW)
    ),
    "forget": lambda tx: tx.decisions.forget(SINCE),
    "accept": lambda tx: tx.inbox.accept(typed(), at=NOW),
    "settle": lambda tx: tx.inbox.settle("slack:1"),
    "forget the inbox": lambda tx: tx.inbox.forget(SINCE),
    "add a follow-up": lambda tx: tx.follow_ups.add(a_follow_up()),
    "change a follow-up": lambda tx: tx.follow_ups.change(FollowUp(number=1, **dict(a_follow_up()))),
    "flag": lambda tx: tx.follow_ups.flag(1, a_flag()),
    "unflag": lambda tx: [tx.follow_ups.flag(1, a_flag()), tx.follow_ups.unflag(1, ANNA)],
    "write down": lambda tx: tx.follow_ups.write_down(1, an_entry()),
    "show": lambda tx: tx.follow_ups.show(1, "post"),
    "react": lambda tx: tx.reactions.put(
        MessageRef(conversation=a_place(), id="m1"), person="U1", name="eyes", present=True, at=NOW
    ),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_no_question_reads_a_whole_table(question: Callable[[View], object], tmp_path: Path) -> None:
    with Database(tmp_path / "stories.db") as db:
        fill(db)
        asked: list[tuple[str, object]] = []
        with db.tracer(lambda sql, values: asked.append((sql, values))):
            question(SqliteView(db, patience=1))
        assert asked
        assert [step for sql, values in asked for step in scans(db, sql, values)] == []


def test_what_is_looked_at_first_is_not_sorted_out_of_everything(tmp_path: Path) -> None:
    with Database(tmp_path / "stories.db") as db:
        fill(db)
        asked: list[tuple[str, object]] = []
        with db.tracer(lambda sql, values: asked.append((sql, values))):
            SqliteView(db, patience=1).follow_ups.to_look_at(at=NOW, limit=5)
        assert asked
        assert [step for sql, values in asked for step in plan(db, sql, values) if "B-TREE" in step] == []


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_no_change_reads_a_whole_table(change: Callable[[Tx], object], tmp_path: Path) -> None:
    with Database(tmp_path / "stories.db") as db:
        fill(db)
        asked: list[tuple[str, object]] = []
        with db.atomic(), db.tracer(lambda sql, values: asked.append((sql, values))):
            tx = SqliteTx(db, patience=1)
            change(tx)
            tx.stories.write_what_was_kept_back()
        assert asked
        assert [step for sql, values in asked for step in scans(db, sql, values)] == []


def fill(db: Database) -> None:
    """Store a little of everything that a question may be about."""
    migrations.apply(db)
    with db.atomic():
        tx = SqliteTx(db, patience=1)
        tx.stories.add(a_draft(topics=("Law",), item="one"))
        tx.stories.add(a_draft())
        tx.sources.add(a_source("one"))
        tx.topics.set(TopicRule(name="Court"))
        tx.stories.write_what_was_kept_back()
        tx.deliveries.queue(a_promise("post"), at=NOW)
        tx.deliveries.queue(an_edit("post"), at=NOW)
        tx.digests.add(a_digest())
        tx.follow_ups.add(a_follow_up(home=a_place()))


def scans(db: Database, sql: str, values: object) -> list[str]:
    """Return the steps of the plan that read a table of any size from end to end."""
    return [step for step in plan(db, sql, values) if step.startswith("SCAN") and not is_small(step.split())]


def plan(db: Database, sql: str, values: object) -> list[str]:
    """Return the steps in which a statement is done."""
    steps = db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", values or []).fetchall()  # type: ignore[arg-type]
    return [detail for *_, detail in steps]


def is_small(step: list[str]) -> bool:
    """Say whether what a step reads from end to end stays small."""
    # What a query within reads has steps of its own.
    return (
        not {"VIRTUAL", "VALUES"}.isdisjoint(step)
        or step[1] in SMALL
        or step[-1] in PARTIAL
        or step[1].startswith("(subquery")
    )
