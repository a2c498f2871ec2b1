"""The brief that a newsroom drafts by hand comes out exactly as it was written."""

from datetime import date
from pathlib import Path

import pytest

from bot.model.brief import Reading, Section, SectionKind
from bot.reading.read import read
from tests.unit.reading.helpers import document, outline

_SAMPLE = Path(__file__).parents[3] / "samples" / "briefs" / "karpathy-joins-anthropic.txt"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(document(_SAMPLE.read_text(encoding="utf-8")))


def _section(reading: Reading, kind: SectionKind) -> Section:
    section = reading.brief.section(kind)
    assert section is not None
    return section


def test_headline_dek_source_and_day(reading: Reading) -> None:
    assert reading.headline == (
        "Andrej Karpathy Joins Anthropic: OpenAI's AI Pioneer Now Leading Claude's Core Training Evolution"
    )
    assert reading.brief.dek is not None
    assert reading.brief.dek.text == (
        "OpenAI co-founder shifts to Anthropic to lead pre-training research, "
        "signaling intensifying competition in frontier model development."
    )
    assert reading.brief.source_line == "Anthropic News"
    assert reading.brief.drafted_by == "source"
    assert reading.happened_on == date(2026, 5, 19)


def test_sections_come_in_order_with_their_titles_as_written(reading: Reading) -> None:
    assert outline(reading.brief) == [
        ("what_happened", "The Move That Signals Model Provider Competition Is Intensifying"),
        ("key_developments", "Key Developments"),
        ("why_it_matters", "Why This Matters for the Industry"),
        ("implications", "Practical Implications"),
        ("open_questions", "Open Questions"),
        ("bottom_line", ""),
    ]


def test_what_happened_keeps_the_sentence_with_the_date(reading: Reading) -> None:
    happened = _section(reading, SectionKind.what_happened)
    assert len(happened.text) == 1
    assert happened.text[0].text.startswith("On May 19, 2026, Andrej Karpathy—OpenAI’s co-founder")
    assert happened.text[0].text.endswith("has entered a new competitive phase.")
    assert happened.points == ()


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        (SectionKind.key_developments, ["Karpathy will establish a new team", "This hire also follows"]),
        (
            SectionKind.why_it_matters,
            ["Karpathy’s departure from OpenAI", "For builders and enterprises, this"],
        ),
    ],
)
def test_prose_sections_have_their_two_paragraphs(
    reading: Reading, kind: SectionKind, begins: list[str]
) -> None:
    section = _section(reading, kind)
    assert [passage.text[: len(start)] for passage, start in zip(section.text, begins, strict=True)] == begins
    assert section.points == ()


def test_implications_have_their_lead_in_and_three_labelled_points(reading: Reading) -> None:
    implications = _section(reading, SectionKind.implications)
    assert [passage.text for passage in implications.text] == ["For AI builders and enterprises:"]
    assert [(point.label, point.text) for point in implications.points] == [
        (
            "Research velocity increases",
            (
                "Karpathy’s focus on using Claude to accelerate pre-training research could compress "
                "iteration cycles. Expect Claude’s capabilities to evolve faster than historical patterns."
            ),
        ),
        (
            "Talent consolidation risk",
            (
                "High-profile moves like this can trigger secondary talent migrations. Watch for follow-up "
                "announcements from both Anthropic and OpenAI."
            ),
        ),
        (
            "Safety-capability balance",
            (
                "Anthropic’s commitment to having world-class pre-training research without compromising "
                "safety focus will be tested. This hire suggests they believe it’s possible."
            ),
        ),
    ]


def test_open_questions_are_three_and_the_closing_words_no_fourth(reading: Reading) -> None:
    questions = _section(reading, SectionKind.open_questions)
    assert questions.text == ()
    assert [(point.label, point.text) for point in questions.points] == [
        (
            None,
            (
                "How will Karpathy’s appointment influence Claude’s trajectory relative to GPT models over "
                "the next 18-24 months?"
            ),
        ),
        (
            None,
            (
                "Will this trigger similar high-profile moves from other frontier model providers "
                "(Google DeepMind, xAI, others)?"
            ),
        ),
        (
            None,
            (
                "Does Anthropic’s ability to attract top OpenAI talent indicate fundamental shifts in how "
                "researchers evaluate working environments and company missions?"
            ),
        ),
    ]
    (closing,) = _section(reading, SectionKind.bottom_line).text
    assert closing.text.startswith("This move is a watershed moment for the AI industry")
    assert closing.text.endswith("with world-class research leadership.”")
