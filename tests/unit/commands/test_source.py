"""How sources are named in commands: numbers, and addresses as chats paste them."""

import pytest

from bot.commands.addresses import one_address
from bot.commands.catalogue import CATALOGUE
from bot.commands.grammar import parse
from bot.commands.source_add import SOURCE_ADD, SourceAddArguments
from bot.commands.source_check import SOURCE_CHECK
from bot.commands.source_list import SOURCE_LIST
from bot.commands.source_mute import SOURCE_MUTE, SOURCE_UNMUTE
from bot.commands.source_number import OneSource
from bot.commands.source_remove import SOURCE_REMOVE
from bot.commands.source_set import SOURCE_SET
from bot.commands.spoken import spoken
from bot.errors import UsageError
from bot.model.people import Role

COMMANDS = (
    SOURCE_ADD,
    SOURCE_LIST,
    SOURCE_CHECK,
    SOURCE_SET,
    SOURCE_MUTE,
    SOURCE_UNMUTE,
    SOURCE_REMOVE,
)
FEED = "https://city.example/feed.xml?a=1&b=2"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_parses_and_can_be_said_by_a_button(command: object) -> None:
    for example in next(each for each in COMMANDS if each is command).examples:
        parsed = parse(example, CATALOGUE)
        assert parsed.command is command
        assert parse(spoken(parsed.command, parsed.arguments), CATALOGUE) == parsed


def test_everybody_may_look_and_editors_may_change() -> None:
    assert {command.name for command in COMMANDS if command.role is not Role.editor} == {"source list"}
    assert SOURCE_LIST.role is Role.reader


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (FEED, FEED),
        ("city.example", "city.example"),
        ("city.example:8080/a?b#c", "city.example:8080/a?b#c"),
        ("bücher.example/neu", "bücher.example/neu"),
        (f"<{FEED}>", FEED),
        (f"<{FEED}|city.example>", FEED),
        (f"City Desk ({FEED})", FEED),
        ("  HTTPS://CITY.EXAMPLE/  ", "HTTPS://CITY.EXAMPLE/"),
        ("http://[::1]/", "http://[::1]/"),
        ("city", None),
        ("city.example is down", None),
        ("Mayor resigns.", None),
        ("3.5", None),
        (f"{FEED} {FEED}", None),
        ("", None),
    ],
)
def test_an_address_is_known_in_whatever_a_chat_puts_around_it(typed: str, address: str | None) -> None:
    assert one_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [f"source add {FEED} full:yes", f"source add full:yes <{FEED}|x>", f"source add full:yes :: {FEED}"],
)
def test_an_address_and_options_stand_in_any_order(typed: str) -> None:
    assert parse(typed, CATALOGUE).arguments == SourceAddArguments(url=FEED, full="yes")


def test_what_a_button_says_for_an_address_is_read_as_it_stands() -> None:
    url = 'https://city.example/?sure:yes="open'
    said = SOURCE_ADD.spelled({"topic": "a b,c", "page": "", "url": url})
    assert parse(said, CATALOGUE).arguments == SourceAddArguments(url=url, topic="a b,c")


@pytest.mark.parametrize("typed", ["source check #3", "source check 3", "source check number:3"])
def test_a_number_is_taken_as_people_say_it(typed: str) -> None:
    assert parse(typed, CATALOGUE).arguments == OneSource(number=3)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("source add", "Write `source add URL"),
        ("source add city desk", "Write one address, as in `source add example.org/news`"),
        ("source check city", "Write a source's number, as `source list` shows it"),
        ("source check 0", "The smallest is 1"),
        ("source list all", "It is trouble"),
        ("source", "There is `source add`, `source list`,"),
        ("sources", "Did you mean `source list`?"),
    ],
)
def test_a_slip_is_answered_with_what_would_be_right(typed: str, right: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(typed, CATALOGUE)
    assert right in str(refused.value)
