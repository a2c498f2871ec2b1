"""The index of the stories of late, in which a report finds its own."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from pydantic_core import to_json
from sqlite_utils import Database

from bot.model.sketch import Kept, Profile, Sketch
from bot.model.value import Utc
from bot.repositories.groups import Frequencies, Printed
from storage.columns import as_json, as_list
from storage.recency import from_micros, to_micros

_TOTAL = ""
# When so many reports are counted, old counts are halved: the words of last year say little of today's.
_MANY = 40_000
# Shares of a weight smaller than this change nothing.
_DIGITS = 4

_NEAR = """
    SELECT value, (
        SELECT json_group_array(json_array(story, seen)) FROM (
            SELECT story, seen FROM group_stems WHERE stem = value ORDER BY seen DESC, story DESC LIMIT ?
        )
    ) FROM json_each(?)
"""
_PRINTED = """
    SELECT report, story, at, prints, count(*) FROM json_each(?) JOIN group_prints ON print = value
    JOIN group_reports USING (report) GROUP BY report ORDER BY count(*) DESC, report DESC LIMIT 20
"""
_ON_PAGE = """
    SELECT report, story, at, prints, 0 FROM group_reports WHERE page = ? ORDER BY report DESC LIMIT 20
"""
_KEEP = """
    INSERT INTO group_reports (report, story, at, page, prints, sketch, stems)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE
    SET story = excluded.story, at = excluded.at, page = excluded.page, prints = excluded.prints,
        sketch = excluded.sketch, stems = excluded.stems
"""
_FIND = """
    INSERT INTO group_stems (stem, story, seen) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET seen = excluded.seen WHERE excluded.seen > seen
"""
_COUNT = """
    INSERT INTO group_words (stem, reports) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET reports = reports + excluded.reports
"""
_PROFILE = """
    INSERT INTO group_stories (story, reports, first, last, outlets, weights, dated, earliest, latest)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET reports = excluded.reports, first = excluded.first, last = excluded.last,
        outlets = excluded.outlets, weights = excluded.weights, dated = excluded.dated,
        earliest = excluded.earliest, latest = excluded.latest
