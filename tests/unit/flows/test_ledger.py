"""What the ledger decides, and why."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.flows.ledger import MOST, Decided, undecided
from bot.model.digest import Digest, OrderState
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.schedule import DAILY, WEEKDAYS, Schedule

MADE = datetime(2026, 10, 26, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)
FRIDAY = date(2026, 10, 30)
HOUR = timedelta(hours=1)


def digest(**changes: object) -> Digest:
    usual = Digest(
        number=1,
        where=Conversation(channel=ChannelRef(platform="test", workspace="w", id="c")),
        schedule=Schedule(at=time(8), days=WEEKDAYS, zone="UTC"),
        set_by=Actor(platform="test", workspace="w", id="u", name="Ann"),
        made_at=MADE,
        changed_at=MADE,
    )
    return usual.model_copy(update=changes)


def verdicts(decided: tuple[Decided, ...]) -> dict[str, str]:
    return {str(each.day): each.verdict.value for each in decided}


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (timedelta(0), "sent"),
        (timedelta(minutes=5), "sent"),
        (timedelta(minutes=6), "late"),
        (timedelta(hours=6), "late"),
        (timedelta(hours=6, seconds=1), "missed"),
    ],
)
def test_how_late_it_is_decides(after: timedelta, verdict: str) -> None:
    assert verdicts(undecided(digest(), last=FRIDAY, now=MONDAY + after)) == {"2026-11-02": verdict}


def test_before_its_hour_nothing_is_decided() -> None:
    assert undecided(digest(), last=FRIDAY, now=MONDAY - timedelta(seconds=1)) == ()


def test_what_is_late_or_missed_says_why() -> None:
    (decided,) = undecided(digest(), last=FRIDAY, now=MONDAY + HOUR)
    assert decided.reason == "the bot was not running or was held up then"


def test_days_that_are_not_the_digests_have_no_row() -> None:
    decided = undecided(digest(), last=date(2026, 10, 28), now=MONDAY)
    assert verdicts(decided) == {"2026-10-29": "missed", "2026-10-30": "missed", "2026-11-02": "sent"}


def test_the_latest_day_can_be_late_and_those_before_it_are_missed() -> None:
    daily = digest(schedule=Schedule(at=time(23), days=DAILY, zone="UTC"))
    now = datetime(2026, 11, 2, 2, tzinfo=UTC)
    decided = undecided(daily, last=date(2026, 10, 30), now=now)
    assert verdicts(decided) == {"2026-10-31": "missed", "2026-11-01": "late"}


def test_nothing_is_due_from_before_it_was_made() -> None:
    fresh = digest(made_at=MONDAY, changed_at=MONDAY)
    assert undecided(fresh, last=None, now=MONDAY + HOUR) == ()
    assert verdicts(undecided(fresh, last=None, now=MONDAY + 24 * HOUR)) == {"2026-11-03": "sent"}


def test_an_hour_that_had_passed_when_it_was_set_is_missed_not_late() -> None:
    (decided,) = undecided(digest(changed_at=MONDAY + HOUR), last=FRIDAY, now=MONDAY + HOUR)
    assert (decided.verdict.value, decided.reason) == ("missed", "the hour had passed when it was set")


@pytest.mark.parametrize(("reason", "said"), [("Ann paused it", "Ann paused it"), ("", "it was paused")])
def test_while_it_is_paused_it_misses_with_the_reason(reason: str, said: str) -> None:
    paused = digest(state=OrderState.paused, reason=reason)
    (decided,) = undecided(paused, last=FRIDAY, now=MONDAY)
    assert (decided.verdict.value, decided.reason) == ("missed", said)


def test_years_of_outage_are_decided_piece_by_piece_and_only_the_latest_day_comes() -> None:
    now = MONDAY + timedelta(days=3 * 365 + 1)
    last: date | None = FRIDAY
    decided: list[Decided] = []
    while step := undecided(digest(), last=last, now=now):
        assert len(step) <= MOST
        decided += step
        last = step[-1].day
    assert [each.day for each in decided if each.comes] == [now.date()]
    assert len({each.day for each in decided}) == len(decided)


def test_a_clock_that_stepped_back_decides_nothing_again() -> None:
    assert undecided(digest(), last=MONDAY.date(), now=MONDAY - timedelta(days=2)) == ()
