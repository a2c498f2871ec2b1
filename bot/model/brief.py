"""A brief: the structured reading of a story."""

from datetime import date
from enum import StrEnum

from bot.model.document import Place
from bot.model.sketch import Sketch
from bot.model.value import Value


class SectionKind(StrEnum):
    """The kinds of section that a reader can rely on; `other` keeps whatever fits none of them."""

    what_happened = "what_happened"
    key_developments = "key_developments"
    why_it_matters = "why_it_matters"
    implications = "implications"
    open_questions = "open_questions"
    bottom_line = "bottom_line"
    background = "background"
    other = "other"


class Passage(Value):
    """A paragraph, or sentences of one, as they stand in the original at `place`."""

    text: str
    place: Place


class Point(Value):
    """One bullet; `label` is the part before its colon where it has one ("Talent risk: …")."""

    text: str
    place: Place
    label: str | None = None


class Section(Value):
    """A part of a brief. `title` is as written in the source, empty where the source wrote none."""

    kind: SectionKind
    title: str = ""
    text: tuple[Passage, ...] = ()
    points: tuple[Point, ...] = ()


class Brief(Value):
    """The reading of one document.

    `drafted_by` is `source` when the document itself was written in sections, `extract` when
    sentences were chosen from a plain article. Either way every word stands in the source.
    """

    dek: Passage | None = None
    sections: tuple[Section, ...] = ()
    source_line: str | None = None
    drafted_by: str = "extract"

    def section(self, kind: SectionKind) -> Section | None:
        """Return the first section of that kind, or None."""
        return next((section for section in self.sections if section.kind is kind), None)

    @property
    def questions(self) -> tuple[str, ...]:
        """Its open questions, in the source's own words and order."""
        asked = self.section(SectionKind.open_questions)
        if asked is None:
            return ()
        parts: list[Passage | Point] = sorted([*asked.text, *asked.points], key=lambda part: part.place)
        return tuple(part.text for part in parts)


class Reading(Value):
    """What was read in a document.

    `happened_on` is the first day that the story itself names, if any. `sketch` is what it is compared by
    with other reports.
    """

    headline: str
    brief: Brief
    happened_on: date | None = None
    sketch: Sketch | None = None
