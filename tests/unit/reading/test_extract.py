"""Plain articles: sentences are chosen, never written."""

from datetime import UTC, date, datetime

import pytest

from bot.errors import Unreadable
from bot.model.brief import Brief, SectionKind
from bot.model.document import Document
from bot.reading.read import read
from tests.unit.reading.helpers import document, passages

_ARTICLE = """\
Senate panel approves chip bill
By Jane Doe
WASHINGTON – A Senate committee approved a $4.5 billion chip bill on May 19, 2026, sending it to the floor.
The bill would pay for new plants in Ohio and Texas, said Sen. Ada Byron, who wrote it.
“Will it be enough? I doubt it,” said one rival.
Click here to read our guide.
Photo: Getty Images / The Capitol
The House has not said whether it will take up the bill. The full Senate is expected to vote on Friday.
Analysts at Acme Research put the cost over ten years at $12 billion. But nobody knows.
The Treasury Department declined to comment. Who will pay for the plants after 2030?
Lawmakers from both parties spoke for the bill in a debate that lasted until midnight."""


def _points(brief: Brief, kind: SectionKind) -> list[str]:
    section = brief.section(kind)
    return [point.text for point in section.points] if section else []


def _dek(brief: Brief) -> str | None:
    return brief.dek.text if brief.dek else None


@pytest.fixture
def brief() -> Brief:
    return read(document(_ARTICLE)).brief


def test_the_dek_is_the_lede(brief: Brief) -> None:
    assert brief.drafted_by == "extract"
    assert _dek(brief) == (
        "WASHINGTON – A Senate committee approved a $4.5 billion chip bill on May 19, 2026, "
        "sending it to the floor."
    )


def test_key_developments_are_telling_sentences_in_their_order(brief: Brief) -> None:
    assert _points(brief, SectionKind.key_developments) == [
        "The bill would pay for new plants in Ohio and Texas, said Sen. Ada Byron, who wrote it.",
        "The full Senate is expected to vote on Friday.",
        "Analysts at Acme Research put the cost over ten years at $12 billion.",
        "Lawmakers from both parties spoke for the bill in a debate that lasted until midnight.",
    ]


def test_open_questions_are_what_is_unknown_or_asked_but_not_in_a_quotation(brief: Brief) -> None:
    assert _points(brief, SectionKind.open_questions) == [
        "The House has not said whether it will take up the bill.",
        "The Treasury Department declined to comment.",
        "Who will pay for the plants after 2030?",
    ]


def test_titles_of_an_extract_are_empty(brief: Brief) -> None:
    assert {section.title for section in brief.sections} == {""}


def test_a_short_entry_has_a_dek_and_no_sections() -> None:
    entry = document("The office will open in May. It will employ 200 people.")
    brief = read(entry, headline="Acme opens office").brief
    assert _dek(brief) == entry.text
    assert brief.sections == ()


@pytest.mark.parametrize("body", ["Acme opens office", "ACME opens office.", "Acme opens"])
def test_a_description_that_repeats_the_headline_is_no_dek(body: str) -> None:
    brief = read(document(body), headline="Acme opens office").brief
    assert brief.dek is None
    assert brief.sections == ()


def test_a_first_sentence_is_never_cut() -> None:
    sentence = "The report says " + "that it is long and " * 40 + "that it ends."
    assert _dek(read(document(f"{sentence} A second one."), headline="A report").brief) == sentence


def test_a_list_is_told_by_its_bullets() -> None:
    brief = read(
        document("- Faster start of the editor\n- Fixed a crash on exit"), headline="Version 2"
    ).brief
    assert brief.dek is None
    assert _points(brief, SectionKind.key_developments) == [
        *("Faster start of the editor", "Fixed a crash on exit"),
    ]


def test_the_same_sentence_is_told_once() -> None:
    line = "The memory can now be switched off in the settings of Acme."
    brief = read(document(f"A beginning stands here.\n{line}\n{line}\n{line}\n{line}"), headline="News").brief
    assert _points(brief, SectionKind.key_developments) == [line]


def test_a_text_of_one_sentence_is_its_headline() -> None:
    reading = read(document("The bridge closed on 19 May 2026."))
    assert reading.headline == "The bridge closed on 19 May 2026."
    assert reading.brief == Brief(drafted_by="extract")
    assert reading.happened_on == date(2026, 5, 19)


def test_the_first_sentence_of_a_paragraph_serves_as_headline() -> None:
    reading = read(document("The U.S. bridge closed on Monday. Nobody knows for how long."))
    assert reading.headline == "The U.S. bridge closed on Monday."
    assert _dek(reading.brief) == "Nobody knows for how long."


def test_a_headline_alone_is_enough() -> None:
    reading = read(Document.build([]), headline=" Bridge closes ")
    assert (reading.headline, reading.brief, reading.happened_on) == ("Bridge closes", Brief(), None)


def test_text_outside_the_blocks_can_say_the_headline() -> None:
    assert read(Document.build([], rest="Bridge closes\nHome About")).headline == "Bridge closes"


def test_a_date_over_the_story_is_not_its_headline() -> None:
    assert read(document("May 19, 2026\nBridge closes\nIt was old. It was high.")).headline == "Bridge closes"


@pytest.mark.parametrize("headline", [None, "", "  "])
def test_nothing_at_all_is_unreadable(headline: str | None) -> None:
    with pytest.raises(Unreadable, match="no text"):
        read(Document.build([]), headline=headline)


def test_a_day_to_come_is_not_the_day_it_happened() -> None:
    entry = document("The vote set for May 30, 2026 follows a debate on May 19, 2026, officials said.")
    published = datetime(2026, 5, 20, tzinfo=UTC)
    assert read(entry, headline="A vote", published_at=published).happened_on == date(2026, 5, 19)


def test_a_german_article_is_read_in_german() -> None:
    reading = read(
        document(
            "Brücke gesperrt\n"
            "Die Brücke wurde am 5. März 2026 gesperrt, teilte die Stadt mit.\n"
            "Sie ist z. B. für Lastwagen zu schwach. Dr. Müller vom Amt sprach von 40 Rissen im Beton.\n"
            "Es ist noch unklar, wann sie wieder öffnet. Die Stadt prüft das mit dem Land und dem Bund."
        )
    )
    assert reading.happened_on == date(2026, 3, 5)
    assert _points(reading.brief, SectionKind.open_questions) == [
        "Es ist noch unklar, wann sie wieder öffnet."
    ]


def test_very_long_texts_are_read_from_their_beginning() -> None:
    long = document("Long story\n" + "The committee met again in Ohio and spoke for hours. " * 4_000)
    brief = read(long).brief
    assert brief.dek is not None
    assert all(each.place.end < 20_000 for each in passages(brief))
