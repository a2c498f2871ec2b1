"""Says whether a story is what a subscription asks for, and if not, which of its rules leaves it out."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cached_property, lru_cache

from bot.model.story import Story, StoryDraft
from bot.model.subscription import Rules
from bot.model.value import Utc
from bot.reading.ranking import topic_match
from bot.text import fold

# Newsrooms paste typographic quotes and dashes; who types a rule has a keyboard.
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"})


@dataclass(frozen=True)
class Subject:
    """What a story is about, folded once, so that many rules can be held against it.

    `also` is what its newest report was read from, where that counts beside the story's own brief.
    """

    story: Story
    also: StoryDraft | None = None

    @cached_property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that have it, folded."""
        return tuple(fold(report.outlet) for report in self.story.reports)

    @cached_property
    def published(self) -> Utc | None:
        """The last moment at which it may have been published first; None where nobody says when."""
        first = min((each.published_at for each in self.story.reports if each.published_at), default=None)
        only_a_day = first is not None and first.time() == time(0)  # such sources say midnight
        return first + timedelta(days=1) if first and only_a_day else first

    @cached_property
    def words(self) -> str:
        """Its headline and its brief, folded."""
        told: list[Story | StoryDraft] = [self.story, *([self.also] if self.also else [])]
        return _folded("\n".join(part for each in told for part in _parts(each)))


def _parts(told: Story | StoryDraft) -> Iterator[str]:
    yield told.headline
    if told.brief.dek:
        yield told.brief.dek.text
    for section in told.brief.sections:
        yield section.title
        yield from (passage.text for passage in section.text)
        yield from (f"{point.label or ''} {point.text}" for point in section.points)


def misfit(subject: Subject, rules: Rules) -> str | None:
    """Return the rule that leaves the story out, in words ("topic is not politics"); None where it fits.

    Topics, sources and phrases are compared without case and accents. A story is on a topic that it is
    labelled with, or whose words its headline holds. A source fits from its beginning; a phrase stands in
    headline or brief as whole words.
    """
    if rules.topics and not any(topic_match(subject.story, topic) for topic in rules.topics):
        return f"topic is {_none_of(rules.topics)}"
    if rules.sources and not any(comes_from(subject, source) for source in rules.sources):
        return f"source is {_none_of(rules.sources)}"
    for phrase in rules.phrases:
        if not holds(subject, phrase):
            return f"“{phrase}” is not in it"
    for phrase in rules.without:
        if holds(subject, phrase):
            return f"“{phrase}” is in it, which is left out here"
    return None


def _none_of(names: tuple[str, ...]) -> str:
    return f"not {names[0]}" if len(names) == 1 else f"none of {', '.join(names)}"


def comes_from(subject: Subject, source: str) -> bool:
    """Say whether an outlet that has the story begins with that name."""
    return any(outlet.startswith(fold(source)) for outlet in subject.outlets)


def holds(subject: Subject, phrase: str) -> bool:
    """Say whether the phrase stands in the headline or the brief, as whole words."""
    return _whole_words(phrase).search(subject.words) is not None


@lru_cache(maxsize=4096)
def _whole_words(phrase: str) -> re.Pattern[str]:
    folded = _folded(phrase)
    before = r"(?<!\w)" if _has_edges(folded[:1]) else ""
    behind = r"(?!\w)" if _has_edges(folded[-1:]) else ""
    return re.compile(before + re.escape(folded) + behind)


def _has_edges(character: str) -> bool:
    """Say whether words end where such a character does; Chinese and Japanese set no spaces between them."""
    return unicodedata.east_asian_width(character) not in {"W", "F"} if character else False


def _folded(text: str) -> str:
    return fold(text.translate(_PLAIN))
