"""Setting digests up, changing, pausing and ending them, over a real store."""

from datetime import UTC, date, datetime, time

import pytest

from bot.cards.digests import described, holds
from bot.errors import NotFound, NutgrafError, UsageError
from bot.flows.digests import Wish
from bot.model.digest import OrderState, Verdict
from bot.model.people import Conversation
from bot.model.preferences import Preferences
from bot.model.schedule import DAILY
from tests.unit.flows.newsroom import ANN, CHANNEL, DAY, FRIDAY, HOUR, MINUTE, MONDAY, WHERE, Newsroom


def test_turning_a_digest_off_gives_back_what_its_waiting_edition_took_up(room: Newsroom) -> None:
    room.add()
    room.subscribe()
    room.kept_back(room.story("Cup final", FRIDAY - HOUR))
    room.tick(FRIDAY)
    room.do(room.digests.off(WHERE, ANN))
    assert room.posts()[0].reason == "Ann turned it off"
    assert [f.number for f in room.write(lambda tx: tx.subscriptions.open_folds())] == [1]
    room.tick(MONDAY)
    assert len(room.posts()) == 1


def test_the_next_three_editions_keep_their_wall_clock_over_a_change_to_winter_time(room: Newsroom) -> None:
    room.clock.at = datetime(2026, 10, 24, 12, tzinfo=UTC)
    made = room.add(Wish(at=time(8), days=DAILY, zone="Europe/London"))
    assert [due.isoformat() for due in made.standing.next] == [
        "2026-10-25T08:00:00+00:00",
        "2026-10-26T08:00:00+00:00",
        "2026-10-27T08:00:00+00:00",
    ]
    room.clock.at = datetime(2026, 10, 23, 12, tzinfo=UTC)
    listed = room.do(room.digests.listing(WHERE)).standing[0]
    assert [due.hour for due in listed.next] == [7, 8, 8]


def test_the_zone_comes_from_the_wish_the_channel_the_workspace_or_the_bot(room: Newsroom) -> None:
    def zone(hour: int, wish: str | None = None) -> str:
        return room.add(Wish(at=time(hour), zone=wish)).standing.digest.schedule.zone

    assert zone(1) == "UTC"
    room.write(lambda tx: tx.preferences.set_workspace("test", "w", Preferences(zone="Europe/Paris")))
    assert zone(2) == "Europe/Paris"
    room.write(lambda tx: tx.preferences.set_channel(CHANNEL, Preferences(zone="Asia/Tokyo")))
    assert zone(3) == "Asia/Tokyo"
    assert zone(4, "America/Lima") == "America/Lima"


def test_the_same_digest_is_not_added_twice(room: Newsroom) -> None:
    assert room.add().did == "added"
    assert room.add().did == "nothing"
    assert room.add(Wish(at=time(8), count=3)).did == "changed"
    assert room.add(Wish(at=time(8), topic="sport")).did == "added"
    assert room.add(Wish(at=time(17), days=DAILY)).did == "added"
    digests = [each.digest for each in room.do(room.digests.listing(WHERE)).standing]
    assert [(digest.number, digest.count, digest.topic) for digest in digests] == [
        (1, 3, None),
        (2, 5, "sport"),
        (3, 5, None),
    ]


@pytest.mark.parametrize(
    "wish",
    [Wish(at=time(17), days=DAILY), Wish(at=time(23, 59), days=DAILY, zone="America/New_York")],
)
def test_an_hour_or_zone_changed_after_sending_makes_no_second_edition_that_day(
    room: Newsroom, wish: Wish
) -> None:
    room.add(Wish(at=time(8), days=DAILY))
    room.tick(FRIDAY)
    made = room.do(room.digests.change(WHERE, 1, wish))
    assert made.did == "changed"
    assert made.standing.next[0] > FRIDAY + DAY
    for hours in range(1, 28):
        room.tick(FRIDAY + hours * HOUR)
    days = [edition.day for edition in room.ledger().values()]
    assert days.count(date(2026, 10, 30)) == 1


def test_an_hour_that_had_passed_when_it_was_set_is_missed(room: Newsroom) -> None:
    room.clock.at = FRIDAY - 3 * DAY
    room.add(Wish(at=time(17), days=DAILY))
    room.tick(FRIDAY - 2 * HOUR)
    room.clock.at = FRIDAY
    room.do(room.digests.change(WHERE, 1, Wish(at=time(7, 30))))
    room.tick(FRIDAY + MINUTE)
    edition = room.ledger()["2026-10-30"]
    assert (edition.verdict, edition.reason) == (Verdict.missed, "the hour had passed when it was set")


