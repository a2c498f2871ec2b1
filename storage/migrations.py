"""The shape of the store and how it came to be: named steps, only ever appended to."""

from sqlite_utils import Database, Migrations

from storage.follow_up_tables import create_follow_ups
from storage.group_tables import add_days, create_groups
from storage.report_tables import create_joined_reports
from storage.script import Script
from storage.source_tables import create_polled_sources, create_topic_rules

migrations = Migrations("nutgraf")

# Words without case and accents, by their English stem.
_TOKENIZER = "porter unicode61 remove_diacritics 2"
# How many pieces of one size the index gathers before it merges them bit by bit, and before it stops
# a writer to merge them at once. With the defaults (4 and 16) intake is slower, and some commits of a
# large store take seconds.
_MERGE_AT, _FORCE_MERGE_AT = 16, 64


@migrations()
def stories(db: Database) -> None:
    """Create stories with their reports.

    `recency` orders stories by when they became news; see `storage.recency`.
    """
    Script(db).run("""
        CREATE TABLE stories (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            recency INTEGER NOT NULL UNIQUE,
            headline TEXT NOT NULL,
            url TEXT,
            happened_on TEXT,
            first_seen INTEGER NOT NULL,
            topics TEXT NOT NULL,
            brief TEXT NOT NULL
        ) STRICT;
        CREATE TABLE reports (
            story INTEGER NOT NULL REFERENCES stories,
            place INTEGER NOT NULL,
            outlet TEXT NOT NULL,
            headline TEXT NOT NULL,
            url TEXT,
            first_seen INTEGER NOT NULL,
            published_at INTEGER,
            PRIMARY KEY (story, place)
        ) STRICT, WITHOUT ROWID;
    """)


@migrations()
def shelves(db: Database) -> None:
    """Create the shelves that stories stand on; label 0 means any topic, any outlet, all stories."""
    Script(db).run("""
        CREATE TABLE labels (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            folded TEXT NOT NULL,
            name TEXT NOT NULL,
            stories INTEGER NOT NULL DEFAULT 0,
            UNIQUE (kind, folded)
        ) STRICT;
        CREATE INDEX labels_by_stories ON labels (kind, stories);
        INSERT INTO labels (id, kind, folded, name) VALUES (0, 'any', '', '');
        CREATE TABLE shelves (
            outlet INTEGER NOT NULL,
            topic INTEGER NOT NULL,
            recency INTEGER NOT NULL,
            PRIMARY KEY (outlet, topic, recency)
        ) STRICT, WITHOUT ROWID;
    """)


@migrations()
def items_and_sources(db: Database) -> None:
    """Create what is remembered of items and sources."""
    Script(db).run("""
        CREATE TABLE items (
            source TEXT NOT NULL,
            key TEXT NOT NULL,
            story INTEGER NOT NULL REFERENCES stories,
            PRIMARY KEY (source, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sources (
            key TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            mark TEXT
        ) STRICT, WITHOUT ROWID;
    """)


@migrations()
def search(db: Database) -> None:
    """Create the texts and their two indexes, in which a higher rowid became news later.

    Headlines have an index of their own: FTS5 filters by column only after it has found the row.
    """
    Script(db).run("""
        CREATE TABLE headlines (
            recency INTEGER PRIMARY KEY,
            headline TEXT NOT NULL,
            milestone TEXT
        ) STRICT;
        CREATE TABLE texts (
            recency INTEGER PRIMARY KEY,
            headline TEXT NOT NULL,
            body TEXT NOT NULL,
            milestone TEXT
        ) STRICT;
    """)
    db.table("headlines").enable_fts(["headline", "milestone"], create_triggers=True, tokenize=_TOKENIZER)
    db.table("texts").enable_fts(["headline", "body", "milestone"], create_triggers=True, tokenize=_TOKENIZER)
    for index in ("headlines_fts", "texts_fts"):
        tune = f"INSERT INTO {index} ({index}, rank) VALUES (?, ?)"  # noqa: S608 - our own names
        db.execute(tune, ["automerge", _MERGE_AT])
        db.execute(tune, ["crisismerge", _FORCE_MERGE_AT])


