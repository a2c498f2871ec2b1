"""Stories by the million, made from realistic text: words as they follow each other in the sample feeds."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from lxml import etree

from bot.model.brief import Brief, Passage, Section, SectionKind
from bot.model.document import Place
from bot.model.story import Report, StoryDraft

SAMPLES = Path(__file__).parents[1] / "samples" / "feeds"
NOW = datetime(2026, 11, 1, 7, 0, tzinfo=UTC)
OUTLETS = tuple(
    f"{name} {kind}"
    for name in ("Harbour", "Northern", "City", "Capital")
    for kind in ("Post", "Wire", "Times", "Herald", "Review")
)
TOPICS = ("politics", "economy", "health", "science", "courts", "climate", "education", "technology", "sport")
NEWS = (
    "The president says the government will not raise taxes this year.",
    "The president of the council says a vote on the plan is expected on Thursday.",
    "Police said two people were arrested after the incident near the central station.",
    "The minister told reporters that talks with the unions would go on over the weekend.",
    "The company did not say how many people would lose their jobs in the city.",
)
"""What every newsroom writes every day, so that common words and phrases are as common as they are there."""


def stories(count: int, *, seed: int = 7) -> Iterator[StoryDraft]:
    """Yield that many drafts, the oldest first; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - it makes text, not secrets
    sentences = _sentences(chance, 40_000)
    for number in range(count):
        yield _story(number, count, chance, sentences)


def _story(number: int, count: int, chance: random.Random, sentences: list[str]) -> StoryDraft:
    name = f"{chance.choice(_SYLLABLES)}{chance.choice(_SYLLABLES)}{chance.choice(_SYLLABLES)}".title()
    body = [chance.choice(sentences) for _ in range(4)]
    if chance.random() < 0.5:
        body.append(chance.choice(NEWS))
    body.append(f"{name} said so in case {number}.")
    headline = f"{name}: {chance.choice(sentences)[:70].rsplit(' ', 1)[0]}"
    original = " ".join(body)
    dek = Passage(text=body[0], place=Place(start=0, end=len(body[0])))
    published = NOW - timedelta(seconds=30 * (count - number))
    return StoryDraft(
        headline=headline,
        brief=Brief(dek=dek, sections=(Section(kind=SectionKind.key_developments, text=(dek,)),)),
        report=Report(
            outlet=OUTLETS[int(chance.random() ** 2 * len(OUTLETS))],
            headline=headline,
            first_seen=published + timedelta(minutes=5),
            url=f"https://news.example/{number}",
            published_at=published,
        ),
        original=original,
        source=f"feed-{number % 300}",
        item=f"id:{number}",
        url=f"https://news.example/{number}",
        topics=tuple({TOPICS[int(chance.random() ** 2 * len(TOPICS))], chance.choice(TOPICS)}),
    )


_SYLLABLES = tuple("ka ro mi ten val der sun bri gat lo pe mar zu ni fa hol wik ter ost ber lin dra".split())  # noqa: SIM905


def _sentences(chance: random.Random, count: int) -> list[str]:
    follows = _follows()
    starts = [pair for pair in follows if pair[0][:1].isupper()]
    return [_sentence(chance, follows, chance.choice(starts)) for _ in range(count)]


def _sentence(chance: random.Random, follows: dict[tuple[str, str], list[str]], pair: tuple[str, str]) -> str:
    words = list(pair)
    while len(words) < 22 and (pair := (words[-2], words[-1])) in follows:
        words.append(chance.choice(follows[pair]))
    return " ".join(words).rstrip(".,;:") + "."


@cache
def _follows() -> dict[tuple[str, str], list[str]]:
    """Return which words follow each pair of words in the sample feeds."""
    follows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted(SAMPLES.glob("*.xml")):
        for node in etree.parse(path).iter("title", "description"):
            words = re.sub(r"<[^>]+>", " ", node.text or "").split()
            for first, second, third in zip(words, words[1:], words[2:], strict=False):
                follows[first, second].append(third)
    return follows
