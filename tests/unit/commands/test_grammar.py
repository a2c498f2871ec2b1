"""Typed text into commands: every form is read, and what can't be read is answered with what can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.add import AddArguments
from bot.commands.catalogue import CATALOGUE
from bot.commands.command import AnyCommand, Form
from bot.commands.grammar import Parsed, parse
from bot.commands.latest import LATEST, LatestArguments
from bot.commands.search import SEARCH, SearchArguments
from bot.commands.spoken import spoken
from bot.errors import UsageError
from bot.model.value import Value


def arguments(text: str) -> Value:
    return parse(text, CATALOGUE).arguments


def complaint(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        parse(text, CATALOGUE)
    return str(caught.value)


@pytest.mark.parametrize("command", CATALOGUE, ids=lambda command: command.name)
def test_every_example_parses_as_its_own_command(command: AnyCommand) -> None:
    assert command.examples
    for example in command.examples:
        assert parse(example, CATALOGUE).command is command
        assert parse(f"/brief {example}", CATALOGUE).command is command


def test_no_two_commands_collide() -> None:
    assert len({command.path for command in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("command", CATALOGUE, ids=lambda command: command.name)
def test_every_command_explains_itself(command: AnyCommand) -> None:
    assert command.summary
    assert all(slot.description for slot in command.slots if slot.written.form is not Form.hidden)


@pytest.mark.parametrize(
    "text",
    [
        "latest 7 safety since:7d",
        "latest since:7d 7 safety",
        "since:7d latest 7 safety",
        "/brief latest 7 topic:safety since:7d",
        "  /BRIEF   Latest 7 Safety SINCE:7d".replace("Safety", "safety"),
        "@nutgraf latest count:7 topic: safety since:7d",
        'brief latest "7" "safety" since:"7d"',
        "@Nutgraf: latest 7 safety since:7d",
    ],
)
def test_words_and_options_may_stand_anywhere(text: str) -> None:
    assert arguments(text) == LatestArguments(count=7, topic="safety", since="7d")


def test_a_topic_can_stand_without_a_count() -> None:
    assert arguments("latest safety") == LatestArguments(topic="safety")


def test_quotes_group_words_straight_and_curly() -> None:
    assert arguments('latest "machine learning"') == LatestArguments(topic="machine learning")
    assert arguments("latest topic:“machine learning”") == LatestArguments(topic="machine learning")


def test_nothing_at_all_means_help() -> None:
    assert parse("/brief", CATALOGUE).command.name == "help"
    assert parse("", CATALOGUE).command.name == "help"


def test_search_keeps_phrases_and_unknown_keys_as_words() -> None:
    assert arguments('search re:invent "open questions"') == SearchArguments(
        words='re:invent "open questions"'
    )
    assert arguments("search “open questions” since:2d") == SearchArguments(
        words='"open questions"', since="2d"
    )
    assert arguments("search https://example.com/a") == SearchArguments(words="https://example.com/a")


def test_pasted_text_is_kept_to_the_letter() -> None:
    pasted = 'Mayor "quits"\n\nWhy it matters: the "vote\n- one:two'
    assert arguments(f"/brief add {pasted}") == AddArguments(text=pasted)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("lastest", "Did you mean `latest`?"),
        ("/brief serch Karpathy", "Did you mean `search`?"),
        ("142", "Did you mean `story 142`?"),
        ("/breif latest", "Did you mean `/brief`?"),
        ('latest sorce:"Anthropic News"', 'Did you mean `source:"Anthropic News"`?'),
        ("latest sinc:24h", "Did you mean `since:24h`?"),
        ("latest colour:red", "`latest` knows `count:`, `topic:`, `since:`, `source:`."),
        ("latest machine learning", '"machine learning"'),
        ("latest 0", "The smallest is 1."),
        ("latest 99", "The largest is 20."),
        (
            "latest since:yesterdayish",
            "`since` can't be “yesterdayish”. Write a time such as 90m, 24h, 7d or 2w",
        ),
        ("latest since:7d since:2d", "given twice"),
        ("latest since:", "has no value"),
        ("story", "`story` needs a story's number."),
        ("story soon", "It is a whole number."),
        ("story 0", "The smallest is 1."),
        ("search", "WORDS…"),
        ('search "open', "never closed"),
        ("help nonsense", ""),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_can(text: str, hint: str) -> None:
    if not hint:
        assert parse(text, CATALOGUE).command.name == "help"
    else:
        assert hint in complaint(text)


def test_an_error_names_the_command_that_was_meant() -> None:
    with pytest.raises(UsageError) as caught:
        parse("latest 99", CATALOGUE)
    assert caught.value.command == ("latest",)


WORDS = st.sampled_from(
    ["latest", "story", "search", "add", "help", "/brief", '"', "since:", "142", "topic:a"]
)


TOPICS = st.one_of(st.text(min_size=1), st.sampled_from(['the "X" files', "a:b", "“q”", "since:7d", "7"]))


@given(st.integers(1, 20), TOPICS, TOPICS, st.integers(1, 100))
def test_what_a_button_says_is_read_back(count: int, topic: str, source: str, page: int) -> None:
    given = LatestArguments(count=count, topic=topic, source=source, since="2d", page=page)
    said = spoken(LATEST, given)
    if not any(all(mark in name for mark in '"”»') for name in (topic, source)):
        assert arguments(said) == given


def test_a_search_goes_on_with_its_phrases() -> None:
    given = SearchArguments(words='"open questions" vote', page=2)
    assert arguments(spoken(SEARCH, given)) == given


def outcome(text: str) -> Parsed | UsageError:
    try:
        return parse(text, CATALOGUE)
    except UsageError as error:
        return error


@given(st.one_of(st.text(), st.lists(st.one_of(WORDS, st.text(max_size=8))).map(" ".join)))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    match outcome(text):
        case Parsed(command, arguments):
            assert isinstance(arguments, command.arguments)
        case UsageError() as error:
            assert error.message
            assert error.next_step


def test_half_a_name_is_answered_with_its_whole_ones() -> None:
    assert "There is `delivery send` and `delivery drop`." in complaint("delivery 3")


def test_a_choice_is_answered_with_what_there_is() -> None:
    assert "It is say or skip." in complaint("digest at 08:00 quiet:maybe")
