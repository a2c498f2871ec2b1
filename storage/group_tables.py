"""The tables by which a report finds the story it belongs to."""

from sqlite_utils import Database

from storage.script import Script


def add_days(db: Database) -> None:
    """Keep of how many of a story's reports it is known on what day they came out, and between which days.

    Days are counted from 1 January of the year 1; a story without a day has the last day and the first.
    """
    Script(db).run("""
        ALTER TABLE group_stories ADD COLUMN dated INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE group_stories ADD COLUMN earliest INTEGER NOT NULL DEFAULT 3652059;
        ALTER TABLE group_stories ADD COLUMN latest INTEGER NOT NULL DEFAULT 1;
    """)


def create_groups(db: Database) -> None:
    """Create the index of the stories of late.

    `group_stems` holds for each stem the stories that are found by it, `seen` being the time of the story's
    latest report with it; `group_words` in how many reports a stem is, all of them under the empty stem.
    """
    Script(db).run("""
        CREATE TABLE group_stories (
            story INTEGER PRIMARY KEY,
            reports INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            outlets TEXT NOT NULL,
            weights TEXT NOT NULL
        ) STRICT;
        CREATE INDEX group_stories_by_age ON group_stories (last);
        CREATE TABLE group_stems (
            stem TEXT NOT NULL,
            story INTEGER NOT NULL,
            seen INTEGER NOT NULL,
            PRIMARY KEY (stem, story)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX group_stems_by_age ON group_stems (stem, seen, story);
        CREATE TABLE group_reports (
            report INTEGER PRIMARY KEY,
            story INTEGER NOT NULL,
            at INTEGER NOT NULL,
            page INTEGER,
            prints INTEGER NOT NULL,
            sketch TEXT NOT NULL,
            stems TEXT NOT NULL
        ) STRICT;
        CREATE INDEX group_reports_of_each ON group_reports (story, report);
        CREATE INDEX group_reports_on_page ON group_reports (page, report) WHERE page IS NOT NULL;
        CREATE TABLE group_prints (
            print INTEGER NOT NULL,
            report INTEGER NOT NULL,
            PRIMARY KEY (print, report)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE group_words (
            stem TEXT PRIMARY KEY,
            reports INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
    """)