"""


class SqliteGroups:
    """The groups of one transaction. What it has changed is written at its end, each once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._counts: dict[str, int] = {}
        self._more: Counter[str] = Counter()
        self._profiles: dict[int, Profile] = {}
        self._changed: set[int] = set()
        self._found: dict[str, dict[int, int]] = {}
        self._read: dict[str, int] = {}
        self._seen: dict[str, dict[int, int]] = {}

    def frequencies(self, stems: Collection[str]) -> Frequencies:
        """Return in how many reports each of the stems is, and how many reports were counted."""
        unread = [stem for stem in stems if stem not in self._counts]
        if _TOTAL not in self._counts:
            unread.append(_TOTAL)
        if unread:
            self._counts |= dict.fromkeys(unread, 0)
            sql = "SELECT stem, reports FROM group_words WHERE stem IN (SELECT value FROM json_each(?))"
            self._counts |= self._db.execute(sql, [as_list(unread)]).fetchall()
        return Frequencies(self._counts[_TOTAL], self._counts)

    def near(self, stems: Sequence[str], *, most: int) -> Mapping[str, tuple[int, ...]]:
        """Return for each stem the `most` stories of late that are found by it, in any order."""
        unread = [stem for stem in stems if self._read.get(stem, 0) < most]
        if unread:
            for stem, stored in self._db.execute(_NEAR, [most, as_list(unread)]).fetchall():
                seen = dict(json.loads(stored))
                for story, at in self._found.get(stem, {}).items():
                    seen[story] = max(at, seen.get(story, at))
                self._seen[stem] = seen
                self._read[stem] = most
        return {stem: self._latest(stem, most) for stem in stems if self._seen[stem]}

    def profiles(self, stories: Collection[int]) -> Mapping[int, Profile]:
        """Return the profiles of these stories; those without one are left out."""
        unread = [story for story in stories if story not in self._profiles]
        if unread:
            sql = """
                SELECT story, reports, first, last, outlets, weights, dated, earliest, latest
                FROM group_stories WHERE story IN (SELECT value FROM json_each(?))
            """
            rows = self._db.execute(sql, [as_list(unread)]).fetchall()
            for story, reports, first, last, outlets, weights, dated, earliest, latest in rows:
                self._profiles[story] = Profile.model_construct(
                    weights=json.loads(weights),
                    reports=reports,
                    first=from_micros(first),
                    last=from_micros(last),
                    outlets=json.loads(outlets),
                    dated=dated,
                    earliest=date.fromordinal(earliest),
                    latest=date.fromordinal(latest),
                )
        return {story: self._profiles[story] for story in stories if story in self._profiles}

    def printed(self, prints: Collection[int]) -> tuple[Printed, ...]:
        """Return at most 20 reports that share prints with these, most first, then the latest that came."""
        if not prints:
            return ()
        return _printed(self._db.execute(_PRINTED, [as_list(list(prints))]).fetchall())

    def on_page(self, page: int) -> tuple[Printed, ...]:
        """Return the reports at that page, at most 20, the latest that came first."""
        return _printed(self._db.execute(_ON_PAGE, [page]).fetchall())

    def kept(self, story: int) -> tuple[Kept, ...]:
        """Return the reports of a story that are kept, in the order in which they came."""
        sql = "SELECT report, at, sketch, stems FROM group_reports WHERE story = ? ORDER BY report"
        return tuple(
            Kept(
                report=report,
                story=story,
                at=from_micros(at),
                sketch=Sketch.model_validate_json(sketch),
                stems=tuple(json.loads(stems)),
            )
            for report, at, sketch, stems in self._db.execute(sql, [story]).fetchall()
        )

    def keep(self, kept: Kept, stems: Collection[str], profile: Profile) -> None:
        """Keep a report, and what its story says with it; `stems` are all of its own, to be counted."""
        self._count(stems)
        self._put([kept])
        self._set(kept.story, profile)

    def replace(self, story: int, kept: Collection[Kept], profile: Profile | None) -> None:
        """Make these the reports of a story, wherever they were kept before; None: it leaves the index."""
        self._drop([story])
        self._put(kept)
        if profile:
            self._set(story, profile)

    def forget(self, before: Utc) -> int:
        """Let stories without a report since that moment leave the index; return how many did."""
        self.write_what_was_kept_back()
        sql = "SELECT story FROM group_stories WHERE last < ?"
        old = [story for (story,) in self._db.execute(sql, [to_micros(before)]).fetchall()]
        self._drop(old)
        if self.frequencies(()).total > _MANY:
            self._db.execute("UPDATE group_words SET reports = reports / 2")
            self._db.execute("DELETE FROM group_words WHERE reports = 0")
            self._counts.clear()
        return len(old)

    def write_what_was_kept_back(self) -> None:
        """Write the counts, stems and profiles that this transaction has changed."""
        self._write_found()
        if self._more:
            self._many(_COUNT, self._more.items())
            self._more.clear()
        if self._changed:
            self._many(_PROFILE, [_row(story, self._profiles[story]) for story in sorted(self._changed)])
            self._changed = set()

    def _count(self, stems: Collection[str]) -> None:
        self.frequencies(stems)
        for stem in (*stems, _TOTAL):
            self._counts[stem] += 1
            self._more[stem] += 1

    def _set(self, story: int, profile: Profile) -> None:
        self._profiles[story] = profile
        self._changed.add(story)

    def _put(self, kept: Collection[Kept]) -> None:
        self._many(
            _KEEP,
            [
                (
                    each.report,
                    each.story,
                    to_micros(each.at),
                    each.sketch.page,
                    len(each.sketch.prints),
                    as_json(each.sketch),
                    as_list(each.stems),
                )
                for each in kept
            ],
        )
        for each in kept:
            at = to_micros(each.at)
            for stem in each.stems:
                for index in (self._found, self._seen):
                    seen = index.setdefault(stem, {})
                    seen[each.story] = max(at, seen.get(each.story, at))
        self._many(
            "INSERT OR IGNORE INTO group_prints (print, report) VALUES (?, ?)",
            [(mark, each.report) for each in kept for mark in each.sketch.prints],
        )

    def _drop(self, stories: Sequence[int]) -> None:
        """Take stories out of the index, with what is kept of their reports."""
        self._write_found()
        self._read, self._seen = {}, {}
        for story in stories:
            self._profiles.pop(story, None)
            self._changed.discard(story)
            kept = self.kept(story)
            stems = set(chain.from_iterable(each.stems for each in kept))
            self._many("DELETE FROM group_stems WHERE stem = ? AND story = ?", [(s, story) for s in stems])
            marks = [(mark, each.report) for each in kept for mark in each.sketch.prints]
            self._many("DELETE FROM group_prints WHERE print = ? AND report = ?", marks)
            self._db.execute("DELETE FROM group_reports WHERE story = ?", [story])
            self._db.execute("DELETE FROM group_stories WHERE story = ?", [story])

    def _latest(self, stem: str, most: int) -> tuple[int, ...]:
        seen = self._seen[stem]
        if len(seen) > most:
            self._seen[stem] = seen = dict(sorted(seen.items(), key=lambda each: each[::-1])[-most:])
        return tuple(seen)

    def _write_found(self) -> None:
        rows = [(stem, story, at) for stem, seen in self._found.items() for story, at in seen.items()]
        if rows:
            self._many(_FIND, rows)
            self._found = {}

    def _many(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        self._db.conn.executemany(sql, rows)


def _printed(rows: Iterable[tuple[int, int, int, int, int]]) -> tuple[Printed, ...]:
    return tuple(Printed(report, story, from_micros(at), *counts) for report, story, at, *counts in rows)


def _row(story: int, profile: Profile) -> tuple[object, ...]:
    weights = {stem: round(weight, _DIGITS) for stem, weight in profile.weights.items()}
    return (
        story,
        profile.reports,
        to_micros(profile.first),
        to_micros(profile.last),
        to_json(profile.outlets).decode(),
        to_json(weights).decode(),
        profile.dated,
        profile.earliest.toordinal(),
        profile.latest.toordinal(),
    )
