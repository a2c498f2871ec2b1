"""Every question is answered by an index: none reads a whole table, however large it gets."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.model.query import Latest, Search
from bot.ports import View
from storage.migrations import migrations
from storage.store import SqliteTx, SqliteView
from tests.contracts.drafts import a_draft

# Label 0 and the few sources are counted or listed whole; a table of values is in memory.
SMALL = {"json_each", "sources"}
SINCE = datetime(2026, 1, 1, tzinfo=UTC)

QUESTIONS: dict[str, Callable[[View], object]] = {
    "get": lambda view: view.stories.get(1),
    "original": lambda view: view.stories.original(1),
    "latest": lambda view: view.stories.latest(Latest(limit=5)),
    "topic": lambda view: view.stories.latest(Latest(limit=5, topic="law", since=SINCE)),
    "source": lambda view: view.stories.latest(Latest(limit=5, source="the", since=SINCE)),
    "both": lambda view: view.stories.latest(Latest(limit=5, topic="law", source="the")),
    "search": lambda view: view.stories.search(Search(text='council "the budget"', limit=5)),
    "count": lambda view: view.stories.count(),
    "topics": lambda view: view.stories.topics(),
    "outlets": lambda view: view.stories.outlets(),
    "known": lambda view: view.items.known("feed", ["a"]),
    "mark": lambda view: view.sources.mark("feed"),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_no_question_reads_a_whole_table(question: Callable[[View], object], tmp_path: Path) -> None:
    with Database(tmp_path / "stories.db") as db:
        migrations.apply(db)
        with db.atomic():
            tx = SqliteTx(db, patience=1)
            tx.stories.add(a_draft(topics=("Law",)))
            tx.stories.write_what_was_kept_back()
        asked: list[tuple[str, object]] = []
        with db.tracer(lambda sql, values: asked.append((sql, values))):
            question(SqliteView(db, patience=1))
        assert asked
        assert [step for sql, values in asked for step in scans(db, sql, values)] == []


def scans(db: Database, sql: str, values: object) -> list[str]:
    """Return the steps of the plan that read a table of any size from end to end."""
    steps = db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()  # type: ignore[arg-type]
    return [
        detail
        for *_, detail in steps
        if detail.startswith("SCAN") and "VIRTUAL TABLE" not in detail and detail.split()[1] not in SMALL
    ]
