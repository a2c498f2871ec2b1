"""A store of before the follow-ups: its flags become follow-ups, and what its posts show is known."""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.model.events import CommandTyped
from bot.model.follow_up import SAID, Did, Entry, Flag, FollowUp, FollowUpDraft, Wanted, replayed
from bot.model.people import Actor, Conversation
from storage.migrations import migrations
from storage.recency import to_micros
from storage.store import SqliteView, open_store
from tests.contracts.promises import ANNA, NOW, SECOND, a_card, a_place

BEN = ANNA.model_copy(update={"id": "U2", "name": "Ben"})
CLEO = ANNA.model_copy(update={"id": "U3", "name": "Cleo"})
THREAD, CHANNEL = a_place("C1", thread="17.4"), a_place("C2")
PLACES = {1: THREAD, 2: CHANNEL}

OldFlag = tuple[int, Actor, int, int, str]
"""The story, who, the conversation's id, seconds after now, and the angle."""

CarriedOver = Callable[..., SqliteView]


def before(path: Path, flags: Sequence[OldFlag] = ()) -> Database:
    """Return a store of the version before, with stories 1 to 3, and flags on them."""
    db = Database(path)
    migrations.apply(db, stop_before="follow_ups")
    with db.atomic():
        for number, headline in ((1, "The council votes on the budget"), (2, "Añil"), (3, "Third")):
            db.execute(
                "INSERT INTO stories (number, recency, headline, first_seen, topics, brief)"
                " VALUES (?, ?, ?, 0, '[]', '{}')",
                [number, number, headline],
            )
        for number, there in PLACES.items():
            db.execute(
                "INSERT INTO conversations (id, platform, workspace, channel, person, thread)"
                " VALUES (?, 'slack', 'W', ?, 0, ?)",
                [number, there.channel.id, there.thread or ""],
            )
        for story, by, place, after, angle in flags:
            at = to_micros(NOW + after * SECOND)
            actor = by.model_dump_json(exclude={"zone"})  # as it was written then
            db.execute(
                "INSERT INTO flags (story, platform, workspace, person, actor, conversation, at, angle)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [story, *by.key, actor, place, at, angle],
            )
    return db


@pytest.fixture
def carried_over(tmp_path: Path) -> Iterator[CarriedOver]:
    """Make the store that one with these flags becomes."""
    with ExitStack() as opened:

        def make(*flags: OldFlag) -> SqliteView:
            db = opened.enter_context(before(tmp_path / "old.db", flags))
            migrations.apply(db)
            assert "flags" not in db.table_names()
            assert not db.execute("PRAGMA foreign_key_check").fetchall()
            return SqliteView(db, patience=1)

        yield make


def everything(view: SqliteView) -> list[tuple[int, str, list[str]]]:
    """Return the story, the angle and who has flagged it, of each follow-up."""
    return [
        (each.story, each.angle, [flag.by.name for flag in view.follow_ups.flags(each.number)])
        for each in view.follow_ups.every(limit=99)
    ]


def test_the_flags_of_a_story_become_one_open_follow_up(carried_over: CarriedOver) -> None:
    view = carried_over((1, BEN, 1, 2, "Who pays?"), (1, ANNA, 2, 1, ""))
    angled_at = NOW + 2 * SECOND
    first = FollowUp(
        number=1,
        story=1,
        slug="council-votes-budget",
        home=CHANNEL,
        made_by=ANNA,
        made_at=NOW + SECOND,
        angle="Who pays?",
        touched_at=angled_at,
    )
    assert view.follow_ups.every(limit=9) == (first,)
    assert view.follow_ups.flags(1) == (
        Flag(by=ANNA, way=SAID, at=NOW + SECOND),
        Flag(by=BEN, way=SAID, at=angled_at),
    )
    asked = {"at": angled_at, "by": BEN, "words": "Who pays?", "where": THREAD}
    history = view.follow_ups.history(1)
    assert history == (
        Entry(at=NOW + SECOND, did=Did.flagged, by=ANNA, where=CHANNEL),
        Entry(did=Did.flagged, **asked),
        Entry(did=Did.angled, **asked),
    )
    fields = FollowUpDraft.model_fields.keys() - {"angle", "touched_at"}
    begun = FollowUp(number=1, **{name: getattr(first, name) for name in fields})
    assert replayed(begun, history) == first


