"""Moments, hours and days in words, as the wall clock of a zone shows them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.model.schedule import DAILY, WEEKDAYS, Schedule

_WEEKEND = (5, 6)
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NAMED = {WEEKDAYS: "weekdays", DAILY: "daily", _WEEKEND: "weekends"}


def hour(at: time) -> str:
    """Write a time of day: "08:00"."""
    return f"{at:%H:%M}"


def week(days: Sequence[int]) -> str:
    """Write days of the week: "weekdays", "daily", "Mon, Wed"."""
    ordered = tuple(sorted(set(days)))
    return _NAMED.get(ordered) or ", ".join(_NAMES[day] for day in ordered)


def long_day(day: date) -> str:
    """Write a date with its weekday: "Monday 2 Nov"."""
    return f"{day:%A} {day.day} {day:%b}"


def short_day(day: date) -> str:
    """Write a date with its weekday: "Mon 2 Nov"."""
    return f"{day:%a} {day.day} {day:%b}"


def ago(moment: datetime, zone: str, *, now: datetime) -> str:
    """Write a moment before now: "08:00" today, "Friday 18:00" in the last days, else "12 Nov 18:00"."""
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    clock = hour(local.time())
    return clock if local.date() >= today else f"{day_ago(moment, zone, now=now)} {clock}"


def day_ago(moment: datetime, zone: str, *, now: datetime) -> str:
    """Write the day of a moment before now: its hour today, "Friday" in the last days, else "12 Nov"."""
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = (today - local.date()).days
    if days <= 0:
        return hour(local.time())
    if days < 7:
        return f"{local:%A}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%b}{year}"


def coming(due: datetime, zone: str) -> str:
    """Write a moment to come in both clocks: "Mon 23 Nov, 08:00 Europe/London (08:00 UTC)"."""
    local, utc = due.astimezone(ZoneInfo(zone)), due.astimezone(UTC)
    if zone == "UTC":
        return f"{short_day(utc.date())}, {hour(utc.time())} UTC"
    other_day = "" if local.date() == utc.date() else f"{short_day(utc.date())} "
    return f"{short_day(local.date())}, {hour(local.time())} {zone} ({other_day}{hour(utc.time())} UTC)"


def rhythm(schedule: Schedule) -> str:
    """Write a schedule: "08:00 weekdays, Europe/London"."""
    return f"{hour(schedule.at)} {week(schedule.days)}, {schedule.zone}"


def in_full(moment: datetime, zone: str) -> str:
    """Write a moment in full: "Tuesday 24 November 2026 at 17:00 (Europe/London)"."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B} {local.year} at {hour(local.time())} ({zone})"
