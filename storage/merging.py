"""Two stories that become one, and a report that becomes a story."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from bot.model.story import Report, Story
from storage import recency, rows
from storage.report_drafts import Alone, ReportDrafts
from storage.shelves import Shelving, shelved
from storage.texts import Texts, joined

_LEAD = "UPDATE stories SET merged_into = ?1 WHERE number = ?2 OR merged_into = ?2"
_NUMBER_BEFORE = """
    SELECT number FROM stories JOIN report_drafts AS began ON began.arrival = ?
    WHERE merged_into = ? AND first_seen = ?
        AND (stories.headline, stories.url) IS (began.headline, began.url)
    ORDER BY number LIMIT 1
"""
_LEAD_NOWHERE = "UPDATE stories SET merged_into = NULL WHERE number = ?"
_LAST_PLACE = "SELECT max(place) FROM reports WHERE story = ?"
_PUT = "UPDATE reports SET story = ?, place = ?, details = ? WHERE arrival = ?"


class Standing(NamedTuple):
    """A story and its recency."""

    story: Story
    at: int


class Merging:
    """Merges and splits the stories of a transaction. Each report of theirs must have its draft."""

    def __init__(self, db: Database, texts: Texts, shelving: Shelving, drafts: ReportDrafts) -> None:
        self._db = db
        self._texts = texts
        self._shelving = shelving
        self._drafts = drafts

    def merge(self, kept: Standing, gone: Standing, *, by: str) -> Story:
        """Put the reports of `gone` behind those of `kept`, as `by` did; return that story."""
        moved = tuple(_put(report, by) for report in gone.story.reports)
        merged = rows.with_reports(kept.story, moved, gone.story.topics, archive=gone.story.archive)
        place = int(self._db.execute(_LAST_PLACE, [merged.number]).fetchone()[0])
        for report in moved:
            place += 1
            self._place(merged.number, place, report)
        self._db.execute(rows.RELABEL_STORY, rows.labels_row(merged))
        self._db.execute(_LEAD, [merged.number, gone.story.number])
        self._shelving.move(shelved(gone.at, gone.story), None)
        self._shelving.move(shelved(kept.at, kept.story), shelved(kept.at, merged))
        self._texts.join(kept.at, [gone.story.headline, self._texts.body(gone.at)])
        self._texts.drop(gone.at)
        return merged

    def number_before(self, story: int, report: Report) -> int | None:
        """Return the number that a report's story had before it was merged; None where it began none."""
        began = [report.arrival, story, recency.to_micros(report.first_seen)]
        row = self._db.execute(_NUMBER_BEFORE, began).fetchone()
        return int(row[0]) if row else None

    def split(self, before: Standing, report: Report, number: int, *, by: str) -> tuple[Story, Story]:
        """Make a report the story of that number, as `by` did; return the old story and the new one."""
        new = _first(self._drafts.alone(number, _put(report, by)))
        at = recency.of_story(new.story.newest, number)
        row = rows.story_row(at, new.story)
        if not self._db.execute(rows.CHANGE_STORY, row).rowcount:
            self._db.execute(rows.ADD_STORY, row)
        self._db.execute(_LEAD_NOWHERE, [number])
        self._place(number, 0, new.story.reports[0])
        self._shelving.put([shelved(at, new.story)])
        self._texts.add(at, new.story, _body([new]))
        return self._without(before, report, new.story.topics), new.story

    def _without(self, before: Standing, report: Report, topics: Collection[str]) -> Story:
        """Make a story what it is without a report that was moved already, and its topics; return it."""
        number = before.story.number
        rest = [self._drafts.alone(number, each) for each in before.story.reports if each != report]
        at, story = before.at, before.story
        if story.reports[0] == report:
            rest[0] = _first(rest[0])
            at, story = recency.of_story(rest[0].story.newest, number), rest[0].story
            first = story.reports[0]
            self._db.execute(rows.DETAIL_REPORT, [rows.details_column(first), first.arrival])
        stays = {topic for each in rest for topic in each.story.topics}
        story = story.model_copy(
            update={
                "reports": tuple(each.story.reports[0] for each in rest),
                "topics": tuple(t for t in before.story.topics if t in stays or t not in topics),
                "archive": all(each.story.archive for each in rest),
            }
        )
        self._db.execute(rows.CHANGE_STORY, rows.story_row(at, story))
        self._shelving.move(shelved(before.at, before.story), shelved(at, story))
        self._texts.drop(before.at)
        self._texts.put(at, story.headline, _body(rest))
        return story

    def _place(self, story: int, place: int, report: Report) -> None:
        self._db.execute(_PUT, [story, place, rows.details_column(report), report.arrival])


def _put(report: Report, by: str) -> Report:
    """Return a report that a person put where it is: what made the bot put it elsewhere is void."""
    return report.model_copy(update={"why": None, "put_by": by})


def _first(alone: Alone) -> Alone:
    """Return a report as the first of a story: all that it said at once is new, so none of it is marked."""
    (report,) = alone.story.reports
    fresh = tuple(each for each in report.fresh if each.text not in alone.original)
    report = report.model_copy(update={"fresh": fresh, "why": None})
    return alone._replace(story=alone.story.model_copy(update={"reports": (report,)}))


def _body(reports: Sequence[Alone]) -> str:
    """Return the text by which a story of these reports is found."""
    first, *others = reports
    more = [text for each in others for text in (each.story.headline, each.original)]
    news = [fresh.text for each in reports for report in each.story.reports for fresh in report.fresh]
    return joined(first.original, [*more, *news])
