"""What `why` says of a digest: only what will come is promised, and what left a story out is named."""

from datetime import datetime, time

from bot.flows.digests import Wish
from bot.flows.publishing import CANDIDATES
from bot.flows.why import Why
from bot.model.account import Account
from bot.model.schedule import DAILY
from tests.contracts.drafts import a_draft
from tests.unit.flows.newsroom import ANN, CHANNEL, DAY, FRIDAY, HOUR, MINUTE, MONDAY, WHERE, Newsroom

DAY_BY_DAY = Wish(at=time(8), days=DAILY)
POLITICS = Wish(at=time(8), days=DAILY, topic="politics")


def why(room: Newsroom, number: int) -> Account:
    (account,) = room.do(Why(room.store, room.clock).about(number, CHANNEL)).accounts
    return account


def said(room: Newsroom, number: int) -> tuple[str, datetime | None]:
    account = why(room, number)
    assert account.decision is None
    return account.because, account.waits_until


def test_a_story_off_the_topic_is_promised_to_nobody(room: Newsroom) -> None:
    room.add(POLITICS)
    off = room.story("Cup final", FRIDAY - MINUTE, topics=("sport",))
    on = room.story("Vote tonight", FRIDAY - MINUTE, topics=("Politics",))
    assert said(room, off) == ("topic is not politics", None)
    assert said(room, on) == ("no edition has covered it yet", FRIDAY)
    room.tick(FRIDAY)
    assert said(room, off) == ("topic is not politics", None)


def test_the_topic_that_counts_is_the_one_that_the_edition_had(room: Newsroom) -> None:
    room.add(POLITICS)
    off = room.story("Cup final", FRIDAY - MINUTE)
    room.tick(FRIDAY)
    room.do(room.digests.change(WHERE, 1, Wish(at=time(8), topic="")))
    assert said(room, off) == ("topic is not politics", None)


def test_a_story_from_before_the_first_edition_is_not_promised(room: Newsroom) -> None:
    old = room.story("Old", FRIDAY - 300 * DAY)
    recent = room.story("Of last night", FRIDAY - 9 * HOUR)
    room.add(DAY_BY_DAY)
    before = ("it came in before the time that its first edition covers", None)
    assert said(room, old) == before
    assert said(room, recent) == ("no edition has covered it yet", FRIDAY)
    room.tick(FRIDAY)
    assert said(room, old) == before


def test_the_first_edition_of_a_weekly_digest_is_promised_what_it_brings(room: Newsroom) -> None:
    room.add(Wish(at=time(8, 30), days=(0, 2)))
    early = room.story("Early", FRIDAY - 50 * MINUTE)
    assert said(room, early) == ("no edition has covered it yet", MONDAY + 30 * MINUTE)
    room.tick(MONDAY + 30 * MINUTE)
    assert "Early" in room.sent()[0]


def test_a_day_that_is_decided_is_not_promised_again(room: Newsroom) -> None:
    room.add(DAY_BY_DAY)
    room.tick(FRIDAY)
    room.sent()
    room.do(room.digests.change(WHERE, 1, Wish(at=time(17))))
    noon = room.story("Noon", FRIDAY + HOUR)
    assert said(room, noon) == ("no edition has covered it yet", FRIDAY + DAY + 9 * HOUR)
    room.do(room.digests.pause(WHERE, ANN))
    assert said(room, noon) == ("the digest is paused: Ann paused it", None)


def test_a_story_behind_the_newest_is_told_so(room: Newsroom) -> None:
    room.add(DAY_BY_DAY)
    first = room.story("First", FRIDAY - HOUR)
    later = [a_draft(first_seen=FRIDAY, published=FRIDAY) for _ in range(CANDIDATES)]
    room.write(lambda tx: [tx.stories.add(draft) for draft in later])
    room.tick(FRIDAY)
    assert said(room, first) == ("501 stories came in, and it is not among the newest 500", None)


def test_what_a_clock_that_was_ahead_covered_is_found_again(room: Newsroom) -> None:
    room.add(DAY_BY_DAY)
    room.tick(FRIDAY + 30 * MINUTE)
    room.sent()
    news = room.story("News of 08:01", FRIDAY + MINUTE)
    assert said(room, news) == ("no edition has covered it yet", FRIDAY + DAY)
