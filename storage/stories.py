"""Stories: adding them, and what becomes of them."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from bot.model.query import Found, Search
from bot.model.sketch import Explanation
from bot.model.story import Copy, Fresh, Report, Story, StoryDraft
from storage import recency, rows
from storage.columns import fits
from storage.driver import sqlite3
from storage.items import Owner, SqliteItems
from storage.merging import Merging, Standing
from storage.report_drafts import ReportDrafts
from storage.shelves import Shelving, shelved
from storage.stories_view import SqliteStoriesView

_LAST_NUMBER = "SELECT seq FROM sqlite_sequence WHERE name = 'stories'"
_LAST_PLACE = "SELECT max(place) FROM reports WHERE story = ?"


class _Added(NamedTuple):
    """A story that was added and isn't written yet, by its recency."""

    at: int
    story: Story


class SqliteStories(SqliteStoriesView):
    """Questions about stories, and changing them.

    What is added is kept back until somebody asks about stories or the transaction ends, and texts until
    somebody searches, then written oldest first and many in a statement: FTS5 starts a new segment for each
    row that is older than the one before, and for each statement that a trigger belongs to. So drafts may be
    added in any order, and a hundred in a transaction cost far less than one in each.
    """

    def __init__(self, db: Database, items: SqliteItems, *, patience: float) -> None:
        super().__init__(db, patience=patience)
        self._items = items
        self._shelving = Shelving(db)
        self._drafts = ReportDrafts(db)
        self._merging = Merging(db, self._texts, self._shelving, self._drafts)
        self._kept_back: list[_Added] = []
        self._last_number: int | None = None
        self._last_arrival: int | None = None

    def search(self, query: Search) -> Found:
        """Return stories that hold every word and phrase of the query, newest first."""
        self._texts.write()
        return super().search(query)

    def add(self, draft: StoryDraft) -> Story:
        """Store a story with its first report and its item; return it with the next free number.

        Raises ValueError where the item is known already.
        """
        number, arrival = self._next_number(), self._next_arrival()
        self._items.claim(draft.source, draft.item, Owner(number, arrival), mark=draft.mark)
        self._last_number, self._last_arrival = number, arrival
        story = rows.story_from(number, draft, arrival=arrival)
        at = recency.of_story(draft.newest, number)
        self._kept_back.append(_Added(at, story))
        self._texts.add(at, story, draft.original)
        return story

    def report(
        self, number: int, draft: StoryDraft, *, fresh: Collection[Fresh] = (), why: Explanation | None = None
    ) -> Story:
        """Add a draft's report to a story, behind those that it has, with its item; return the story.

        Raises ValueError where there is no such story, or the item is known already.
        """
        story, at = self._standing(number)
        arrival = self._next_arrival()
        self._items.claim(draft.source, draft.item, Owner(story.number, arrival), mark=draft.mark)
        self._last_arrival = arrival
        came = {"arrival": arrival, "fresh": tuple(fresh), "why": why}
        report = draft.report.model_copy(update=came)
        self._keep_first(story, at)
        place = int(self._db.execute(_LAST_PLACE, [story.number]).fetchone()[0]) + 1
        self._db.execute(rows.ADD_REPORT, rows.report_row(story.number, place, report))
        self._items.write_what_was_claimed()
        self._drafts.keep(arrival, draft, draft.original)
        self._texts.join(at, [draft.headline, draft.original])
        after = rows.with_reports(story, [report], draft.topics, archive=draft.archive)
        self._relabel(Standing(story, at), after)
        return after

    def copy(self, number: int, arrival: int, draft: StoryDraft) -> Story:
        """Keep that the text of a report, by its arrival number, is at another address; return its story.

        Raises ValueError where the story has no report of that arrival, or the item is known already.
        """
        story, _ = self._standing(number)
        report = _report(story, arrival)
        self._items.claim(draft.source, draft.item, Owner(story.number, arrival), mark=draft.mark)
        self._items.write_what_was_claimed()
        said = draft.report
        copy = Copy(outlet=said.outlet, url=said.url, first_seen=said.first_seen)
        there = {(report.outlet, report.url), *((each.outlet, each.url) for each in report.copies)}
        if (copy.outlet, copy.url) in there:
            return story
        return self._detail(story, report.model_copy(update={"copies": (*report.copies, copy)}))

    def update(self, draft: StoryDraft, *, fresh: Collection[Fresh]) -> Story:
        """Keep what a known item says now; return its story. Raises ValueError where it isn't known."""
        self._write_rows()
        owner = self._items.owner(draft.source, draft.item)
        if owner is None:
            raise ValueError(f"The item {draft.item} of {draft.source} is not known.")
        self._items.remark(draft.source, draft.item, draft.mark)
        story, at = self._standing(owner.story)
        if not fresh:
            return story
        self._keep_first(story, at)
        self._texts.join(at, [draft.headline, draft.original])
        report = _report(story, owner.arrival)
        return self._detail(story, report.model_copy(update={"fresh": (*report.fresh, *fresh)}))

    def merge(self, kept: int, gone: int, *, by: str) -> Story:
        """Make two stories one: the reports of `gone` are put behind those of `kept`; return that story.

        Raises ValueError where either is no story, is merged already, or both are one.
        """
        into, other = self._unmerged(kept), self._unmerged(gone)
        if kept == gone:
            raise ValueError(f"Story {kept} can't be merged with itself.")
        for story, at in (into, other):
            self._keep_first(story, at)
        return self._merging.merge(into, other, by=by)

    def split(self, number: int, arrival: int, *, by: str) -> tuple[Story, Story]:
        """Make a report, by its arrival number, a story of its own; return the old story and the new one.

        Raises ValueError where there is no such story or report, or it is the only one.
        """
        before = self._standing(number)
        report = _report(before.story, arrival)
        if len(before.story.reports) == 1:
            raise ValueError(f"Story {before.story.number} has no other report.")
        again = self._merging.number_before(before.story.number, report)
        if again is not None:
            return self._merging.split(before, report, again, by=by)
        self._last_number = self._next_number()
        return self._merging.split(before, report, self._last_number, by=by)

    def label(self, number: int, topics: tuple[str, ...]) -> Story:
        """Put a story under these topics, and under no others; return it. Raises ValueError for no story."""
        before = self._standing(number)
        after = before.story.model_copy(update={"topics": topics})
        self._relabel(before, after)
        return after

    def write_what_was_kept_back(self) -> None:
        """Write what was added, and texts. To be called at the end of the transaction."""
        self._write_rows()
        self._texts.write()

    def _write_rows(self) -> None:
        if not self._kept_back:
            return
        added = sorted(self._kept_back)
        self._kept_back = []
        stories = [each.story for each in added]
        write = self._db.conn.executemany
        write(rows.ADD_STORY, (rows.story_row(each.at, each.story) for each in added))
        write(rows.ADD_REPORT, (rows.report_row(story.number, 0, story.reports[0]) for story in stories))
        self._items.write_what_was_claimed()
        self._shelving.put(shelved(each.at, each.story) for each in added)

    def _ask(self, sql: str, values: Sequence[object]) -> sqlite3.Cursor:
        self._write_rows()
        return super()._ask(sql, values)

    def _standing(self, number: int) -> Standing:
        """Return a story, or the one that it was merged into, and its recency. Raises ValueError for none."""
        found = self._ask(rows.STORIES_BY_NUMBER, [number]).fetchall() if fits(number) else []
        for story in self._stories(found):
            return Standing(story, at=found[0][1])
        raise ValueError(f"There is no story {number}.")

    def _unmerged(self, number: int) -> Standing:
        standing = self._standing(number)
        if standing.story.number != number:
            raise ValueError(f"Story {number} is part of {standing.story.number} already.")
        return standing

    def _keep_first(self, story: Story, at: int) -> None:
        """Keep what a story's only report says by itself, before more is said."""
        if len(story.reports) == 1:
            self._drafts.keep(story.reports[0].arrival, story, self._texts.body(at))

    def _relabel(self, before: Standing, after: Story) -> None:
        """Write a story's topics and whether it is news, and put it where it belongs with its outlets."""
        if rows.labels_row(before.story) != rows.labels_row(after):
            self._db.execute(rows.RELABEL_STORY, rows.labels_row(after))
        self._shelving.move(shelved(before.at, before.story), shelved(before.at, after))

    def _detail(self, story: Story, report: Report) -> Story:
        """Write a report's details; return its story with them."""
        self._db.execute(rows.DETAIL_REPORT, [rows.details_column(report), report.arrival])
        reports = [report if each.arrival == report.arrival else each for each in story.reports]
        return story.model_copy(update={"reports": tuple(reports)})

    def _next_number(self) -> int:
        """Return a number that was never used, not even by a story that is gone."""
        if self._last_number is not None:
            return self._last_number + 1
        row = self._db.execute(_LAST_NUMBER).fetchone()
        return int(row[0]) + 1 if row else 1

    def _next_arrival(self) -> int:
        """Return the next arrival number: writers take turns, so it is higher than all that anybody saw."""
        return (self.newest_arrival() if self._last_arrival is None else self._last_arrival) + 1


def _report(story: Story, arrival: int) -> Report:
    """Return a story's report by its arrival number. Raises ValueError where it has none of that."""
    for report in story.reports:
        if report.arrival == arrival:
            return report
    raise ValueError(f"Story {story.number} has no report of arrival {arrival}.")
