"""Rows to stories and back."""

import json
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic_core import to_json

from bot.model.brief import Brief
from bot.model.sketch import Explanation
from bot.model.story import Copy, Fresh, Report, Story, StoryDraft
from bot.model.value import Value
from bot.text import fold
from storage.recency import from_micros, to_micros

Row = tuple[Any, ...]

_STORY = "number, recency, headline, url, happened_on, first_seen, topics, archive, brief"

LED_TO = "coalesce((SELECT merged_into FROM stories WHERE number = ?1), ?1)"
"""The number of a story, or of the one that it was merged into."""

STORIES_BY_NUMBER = f"SELECT {_STORY} FROM stories WHERE number = {LED_TO}"  # noqa: S608 - our own words
STORIES_BY_RECENCY = f"""
    SELECT {_STORY} FROM stories
    WHERE recency IN (SELECT value FROM json_each(?)) ORDER BY recency DESC
"""  # noqa: S608 - our own words
HEADLINES_BY_RECENCY = """
    SELECT number, headline FROM stories
    WHERE recency IN (SELECT value FROM json_each(?)) ORDER BY recency DESC
"""
STORIES_BY_NUMBERS = f"""
    SELECT {_STORY} FROM stories
    WHERE number IN (SELECT value FROM json_each(?)) AND merged_into IS NULL ORDER BY number
"""  # noqa: S608 - our own words
REPORTS_BY_STORY = """
    SELECT story, outlet, headline, url, first_seen, published_at, arrival, details FROM reports
    WHERE story IN (SELECT value FROM json_each(?)) ORDER BY story, place
"""
ADD_STORY = """
    INSERT INTO stories (recency, headline, url, happened_on, first_seen, topics, brief, archive, number)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CHANGE_STORY = """
    UPDATE stories SET recency = ?, headline = ?, url = ?, happened_on = ?, first_seen = ?, topics = ?,
        brief = ?, archive = ?
    WHERE number = ?
"""
ADD_REPORT = """
    INSERT INTO reports (story, place, outlet, headline, url, first_seen, published_at, details, arrival)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
RELABEL_STORY = "UPDATE stories SET topics = ?, archive = ? WHERE number = ?"
DETAIL_REPORT = "UPDATE reports SET details = ? WHERE arrival = ?"


class Details(Value):
    """What few reports have; the fields are those of `Report`."""

    fresh: tuple[Fresh, ...] = ()
    copies: tuple[Copy, ...] = ()
    why: Explanation | None = None
    put_by: str | None = None


def story_row(recency: int, story: Story) -> Row:
    """Return the values for `ADD_STORY` and `CHANGE_STORY`."""
    return (
        recency,
        story.headline,
        story.url,
        story.happened_on.isoformat() if story.happened_on else None,
        to_micros(story.first_seen),
        to_json(story.topics).decode(),
        story.brief.model_dump_json(exclude_defaults=True),
        story.archive,
        story.number,
    )


def labels_row(story: Story) -> Row:
    """Return the values for `RELABEL_STORY`."""
    return to_json(story.topics).decode(), story.archive, story.number


def report_row(number: int, place: int, report: Report) -> Row:
    """Return the values for `ADD_REPORT`; `place` is its place among its story's."""
    published = report.published_at
    return (
        number,
        place,
        report.outlet,
        report.headline,
        report.url,
        to_micros(report.first_seen),
        None if published is None else to_micros(published),
        details_column(report),
        report.arrival,
    )


def details_column(report: Report) -> str | None:
    """Return what few reports have as JSON; None for a report without any of it."""
    said = {name: getattr(report, name) for name in Details.model_fields}
    return Details(**said).model_dump_json(exclude_defaults=True) if any(said.values()) else None


def with_news(original: str, details: str | None) -> str:
    """Return a report's original, with what it brought later behind it; `details` are as in its row."""
    fresh = Details.model_validate_json(details).fresh if details else ()
    return "\n".join([original, *(each.text for each in fresh if each.text not in original)])


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


def with_reports(
    story: Story, reports: Collection[Report], topics: Collection[str], *, archive: bool
) -> Story:
    """Return a story with further reports, and with the topics that they bring.

    It is no news only where it wasn't before and the reports are an archive's, too.
    """
    had = {fold(topic) for topic in story.topics}
    return story.model_copy(
        update={
            "reports": (*story.reports, *reports),
            "topics": (*story.topics, *(topic for topic in topics if fold(topic) not in had)),
            "archive": story.archive and archive,
        }
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


@lru_cache(maxsize=4096)  # a story is read again with each report that joins it
def _report(row: Row) -> Report:
    _, outlet, headline, url, first_seen, published_at, arrival, stored = row
    details = Details.model_validate_json(stored) if stored else _NO_DETAILS
    return Report(
        outlet=outlet,
        headline=headline,
        url=url,
        first_seen=from_micros(first_seen),
        published_at=None if published_at is None else from_micros(published_at),
        arrival=arrival,
        **dict(details),
    )


_NO_DETAILS = Details()
