"""Slack's way to write text, back into what was typed."""

import pytest

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
        ("for:<@U1|anna>", "for:@anna"),
        ("for:<@U1>", "for:<@U1>"),
        ("<#C1|news> <!here> <!subteam^S1|@desk> <!date^1^{date}|Monday>", "#news @here @desk Monday"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&lt;https://example.org|x&gt;", "<https://example.org|x>"),
        ("a <b> c", "a <b> c"),
    ],
)
def test_marks_of_slacks_own_are_undone(text: str, said: str) -> None:
    assert typed(text) == said


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


def test_a_message_that_is_only_a_link_says_what_slack_shows_below_it() -> None:
    link = "<https://example.org/a>"
    shown = {"title": "Mayor *resigns*", "text": "She goes.", "title_link": "https://example.org/a"}
    assert message_text({"text": link, "attachments": [shown]}) == (
        "Mayor resigns\n\nShe goes.\n\nhttps://example.org/a"
    )
    assert message_text({"text": link}) == ""
    assert message_text({"text": link, "attachments": [{"from_url": "https://example.org/a"}]}) == ""
    assert message_text({"text": f"Look: {link}", "attachments": [shown]}) == "Look: https://example.org/a"
    assert message_text({}) == ""


@pytest.mark.parametrize("mark", ["\n", " ", "x"])
@pytest.mark.parametrize("size", [0, 1, 2_999, 3_000, 3_001, 9_000, 14_000])
def test_a_long_message_is_spread_over_fields_and_comes_back_whole(size: int, mark: str) -> None:
    text = (("word" * 24 + mark) * 200)[:size].strip()
    view = form(text)
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    parts = [block["element"].get("initial_value", "") for block in inputs]
    assert all(len(part) <= 3_000 for part in parts)
    assert len({block["block_id"] for block in inputs}) == len(inputs)
    values = {
        block["block_id"]: {block["element"]["action_id"]: {"value": part}}
        for block, part in zip(inputs, parts, strict=True)
    }
    assert "".join(form_text(values).split()) == "".join(text.split())
    assert "missing" not in view["blocks"][0]["text"]["text"]


def test_a_message_too_long_for_a_form_says_that_its_end_is_missing() -> None:
    view = form("word " * 4_000)
    assert "its end is missing" in view["blocks"][0]["text"]["text"]
    assert len(view["blocks"]) == 6