@migrations()
def arrivals(db: Database) -> None:
    """Make it known which stories are no news, and count the reports in the order in which they came in."""
    Script(db).run("""
        ALTER TABLE stories ADD COLUMN archive INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE reports ADD COLUMN arrival INTEGER NOT NULL DEFAULT 0;
        UPDATE reports SET arrival = counted.arrival
        FROM (
            SELECT story, place, row_number() OVER (ORDER BY first_seen, story, place) AS arrival FROM reports
        ) AS counted
        WHERE reports.story = counted.story AND reports.place = counted.place;
        CREATE UNIQUE INDEX reports_by_arrival ON reports (arrival, story);
        CREATE INDEX reports_by_first_seen ON reports (first_seen, arrival);
    """)


@migrations()
def deliveries(db: Database) -> None:
    """Create conversations with whose turn it is in each, and what was promised to them.

    `next` and `wake_at` are kept by `storage.lanes`. Cards stand apart: a delivery changes often, and with
    its row all of it is written anew.
    """
    Script(db).run("""
        CREATE TABLE conversations (
            id INTEGER PRIMARY KEY,
            platform TEXT NOT NULL,
            workspace TEXT NOT NULL,
            channel TEXT NOT NULL,
            person INTEGER NOT NULL,
            thread TEXT NOT NULL,
            next INTEGER,
            free_at INTEGER,
            wake_at INTEGER,
            UNIQUE (platform, workspace, channel, person, thread)
        ) STRICT;
        CREATE INDEX conversations_by_turn ON conversations (platform, wake_at, next, workspace)
            WHERE wake_at IS NOT NULL;
        CREATE TABLE deliveries (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            mark TEXT NOT NULL UNIQUE,
            conversation INTEGER NOT NULL REFERENCES conversations,
            due_at INTEGER NOT NULL,
            edits TEXT REFERENCES deliveries (key),
            revision INTEGER NOT NULL,
            behind TEXT,
            story INTEGER,
            state TEXT NOT NULL,
            queued_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            tried_at INTEGER,
            failing_since INTEGER,
            looked_at INTEGER,
            reason TEXT NOT NULL DEFAULT '',
            recalled TEXT NOT NULL DEFAULT '',
            message_in INTEGER REFERENCES conversations,
            message TEXT
        ) STRICT;
        CREATE TABLE cards (
            delivery INTEGER PRIMARY KEY REFERENCES deliveries,
            card TEXT NOT NULL
        ) STRICT;
        CREATE INDEX deliveries_open ON deliveries (conversation, number)
            WHERE state IN ('ready', 'retry', 'sending', 'unknown');
        CREATE INDEX deliveries_stuck ON deliveries (number) WHERE state IN ('held', 'dead');
        CREATE INDEX deliveries_by_post ON deliveries (edits, revision) WHERE edits IS NOT NULL;
        CREATE INDEX posts_by_message ON deliveries (message) WHERE message IS NOT NULL AND edits IS NULL;
        CREATE INDEX posts_by_story ON deliveries (story) WHERE story IS NOT NULL AND edits IS NULL;
    """)


@migrations()
def digests(db: Database) -> None:
    """Create digests, the ledger of their editions in its own order, and which stories each edition shows."""
    Script(db).run("""
        CREATE TABLE digests (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation INTEGER NOT NULL REFERENCES conversations,
            schedule TEXT NOT NULL,
            topic TEXT,
            count INTEGER NOT NULL,
            quiet TEXT NOT NULL,
            set_by TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            made_after INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT;
        CREATE INDEX digests_standing ON digests (conversation, number) WHERE state <> 'off';
        CREATE TABLE editions (
            number INTEGER PRIMARY KEY,
            digest INTEGER NOT NULL REFERENCES digests,
            occasion TEXT NOT NULL,
            day TEXT,
            zone TEXT,
            topic TEXT,
            verdict TEXT NOT NULL,
            due_at INTEGER,
            decided_at INTEGER NOT NULL,
            covers_from INTEGER,
            covers_to INTEGER,
            after INTEGER,
            until INTEGER,
            stories TEXT NOT NULL,
            kept_back TEXT NOT NULL,
            considered INTEGER NOT NULL,
            delivery TEXT REFERENCES deliveries (key) DEFERRABLE INITIALLY DEFERRED,
            keeps INTEGER NOT NULL,
            reason TEXT NOT NULL,
            UNIQUE (digest, occasion)
        ) STRICT;
        CREATE INDEX editions_in_order ON editions (digest, number);
        CREATE INDEX editions_by_day ON editions (digest, day);
        CREATE INDEX editions_by_watermark ON editions (digest, until, number);
        CREATE TABLE shown (
            digest INTEGER NOT NULL,
            story INTEGER NOT NULL,
            edition INTEGER NOT NULL REFERENCES editions,
            PRIMARY KEY (digest, story, edition)
        ) STRICT, WITHOUT ROWID;
    """)


