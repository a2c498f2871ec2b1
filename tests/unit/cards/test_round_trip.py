"""Cards round-trip as JSON, and every renderer shows every card."""

import io

from hypothesis import given
from rich.console import Console

from adapters import plain
from adapters.console.view import buttons, view
from bot.model.card import Card
from bot.text import visible
from tests.unit.cards.strategies import CARDS


@given(CARDS)
def test_a_card_comes_back_from_json_as_it_was(card: Card) -> None:
    assert Card.model_validate_json(card.model_dump_json()) == card


@given(CARDS)
def test_plain_text_holds_nothing_that_a_terminal_would_obey(card: Card) -> None:
    shown = plain.render(card, width=60)
    assert visible(shown) == shown
    assert "\x1b" not in shown


@given(CARDS)
def test_the_terminal_shows_every_card_with_its_buttons_numbered(card: Card) -> None:
    screen = Console(file=io.StringIO(), width=80, color_system=None)
    screen.print(view(card))
    shown = screen.file.getvalue()  # type: ignore[attr-defined]  # it is the StringIO from above
    assert "\x1b" not in shown
    assert all(f" {number} " in shown for number in range(1, len(buttons(card)) + 1))


def test_words_are_never_markup_in_the_terminal() -> None:
    screen = Console(file=io.StringIO(), width=80, color_system=None)
    words = "[bold]not bold[/bold] <!channel> @everyone"
    screen.print(
        view(Card(summary="", blocks=({"kind": "paragraph", "prose": [{"kind": "plain", "text": words}]},)))
    )
    assert words in screen.file.getvalue()  # type: ignore[attr-defined]  # it is the StringIO from above
