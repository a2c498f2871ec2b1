"""What each report of a story says by itself, so that it can become a story of its own."""

from datetime import date
from typing import NamedTuple

from pydantic_core import from_json
from sqlite_utils import Database

from bot.model.brief import Brief
from bot.model.story import Report, Story, StoryDraft
from storage.columns import as_list

_KEEP = """
    INSERT INTO report_drafts (arrival, headline, url, happened_on, topics, archive, brief, original)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
_GET = """
    SELECT headline, url, happened_on, topics, archive, brief, original FROM report_drafts WHERE arrival = ?
"""


class Alone(NamedTuple):
    """The story that a report is alone, and its original."""

    story: Story
    original: str


class ReportDrafts:
    """The drafts of reports, by arrival number. A report that was always its story's only one has none."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, arrival: int, said: StoryDraft | Story, original: str) -> None:
        """Keep what a report says, unless that is kept already."""
        row = [
            arrival,
            said.headline,
            said.url,
            said.happened_on.isoformat() if said.happened_on else None,
            as_list(said.topics),
            said.archive,
            said.brief.model_dump_json(exclude_defaults=True),
            original,
        ]
        self._db.execute(_KEEP, row)

    def alone(self, number: int, report: Report) -> Alone:
        """Return the story of that number that a report with a draft would be alone."""
        row = self._db.execute(_GET, [report.arrival]).fetchone()
        headline, url, happened_on, topics, archive, brief, original = row
        story = Story(
            number=number,
            headline=headline,
            brief=Brief.model_validate_json(brief),
            reports=(report,),
            first_seen=report.first_seen,
            url=url,
            topics=tuple(from_json(topics)),
            happened_on=date.fromisoformat(happened_on) if happened_on else None,
            archive=bool(archive),
        )
        return Alone(story, original)
