"""HTML into blocks."""

import pytest

from adapters.sources.html import fragment_drafts, read
from bot.model.document import BlockKind, Draft

PARAGRAPH, HEADING, BULLET = BlockKind.paragraph, BlockKind.heading, BlockKind.bullet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<h2>Key <em>Developments</em></h2>", [Draft(HEADING, "Key Developments", 2)]),
        ("<p>one<br>two</p>three",
         [Draft(PARAGRAPH, "one"), Draft(PARAGRAPH, "two"), Draft(PARAGRAPH, "three")]),
        ("<p><strong>Why it matters</strong></p>", [Draft(PARAGRAPH, "Why it matters", strong=True)]),
        ("<p><b>Why</b> it matters</p>", [Draft(PARAGRAPH, "Why it matters")]),
        ("<p><span style='font-weight:700'>All</span></p>", [Draft(PARAGRAPH, "All", strong=True)]),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
         [Draft(BULLET, "a", 0), Draft(BULLET, "b", 1), Draft(BULLET, "c", 0)]),
        ("<li><p>a</p><p>more</p></li>", [Draft(BULLET, "a"), Draft(PARAGRAPH, "more")]),
        ("<p>• typed</p>", [Draft(BULLET, "typed")]),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>",
         [Draft(PARAGRAPH, "a | b"), Draft(PARAGRAPH, "c")]),
        ("<table><tr><td><p>a</p></td><td><p>b</p><p>c</p></td></tr><tr><td><div>d<br>e</div></td></tr></table>",
         [Draft(PARAGRAPH, "a | b c"), Draft(PARAGRAPH, "d e")]),
        ("<table><tr><td><h1>a</h1><p>b</p></td><td><ul><li>c</li></ul></td></tr></table>",
         [Draft(HEADING, "a", 1), Draft(PARAGRAPH, "b"), Draft(BULLET, "c")]),
        ("<table><tr><td><p>a</p><p>b</p><p>c</p><p>d</p></td></tr></table>",
         [Draft(PARAGRAPH, "a"), Draft(PARAGRAPH, "b"), Draft(PARAGRAPH, "c"), Draft(PARAGRAPH, "d")]),
        ("<pre>a\n  b</pre>", [Draft(PARAGRAPH, "a"), Draft(PARAGRAPH, "b")]),
        ("<a href='x'>link</a> &amp; <!-- no --><script>no</script><p hidden>no</p>text",
         [Draft(PARAGRAPH, "link & text")]),
        ("<p style='display: none'>no</p>yes", [Draft(PARAGRAPH, "yes")]),
        ("", []),
        ("<!-- nothing -->", []),
    ],
)  # fmt: skip
def test_markup_becomes_blocks(text: str, expected: list[Draft]) -> None:
    assert fragment_drafts(text) == expected


def test_alternative_words_are_kept_apart_from_the_running_text() -> None:
    found = read(
        "<p>one <img alt='Alt  words' title='A tip'> two</p><a title='Same'>Same</a>"
        "<figure><img alt='Said'><figcaption>Said</figcaption></figure><p hidden><img alt='no'></p>"
    )

    assert [draft.text for draft in found.drafts] == ["one two", "Same", "Said"]
    assert found.rest == "Alt words\nA tip"


def test_elements_nested_without_end_still_give_their_words() -> None:
    # Work that grew with the square of the depth would take many minutes here.
    assert [draft.text for draft in fragment_drafts("<div>" * 100_000 + "deep")] == ["deep"]
