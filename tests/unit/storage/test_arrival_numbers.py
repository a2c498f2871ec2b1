"""A store of before the arrival numbers: its reports are numbered in the order in which they were seen."""

from pathlib import Path

from sqlite_utils import Database

from storage.migrations import migrations


def test_reports_that_were_there_are_numbered_by_when_they_were_first_seen(tmp_path: Path) -> None:
    with Database(tmp_path / "old.db") as db:
        migrations.apply(db, stop_before="arrivals")
        add = "INSERT INTO reports (story, place, outlet, headline, first_seen) VALUES (?, ?, '', '', ?)"
        for number in (1, 2):
            db.execute(
                "INSERT INTO stories (number, recency, headline, first_seen, topics, brief)"
                " VALUES (?, ?, '', 0, '[]', '{}')",
                [number, number],
            )
        for report in ((1, 0, 30), (1, 1, 10), (2, 0, 20), (2, 1, 20)):
            db.execute(add, report)
        migrations.apply(db)
        numbered = db.execute("SELECT story, place, arrival FROM reports ORDER BY arrival").fetchall()
        assert numbered == [(1, 1, 1), (2, 0, 2), (2, 1, 3), (1, 0, 4)]
