"""Markdown into blocks."""

from datetime import UTC, datetime

import pytest

from adapters.sources import markdown
from bot.model.document import BlockKind, Draft

PARAGRAPH, HEADING, BULLET = BlockKind.paragraph, BlockKind.heading, BlockKind.bullet


def test_markdown_becomes_blocks_without_its_marks() -> None:
    text = (
        "Title\n=====\n\n## Key *points*\n- a [link](https://x.example)\n  - b\n\n"
        "> said\n\n**All bold**\n\n```\ncode\n```\n"
    )

    assert markdown.read(text).drafts == [
        Draft(HEADING, "Title", 1), Draft(HEADING, "Key points", 2),
        Draft(BULLET, "a link"), Draft(BULLET, "b", 1),
        Draft(PARAGRAPH, "said"), Draft(PARAGRAPH, "All bold", strong=True), Draft(PARAGRAPH, "code"),
    ]  # fmt: skip


def test_lines_that_were_not_wrapped_by_hand_stay_apart() -> None:
    drafts = markdown.read("## Head\nThe first thing.\nThe second thing is longer than the first.\n").drafts

    assert [draft.text for draft in drafts[1:]] == [
        "The first thing.",
        "The second thing is longer than the first.",
    ]


def test_lines_that_were_wrapped_by_hand_are_joined() -> None:
    drafts = markdown.read(
        "This is the first line of a paragraph that is\nwrapped by hand at the forty-five columns of\nold.\n"
    ).drafts

    assert len(drafts) == 1


def test_front_matter_declares_and_its_words_are_kept() -> None:
    parsed = markdown.read(
        '---\ntitle: "The title"\ndate: 2026-09-01\nurl: https://x.example/a\n'
        "tags: [AI, chips]\ntopics:\n  - law\n---\nText.\n"
    )

    assert parsed.about.title == "The title"
    assert parsed.about.published_at == datetime(2026, 9, 1, tzinfo=UTC)
    assert parsed.about.url == "https://x.example/a"
    assert parsed.about.topics == ("AI", "chips", "law")
    assert "The title" in parsed.rest
    assert [draft.text for draft in parsed.drafts] == ["Text."]


@pytest.mark.parametrize(
    "text",
    [
        "# Head\ntext", "Head\n====\n", "see [this](https://x.example)", "---\ntitle: x\n---\n",
        "**Deal done**\n\nText.", "- **Price:** 5m", "1. **Price**: 5m", "- _Timing_: now", "he *said* so",
        "__All of it__", "**_Both_**", "这是**重点**内容", "see ![](chart.png)",
    ],
)  # fmt: skip
def test_markdown_is_recognised_without_a_name(text: str) -> None:
    assert markdown.looks_like_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plain text.\n- a\n- b", "#hashtag\n", "a - b", "---\nnothing here\n---\n", "Price* and cost*",
        "*a footnote\n*another", "* a\n* b *", "5 * 4 * 3", "2**3**4", "f**k and s**t", "a *****\n_____ b",
        "snake_case_name", "__init__.py", "https://x.example/_a_/b?c=_d_",
    ],
)  # fmt: skip
def test_plain_text_is_not_taken_for_markdown(text: str) -> None:
    assert not markdown.looks_like_markdown(text)


def test_pictures_and_links_keep_their_alternative_words() -> None:
    parsed = markdown.read(
        'See ![Chart of prices](chart.png "Prices") and [this](https://x.example "A tip").'
    )

    assert [draft.text for draft in parsed.drafts] == ["See and this."]
    assert parsed.rest.split("\n") == ["Chart of prices", "Prices", "A tip"]


def test_lists_and_quotes_nested_without_end_keep_their_words() -> None:
    text = "\n".join(f"{'  ' * depth}- word{depth}" for depth in range(150)) + "\n\n" + ">" * 500 + " end"
    parsed = markdown.read(text)
    found = " ".join([*(draft.text for draft in parsed.drafts), parsed.rest])

    assert all(f"word{depth}" in found for depth in range(150))
    assert "end" in found
