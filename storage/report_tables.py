"""The tables of stories with several reports: what each report said, and which items are whose."""

from sqlite_utils import Database

from storage.script import Script


def create_joined_reports(db: Database) -> None:
    """Let stories have many reports, be merged and be split.

    `reports.details` is what few reports have (see `storage.rows`). `report_drafts` keeps, for each report of
    a story that has or had several, the story that it would be alone. An item belongs to a report, by its
    arrival number, and so moves with it; those of before are their story's first.
    """
    Script(db).run("""
        ALTER TABLE stories ADD COLUMN merged_into INTEGER REFERENCES stories (number);
        CREATE INDEX stories_merged ON stories (merged_into) WHERE merged_into IS NOT NULL;
        ALTER TABLE reports ADD COLUMN details TEXT;
        DROP INDEX reports_by_arrival;
        CREATE UNIQUE INDEX reports_by_arrival ON reports (arrival);
        CREATE TABLE report_drafts (
            arrival INTEGER PRIMARY KEY REFERENCES reports (arrival),
            headline TEXT NOT NULL,
            url TEXT,
            happened_on TEXT,
            topics TEXT NOT NULL,
            archive INTEGER NOT NULL,
            brief TEXT NOT NULL,
            original TEXT NOT NULL
        ) STRICT;
        CREATE TABLE known_items (
            source TEXT NOT NULL,
            key TEXT NOT NULL,
            arrival INTEGER NOT NULL REFERENCES reports (arrival),
            mark TEXT NOT NULL,
            PRIMARY KEY (source, key)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO known_items (source, key, arrival, mark)
        SELECT source, key, (
            SELECT arrival FROM reports WHERE reports.story = items.story ORDER BY place LIMIT 1
        ), '' FROM items ORDER BY source, key;
        DROP TABLE items;
    """)
