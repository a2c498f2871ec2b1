"""Where an item belongs: a story of its own, one more report of a story, or the same text once more.

For inside a transaction.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.flows.grouping import Grouping, Placement
from bot.model.sketch import Sketch
from bot.model.story import Fresh, Report, Story, StoryDraft
from bot.model.topic import TopicRule
from bot.ports import Tx
from bot.reading.events.address import same_address
from bot.reading.events.news import new_facts
from bot.reading.fitting import Subject
from bot.reading.topics import topics_of
from bot.repositories import Known
from bot.text import fold


class Joined(NamedTuple):
    """A story that got one more report, and what the report was read from."""

    story: Story
    draft: StoryDraft


class Came(NamedTuple):
    """An item that is new, and what it became: a story, or a part of one that was there (`joined`)."""

    item: str
    story: Story
    joined: bool


class Arrivals(NamedTuple):
    """What became of a delivery: new items in their order, new stories, reports, and stories updated."""

    came: tuple[Came, ...]
    new: tuple[Story, ...]
    joined: tuple[Joined, ...]
    updated: tuple[int, ...]


class Arriving:
    """Puts items where they belong."""

    def __init__(self, grouping: Grouping | None = None) -> None:
        self._grouping = grouping or Grouping()

    def topics(self, rules: Sequence[TopicRule], draft: StoryDraft) -> tuple[str, ...]:
        """Return the draft's topics, and those that the newsroom's own rules give it."""
        given = topics_of(rules, Subject(_as_story(draft))) if rules else ()
        return (*draft.topics, *(topic for topic in given if topic not in draft.topics))

    def arrive(
        self,
        tx: Tx,
        drafts: Sequence[StoryDraft],
        *,
        known: Mapping[str, Known],
        sketches: Mapping[str, Sketch | None],
    ) -> Arrivals:
        """Put each draft where it belongs, in their order.

        `known` are the items that were there before, by `StoryDraft.item`: of these only what is new in their
        words is kept. `sketches` are what the others are compared by; one without is a story of its own.
        """
        came: list[Came] = []
        joined: list[Joined] = []
        updated: list[int] = []
        for draft in drafts:
            if draft.item in known:
                updated += self._update(tx, draft, known[draft.item])
                continue
            sketch = _by(draft, sketches[draft.item])
            placement = self._grouping.place(tx, sketch, at=draft.newest) if sketch else Placement()
            story = self._put(tx, draft, placement)
            if placement.report is not None:
                updated += self._update_copied(tx, draft, story, placement.report)
            elif sketch:
                self._grouping.keep(tx, story.number, story.arrival, sketch, at=draft.newest)
            if placement.story is not None and placement.report is None:
                joined.append(Joined(story, draft))
            came.append(Came(draft.item, story, joined=placement.story is not None))
        # A story may have got reports of its own delivery: what is told is how it stands in the end.
        last = {each.story.number: each.story for each in came}
        return Arrivals(
            came=tuple(each._replace(story=last[each.story.number]) for each in came),
            new=tuple(last[each.story.number] for each in came if not each.joined),
            joined=tuple(each._replace(story=last[each.story.number]) for each in joined),
            updated=tuple(updated),
        )

    def _put(self, tx: Tx, draft: StoryDraft, placement: Placement) -> Story:
        """Store the draft; return its story, whose latest report it is unless it is one's text once more."""
        if placement.story is None:
            return tx.stories.add(draft)
        if placement.report is not None:
            return tx.stories.copy(placement.story, placement.report, draft)
        fresh = _fresh(tx, placement.story, draft)
        return tx.stories.report(placement.story, draft, fresh=fresh, why=placement.why)

    def _update_copied(self, tx: Tx, draft: StoryDraft, story: Story, arrival: int) -> list[int]:
        """Keep what is new in a draft that is a report's text once more, where it is that outlet's own.

        In another outlet's copy of an agency's text, what is new is who edited it, and what else to read.
        """
        report = next(each for each in story.reports if each.arrival == arrival)
        fresh = _fresh(tx, story.number, draft) if _is_its_own(report, draft.report) else ()
        if fresh:
            tx.stories.update(draft, fresh=fresh)
        return [story.number] if fresh else []

    def _update(self, tx: Tx, draft: StoryDraft, before: Known) -> list[int]:
        """Keep what a known item says now; return its story's number where that is something new."""
        if not draft.mark or draft.mark == before.mark:
            return []
        fresh = _fresh(tx, before.story, draft) if before.mark else ()
        tx.stories.update(draft, fresh=fresh)
        return [before.story] if fresh else []


def _by(draft: StoryDraft, sketch: Sketch | None) -> Sketch | None:
    """Return the sketch with whose it is and when it came out, which only who takes it in can say."""
    if sketch is None:
        return None
    published, seen = draft.report.published_at, None if draft.archive else draft.report.first_seen
    day = published.date() if published else sketch.day or (seen and seen.date())
    return sketch.model_copy(update={"outlet": fold(draft.report.outlet), "day": day})


def _as_story(draft: StoryDraft) -> Story:
    """Return the story that the draft would be alone; its number is none."""
    return Story(
        number=0,
        headline=draft.headline,
        brief=draft.brief,
        reports=(draft.report,),
        first_seen=draft.report.first_seen,
        topics=draft.topics,
    )


def _is_its_own(report: Report, again: Report) -> bool:
    """Say whether what an outlet said again is from the same outlet, or at the same address."""
    if fold(report.outlet) == fold(again.outlet):
        return True
    return bool(report.url and again.url) and same_address(report.url or "") == same_address(again.url or "")


def _fresh(tx: Tx, story: int, draft: StoryDraft) -> tuple[Fresh, ...]:
    return tuple(
        Fresh(text=text, seen=draft.report.first_seen)
        for text in new_facts(tx.stories.texts(story), draft.original)
    )