@pytest.mark.parametrize("where", [THREAD, CHANNEL], ids=["a thread", "a channel"])
def test_what_was_carried_over_is_found_like_any_other(
    carried_over: CarriedOver, where: Conversation
) -> None:
    place = {conversation: number for number, conversation in PLACES.items()}[where]
    view = carried_over((2, ANNA, place, 0, ""))
    (found,) = view.follow_ups.of(2)
    assert found.touched_at is None
    for wanted in (Wanted(channel=where.channel), Wanted(mine=ANNA), Wanted()):
        assert view.follow_ups.wanted(wanted) == (found,)
    assert view.follow_ups.wanted(Wanted(mine=BEN)) == ()
    assert view.follow_ups.flagged(ANNA, SAID) == (found,)


def test_other_angles_become_follow_ups_of_their_own(carried_over: CarriedOver) -> None:
    flags = [
        (1, ANNA, 1, 1, "Who pays?"),
        (1, BEN, 2, 2, "Who knew?"),
        (1, CLEO, 1, 3, "who  pays?"),
        (1, ANNA.model_copy(update={"id": "U4", "name": "Dov"}), 1, 4, ""),
        (1, ANNA.model_copy(update={"id": "U5", "name": "Eve"}), 1, 5, "who knew?"),
        (3, ANNA, 1, 0, ""),
    ]
    view = carried_over(*flags)
    assert everything(view) == [
        (3, "", ["Anna"]),
        (1, "Who pays?", ["Anna", "Cleo", "Dov"]),
        (1, "Who knew?", ["Ben", "Eve"]),
    ]
    assert [each.home for each in view.follow_ups.of(1)] == [THREAD, CHANNEL]


def test_a_store_without_flags_has_no_follow_ups_and_counts_from_one(carried_over: CarriedOver) -> None:
    view = carried_over()
    assert everything(view) == []


def test_posts_of_before_show_their_story_and_those_of_their_edition(tmp_path: Path) -> None:
    with before(tmp_path / "old.db") as db:
        posts = [("alone", 1, None), ("edition", None, None), ("edit", 1, "alone"), ("notice", None, None)]
        with db.atomic():
            for number, (key, story, edits) in enumerate(posts, 1):
                db.execute(
                    "INSERT INTO deliveries"
                    " (key, mark, conversation, due_at, edits, revision, story, state, queued_at)"
                    " VALUES (?, ?, 1, 0, ?, 0, ?, 'sent', 0)",
                    [key, key, edits, story],
                )
                db.execute(
                    "INSERT INTO cards (delivery, card) VALUES (?, ?)", [number, a_card().model_dump_json()]
                )
            digest = ["{}", 5, "say", ANNA.model_dump_json(), 0, 0, 0, "on", ""]
            db.execute(
                "INSERT INTO digests (conversation, schedule, count, quiet, set_by, made_at, made_after,"
                " changed_at, state, reason) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                digest,
            )
            for occasion, stories, delivery in (("a", [3, 1], "edition"), ("b", [2], None)):
                db.execute(
                    "INSERT INTO editions (digest, occasion, verdict, decided_at, stories, kept_back,"
                    " considered, delivery, keeps, reason) VALUES (1, ?, 'posted', 0, ?, '[2]', 3, ?, 0, '')",
                    [occasion, json.dumps(stories), delivery],
                )
        migrations.apply(db)
        view = SqliteView(db, patience=1)
        shown = {story: [post.key for post in view.deliveries.showing(story)] for story in (1, 2, 3)}
        assert shown == {1: ["alone", "edition"], 2: [], 3: ["edition"]}
        said = {key: post.shows for key, *_ in posts if (post := view.deliveries.of(key))}
        assert said == {"alone": (), "edition": (3, 1), "edit": (), "notice": ()}


def test_what_people_did_before_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    typed = {
        "id": "slack:1",
        "at": NOW.isoformat(),
        "actor": ANNA.model_dump(mode="json", exclude={"zone"}),
        "where": THREAD.model_dump(mode="json"),
        "private": False,
        "elsewhere": False,
        "reply": "",
        "kind": "command_typed",
        "text": "follow 1",
        "comes_again": True,
    }
    with before(path) as db, db.atomic():
        db.execute("INSERT INTO inbox VALUES (1, 'slack:1', 'slack', ?, 0)", [json.dumps(typed)])

    async def unsettled() -> object:
        store = await open_store(path)
        try:
            return await store.read(lambda view: view.inbox.unsettled("slack"))
        finally:
            await store.close()

    expected = CommandTyped(id="slack:1", at=NOW, actor=ANNA, where=THREAD, text="follow 1", comes_again=True)
    assert asyncio.run(unsettled()) == (expected,)
    assert len(list(tmp_path.glob("old.before-*.db"))) == 1
