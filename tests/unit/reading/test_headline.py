"""Which line says the headline, and that no section gives one away."""

import pytest

from bot.model.brief import Section
from bot.reading.read import read
from tests.unit.reading.helpers import document, outline, passages

_PROSE = "The council voted eight to three on Monday to close the bridge to cars for a year from spring."


def _texts(section: Section) -> list[str]:
    return [passage.text for passage in section.text]


@pytest.mark.parametrize("title", ["Key developments", "## Background", "# What happened", "**Summary**"])
def test_a_document_of_one_section_lends_its_first_sentence_and_keeps_it(title: str) -> None:
    reading = read(document(f"{title}\nThe firm filed for bankruptcy on 9 May. It owes 5 million.\nMore."))
    assert reading.headline == "The firm filed for bankruptcy on 9 May."
    assert [section.title for section in reading.brief.sections] == [title.strip("#* ")]
    assert _texts(reading.brief.sections[0]) == [
        *("The firm filed for bankruptcy on 9 May. It owes 5 million.", "More."),
    ]


@pytest.mark.parametrize("mark", ["", "- "])
@pytest.mark.parametrize("stop", ["", "."])
def test_labels_keep_their_sentences(mark: str, stop: str) -> None:
    reading = read(document(f"{mark}Why it matters: Markets fell{stop}\n{mark}The bottom line: Sell{stop}"))
    assert reading.headline == f"Markets fell{stop}"
    assert outline(reading.brief) == [
        *(("why_it_matters", "Why it matters"), ("bottom_line", "The bottom line")),
    ]
    assert [_texts(section) for section in reading.brief.sections] == [
        *([f"Markets fell{stop}"], [f"Sell{stop}"]),
    ]


def test_the_headline_is_lent_by_what_happened_before_any_other_section() -> None:
    reading = read(document(f"Background\nIt is old.\nWhat happened\n{_PROSE} It rained."))
    assert reading.headline == _PROSE


def test_a_section_without_text_lends_its_title() -> None:
    reading = read(document("## Background\nContext\n## What happened"))
    assert reading.headline == "Background"


@pytest.mark.parametrize(
    ("text", "headline"),
    [("Source: Reuters", "Source: Reuters"), ("Key points:\nSource: Reuters", "Key points:")],
)
def test_a_document_with_hardly_a_line_has_a_headline(text: str, headline: str) -> None:
    reading = read(document(text))
    assert (reading.headline, reading.brief.source_line) == (headline, "Reuters")


def test_a_very_long_sentence_is_lent_clipped() -> None:
    reading = read(document(f"Background\n{'word ' * 200}."))
    assert reading.headline.endswith("word…")
    assert len(reading.headline) <= 300


def test_a_line_that_begins_with_a_label_can_be_the_headline() -> None:
    reading = read(document(f"Analysis: Council closes the bridge\n{_PROSE}\nBackground\n{_PROSE}"))
    assert reading.headline == "Analysis: Council closes the bridge"
    assert outline(reading.brief) == [("background", "Background")]


def test_a_first_level_heading_can_be_worded_like_a_section() -> None:
    reading = read(document(f"# Why the ruling matters\n{_PROSE}\n## Background\n{_PROSE}"))
    assert reading.headline == "Why the ruling matters"


def test_sections_that_are_all_first_level_headings_are_no_headline() -> None:
    reading = read(document(f"# What happened\n{_PROSE}\n# Who is hit\n{_PROSE}"))
    assert reading.headline == _PROSE
    assert outline(reading.brief) == [("what_happened", "What happened"), ("other", "Who is hit")]


def test_a_press_releases_contacts_are_not_its_headline() -> None:
    reading = read(
        document(
            "FOR IMMEDIATE RELEASE\nCONTACT: Jane Doe, 555-1234\nEmail: jane@acme.example\n"
            f"ACME LAUNCHES ROCKET\nTUCSON – {_PROSE}\nABOUT ACME\nAcme makes anvils."
        )
    )
    assert reading.headline == "ACME LAUNCHES ROCKET"
    assert reading.brief.dek is not None
    assert reading.brief.dek.text == f"TUCSON – {_PROSE}"
    assert outline(reading.brief) == [("background", "ABOUT ACME"), ("other", "")]
    assert _texts(reading.brief.sections[1]) == [
        *("FOR IMMEDIATE RELEASE", "CONTACT: Jane Doe, 555-1234", "Email: jane@acme.example"),
    ]


def test_a_contact_line_does_not_make_an_article_headed() -> None:
    reading = read(document(f"Bridge closes\n{_PROSE}\n{_PROSE}\nMedia contact: Jane Doe, 555-1234"))
    assert reading.brief.drafted_by == "extract"


def test_a_line_of_marks_is_no_headline_said_again() -> None:
    reading = read(document(f"_\n## Background\n{_PROSE}"), headline="Bridge closes")
    assert [each.text for each in passages(reading.brief)] == ["_", _PROSE]


def test_a_heading_as_long_as_a_text_is_text() -> None:
    reading = read(document(f"## {_PROSE * 10}\n## Background\n{_PROSE}"))
    assert reading.headline.startswith("The council voted")
    assert len(reading.headline) <= 300
    assert _texts(reading.brief.sections[0]) == [_PROSE * 10]
