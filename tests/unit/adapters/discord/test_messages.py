"""Messages as plain text: marks that stand in each other, and messages that are made to be slow."""

import time

import pytest

from adapters.discord.forms import LONGEST, MOST
from adapters.discord.messages import message_text, plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("___both___", "both"),
        ("||~~**_all_**~~||", "all"),
        ("**over *each** other*", "over each other"),
        ("**bold**_and italic_", "boldand italic"),
        ("**opened", "**opened"),
        ("**one line\nanother**", "**one line\nanother**"),
        ("** no marks **", "** no marks **"),
        ("****", "****"),
        (r"*it is \* still* going", "it is * still going"),
        (r"snake\_case and \_\_init\_\_", "snake_case and __init__"),
        ("2**3**4", "2**3**4"),
        ("a *b and *c*", "a b and *c"),
    ],
)
def test_marks_are_taken_out_where_they_style_something(markup: str, text: str) -> None:
    assert plain(markup) == text


@pytest.mark.parametrize(
    "marks", ["**a ", "||a", "~~a", "__a", "*_~~||**a ", "** a**b", "*a", "[a](", "`a ", "```", "<@", "\\*"]
)
def test_nothing_that_somebody_writes_takes_long(marks: str) -> None:
    began = time.process_time()
    plain((marks * 20_000)[:20_000])
    assert time.process_time() - began < 1.0


def test_a_message_is_read_as_far_as_the_form_has_room() -> None:
    displayed = [{"type": 10, "content": "word " * 800}] * 10
    text = message_text({"content": "", "components": displayed})
    assert LONGEST * MOST < len(text) < LONGEST * MOST * 2
