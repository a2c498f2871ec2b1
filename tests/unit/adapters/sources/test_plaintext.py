"""Plain text into blocks."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from adapters.sources.plaintext import drafts
from bot.model.document import BlockKind, Draft

BRIEF = Path(__file__).parents[4] / "samples" / "briefs" / "karpathy-joins-anthropic.txt"


def texts(text: str) -> list[str]:
    return [draft.text for draft in drafts(text)]


def bullets(text: str) -> list[tuple[str, int]]:
    return [(draft.text, draft.level) for draft in drafts(text) if draft.kind is BlockKind.bullet]


def test_a_brief_with_one_paragraph_a_line_keeps_every_line() -> None:
    found = drafts(BRIEF.read_text("utf-8"))

    assert len(found) == 21
    assert found[4] == Draft(BlockKind.paragraph, "Key Developments")
    assert [draft.kind for draft in found].count(BlockKind.bullet) == 6


def test_lines_that_were_wrapped_by_hand_are_joined_and_headings_are_left_alone() -> None:
    text = """Key Developments
Karpathy will establish a new team that is focused on using Claude itself
to accelerate research, which is a thing that could meaningfully compress
the timeline for everyone.

Another paragraph.
"""
    assert texts(text) == [
        "Key Developments",
        (
            "Karpathy will establish a new team that is focused on using Claude itself to accelerate "
            "research, which is a thing that could meaningfully compress the timeline for everyone."
        ),
        "Another paragraph.",
    ]


def test_a_list_of_short_lines_is_not_joined() -> None:
    lines = ["Markets rise on hopes of a deal", "Rain", "The mayor resigns after the vote was lost", "Sport"]

    assert texts("\n".join(lines)) == lines


def test_bullets_have_a_depth_and_go_on_in_the_next_line() -> None:
    text = "- one that\n  goes on\n  - nested\n    * deeper\n- two\n• three\n– four"

    assert bullets(text) == [
        ("one that goes on", 0), ("nested", 1), ("deeper", 2), ("two", 0), ("three", 0), ("four", 0),
    ]  # fmt: skip


def test_a_number_marks_a_bullet_only_where_it_counts_on() -> None:
    assert bullets("1. one\n2. two\n3) three") == [("one", 0), ("two", 0), ("three", 0)]
    assert texts("12. Mai war ein guter Tag") == ["12. Mai war ein guter Tag"]


def test_a_rule_of_dashes_is_no_bullet() -> None:
    assert texts("a\n- - -\nb") == ["a", "- - -", "b"]


@given(st.lists(st.text("abc dß1.-*\t#", max_size=60), max_size=12))
def test_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    marks = {"-", "*"} | {word for word in text.split() if word[:-1].isdigit()}

    assert set(text.split()) - marks <= set(" ".join(texts(text)).split())


def test_a_numbered_heading_keeps_its_number() -> None:
    text = (
        "1. What happened\nThe deal is done.\n\n2. Key points\nA point.\n\n3. Open questions\n- When?\n- Who?"
    )

    assert texts(text) == [
        "1. What happened", "The deal is done.", "2. Key points", "A point.", "3. Open questions",
        "When?", "Who?",
    ]  # fmt: skip
    assert bullets(text) == [("When?", 0), ("Who?", 0)]


def test_a_number_alone_marks_no_bullet() -> None:
    assert texts("1. What happened\n\nThe deal is done.") == ["1. What happened", "The deal is done."]


def test_numbered_bullets_may_go_on_and_have_room_between_them() -> None:
    assert bullets("1. one\n   goes on\n\n2. two\n   - nested\n3. three") == [
        ("one goes on", 0), ("two", 0), ("nested", 1), ("three", 0),
    ]  # fmt: skip
    wrapped = "1. a point that is long enough to be wrapped\nby hand\n2. another"
    assert bullets(wrapped) == [("a point that is long enough to be wrapped by hand", 0), ("another", 0)]
