"""A story: an event as the newsroom knows it, with a number that people can say."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from pydantic import JsonValue

from bot.model.brief import Brief, Section
from bot.model.sketch import Explanation
from bot.model.value import Utc, Value
from bot.text import fold

_WORDS: Final = re.compile(r"\w+")


class Copy(Value):
    """The same text at another address: syndicated, or the same page under another name."""

    outlet: str
    first_seen: Utc
    url: str | None = None


class Fresh(Value):
    """What an update brought that nothing before had said: a sentence of its source, word for word."""

    text: str
    seen: Utc


class Report(Value):
    """One outlet's item about a story. `first_seen` is when it reached us.

    `arrival` counts what came in, in the order in which it was stored, whatever the clock showed; 0 before
    it is stored. It stays the same when the report is moved to another story.

    `fresh` is what it brought that the story had not had yet, `copies` are the same text elsewhere. `why`
    says what made the bot put it here, `put_by` is the name of who did, where a person did.
    """

    outlet: str
    headline: str
    first_seen: Utc
    url: str | None = None
    published_at: Utc | None = None
    arrival: int = 0
    fresh: tuple[Fresh, ...] = ()
    copies: tuple[Copy, ...] = ()
    why: Explanation | None = None
    put_by: str | None = None


class StoryDraft(Value):
    """A story that has no number yet.

    `original` is the text that the brief was read from; the places in the brief point into it.
    `source` and `item` say which delivered item it came from (`Source.key`, `Item.key`). `archive` marks what
    a source held when it was first polled: it can be found, but it is no news. `mark` is the item's.
    """

    headline: str
    brief: Brief
    report: Report
    original: str
    source: str
    item: str
    mark: str = ""
    url: str | None = None
    topics: tuple[str, ...] = ()
    happened_on: date | None = None
    archive: bool = False

    @property
    def newest(self) -> Utc:
        """When it became news: when it was published, or first seen if that is unknown or to come."""
        published = self.report.published_at
        return min(published, self.report.first_seen) if published else self.report.first_seen


class Story(Value):
    """What the newsroom knows of one event. `archive` is as in its draft."""

    number: int
    headline: str
    brief: Brief
    reports: tuple[Report, ...]
    first_seen: Utc
    url: str | None = None
    topics: tuple[str, ...] = ()
    happened_on: date | None = None
    archive: bool = False

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that have a report of their own, each once, in the order in which they came in.

        Case and accents don't count.
        """
        if len(self.reports) == 1:
            return (self.reports[0].outlet,)
        first: dict[str, str] = {}
        for report in self.reports:
            first.setdefault(fold(report.outlet), report.outlet)
        return tuple(first.values())

    @property
    def arrival(self) -> int:
        """The number of its report that came in last."""
        return max(report.arrival for report in self.reports)

    @property
    def newest(self) -> Utc:
        """When it became news: its earliest publication, or first seen if that is unknown or to come."""
        published = [report.published_at for report in self.reports if report.published_at]
        return min([*published, self.first_seen])

    def record(self) -> dict[str, JsonValue]:
        """Return the story as JSON values, in the form that `nutgraf add --json` documents."""
        brief = self.brief
        return {
            "number": self.number,
            "headline": self.headline,
            "url": self.url,
            "happened_on": self.happened_on.isoformat() if self.happened_on else None,
            "first_seen": self.first_seen.isoformat(),
            "topics": list(self.topics),
            "reports": [
                {
                    "outlet": report.outlet,
                    "url": report.url,
                    "headline": report.headline,
                    "published_at": report.published_at.isoformat() if report.published_at else None,
                    "first_seen": report.first_seen.isoformat(),
                    "copies": [{"outlet": copy.outlet, "url": copy.url} for copy in report.copies],
                }
                for report in self.reports
            ],
            "brief": {
                "dek": brief.dek.text if brief.dek else None,
                "source_line": brief.source_line,
                "drafted_by": brief.drafted_by,
                "sections": [_section_record(section) for section in brief.sections],
            },
        }


def is_on(topic: str, *, headline: str, topics: Iterable[str]) -> bool:
    """Say whether a story is on a topic: has it as a label, or all of its words in the headline.

    Case and accents don't count.
    """
    wanted = fold(topic)
    if any(fold(label) == wanted for label in topics):
        return True
    words = set(_WORDS.findall(wanted))
    return bool(words) and words <= set(_WORDS.findall(fold(headline)))


def _section_record(section: Section) -> dict[str, JsonValue]:
    return {
        "kind": section.kind.value,
        "title": section.title,
        "text": [passage.text for passage in section.text],
        "points": [{"label": point.label, "text": point.text} for point in section.points],
    }
