"""Story drafts for tests of the store: only what a test is about needs to be said."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from bot.model.brief import Brief, Passage, Section, SectionKind
from bot.model.document import Place
from bot.model.story import Report, StoryDraft

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

_items = count(1)


def a_draft(
    headline: str = "Council votes on the budget",
    *,
    original: str = "It was a long evening.",
    published: datetime | None = NOON,
    first_seen: datetime = NOON + timedelta(days=30),
    outlet: str = "The Courier",
    url: str | None = None,
    topics: tuple[str, ...] = (),
    source: str = "documents",
    item: str | None = None,
    happened_on: date | None = None,
    brief: Brief | None = None,
    mark: str = "",
    archive: bool = False,
) -> StoryDraft:
    """Return a draft of a new item; every one is first seen long after it was published."""
    return StoryDraft(
        headline=headline,
        brief=brief or a_brief(original),
        report=Report(
            outlet=outlet, headline=headline, first_seen=first_seen, url=url, published_at=published
        ),
        original=original,
        source=source,
        item=item or f"item {next(_items)}",
        url=url,
        topics=topics,
        happened_on=happened_on,
        mark=mark,
        archive=archive,
    )


def a_brief(original: str) -> Brief:
    """Return a brief of one section that holds the whole original."""
    passage = Passage(text=original, place=Place(start=0, end=len(original)))
    section = Section(kind=SectionKind.what_happened, title="What happened", text=(passage,))
    return Brief(
        dek=Passage(text="In short.", place=Place(start=0, end=9)),
        sections=(section,),
        source_line="The Courier",
        drafted_by="source",
    )
