"""Rows to stories and back."""

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic_core import to_json

from bot.model.brief import Brief
from bot.model.story import Report, Story, StoryDraft
from storage.recency import from_micros, to_micros

Row = tuple[Any, ...]

STORIES_BY_NUMBER = """
    SELECT number, recency, headline, url, happened_on, first_seen, topics, archive, brief FROM stories
    WHERE number = ?
"""
STORIES_BY_RECENCY = """
    SELECT number, recency, headline, url, happened_on, first_seen, topics, archive, brief FROM stories
    WHERE recency IN (SELECT value FROM json_each(?)) ORDER BY recency DESC
"""
HEADLINES_BY_RECENCY = """
    SELECT number, headline FROM stories
    WHERE recency IN (SELECT value FROM json_each(?)) ORDER BY recency DESC
"""
STORIES_BY_NUMBERS = """
    SELECT number, recency, headline, url, happened_on, first_seen, topics, archive, brief FROM stories
    WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number
"""
REPORTS_BY_STORY = """
    SELECT story, outlet, headline, url, first_seen, published_at, arrival FROM reports
    WHERE story IN (SELECT value FROM json_each(?)) ORDER BY story, place
"""
ADD_STORY = """
    INSERT INTO stories (number, recency, headline, url, happened_on, first_seen, topics, brief, archive)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ADD_REPORT = """
    INSERT INTO reports (story, place, outlet, headline, url, first_seen, published_at, arrival)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


def story_row(recency: int, story: Story) -> Row:
    """Return the values for `ADD_STORY`."""
    return (
        story.number,
        recency,
        story.headline,
        story.url,
        story.happened_on.isoformat() if story.happened_on else None,
        to_micros(story.first_seen),
        to_json(story.topics).decode(),
        story.brief.model_dump_json(exclude_defaults=True),
        story.archive,
    )


def report_row(number: int, place: int, report: Report) -> Row:
    """Return the values for `ADD_REPORT`; `place` is the report's among its story's, from 0."""
    published = report.published_at
    return (
        number,
        place,
        report.outlet,
        report.headline,
        report.url,
        to_micros(report.first_seen),
        None if published is None else to_micros(published),
        report.arrival,
    )


def story_from(number: int, draft: StoryDraft, *, arrival: int) -> Story:
    """Return the story that a draft becomes under that number; `arrival` is its report's."""
    return Story(
        number=number,
        headline=draft.headline,
        brief=draft.brief,
        reports=(draft.report.model_copy(update={"arrival": arrival}),),
        first_seen=draft.report.first_seen,
        url=draft.url,
        topics=draft.topics,
        happened_on=draft.happened_on,
        archive=draft.archive,
    )


def stories_from(rows: Iterable[Row], report_rows: Iterable[Row]) -> tuple[Story, ...]:
    """Return the stories of the rows, in their order, with their reports."""
    reports: dict[int, list[Row]] = {}
    for row in report_rows:
        reports.setdefault(row[0], []).append(row)
    return tuple(_story(row, tuple(reports.get(row[0], ()))) for row in rows)


@lru_cache(maxsize=256)  # everybody asks for the newest; what is asked is whether the rows are the same still
def _story(row: Row, report_rows: tuple[Row, ...]) -> Story:
    number, _, headline, url, happened_on, first_seen, topics, archive, brief = row
    return Story(
        number=number,
        headline=headline,
        brief=Brief.model_validate_json(brief),
        reports=tuple(map(_report, report_rows)),
        first_seen=from_micros(first_seen),
        url=url,
        topics=tuple(json.loads(topics)) if topics != "[]" else (),
        happened_on=date.fromisoformat(happened_on) if happened_on else None,
        archive=bool(archive),
    )


def _report(row: Row) -> Report:
    _, outlet, headline, url, first_seen, published_at, arrival = row
    return Report(
        outlet=outlet,
        headline=headline,
        url=url,
        first_seen=from_micros(first_seen),
        published_at=None if published_at is None else from_micros(published_at),
        arrival=arrival,
    )
