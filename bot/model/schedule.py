"""When a digest comes: a wall clock, days of the week and a zone, and what that means in UTC."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.model.value import Value

WEEKDAYS = (0, 1, 2, 3, 4)
DAILY = (0, 1, 2, 3, 4, 5, 6)

_DAY = timedelta(days=1)


class Schedule(Value):
    """A time of day on some days of the week (Monday is 0) in an IANA zone."""

    at: time
    days: tuple[int, ...] = Field(default=WEEKDAYS, min_length=1)
    zone: str

    def local(self, moment: datetime) -> datetime:
        """Return the moment as the wall clock and calendar in the zone show it."""
        return moment.astimezone(ZoneInfo(self.zone))

    def due(self, day: date) -> datetime | None:
        """Return when that local day's edition is due, in UTC; None where the zone skipped that day.

        An hour that comes twice counts the first time; one that is skipped moves forward by the gap.
        """
        zone = ZoneInfo(self.zone)
        moment = datetime.combine(day, self.at, zone).astimezone(UTC)
        if moment.astimezone(zone).date() == day:
            return moment
        noon = datetime.combine(day, time(12), zone).astimezone(UTC)
        return moment if noon.astimezone(zone).date() == day else None

    def after(self, moment: datetime) -> Iterator[tuple[date, datetime]]:
        """Yield the local days whose editions are due later than the moment, and when, soonest first."""
        day = self.local(moment).date() - _DAY
        while True:
            due = self.due(day) if day.weekday() in self.days else None
            if due is not None and due > moment:
                yield day, due
            day += _DAY
