"""The tables of the sources that are polled, and of a newsroom's own topics."""

from sqlite_utils import Database

from storage.script import Script


def create_polled_sources(db: Database) -> None:
    """Create the sources that are polled: `source` is all of it, the others are what it is found by."""
    Script(db).run("""
        CREATE TABLE polled_sources (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL,
            url TEXT NOT NULL,
            state TEXT NOT NULL,
            next_at INTEGER NOT NULL,
            source TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX polled_sources_by_key ON polled_sources (key) WHERE state <> 'removed';
        CREATE INDEX polled_sources_by_url ON polled_sources (url) WHERE state <> 'removed';
        CREATE INDEX polled_sources_standing ON polled_sources (number) WHERE state <> 'removed';
        CREATE INDEX polled_sources_due ON polled_sources (next_at, number) WHERE state = 'active';
    """)


def create_topic_rules(db: Database) -> None:
    """Create the newsroom's rules for topics, by name without case and accents."""
    Script(db).run("""
        CREATE TABLE topic_rules (
            folded TEXT PRIMARY KEY,
            rule TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
    """)
