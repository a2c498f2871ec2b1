"""The ledger against every zone's clock: each local date that exists is decided once, come what may."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.flows.ledger import undecided
from bot.model.digest import Digest, Verdict
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.schedule import DAILY, Schedule

HOURS = (time(0), time(0, 30), time(1, 30), time(2, 30), time(3), time(8), time(23, 59))
TWO_YEARS = (datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
"""With Kazakhstan's change of March 2024, and gaps at midnight in Beirut, Cairo, Havana and Santiago."""

_DAY = timedelta(days=1)
_WHO = Actor(platform="test", workspace="w", id="u", name="Ann")
_WHERE = Conversation(channel=ChannelRef(platform="test", workspace="w", id="c"))


def digest(zone: str, at: time, made_at: datetime) -> Digest:
    schedule = Schedule.model_construct(at=at, days=DAILY, zone=zone)
    return Digest(number=1, where=_WHERE, schedule=schedule, set_by=_WHO, made_at=made_at, changed_at=made_at)


def changes(zone: str, start: datetime, end: datetime) -> tuple[object, ...]:
    """Return how the zone's clock behaves between two moments: its offset, and each change to the second."""
    place = ZoneInfo(zone)

    def offset(moment: datetime) -> object:
        return moment.astimezone(place).utcoffset()

    found: list[object] = [offset(start)]
    moment = start
    while moment < end:
        low, high = moment, min(moment + _DAY, end)
        moment = high
        if offset(low) == offset(high):
            continue
        while high - low > timedelta(seconds=1):
            middle = low + (high - low) // 2
            low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
        found += [high.replace(microsecond=0), offset(moment)]
    return tuple(found)


@cache
def behaviours() -> tuple[str, ...]:
    """Return one zone of each behaviour over the two years; zones of one behaviour can't be told apart."""
    kinds: dict[tuple[object, ...], str] = {}
    for zone in sorted(available_timezones() - {"localtime"}):
        kinds.setdefault(changes(zone, TWO_YEARS[0] - 2 * _DAY, TWO_YEARS[1] + 2 * _DAY), zone)
    return tuple(kinds.values())


def ticks(start: datetime, end: datetime, chance: random.Random) -> Iterator[datetime]:
    """Yield moments of looking: hours apart, after outages of up to four days, sometimes stepping back."""
    moment = start
    while moment < end:
        yield moment
        step = chance.random()
        if step < 0.08:
            moment += timedelta(hours=chance.uniform(12, 100))
        elif step < 0.16:
            moment -= timedelta(minutes=chance.uniform(0, 200))
        else:
            moment += timedelta(hours=chance.uniform(0.01, 30))
    yield end


def ledger(order: Digest, moments: Iterator[datetime]) -> dict[date, Verdict]:
    """Keep a ledger over these moments, as the store would; deciding a date twice is an error."""
    rows: dict[date, Verdict] = {}
    last: date | None = None
    for now in moments:
        for decided in undecided(order, last=last, now=now):
            assert last is None or decided.day > last
            rows[decided.day] = decided.verdict
            last = decided.day
    return rows


@cache
def lived(zone: str, start: datetime, end: datetime) -> frozenset[date]:
    """Return the local dates that people in the zone live through between two moments."""
    place = ZoneInfo(zone)
    hours = int((end - start) / timedelta(hours=12))
    return frozenset((start + timedelta(hours=12 * n)).astimezone(place).date() for n in range(hours + 1))


def expected(order: Digest, start: datetime, end: datetime) -> tuple[set[date], set[date]]:
    """Return the dates that have to be decided: those that exist and come due, and those that don't exist."""
    days = lived(order.schedule.zone, start, end)
    real = {day for day in days if (due := order.schedule.due(day)) and start < due <= end}
    first, until = min(days), max(days)
    whole = {first + n * _DAY for n in range((until - first).days)}
    return real, whole - days


@pytest.mark.parametrize("at", HOURS, ids=str)
def test_every_local_date_of_every_zone_is_decided_once(at: time) -> None:
    chance = random.Random(str(at))  # noqa: S311 - a repeatable shuffle, not a secret
    start, end = TWO_YEARS
    seen: set[Verdict] = set()
    for zone in behaviours():
        order = digest(zone, at, start)
        rows = ledger(order, ticks(start, end, chance))
        real, unreal = expected(order, start, end)
        assert rows.keys() == real | unreal, zone
        assert {day for day, verdict in rows.items() if verdict is Verdict.no_such_day} == unreal, zone
        seen |= set(rows.values())
    assert seen >= {Verdict.sent, Verdict.late, Verdict.missed}


@pytest.mark.parametrize("at", HOURS, ids=str)
@pytest.mark.parametrize(
    ("zone", "skipped"),
    [
        ("Pacific/Apia", date(2011, 12, 30)),
        ("Pacific/Fakaofo", date(2011, 12, 30)),
        ("Pacific/Kwajalein", date(1993, 8, 21)),
    ],
)
def test_a_date_that_a_zone_skipped_is_no_such_day(zone: str, skipped: date, at: time) -> None:
    chance = random.Random(f"{zone} {at}")  # noqa: S311 - a repeatable shuffle, not a secret
    middle = datetime.combine(skipped, time(), UTC)
    start, end = middle - 20 * _DAY, middle + 20 * _DAY
    order = digest(zone, at, start)
    rows = ledger(order, ticks(start, end, chance))
    real, unreal = expected(order, start, end)
    assert unreal == {skipped}
    assert rows.keys() == real | {skipped}
    assert [day for day, verdict in rows.items() if verdict is Verdict.no_such_day] == [skipped]


def local(zone: str, at: time, day: date) -> datetime:
    """Return a wall clock as the zone really shows it then."""
    place = ZoneInfo(zone)
    return datetime.combine(day, at, place).astimezone(UTC).astimezone(place)


def test_the_two_years_hold_zones_that_skip_midnight() -> None:
    start, end = TWO_YEARS
    days = [start.date() + n * _DAY for n in range((end - start).days)]
    skipped = {
        zone for zone in behaviours() if any(local(zone, time(0), day).time() != time(0) for day in days)
    }
    assert skipped
    assert len(behaviours()) > 60
