"""Labelled reports of events, as they are measured: a line of JSON each, in the order in which they came."""

import json
import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.model.sketch import Sketch
from bot.reading.events.sketching import sketch
from bot.reading.events.weights import Weights
from bot.text import fold

_SOME_DAY = datetime(2014, 3, 10, 12, tzinfo=UTC)

_TIGHT = (
    (re.compile(r"`` ?| ?''"), '"'),
    (re.compile(r" +([.,;:!?%)\]}])"), r"\1"),
    (re.compile(r"([(\[{$#]) +"), r"\1"),
    (re.compile(r" +(n't|'(?:s|re|ve|ll|d|m))\b", re.IGNORECASE), r"\1"),
    (re.compile(r"(?<=s) +'(?= )"), "'"),
    (re.compile(r"(\w) +- +(\w)"), r"\1-\2"),
    (re.compile(r"(?<=\d) +/ +(?=\d)"), "/"),
    (re.compile(r"(?<=\d)([:.]) (?=\d)"), r"\1"),
)


@dataclass(frozen=True)
class Labelled:
    """A report and the event that it is known to be about."""

    id: str
    event: str
    headline: str
    text: str
    url: str | None
    published_at: datetime | None = None
    outlet: str | None = None

    @property
    def at(self) -> datetime:
        """When it came in: when it was published, or on some day, the same for all."""
        return self.published_at or _SOME_DAY

    @property
    def topic(self) -> str:
        """What its event is like: events of one topic look alike (two earthquakes)."""
        return re.sub(r"(?<=\d)\D.*", "", self.event) if self.event[:1].isdigit() else self.event

    def sketch(self, weights: Weights) -> Sketch:
        """Return what it is compared by, as for an item of a source's first poll."""
        made = sketch(self.headline, self.text, url=self.url, published_at=self.published_at, weights=weights)
        return made.model_copy(update={"outlet": self.outlet})


def read(path: Path) -> list[Labelled]:
    """Return the reports of a file: `id`, `event`, and `sentences` (the first is the headline) or `title`."""
    return [_labelled(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _labelled(record: dict[str, object]) -> Labelled:
    found = record.get("sentences")
    sentences = [_prose(str(sentence)) for sentence in found] if isinstance(found, list) else []
    millis = record.get("ms")
    return Labelled(
        id=str(record["id"]),
        event=str(record.get("event", "")),
        headline=str(record.get("title") or (sentences[0] if sentences else "")),
        text=" ".join(sentences[1:]),
        url=str(record["url"]) if record.get("url") else None,
        published_at=datetime.fromtimestamp(float(str(millis)) / 1000, UTC) if millis else None,
        outlet=fold(str(record["outlet"])) if record.get("outlet") else None,
    )


def _prose(tokens: str) -> str:
    """Return a sentence as it was before its words and marks were set apart."""
    for apart, together in _TIGHT:
        tokens = apart.sub(together, tokens)
    return tokens.strip()


@dataclass(frozen=True)
class Score:
    """How well groups agree with events, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f}"


def b_cubed(events: Sequence[Hashable], groups: Sequence[Hashable]) -> Score:
    """Return the means over all reports: how much of its group is its event's, and the other way round."""
    of_event, of_group, of_both = _sizes(events, groups)
    pairs = list(zip(events, groups, strict=True))
    return Score(
        precision=sum(of_both[pair] / of_group[pair[1]] for pair in pairs) / len(pairs),
        recall=sum(of_both[pair] / of_event[pair[0]] for pair in pairs) / len(pairs),
    )


def pairwise(events: Sequence[Hashable], groups: Sequence[Hashable]) -> Score:
    """Return how many pairs in one group are of one event, and how many of one event are in one group."""
    of_event, of_group, of_both = (
        sum(count * (count - 1) for count in sizes.values()) for sizes in _sizes(events, groups)
    )
    return Score(
        precision=of_both / of_group if of_group else 1.0, recall=of_both / of_event if of_event else 1.0
    )


def _sizes(
    events: Sequence[Hashable], groups: Sequence[Hashable]
) -> tuple[dict[Hashable, int], dict[Hashable, int], dict[Hashable, int]]:
    sizes: tuple[dict[Hashable, int], ...] = (defaultdict(int), defaultdict(int), defaultdict(int))
    for event, group in zip(events, groups, strict=True):
        for size, key in zip(sizes, (event, group, (event, group)), strict=True):
            size[key] += 1
    return sizes[0], sizes[1], sizes[2]
