"""Replays a folder of recorded polls, in order, through the intake that the bot uses.

    python -m benchmarks.replay FOLDER [--out OUT]

FOLDER holds `polls.tsv` (time, feed, name) and `blobs.tar.xz` (NAME.xml). OUT gets one JSON object a line,
with `time`, `feed`, `id` and `link`, for each entry that would have been posted as new: those that appear
after their feed's first poll.
"""

import argparse
import asyncio
import json
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.clock import StoppedClock
from bot.compose import open_house
from bot.errors import Unreadable
from bot.flows.intake import Intake, Taken
from bot.flows.intake import Poll as Delivery
from bot.model.source import Source


class Poll(NamedTuple):
    """One recorded poll; `time` as it is written in the record."""

    time: str
    feed: str
    name: str


@dataclass
class Result:
    """What a replay gave; `seconds` is the feeding alone, without the unpacking."""

    polls: int = 0
    seconds: float = 0.0
    new: list[dict[str, str | None]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def polls(folder: Path) -> list[Poll]:
    """Return the record, in order."""
    lines = (folder / "polls.tsv").read_text("utf-8").splitlines()
    return [Poll(*line.split("\t")) for line in lines if line]


@contextmanager
def unpacked(folder: Path) -> Iterator[Path]:
    """Unpack the bodies into a temporary folder: the archive isn't in the order of the polls."""
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(folder / "blobs.tar.xz") as archive:
            archive.extractall(place, filter="data")
        yield Path(place)


async def replay(record: list[Poll], bodies: Path, db: Path) -> Result:
    """Feed every poll to the intake, into a store at `db`."""
    result = Result(polls=len(record))
    clock = StoppedClock(datetime.fromisoformat(record[0].time))
    async with open_house(db, clock=clock) as house:
        started = perf_counter()
        for poll in record:
            clock.at = datetime.fromisoformat(poll.time)
            await _feed(house.intake, poll, (bodies / f"{poll.name}.xml").read_bytes(), result)
        result.seconds = perf_counter() - started
    return result


async def _feed(intake: Intake, poll: Poll, body: bytes, result: Result) -> None:
    try:
        receipt = await intake.poll(Delivery(source=Source(key=poll.feed, title=poll.feed), body=body))
    except Unreadable as fault:
        result.unreadable.append(f"{poll.time} {poll.feed}: {fault}")
        return
    if not receipt.first_poll:
        result.new += [_record(poll, taken) for taken in receipt.taken]


def _record(poll: Poll, taken: Taken) -> dict[str, str | None]:
    kind, _, key = taken.item.partition(":")
    return {
        "time": poll.time,
        "feed": poll.feed,
        "id": key if kind in {"id", "url"} else None,
        "link": taken.story.url,
    }


def main() -> None:
    """Run one replay and print what came of it."""
    parser = argparse.ArgumentParser(description="Replay recorded polls through the intake.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with unpacked(options.folder) as bodies, tempfile.TemporaryDirectory() as place:
        result = asyncio.run(replay(polls(options.folder), bodies, Path(place) / "replay.db"))
    if options.out:
        options.out.write_text("".join(json.dumps(entry) + "\n" for entry in result.new), "utf-8")
    rate = f"{result.polls:,} polls in {result.seconds:.1f} s = {result.polls / result.seconds:,.0f} polls/s"
    print(f"{rate}: {len(result.new)} new entries")
    for fault in result.unreadable:
        print(fault, file=sys.stderr)


if __name__ == "__main__":
    main()
