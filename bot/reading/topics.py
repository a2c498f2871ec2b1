"""Which topics a newsroom's own rules give a story."""

from collections.abc import Iterable

from bot.model.topic import TopicRule
from bot.reading.fitting import Subject, comes_from, holds


def topics_of(rules: Iterable[TopicRule], subject: Subject) -> tuple[str, ...]:
    """Return the names of the rules that fit the story, in their order."""
    return tuple(rule.name for rule in rules if _fits(rule, subject))


def _fits(rule: TopicRule, subject: Subject) -> bool:
    meant = any(comes_from(subject, source) for source in rule.sources) or any(
        holds(subject, phrase) for phrase in rule.words
    )
    return meant and not any(holds(subject, phrase) for phrase in rule.without)
