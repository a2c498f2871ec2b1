"""Whatever a document looks like: nothing of it is lost, and every place points at its own words."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.brief import Reading
from bot.model.document import BlockKind, Document, Draft
from bot.reading.read import read
from bot.text import one_line
from tests.unit.reading.helpers import passages

_FRAGMENTS = st.sampled_from(
    [
        *(
            "Why it matters",
            "Why it matters: it does.",
            "Key Developments",
            "OPEN QUESTIONS",
            "What's next — more.",
        ),
        *("Source: Reuters", "By Jane Doe", "Will it hold?", "For builders:", "Risk: it may fail. Or not."),
        *(
            "The committee voted on May 19, 2026. It remains unclear what follows. “Yes!” she said.",
            "1. First",
            "2) Background",
            "Contact: Jo Doe, 555-1234",
        ),
        *(
            "Am 5. März 2026 kam z. B. Dr. Müller.",
            "会议开始了。大家都来了！",
            "The Title Of A Part",
            "…",
            "?",
            "_",
        ),
    ]
)
_LINES = st.one_of(_FRAGMENTS, st.text(max_size=80)).map(one_line)
_DRAFTS = st.builds(
    Draft, st.sampled_from(list(BlockKind)), _LINES, level=st.integers(0, 3), strong=st.booleans()
)
_DOCUMENTS = st.builds(Document.build, st.lists(_DRAFTS, max_size=14))
_HEADLINES = st.one_of(st.just("A given headline"), _FRAGMENTS)


def _words(*texts: str | None) -> set[str]:
    return {word for text in texts if text for word in re.findall(r"\w+", text.lower())}


def _told(reading: Reading) -> set[str]:
    brief = reading.brief
    points = [point for section in brief.sections for point in section.points]
    return _words(
        *(reading.headline, brief.source_line),
        *(section.title for section in brief.sections),
        *(each.text for each in passages(brief)),
        *(point.label for point in points),
    )


@settings(max_examples=300)
@given(_DOCUMENTS, _HEADLINES)
def test_every_word_of_a_headed_document_is_told(document: Document, headline: str) -> None:
    reading = read(document, headline=headline)
    if reading.brief.drafted_by == "source":
        source_words = {"source"} if reading.brief.source_line else set()
        assert _words(*(block.text for block in document.blocks)) <= _told(reading) | source_words


@settings(max_examples=300)
@given(st.lists(_DRAFTS, min_size=1, max_size=14))
def test_a_document_that_says_its_own_headline_loses_nothing_either(drafts: list[Draft]) -> None:
    document = Document.build([Draft(BlockKind.paragraph, "A first line"), *drafts])
    reading = read(document)
    if reading.brief.drafted_by == "source":
        source_words = {"source"} if reading.brief.source_line else set()
        assert _words(*(block.text for block in document.blocks)) <= _told(reading) | source_words


@settings(max_examples=300)
@given(_DOCUMENTS, _HEADLINES)
def test_every_place_points_at_its_own_words(document: Document, headline: str) -> None:
    for each in passages(read(document, headline=headline).brief):
        stands = document.text[each.place.start : each.place.end]
        label = getattr(each, "label", None)
        assert stands == (f"{label}: {each.text}" if label else each.text)


@settings(max_examples=200)
@given(st.lists(_DRAFTS, max_size=14))
def test_a_section_at_the_top_lends_its_words_to_a_headline_and_keeps_them(drafts: list[Draft]) -> None:
    section = [Draft(BlockKind.heading, "Background", level=2), Draft(BlockKind.paragraph, "It is old.")]
    document = Document.build([*section, *drafts])
    reading = read(document)
    assert reading.headline.rstrip("…") in document.text
    background = next(section for section in reading.brief.sections if section.title == "Background")
    assert background.text[0].text == "It is old."


@settings(max_examples=200)
@given(_DOCUMENTS)
def test_whatever_has_a_line_has_a_headline(document: Document) -> None:
    assert not document.blocks or read(document).headline
