"""A thousand sources over an hour of the clock: one in ten is broken, each in another way.

The clock is set forward minute by minute; after each, the sources that are due are asked over real sockets,
of a web on this machine. What has to hold: every healthy source is asked within a minute of its time, memory
stays flat, and no host has more than two connections.
"""

import gc
import resource
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from adapters.web.options import Limits
from benchmarks.clock import StoppedClock
from benchmarks.measure import Row
from bot.compose import House, open_house
from bot.model.outline import Outline
from bot.model.polled import PolledSource
from tests.servers.web.kinds import Kind
from tests.servers.web.local import LocalWeb

SOURCES, HOSTS = 1_000, 250
BROKEN = 10
"""One source in so many."""
MINUTES = 60
_BEGINNINGS = ("br", "c", "dr", "f", "gl", "h", "k", "l", "m", "n", "p", "qu", "r", "st", "t", "v", "w")
_ENDS = ("bler", "cker", "ddon", "lland", "mper", "nther", "pping", "rstal", "sket", "tton", "vern", "xley")
_BEGIN = datetime(2026, 7, 1, 7, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_WORDS = [first + middle + last for first in _BEGINNINGS for middle in "aeiou" for last in _ENDS]
_TOGETHER = 14
"""So many outlets report of one event, in one of their ten entries."""


async def measure(folder: Path) -> list[Row]:
    """Watch them for an hour, and say how it went."""
    clock = StoppedClock(_BEGIN)
    async with LocalWeb() as local:
        for number in range(SOURCES):
            _serve(local, number, _BEGIN)
        web = local.fetching(Limits(seconds=0.3, connecting=0.3), clock)
        async with open_house(folder / "sources.db", clock=clock, web=web) as house:
            await _add(house, clock)
            await _minute(house)
            late: list[timedelta] = []
            sizes: list[float] = []
            started, asked = perf_counter(), len(local.asked)
            for minute in range(MINUTES):
                clock.at += _MINUTE
                for number in range(minute % 15, SOURCES, 15):
                    _serve(local, number, clock.at)
                healthy = [each for each in await house.flows.sources.every() if not _broken(each.number)]
                late += [clock.at - each.next_at for each in healthy if each.next_at <= clock.at]
                await _minute(house)
                gc.collect()
                sizes.append(_resident())
            seconds = perf_counter() - started
            left = [each for each in await house.flows.sources.every() if _overdue(each, clock)]
        return _rows(local, late, sizes, left, (len(local.asked) - asked) / seconds)


def _rows(
    local: LocalWeb, late: list[timedelta], sizes: list[float], left: list[PolledSource], rate: float
) -> list[Row]:
    worst, most = max(late, default=timedelta()), max(local.most.values())
    grown = median(sizes[-10:]) - median(sizes[20:30])  # by then each was asked twice
    tenths = [f"{size:.0f}" for size in sizes[len(sizes) // 10 - 1 :: len(sizes) // 10]]
    return [
        Row(
            "1,000 sources, an hour", f"{len(late):,} polls of healthy ones", spread=f"{rate:,.0f} fetches/s"
        ),
        Row("- the latest of them", f"{worst.total_seconds():.0f} s", "60 s", "", worst <= _MINUTE),
        Row("- healthy ones left over", f"{len(left)}", "0", "", not left),
        Row("- connections a host", f"{most}", "at most 2", "", most <= 2),
        Row(
            "- memory, minutes 20 to 30 against the last 10",
            f"{grown:+.1f} MB",
            "below 10 MB",
            "",
            grown < 10,
        ),
        Row("- memory after each tenth", f"{' '.join(tenths)} MB"),
    ]


def _serve(local: LocalWeb, number: int, at: datetime) -> None:
    """Let a source have something new; one in ten misbehaves, each in the next way."""
    place = f"paper{number % HOSTS}.example/feed{number}"
    if _broken(number + 1):
        local.misbehave(place, list(Kind)[number // BROKEN % len(Kind)])
        return
    entries = "".join(
        f"<item><title>{_headline(number, each, moment)}</title>"
        f"<guid>{number}-{moment.isoformat()}</guid><pubDate>{format_datetime(moment)}</pubDate></item>"
        for each in range(10)
        for moment in [at - each * 15 * _MINUTE]
    )
    title = f"<title>Paper {number}</title><link>http://paper{number % HOSTS}.example/</link>"
    local.keep(place, f"<rss><channel>{title}{entries}</channel></rss>".encode(), etag=f'"{at.isoformat()}"')


def _headline(number: int, each: int, moment: datetime) -> str:
    """Return what nobody else has, or what some others have too in that quarter of an hour."""
    own = _some_words(f"{number} {moment}", 8)
    if each:
        return " ".join(own)
    event = f"{number // _TOGETHER} {moment:%d %H} {moment.minute // 15}"
    return " ".join([*_some_words(event, 7), own[0]])


def _some_words(of: str, count: int) -> list[str]:
    """Return the same words for the same text: a headline says next to nothing that others say."""
    return Random(of).sample(_WORDS, count)  # noqa: S311 - no secret


async def _add(house: House, clock: StoppedClock) -> None:
    outlines = [
        Outline(title=f"Paper {number}", xml_url=f"http://paper{number % HOSTS}.example/feed{number}")
        for number in range(SOURCES)
    ]
    await house.flows.sources.bring(outlines)
    clock.at += 15 * _MINUTE


async def _minute(house: House) -> None:
    """Tick as long as something is due, as the scheduler does every five seconds."""
    polling = house.watching.polling
    for _ in range(60):
        await polling.tick()
        if not polling.busy:
            return
        await polling.idle()


def _broken(number: int) -> bool:
    return number % BROKEN == 1


def _overdue(source: PolledSource, clock: StoppedClock) -> bool:
    return not _broken(source.number) and source.next_at <= clock.at


def _resident() -> float:
    """Return this process's memory in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6
