"""What can be read off a declaration, and the text that says a command."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.sharing import with_sharing
from bot.commands.catalogue import CATALOGUE
from bot.commands.command import AnyCommand, Form, Slot
from bot.commands.grammar import parse
from bot.commands.share import share_wish
from bot.errors import UsageError
from bot.model.card import Buttons, Card

BY_NAME = {command.name: command for command in CATALOGUE}


def slot(command: str, name: str) -> Slot:
    return next(each for each in BY_NAME[command].slots if each.name == name)


def test_a_slot_tells_what_its_values_can_be() -> None:
    count = slot("digest at", "count")
    assert (count.whole, count.least, count.most) == (True, 1, 10)
    assert slot("digest", "number").whole
    assert slot("digest at", "quiet").choices == ("say", "skip")
    assert (slot("latest", "topic").whole, slot("latest", "topic").choices) == (False, ())


@pytest.mark.parametrize("command", CATALOGUE, ids=lambda command: command.name)
def test_what_a_form_asked_for_is_read_back_as_it_was_given(command: AnyCommand) -> None:
    for example in command.examples:
        parsed = parse(example, CATALOGUE)
        given_values = {
            each.name: str(parsed.arguments.model_dump()[each.field])
            for each in command.slots
            if each.written.form is not Form.hidden and each.field in parsed.arguments.model_fields_set
        }
        try:
            again = parse(command.spelled(given_values), CATALOGUE)
        except UsageError:
            continue  # a value that was read into something else (a time, days) isn't typed like that
        assert again.command is command


@given(
    words=st.text(min_size=1).filter(lambda text: bool(text.strip()) and '"' not in text and "“" not in text)
)
def test_hostile_values_stay_in_their_argument(words: str) -> None:
    spelled = BY_NAME["latest"].spelled({"topic": words, "count": "3"})
    arguments: Any = parse(spelled, CATALOGUE).arguments
    assert (arguments.count, arguments.topic) == (3, words.strip())


@pytest.mark.parametrize(
    "words",
    [
        "number: who counts the votes?",
        "numbers: who counts?",
        '"It was late',
        "“Mayor",
        "mayor since: when",
        "share:yes mayor",
        "page:2 mayor",
        "a :: b",
        ":: b",
        'he said "no"',
    ],
)
def test_free_words_are_read_as_they_were_given(words: str) -> None:
    said = BY_NAME["follow"].spelled({"number": "142", "angle": words})
    assert share_wish(said, CATALOGUE) == (said, False)
    arguments: Any = parse(said, CATALOGUE).arguments
    assert (arguments.number, arguments.angle) == (142, words)


def test_a_shared_command_is_read_with_its_words() -> None:
    said = BY_NAME["search"].spelled({"words": 'share:no "mayor', "since": "7d"}, share=True)
    without, share = share_wish(said, CATALOGUE)
    arguments: Any = parse(without, CATALOGUE).arguments
    assert (share, arguments.words, arguments.since) == (True, 'share:no "mayor', "7d")
    button = with_sharing(Card(summary="", blocks=()), without).blocks[-1]
    assert isinstance(button, Buttons)
    assert share_wish(button.buttons[0].says, CATALOGUE) == (without, True)


def test_words_that_are_free_stand_at_the_end() -> None:
    assert (
        BY_NAME["search"].spelled({"words": "harbour deal", "since": "7d"}) == "search since:7d harbour deal"
    )
    assert BY_NAME["latest"].spelled({"topic": " "}) == "latest"
