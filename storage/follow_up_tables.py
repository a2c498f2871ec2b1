"""The tables of follow-ups, and how a store that knew flags alone comes by its first ones."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from pydantic_core import from_json
from sqlite_utils import Database

from bot.text import fold, slug
from storage.columns import NEVER, as_list
from storage.script import Script

_TABLES = """
    CREATE TABLE follow_ups (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        story INTEGER NOT NULL REFERENCES stories,
        slug TEXT NOT NULL,
        home INTEGER NOT NULL REFERENCES conversations,
        channel INTEGER NOT NULL REFERENCES conversations,
        origin_in INTEGER REFERENCES conversations,
        origin TEXT,
        made_by TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        days TEXT NOT NULL,
        state TEXT NOT NULL,
        angle TEXT NOT NULL,
        owner TEXT,
        owned_by TEXT,
        due INTEGER NOT NULL,
        closed_by TEXT,
        closed_at INTEGER,
        closing TEXT NOT NULL,
        touched_at INTEGER,
        look_at INTEGER,
        nudges INTEGER NOT NULL,
        called INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX follow_ups_of_story ON follow_ups (story);
    CREATE INDEX follow_ups_by_due ON follow_ups (state, due);
    CREATE INDEX follow_ups_to_look_at ON follow_ups (look_at)
        WHERE look_at IS NOT NULL AND state IN ('open', 'claimed');
    CREATE TABLE follow_up_flags (
        follow_up INTEGER NOT NULL REFERENCES follow_ups,
        person TEXT NOT NULL,
        way TEXT NOT NULL,
        actor TEXT NOT NULL,
        at INTEGER NOT NULL,
        UNIQUE (follow_up, person, way)
    ) STRICT;
    CREATE INDEX follow_up_flags_by_way ON follow_up_flags (person, way, follow_up);
    CREATE TABLE follow_up_people (
        person TEXT NOT NULL,
        state TEXT NOT NULL,
        due INTEGER NOT NULL,
        follow_up INTEGER NOT NULL REFERENCES follow_ups,
        PRIMARY KEY (person, state, due, follow_up)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX follow_up_people_of_each ON follow_up_people (follow_up);
    CREATE TABLE follow_up_channels (
        channel INTEGER NOT NULL REFERENCES conversations,
        state TEXT NOT NULL,
        due INTEGER NOT NULL,
        follow_up INTEGER NOT NULL REFERENCES follow_ups,
        PRIMARY KEY (channel, state, due, follow_up)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX follow_up_channels_of_each ON follow_up_channels (follow_up, channel);
    CREATE TABLE follow_up_history (
        line INTEGER PRIMARY KEY,
        follow_up INTEGER NOT NULL REFERENCES follow_ups,
        at INTEGER NOT NULL,
        did TEXT NOT NULL,
        by TEXT,
        words TEXT NOT NULL,
        owner TEXT,
        due INTEGER,
        done_in INTEGER REFERENCES conversations
    ) STRICT;
    CREATE INDEX follow_up_history_of_each ON follow_up_history (follow_up, line);
    CREATE TABLE follow_up_cards (
        place INTEGER PRIMARY KEY,
        follow_up INTEGER NOT NULL REFERENCES follow_ups,
        channel INTEGER REFERENCES conversations,
        delivery TEXT NOT NULL UNIQUE REFERENCES deliveries (key) DEFERRABLE INITIALLY DEFERRED
    ) STRICT;
    CREATE INDEX follow_up_cards_of_each ON follow_up_cards (follow_up, place);
"""
_SHOWN = """
    ALTER TABLE cards ADD COLUMN shows TEXT NOT NULL DEFAULT '[]';
    CREATE TABLE shown_in (
        story INTEGER NOT NULL,
        delivery INTEGER NOT NULL REFERENCES deliveries,
        PRIMARY KEY (story, delivery)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX shown_in_of_each ON shown_in (delivery);
    UPDATE cards SET shows = edited.stories
    FROM (
        SELECT deliveries.number, editions.stories
        FROM editions JOIN deliveries ON deliveries.key = editions.delivery
    ) AS edited
    WHERE edited.number = cards.delivery;
    INSERT INTO shown_in (story, delivery)
    SELECT story, number FROM deliveries WHERE story IS NOT NULL AND edits IS NULL
    UNION
    SELECT value, number FROM deliveries JOIN cards ON delivery = number, json_each(shows)
    WHERE edits IS NULL;
"""
_FLAGS = """
    SELECT story, headline, actor, conversation, at, angle FROM flags JOIN stories ON number = story
    ORDER BY story, at, flags.rowid
"""
_ADD = """
    INSERT INTO follow_ups
        (story, slug, home, channel, made_by, made_at, days, state, angle, due, closing, touched_at, nudges,
        called)
    VALUES (?, ?, ?, ?, ?, ?, '[]', 'open', ?, ?, '', ?, 0, 0) RETURNING number
"""
_FLAG = "INSERT INTO follow_up_flags (follow_up, person, way, actor, at) VALUES (?, ?, 'said', ?, ?)"
_CONCERN = "INSERT INTO follow_up_people (person, state, due, follow_up) VALUES (?, 'open', ?, ?)"
_PLACE = "INSERT INTO follow_up_channels (channel, state, due, follow_up) VALUES (?, 'open', ?, ?)"
_WRITE_DOWN = """
    INSERT INTO follow_up_history (follow_up, at, did, by, words, done_in) VALUES (?, ?, ?, ?, ?, ?)
"""
_CHANNEL_OF = """
    SELECT platform, workspace, channel, person FROM conversations WHERE id = ?
"""
_ADD_CHANNEL = """
    INSERT INTO conversations (platform, workspace, channel, person, thread) VALUES (?, ?, ?, ?, '')
    ON CONFLICT DO NOTHING
"""
_CHANNEL = """
    SELECT id FROM conversations
    WHERE platform = ? AND workspace = ? AND channel = ? AND person = ? AND thread = ''
"""


class _OldFlag(NamedTuple):
    """A flag as it was kept before there were follow-ups."""

    story: int
    headline: str
    actor: str
    conversation: int
    at: int
    angle: str


def create_follow_ups(db: Database) -> None:
    """Create what keeps follow-ups, and carry over what the store knew before.

    `due` is `NEVER` where nothing is due, so that it sorts last. `follow_up_people` says what is somebody's
    own, because they have it or have flagged it, `follow_up_channels` in which channels it has its home or a
    card. `shown_in` says which posts show a story.
    """
    Script(db).run(_TABLES)
    Script(db).run(_SHOWN)
    groups = [group for _, flags in groupby(_flags(db), lambda flag: flag.story) for group in _grouped(flags)]
    for group in sorted(groups, key=lambda group: (group[0].at, group[0].story)):
        _carry_over(db, group)
    db.execute("DROP TABLE flags")


def _flags(db: Database) -> Iterator[_OldFlag]:
    return iter([_OldFlag(*row) for row in db.execute(_FLAGS).fetchall()])


def _grouped(flags: Iterator[_OldFlag]) -> list[list[_OldFlag]]:
    """Part the flags of a story by their angle; one without an angle belongs to the first part."""
    first: list[_OldFlag] = []
    others: dict[str, list[_OldFlag]] = {}
    known = ""
    for flag in flags:
        angle = fold(flag.angle)
        known = known or angle
        (first if angle in {"", known} else others.setdefault(angle, [])).append(flag)
    return [first, *others.values()]


def _carry_over(db: Database, flags: list[_OldFlag]) -> None:
    """Make one follow-up of flags that ask the same."""
    made = flags[0]
    angled = next((flag for flag in flags if flag.angle), None)
    channel = _channel_of(db, made.conversation)
    number = db.execute(
        _ADD,
        [
            made.story,
            slug(made.headline),
            made.conversation,
            channel,
            made.actor,
            made.at,
            angled.angle if angled else "",
            NEVER,
            angled.at if angled else None,
        ],
    ).fetchone()[0]
    db.execute(_PLACE, [channel, NEVER, number])
    for flag in flags:
        actor = from_json(flag.actor)
        person = as_list([actor["platform"], actor["workspace"], actor["id"]])
        db.execute(_FLAG, [number, person, flag.actor, flag.at])
        db.execute(_CONCERN, [person, NEVER, number])
        for did in ("flagged", "angled") if flag is angled else ("flagged",):
            db.execute(_WRITE_DOWN, [number, flag.at, did, flag.actor, flag.angle, flag.conversation])


def _channel_of(db: Database, conversation: int) -> int:
    """Return the id of the channel itself that a conversation is in."""
    channel = db.execute(_CHANNEL_OF, [conversation]).fetchone()
    db.execute(_ADD_CHANNEL, channel)
    return int(db.execute(_CHANNEL, channel).fetchone()[0])