@migrations()
def subscriptions(db: Database) -> None:
    """Create subscriptions, folds, and what was decided about stories."""
    Script(db).run("""
        CREATE TABLE subscriptions (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation INTEGER NOT NULL REFERENCES conversations,
            rules TEXT NOT NULL,
            urgent INTEGER NOT NULL,
            set_by TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT;
        CREATE INDEX subscriptions_standing ON subscriptions (conversation, number) WHERE state <> 'off';
        CREATE TABLE folds (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation INTEGER NOT NULL REFERENCES conversations,
            why TEXT NOT NULL,
            opened_at INTEGER NOT NULL,
            closes_at INTEGER NOT NULL,
            stories TEXT NOT NULL,
            delivery TEXT,
            done INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX folds_open ON folds (number) WHERE done = 0;
        CREATE INDEX folds_by_delivery ON folds (delivery) WHERE delivery IS NOT NULL;
        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            story INTEGER NOT NULL,
            conversation INTEGER NOT NULL REFERENCES conversations,
            order_name TEXT NOT NULL,
            choice TEXT NOT NULL,
            detail TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX decisions_by_story ON decisions (story, conversation);
        CREATE INDEX decisions_by_choice ON decisions (conversation, choice, at);
        CREATE INDEX decisions_by_age ON decisions (at);
    """)


@migrations()
def preferences_and_reactions(db: Database) -> None:
    """Create what channels and workspaces have set (a workspace has no channel), and reactions to posts."""
    Script(db).run("""
        CREATE TABLE preferences (
            platform TEXT NOT NULL,
            workspace TEXT NOT NULL,
            channel TEXT NOT NULL,
            person INTEGER NOT NULL,
            preferences TEXT NOT NULL,
            PRIMARY KEY (platform, workspace, channel, person)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE reactions (
            post INTEGER NOT NULL REFERENCES deliveries,
            person TEXT NOT NULL,
            name TEXT NOT NULL,
            present INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (post, person, name)
        ) STRICT, WITHOUT ROWID;
    """)


@migrations()
def inbox_and_flags(db: Database) -> None:
    """Create what people did (`incoming` until it is settled) and flags, and find the posts of late."""
    Script(db).run("""
        CREATE TABLE inbox (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            platform TEXT NOT NULL,
            incoming TEXT,
            accepted_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX inbox_unsettled ON inbox (platform, number) WHERE incoming IS NOT NULL;
        CREATE INDEX inbox_settled ON inbox (accepted_at) WHERE incoming IS NULL;
        CREATE TABLE flags (
            story INTEGER NOT NULL REFERENCES stories,
            platform TEXT NOT NULL,
            workspace TEXT NOT NULL,
            person TEXT NOT NULL,
            actor TEXT NOT NULL,
            conversation INTEGER NOT NULL REFERENCES conversations,
            at INTEGER NOT NULL,
            angle TEXT NOT NULL,
            UNIQUE (story, platform, workspace, person)
        ) STRICT;
        CREATE INDEX posts_there ON deliveries (queued_at, number)
            WHERE state = 'sent' AND message IS NOT NULL AND edits IS NULL;
    """)


@migrations()
def follow_ups(db: Database) -> None:
    """Create follow-ups and which posts show a story, and carry the flags over."""
    create_follow_ups(db)


@migrations()
def joined_reports(db: Database) -> None:
    """Let stories have many reports, be merged and be split."""
    create_joined_reports(db)


@migrations()
def polled_sources(db: Database) -> None:
    """Create the sources that are polled."""
    create_polled_sources(db)


@migrations()
def topic_rules(db: Database) -> None:
    """Create the newsroom's rules for topics."""
    create_topic_rules(db)


@migrations()
def groups(db: Database) -> None:
    """Create the index by which a report finds its story."""
    create_groups(db)


@migrations()
def days_of_groups(db: Database) -> None:
    """Keep on what days a story's reports came out."""
    add_days(db)
