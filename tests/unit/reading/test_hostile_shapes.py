"""Documents built to be slow to read. Work that grows with the square of one would take minutes here."""

import pytest

from bot.model.document import BlockKind, Document, Draft
from bot.reading.read import read
from tests.unit.reading.helpers import passages

_MANY = 4_900  # blocks, all of which are looked at for where sections begin
_LONG = 1_000_000  # characters
_PROSE = "The council voted eight to three on Monday to close the bridge to cars for a year from spring."

_Lines = list[tuple[BlockKind, str]]
_TITLE, _LINE, _BULLET = BlockKind.heading, BlockKind.paragraph, BlockKind.bullet


def _document(lines: _Lines) -> Document:
    return Document.build(Draft(kind, text, level=2 if kind is _TITLE else 0) for kind, text in lines)


@pytest.mark.parametrize(
    ("lines", "sections", "told"),
    [
        pytest.param(
            [*[(_LINE, "By Jane Doe")] * _MANY, (_TITLE, "Background"), (_LINE, _PROSE)],
            2,
            _MANY + 1,
            id="credits",
        ),
        pytest.param(
            [*[(_LINE, f"It is {at}.") for at in range(_MANY)], (_TITLE, "Background"), (_LINE, _PROSE)],
            2,
            _MANY + 1,
            id="lines",
        ),
        pytest.param(
            [(_TITLE, "Why it matters"), (_LINE, _PROSE)] * (_MANY // 2), _MANY // 2, _MANY // 2, id="titles"
        ),
        pytest.param([(_LINE, f"Why it matters: {_PROSE}")] * _MANY, _MANY, _MANY, id="labels"),
        pytest.param(
            [(_TITLE, "Key points"), *[(_BULLET, f"Risk: {_PROSE}")] * _MANY], 1, _MANY, id="labelled bullets"
        ),
        pytest.param(
            [(_TITLE, "Open questions"), *[(_LINE, "Who will pay?")] * _MANY], 1, _MANY, id="questions"
        ),
        pytest.param(
            [(_TITLE, "What happened"), *[(_LINE, "On 31 June and 30 February, 1. Foo 2026.")] * _MANY],
            1,
            _MANY,
            id="days",
        ),
        pytest.param([(_TITLE, "What happened"), (_LINE, "word " * (_LONG // 5))], 1, 1, id="long paragraph"),
        pytest.param([(_TITLE, "Background"), (_TITLE, "a" + "." * _LONG + "a")], 1, 1, id="long heading"),
        pytest.param([(_LINE, "Why it matters: " + ". " * (_LONG // 2) + ".")], 1, 1, id="long label"),
    ],
)
def test_sections_of_any_shape_are_read_whole(lines: _Lines, sections: int, told: int) -> None:
    brief = read(_document(lines), headline="Bridge closes").brief
    assert brief.drafted_by == "source"
    assert (len(brief.sections), len(passages(brief))) == (sections, told)


@pytest.mark.parametrize(
    "piece", ["“", "(", "“a. ”. ", "1. ", "M. ", "z. B. ", "9", "a! ", ".", "has not yet ", "5 May ", "Aa, "]
)
def test_a_long_line_of_one_piece_is_read_from_its_beginning(piece: str) -> None:
    document = _document([(_LINE, piece * (_LONG // len(piece))), (_LINE, _PROSE)])
    brief = read(document, headline="Bridge closes").brief
    assert brief.drafted_by == "extract"
    assert all(each.place.end < 20_000 or each.text in _PROSE for each in passages(brief))
