"""How fast polls are taken in, and that exactly the new entries come out; beside it the usual way."""

import asyncio
import json
from pathlib import Path
from time import perf_counter

import feedparser
import sqlite_utils

from benchmarks.measure import Row
from benchmarks.replay import Poll, polls, replay, unpacked

LEAST = 1_000
USUAL = 500
"""How many polls the usual way is measured on: it is slow."""


def measure(folder: Path, record: Path) -> list[Row]:
    """Replay a record of polls."""
    every = polls(record)
    expected = {tuple(entry) for entry in json.loads((record / "new-entries.json").read_text("utf-8"))}
    with unpacked(record) as bodies:
        result = asyncio.run(replay(every, bodies, folder / "replay.db"))
        usual = _usual(every[:USUAL], bodies, folder / "usual.db")
    new = [(entry["time"], entry["feed"], entry["id"] or entry["link"]) for entry in result.new]
    right = len(new) == len(expected) and set(new) == expected
    rate = result.polls / result.seconds
    return [
        Row(f"{result.polls:,} polls", f"{rate:,.0f} polls/s", f"at least {LEAST:,}", "", rate >= LEAST),
        Row("- new entries", f"{len(new)}", f"exactly {len(expected)}", "", right),
        Row("- feedparser and `upsert_all`", f"{usual:,.0f} polls/s", spread=f"on the first {USUAL} polls"),
    ]


def _usual(every: list[Poll], bodies: Path, db: Path) -> float:
    """Return polls a second of feedparser with sqlite-utils' `upsert_all`."""
    database = sqlite_utils.Database(db)
    started = perf_counter()
    for poll in every:
        parsed = feedparser.parse((bodies / f"{poll.name}.xml").read_bytes())
        rows = [
            {"id": e.get("id") or e.get("link"), "title": e.get("title"), "text": e.get("summary")}
            for e in parsed.entries
        ]
        database.table("entries").upsert_all(rows, pk="id")
    seconds = perf_counter() - started
    database.close()
    return len(every) / seconds
