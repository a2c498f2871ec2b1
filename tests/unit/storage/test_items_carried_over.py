"""A store of before stories had many reports: its items are known still, and its stories can be joined."""

from pathlib import Path

from sqlite_utils import Database

from bot.repositories import Known
from storage.migrations import migrations
from storage.store import SqliteTx, SqliteView
from tests.contracts.drafts import NOON, a_brief, a_draft

OLD = "It was a long evening."


def before(path: Path) -> Database:
    """Return a store of the version before, with two stories."""
    db = Database(path)
    migrations.apply(db, stop_before="joined_reports")
    with db.atomic():
        for number in (1, 2):
            db.execute(
                "INSERT INTO stories (number, recency, headline, first_seen, topics, brief)"
                " VALUES (?, ?, 'Budget', 0, '[]', ?)",
                [number, number * 2, a_brief(OLD).model_dump_json(exclude_defaults=True)],
            )
            db.execute(
                "INSERT INTO reports (story, place, outlet, headline, first_seen, arrival)"
                " VALUES (?, 0, 'The Courier', 'Budget', 0, ?)",
                [number, 3 - number],
            )
            db.execute("INSERT INTO items VALUES ('feed', ?, ?)", [f"item {number}", number])
            db.execute("INSERT INTO headlines VALUES (?, 'Budget', NULL)", [number * 2])
            db.execute("INSERT INTO texts VALUES (?, 'Budget', ?, NULL)", [number * 2, OLD])
            db.execute(
                "INSERT INTO labels (kind, folded, name, stories)"
                " VALUES ('outlet', 'the courier', 'The Courier', 1)"
                " ON CONFLICT DO UPDATE SET stories = 2"
            )
            db.execute("INSERT INTO shelves VALUES (0, 0, ?), (1, 0, ?)", [number * 2, number * 2])
        db.execute("UPDATE labels SET stories = 2 WHERE id = 0")
    return db


def test_the_items_of_before_are_known_without_a_mark(tmp_path: Path) -> None:
    with before(tmp_path / "old.db") as db:
        migrations.apply(db)
        known = SqliteView(db, patience=1).items.known("feed", ["item 1", "item 2", "item 3"])
        assert known == {"item 1": Known(story=1), "item 2": Known(story=2)}
        assert not db.execute("PRAGMA foreign_key_check").fetchall()
        assert "items" not in db.table_names()


def test_the_stories_of_before_can_be_joined_merged_and_split(tmp_path: Path) -> None:
    with before(tmp_path / "old.db") as db:
        migrations.apply(db)
        with db.atomic():
            tx = SqliteTx(db, patience=1)
            tx.stories.report(1, a_draft("Rain", original="Wet.", first_seen=NOON))
            tx.stories.merge(2, 1, by="Ann")
            assert tx.stories.texts(1) == (OLD, OLD, "Wet.")
            old, new = tx.stories.split(2, 2, by="Ann")
            assert (old.headline, new.headline) == ("Budget", "Budget")
            assert tx.items.known("feed", ["item 1"]) == {"item 1": Known(story=new.number)}
            tx.stories.write_what_was_kept_back()
        assert SqliteView(db, patience=1).stories.count() == 2
        assert not db.execute("PRAGMA foreign_key_check").fetchall()
