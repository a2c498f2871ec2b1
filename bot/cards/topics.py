"""Topics as cards: which there are, and what became of a rule."""

from collections.abc import Sequence
from typing import Final

from bot.cards.prose import plain
from bot.model.card import Bullets, Card, Headline, Note, Paragraph, Plain, Prose, Strong, sentence
from bot.model.topic import TopicCount, TopicRule
from bot.text import count

SHOWN: Final = 40
"""How many topics are listed; those with a rule first where there are more."""

_HINT: Final = (
    "`latest TOPIC` shows a topic's stories. `topic set NAME match:taper` makes a rule of your own."
)


def topics_card(topics: Sequence[TopicCount]) -> Card:
    """Return the topics in their order, with how many stories each has and the newsroom's rule for it."""
    if not topics:
        said = "No story has a topic so far."
        hint = "Sources bring them; `topic set economy match:taper` makes a rule of your own."
        return Card(summary=said, blocks=(Paragraph(prose=plain(said)), Note(prose=sentence(hint))))
    title = count(len(topics), "topic")
    ruled_first = sorted(topics, key=lambda topic: topic.rule is None)[:SHOWN]
    shown = [topic for topic in topics if topic in ruled_first]
    rest = len(topics) - len(shown)
    return Card(
        summary=title,
        blocks=(
            Headline(prose=plain(title)),
            Bullets(points=tuple(_entry(topic) for topic in shown)),
            *([Paragraph(prose=plain(f"… and {rest:,} more"))] if rest else []),
            Note(prose=sentence(_HINT)),
        ),
    )


def topic_set_card(rule: TopicRule, labelled: int) -> Card:
    """Return the answer to `topic set`; `labelled` is how many stories of late the rule was given to."""
    said = f"Under “{rule.name}” come {described(rule)}."
    late = (
        f"{count(labelled, 'story', 'stories')} of the last 7 days got the topic."
        if labelled
        else "No other story of the last 7 days fits."
    )
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            Note(prose=(*plain(f"{late} "), *sentence(_end(rule.name)))),
        ),
        mood="good",
    )


def topic_dropped_card(name: str) -> Card:
    """Return the answer to `topic drop`."""
    said = f"The rule for “{name}” has ended."
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            Note(prose=plain("Stories keep what it gave them; new ones get it from their sources alone.")),
        ),
        mood="good",
    )


def described(rule: TopicRule) -> str:
    """Say what a rule takes: "stories with “taper” or from Fed News, but without “sport”"."""
    parts = [
        ("with ", " or ".join(f"“{phrase}”" for phrase in rule.words)),
        ("from ", " or ".join(rule.sources)),
    ]
    meant = ", or ".join(f"{word}{names}" for word, names in parts if names)
    without = " or ".join(f"“{phrase}”" for phrase in rule.without)
    return f"stories {meant}{f', but without {without}' if without else ''}"


def _end(name: str) -> str:
    named = f'"{name}"' if " " in name else name
    return "" if "`" in name or '"' in name else f"`topic drop {named}` ends the rule."


def _entry(topic: TopicCount) -> Prose:
    rule = f" · rule: {described(topic.rule)}" if topic.rule else ""
    return (Strong(text=topic.name), Plain(text=f" · {count(topic.stories, 'story', 'stories')}{rule}"))
