"""Bytes of any charset become text."""

import codecs

import pytest

from adapters.sources.charset import decode

WORDS = "Größe, Café, naïve – “quoted”"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_the_usual_charsets_are_recognised_without_being_declared(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)) == WORDS


def test_bytes_that_are_utf_8_are_read_as_such_whatever_is_declared() -> None:
    assert decode(WORDS.encode(), "text/html; charset=iso-8859-1") == WORDS


@pytest.mark.parametrize(
    ("head", "media_type"),
    [("", "text/plain; charset=windows-1251"), ('<?xml version="1.0" encoding="windows-1251"?>', None),
     ('<meta charset="windows-1251">', None)],
)  # fmt: skip
def test_a_declared_charset_is_believed_where_the_bytes_agree(head: str, media_type: str | None) -> None:
    assert decode((head + "Привет, мир").encode("cp1251"), media_type).endswith("Привет, мир")


def test_who_says_latin_1_means_windows_1252() -> None:
    assert decode("“quoted” é".encode("cp1252"), "text/plain; charset=ISO-8859-1") == "“quoted” é"


def test_a_charset_with_escape_codes_is_not_taken_for_utf_8() -> None:
    assert decode("日本語".encode("iso2022_jp"), "text/plain; charset=iso-2022-jp") == "日本語"


@pytest.mark.parametrize("name", ["base64", "nonsense", "utf-8", "rot13"])
def test_a_wrong_declaration_does_not_break_the_text(name: str) -> None:
    assert "caf" in decode("café".encode("latin-1"), f"text/plain; charset={name}")


def test_a_long_text_in_an_undeclared_charset_is_guessed() -> None:
    text = "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 20

    assert decode(text.encode("cp1251")) == text


def test_a_damaged_end_is_marked_and_not_fatal() -> None:
    assert decode(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"\x41") == "ab\ufffd"


def test_a_terminals_escape_code_does_not_make_utf_8_another_charset() -> None:
    assert decode("café résumé \x1b[31mred\x1b[0m \x1b(Btext".encode()) == (
        "café résumé \x1b[31mred\x1b[0m \x1b(Btext"
    )


@pytest.mark.parametrize(("encoding", "text"), [("iso2022_jp", "日本語"), ("iso2022_kr", "한국어")])
def test_a_charset_with_escape_codes_is_recognised_without_being_declared(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_every_line_end_becomes_a_line_feed() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"
