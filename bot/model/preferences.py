"""What a channel or a workspace has set for itself."""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.model.schedule import WEEKDAYS
from bot.model.value import Utc, Value


class QuietHours(Value):
    """From one wall clock to another, over midnight where `until` is earlier; never where both are one."""

    start: time
    until: time

    def ends(self, moment: datetime, zone: str) -> datetime | None:
        """Return when the quiet hours that the moment is in end, in UTC; None outside of them."""
        local = moment.astimezone(ZoneInfo(zone))
        clock = local.time()
        if self.start <= self.until:
            inside = self.start <= clock < self.until
        else:
            inside = clock >= self.start or clock < self.until
        if not inside:
            return None
        day = local.date() + timedelta(days=1 if clock >= self.until else 0)
        end = datetime.combine(day, self.until, ZoneInfo(zone)).astimezone(moment.tzinfo)
        return max(end, moment)


NEVER_QUIET = QuietHours(start=time(0), until=time(0))
"""Set where a channel wants no quiet hours, whatever its workspace has set."""


class WorkingHours(Value):
    """When people work: from one wall clock to a later one that day, on days of the week (Monday is 0)."""

    start: time
    until: time
    days: tuple[int, ...] = WEEKDAYS

    def next(self, moment: datetime, zone: str) -> datetime:
        """Return the first moment within the hours that is not before `moment`, in UTC."""
        local = moment.astimezone(ZoneInfo(zone))
        for ahead in range(8):
            day = local.date() + timedelta(days=ahead)
            opens = datetime.combine(day, self.start, ZoneInfo(zone)).astimezone(UTC)
            closes = datetime.combine(day, self.until, ZoneInfo(zone)).astimezone(UTC)
            if day.weekday() in self.days and moment < closes:
                return max(opens, moment)
        raise ValueError("working hours without a day")


USUAL_HOURS = WorkingHours(start=time(8), until=time(20))
"""Where nobody has set any."""


KEYCAPS: Final = (*(f"{digit}\N{COMBINING ENCLOSING KEYCAP}" for digit in range(1, 10)), "\N{KEYCAP TEN}")
"""The emoji that stand for the first ten stories of an edition, as adapters name them."""


class Emoji(Value):
    """Which reactions mean what, as adapters name them. No list has one that another has, or a keycap."""

    flag: tuple[str, ...] = ("\N{TRIANGULAR FLAG ON POST}",)
    take: tuple[str, ...] = (
        "\N{HAPPY PERSON RAISING ONE HAND}",
        "\N{HAPPY PERSON RAISING ONE HAND}\N{ZERO WIDTH JOINER}\N{FEMALE SIGN}",
        "\N{HAPPY PERSON RAISING ONE HAND}\N{ZERO WIDTH JOINER}\N{MALE SIGN}",
    )
    done: tuple[str, ...] = ("\N{WHITE HEAVY CHECK MARK}",)


class Weights(Value):
    """What makes a story stand higher, each from 0 (doesn't count) to 5.

    `outlets` and `people` are what twice as many independent outlets, or people who reacted (and one more),
    are worth; `fresh` is what a story loses with each day; `drafted` what it gains if its source drafted it.
    """

    outlets: float = Field(default=1.0, ge=0, le=5)
    fresh: float = Field(default=1.0, ge=0, le=5)
    people: float = Field(default=0.5, ge=0, le=5)
    drafted: float = Field(default=0.25, ge=0, le=5)


class Preferences(Value):
    """What a channel, a workspace or a person has set; None where nothing is. `zone` is an IANA name.

    A person's are those of their direct messages with the bot. `unclaimed` is after how many hours the
    channel is told that nobody has a follow-up (0: never). `reactions` says whether reactions mean anything.
    `emoji` and `weights` are a workspace's. `nudges` and `away_until` are a person's: whether they want to be
    reminded, and until when they are away.
    """

    zone: str | None = None
    quiet: QuietHours | None = None
    work: WorkingHours | None = None
    unclaimed: int | None = None
    reactions: bool | None = None
    emoji: Emoji | None = None
    weights: Weights | None = None
    nudges: bool | None = None
    away_until: Utc | None = None