def test_what_comes_due_while_paused_is_missed_and_covered_after_it_is_resumed(room: Newsroom) -> None:
    room.add(Wish(at=time(8), days=DAILY))
    room.story("On Thursday", FRIDAY - MINUTE)
    room.tick(FRIDAY)
    room.sent()
    paused = room.do(room.digests.pause(WHERE, ANN))
    assert paused.digest.state is OrderState.paused
    assert paused.next == ()
    room.story("On Friday", FRIDAY + HOUR)
    room.clock.at = MONDAY - DAY + HOUR
    assert room.do(room.digests.resume(WHERE)).next[0] == MONDAY
    room.tick(MONDAY)
    assert room.verdicts() == {
        "2026-10-30": "sent",
        "2026-10-31": "missed",
        "2026-11-01": "missed",
        "2026-11-02": "sent",
    }
    assert room.ledger()["2026-11-01"].reason == "Ann paused it"
    assert "On Friday" in room.sent()[1]


def test_an_edition_out_of_turn_keeps_the_watermark_unless_asked(room: Newsroom) -> None:
    room.add()
    room.story("First", FRIDAY - HOUR)
    assert room.do(room.digests.now(WHERE)).keeps
    room.sent()
    room.tick(FRIDAY)
    assert "First" in room.sent()[1]
    room.story("Second", FRIDAY + HOUR)
    room.clock.at = FRIDAY + 2 * HOUR
    assert room.do(room.digests.now(WHERE, keep=False)).stories == (2,)
    room.sent()
    room.tick(MONDAY)
    assert room.sent()[3] == "Nothing new since Friday 10:00."


def test_an_edition_that_is_asked_for_says_so_even_when_nothing_is_new(room: Newsroom) -> None:
    room.add(Wish(at=time(8), quiet="skip"))
    assert room.do(room.digests.now(WHERE)).verdict is Verdict.quiet
    assert room.sent() == ["Nothing new since Thursday 08:00."]
    with pytest.raises(NutgrafError, match="this very moment"):
        room.do(room.digests.now(WHERE))


def test_where_there_are_several_the_number_has_to_be_said(room: Newsroom) -> None:
    with pytest.raises(NotFound, match="has no digest"):
        room.do(room.digests.now(WHERE))
    room.add()
    room.add(Wish(at=time(17), days=DAILY))
    with pytest.raises(UsageError, match="1 is 08:00 weekdays, UTC, at most 5 stories; 2 is 17:00 daily"):
        room.do(room.digests.pause(WHERE, ANN))
    with pytest.raises(NotFound, match="no digest 7"):
        room.do(room.digests.off(WHERE, ANN, 7))
    elsewhere = Conversation(channel=CHANNEL.model_copy(update={"id": "other"}))
    with pytest.raises(NotFound):
        room.do(room.digests.off(elsewhere, ANN, 1))
    assert room.do(room.digests.off(WHERE, ANN, 2)).digest.state is OrderState.off


def test_the_preview_shows_what_the_edition_then_shows(room: Newsroom) -> None:
    room.add()
    room.story("News", FRIDAY - MINUTE)
    room.clock.at = FRIDAY
    preview = room.do(room.digests.listing(WHERE)).preview
    assert room.posts() == []
    room.tick(FRIDAY)
    edition = room.ledger()["2026-10-30"]
    assert preview is not None
    assert tuple(entry.story.number for entry in preview.entries) == edition.stories


def test_what_is_asked_for_out_of_turn_is_said_with_what_was_kept_back(room: Newsroom) -> None:
    room.add(Wish(at=time(8), topic="politics"))
    room.subscribe()
    room.kept_back(room.story("Cup final", FRIDAY - HOUR), room.story("Rain", FRIDAY - HOUR))
    kept = room.do(room.digests.now(WHERE))
    assert (kept.verdict, holds(kept)) == (Verdict.quiet, "0 stories")
    room.clock.at += MINUTE
    edition = room.do(room.digests.now(WHERE, keep=False))
    assert holds(edition) == "2 stories that came in quiet hours"
    both = edition.model_copy(update={"stories": (7,)})
    assert holds(both) == "1 story, and 2 that came in quiet hours"
    text = room.sent()[-1]
    assert "Cup final" in text
    assert "Rain" in text


def test_a_digest_in_a_thread_says_so(room: Newsroom) -> None:
    thread = WHERE.model_copy(update={"thread": "17.4"})
    made = room.do(room.digests.add(thread, ANN, Wish(at=time(8))))
    assert described(made.standing.digest) == "08:00 weekdays, UTC, at most 5 stories, in a thread"
