"""Slack's way to write text, back into what was typed."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.shortcut import form, form_text, message_text
from adapters.slack.typed import plain, typed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<https://example.org/a?b=1&amp;c=2>", "https://example.org/a?b=1&c=2"),
        ("<http://example.org|example.org>", "example.org"),
        ("<http://example.org/|example.org>", "example.org"),
        ("<https://example.org|this page>", "this page (https://example.org)"),
        ("<mailto:anna@example.org|anna@example.org>", "anna@example.org"),
        ("assign F12 <@U1|anna>", "assign F12 <@U1|anna>"),
        ("<#C1|news> <!here> <!subteam^S1|@desk> <!date^1^{date}|Monday>", "<#C1|news> @here @desk Monday"),
        ("done F12 :white_check_mark: :+1::skin-tone-3:", "done F12 ✅ 👍"),
        ("settings flag::triangular_flag_on_post:,:our_own:,:eyes:", "settings flag:🚩,:our_own:,👀"),
        ("at 08:30:00, https://x.example/:eyes:/a, a:x:b, :nothing:", None),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&lt;https://example.org|x&gt;", "<https://example.org|x>"),
        ("a <b> c", "a <b> c"),
    ],
)
def test_marks_of_slacks_own_are_undone(text: str, said: str | None) -> None:
    assert typed(text) == (text if said is None else said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*bold* and _italic_ and ~gone~", "bold and italic and gone"),
        ("*_both_*", "both"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("`code` and\n```\nmore\ncode\n```", "code and\nmore\ncode"),
        ("&gt; quoted\n&gt; twice", "quoted\ntwice"),
    ],
)
def test_a_message_as_plain_text_has_no_marks(text: str, said: str) -> None:
    assert plain(text) == said


def test_a_message_that_is_only_a_link_is_its_address_and_one_without_words_what_slack_shows() -> None:
    link = "<https://example.org/_a_?b=1&amp;c=*2*>"
    shown = {"title": "Mayor *resigns*", "text": "She goes.", "title_link": "https://example.org/a"}
    assert message_text({"text": link, "attachments": [shown]}) == "https://example.org/_a_?b=1&c=*2*"
    assert message_text({"text": "", "attachments": [shown]}) == (
        "Mayor resigns\n\nShe goes.\n\nhttps://example.org/a"
    )
    assert message_text({"text": "", "attachments": [{"from_url": "https://example.org/a"}]}) == ""
    told = message_text({"text": "Look: <https://example.org/a>", "attachments": [shown]})
    assert told == "Look: https://example.org/a"
    assert message_text({}) == ""


def submitted(view: dict[str, Any], edits: Mapping[int, str] | None = None) -> dict[str, Any]:
    """Return the values of a form as Slack brings them if it trims what inputs hold; `edits` by number."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    said = [block["element"].get("initial_value", "").strip() for block in inputs]
    for number, edit in (edits or {}).items():
        said[number] = edit
    return {
        block["block_id"]: {block["element"]["action_id"]: {"value": part or None}}
        for block, part in zip(inputs, said, strict=True)
    }


WORDS = st.text(st.sampled_from("aé😀\n \t\u00a0\u3000%:"), min_size=1, max_size=40)
LONG = st.lists(st.tuples(WORDS, st.integers(1, 100)), max_size=20).map(
    lambda pieces: "".join(f"x{piece}x" * times for piece, times in pieces)[:12_000].strip()
)


@given(LONG)
def test_a_text_that_nobody_edited_comes_back_exactly_even_if_slack_trims_the_inputs(text: str) -> None:
    view = form(text)
    assert "missing" not in view["blocks"][0]["text"]["text"]
    assert all(len(block.get("block_id", "")) <= 255 for block in view["blocks"])
    assert form_text(submitted(view)) == text


def test_a_gap_as_long_as_a_form_remembers_none_is_not_where_a_part_ends() -> None:
    text = "a" * 2_900 + " " * 95 + "b" * 3_000
    assert form_text(submitted(form(text))) == text


def test_what_stood_around_a_part_that_was_emptied_does_not_become_one_word() -> None:
    assert form_text(submitted(form("a" * 7_001), {1: ""})) == "a" * 3_000 + "\n" + "a" * 1_001


@pytest.mark.parametrize("mark", ["\n", " ", "x"])
@pytest.mark.parametrize("size", [0, 1, 2_999, 3_000, 3_001, 9_000, 14_000])
def test_a_long_message_is_spread_over_fields_and_comes_back_whole(size: int, mark: str) -> None:
    text = (("word" * 24 + mark) * 200)[:size].strip()
    view = form(text)
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    parts = [block["element"].get("initial_value", "") for block in inputs]
    assert all(len(part) <= 3_000 for part in parts)
    assert len({block["block_id"] for block in inputs}) == len(inputs)
    assert form_text(submitted(view)) == text
    assert "missing" not in view["blocks"][0]["text"]["text"]


def test_a_message_too_long_for_a_form_says_that_its_end_is_missing() -> None:
    view = form("word " * 4_000)
    assert "its end is missing" in view["blocks"][0]["text"]["text"]
    assert len(view["blocks"]) == 6
