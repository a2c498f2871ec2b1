"""Every visible word of a document stands in its text."""

import re
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sources import docx, markdown, pages
from adapters.sources.parsed import Parsed
from bot.model.document import Document
from tests.unit.adapters.sources import archives

WORDS = st.lists(st.text("abcdeßéñж漢", min_size=1, max_size=8), min_size=1, max_size=6).map(" ".join)
TAGS = (
    "p",
    "div",
    "h1",
    "h3",
    "li",
    "td",
    "b",
    "span",
    "nav",
    "footer",
    "aside",
    "article",
    "pre",
    "a",
    "custom",
)


def html_of(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.lists(children, min_size=1, max_size=4).map("".join)
    return st.tuples(st.sampled_from(TAGS), parts).map(lambda pair: f"<{pair[0]}> {pair[1]} </{pair[0]}>")


PICTURES = st.tuples(st.sampled_from(["img alt", "img title", "a title"]), WORDS).map(
    lambda pair: f"<{pair[0]}='{pair[1]}'>"
)
HTML = st.recursive(WORDS.map(lambda words: f" {escape(words)} ") | PICTURES, html_of, max_leaves=20)


def words_of(parsed: Parsed) -> set[str]:
    return set(re.findall(r"\w+", Document.build(parsed.drafts, rest=parsed.rest).text))


@settings(max_examples=60)
@given(HTML)
def test_of_a_page_with_or_without_furniture(text: str) -> None:
    alternative = "".join(re.findall("='([^']*')", text))
    visible = set(re.findall(r"\w+", re.sub("<[^>]*>", " ", text) + alternative))

    assert visible <= words_of(pages.read(f"<html><body>{text}</body></html>"))


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "# ", "- ", "  - ", "> ", "1. ", "**", "    ", "| ", "!["]), WORDS)
    )
)
def test_of_a_markdown_document(lines: list[tuple[str, str]]) -> None:
    visible = {word for _, words in lines for word in words.split()}

    text = "\n".join(mark + words + "](x)" * (mark == "![") for mark, words in lines)
    assert visible <= words_of(markdown.read(text))


@settings(max_examples=20)
@given(st.lists(WORDS, min_size=1))
def test_of_a_word_document(paragraphs: list[str]) -> None:
    body = archives.docx(archives.document(*map(archives.paragraph, paragraphs)))

    assert set(" ".join(paragraphs).split()) <= words_of(docx.read(body, unpacked_bytes=1_000_000))
