"""Word documents, and archives that pretend to be."""

import pytest

from adapters.sources import docx
from bot.errors import Unreadable
from bot.model.document import BlockKind, Draft
from tests.unit.adapters.sources import archives

ROOM = 5_000_000


def test_a_word_document_becomes_blocks() -> None:
    body = archives.docx(
        archives.document(
            archives.paragraph("The headline", style="Heading1"),
            archives.paragraph("Why it matters", bold=True),
            archives.paragraph("Because &amp; so on."),
        )
    )

    assert docx.read(body, unpacked_bytes=ROOM).drafts == [
        Draft(BlockKind.heading, "The headline", 1),
        Draft(BlockKind.paragraph, "Why it matters", strong=True),
        Draft(BlockKind.paragraph, "Because & so on."),
    ]


def test_the_words_of_page_headers_are_kept() -> None:
    body = archives.docx(
        archives.document(archives.paragraph("Text.")),
        header1=archives.header(archives.paragraph("Embargo 18:00")),
    )

    assert docx.read(body, unpacked_bytes=ROOM).rest == "Embargo 18:00"


def test_a_tables_row_is_one_paragraph() -> None:
    body = archives.docx(archives.document(archives.table(["Price", "5m"], ["Date", "1 May"])))

    assert docx.read(body, unpacked_bytes=ROOM).drafts == [
        Draft(BlockKind.paragraph, "Price | 5m"),
        Draft(BlockKind.paragraph, "Date | 1 May"),
    ]


def test_the_alternative_text_of_a_picture_is_kept() -> None:
    body = archives.docx(archives.document(archives.picture("A chart of prices")))

    assert docx.read(body, unpacked_bytes=ROOM).rest == "A chart of prices"


def test_an_archive_that_would_unpack_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = archives.docx(archives.document(archives.paragraph(" " * 10_000_000)))

    with pytest.raises(Unreadable, match="would unpack to 10 MB"):
        docx.read(bomb, unpacked_bytes=ROOM)


def test_an_archive_that_is_packed_suspiciously_well_is_refused() -> None:
    bomb = archives.docx(archives.document(archives.paragraph(" " * 4_000_000)))

    with pytest.raises(Unreadable, match="no tighter than"):
        docx.read(bomb, unpacked_bytes=ROOM)


def test_entities_are_refused() -> None:
    prolog = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    body = archives.docx(archives.document(archives.paragraph("&a;"), prolog=prolog))

    with pytest.raises(Unreadable, match="document type of its own"):
        docx.read(body, unpacked_bytes=ROOM)


@pytest.mark.parametrize("main", ["<a/>", "no xml", ""])
def test_a_damaged_document_is_said_to_be_damaged(main: str) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        docx.read(archives.docx(main), unpacked_bytes=ROOM)
