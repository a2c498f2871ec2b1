"""What a channel or a workspace has set for itself."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.value import Value


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


class Preferences(Value):
    """What is set; None where nothing is. `zone` is an IANA name."""

    zone: str | None = None
    quiet: QuietHours | None = None
