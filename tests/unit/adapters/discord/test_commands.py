"""The declared commands as Discord's, and what was chosen there back into text."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from adapters.discord.commands import (
    CHANNEL,
    CHAT,
    INTEGER,
    LONGEST_COMMAND,
    LONGEST_DESCRIPTION,
    MESSAGE,
    MOST_OPTIONS,
    STRING,
    SUBCOMMAND,
    USER,
    Native,
    Payload,
    length,
    payloads,
)
from bot.commands.catalogue import CATALOGUE
from bot.commands.command import AnyCommand, Command, Form, Written
from bot.commands.grammar import parse
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value
from tests.servers.discord.openapi import faults

NATIVE = Native(CATALOGUE)


class Arguments(Value):
    """One of each kind."""

    words: Annotated[str | None, Written(Form.words)] = None
    page: Annotated[int, Written(Form.hidden)] = 1
    count: Annotated[int, Written(Form.word)] = Field(default=5, ge=1, le=20, description="how *many*")
    tone: Annotated[Literal["yes", "no"], Written(Form.option)] = "no"
    topic: Annotated[str | None, Written(Form.option, suggest="topic")] = None
    number: Annotated[int, Written(Form.word, suggest="story")] = Field(description="`#1`, or its headline")


class Nothing(Value):
    """No arguments."""


async def _run(asked: object, arguments: Value) -> Card:
    raise NotImplementedError


def a_command(
    *path: str, arguments: type[Value] = Nothing, shares: bool = False, family: str = "brief"
) -> AnyCommand:
    return Command(
        path=path,
        summary=f"does {path[-1]}",
        arguments=arguments,
        role=Role.reader,
        examples=(),
        run=_run,
        shares=(lambda _: None) if shares else None,
        family=family,
    )


def leaves(level: Payload, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Payload]]:
    """Yield every subcommand with its words."""
    for option in level.get("options", ()):
        inside = (*words, option["name"])
        if option["type"] == SUBCOMMAND:
            yield inside, option
        else:
            yield from leaves(option, inside)


def the_options(command: AnyCommand) -> dict[str, Payload]:
    (_, leaf), *_ = leaves(payloads([command])[0])
    return {option["name"]: option for option in leaf["options"]}


def data(path: str, /, *, root: str = "brief", **values: object) -> dict[str, Any]:
    """Return what Discord sends for a subcommand with these values; a tuple has its type in front."""
    options: list[dict[str, Any]] = [
        {"name": key, "type": given[0], "value": given[1]}
        for key, value in values.items()
        for given in [value if isinstance(value, tuple) else (STRING, value)]
    ]
    for word in reversed(path.split()):
        options = [{"name": word, "type": SUBCOMMAND, "options": options}]
    return {"name": root, "type": CHAT, "options": options}


def test_every_command_of_the_catalogue_is_one_subcommand_of_its_family() -> None:
    placed = [
        (payload["name"], *words)
        for payload in NATIVE.payloads
        if payload["type"] == CHAT
        for words, _ in leaves(payload)
    ]
    assert len(placed) == len(set(placed)) == len(CATALOGUE)
    assert set(placed) == set(NATIVE.names)
    for command, (family, *words) in zip(CATALOGUE, NATIVE.names, strict=True):
        said = " ".join(words)
        assert family == command.family
        assert {said, said.removesuffix("list").strip()} & {
            command.name,
            command.name.removeprefix(f"{family}s").strip(),
        }


def test_each_level_has_room_left_and_no_command_is_too_long() -> None:
    for payload in NATIVE.payloads:
        assert length(payload) <= LONGEST_COMMAND
        assert len(payload.get("options", ())) < MOST_OPTIONS


def test_a_family_does_not_say_its_own_name_twice() -> None:
    commands = [
        a_command("followups", family="followup"),
        a_command("followups", "handover", family="followup"),
        a_command("claim", family="followup"),
        a_command("latest"),
    ]
    native = Native(commands)
    assert native.names == (
        ("followup", "list"),
        ("followup", "handover"),
        ("followup", "claim"),
        ("brief", "latest"),
    )
    chosen = [native.chosen(data(" ".join(words), root=root)) for root, *words in native.names]
    assert [each and each.command for each in chosen] == commands
    assert native.chosen(data("claim")) is None


def test_people_and_channels_are_chosen_and_stand_in_the_text_by_their_ids() -> None:
    class Given(Value):
        who: Annotated[str, Written(Form.word, suggest="person")]
        where: Annotated[str | None, Written(Form.option, suggest="channel")] = None
        of: Annotated[str | None, Written(Form.option, suggest="follow_up")] = None

    command = a_command("give", arguments=Given)
    options = the_options(command)
    assert (options["who"]["type"], options["where"]["type"]) == (USER, CHANNEL)
    assert options["of"]["autocomplete"] is True
    assert not faults("PUT", "/applications/1/commands", payloads([command]))
    chosen = Native([command]).chosen(data("give", who=(USER, "5"), where=(CHANNEL, "7")))
    assert chosen is not None
    assert chosen.text == "give who:<@5> where:<#7>"


def test_a_guilds_own_emoji_is_named_as_its_reactions_are() -> None:
    chosen = NATIVE.chosen(data("search", words="flags <:flagit:123> and <a:party:7>"))
    assert chosen is not None
    assert chosen.text == "search flags flagit and party"
    pasted = NATIVE.chosen(data("add", text="Left <:as:1> it is"))
    assert pasted is not None
    assert pasted.text == "add Left <:as:1> it is"


def test_discord_takes_the_catalogue() -> None:
    assert not faults("PUT", "/applications/1/commands", NATIVE.payloads)
    assert length(NATIVE.payloads[0]) <= LONGEST_COMMAND


def test_the_two_entries_in_the_menu_of_a_message() -> None:
    menus = [payload for payload in NATIVE.payloads if payload["type"] == MESSAGE]
    assert [menu["name"] for menu in menus] == ["Flag for follow-up", "Add to Nutgraf"]
    assert all(
        payload["contexts"] == [0] and payload["integration_types"] == [0] for payload in NATIVE.payloads
    )


def test_who_may_use_them_in_a_guild_is_left_to_its_settings() -> None:
    assert all("default_member_permissions" not in payload for payload in NATIVE.payloads)


def test_options_are_typed_and_those_that_are_needed_come_first() -> None:
    options = the_options(a_command("look", arguments=Arguments, shares=True))
    assert list(options) == ["number", "words", "count", "tone", "topic", "page", "share"]
    assert options["number"]["required"] is True
    assert options["number"]["type"] == STRING  # a story is found by its headline as well
    assert options["number"]["autocomplete"] is True
    assert options["number"]["description"] == "#1, or its headline"
    assert (options["count"]["type"], options["count"]["min_value"], options["count"]["max_value"]) == (
        INTEGER,
        1,
        20,
    )
    assert options["count"]["description"] == "how many"
    assert [choice["value"] for choice in options["tone"]["choices"]] == ["yes", "no"]
    assert options["topic"]["autocomplete"] is True


def test_what_cannot_be_shared_has_no_option_for_it() -> None:
    assert "share" not in the_options(a_command("look", arguments=Arguments))


def test_a_whole_text_need_not_be_given_since_a_form_opens() -> None:
    add = next(command for command in CATALOGUE if command.name == "add")
    assert the_options(add)["text"]["required"] is False


def test_a_long_description_is_cut() -> None:
    wordy = replace(a_command("look"), summary="very " * 50)
    (_, leaf), *_ = leaves(payloads([wordy])[0])
    assert len(leaf["description"]) <= LONGEST_DESCRIPTION


@pytest.mark.parametrize("command", CATALOGUE, ids=lambda command: command.name)
def test_every_example_can_be_given_in_options_and_means_the_same(command: AnyCommand) -> None:
    for example in command.examples:
        meant = parse(example, CATALOGUE).arguments
        given = meant.model_dump(exclude_unset=True, by_alias=True, mode="json")
        values = {slot.name: _said(example, slot.name, given) for slot in command.slots if slot.name in given}
        kinds = {"person": USER, "channel": CHANNEL}
        typed = {slot.name: kinds.get(slot.written.suggest or "", STRING) for slot in command.slots}
        root, *words = _NAMES[command.path]
        chosen = NATIVE.chosen(
            data(" ".join(words), root=root, **{name: (typed[name], each) for name, each in values.items()})
        )
        assert chosen is not None
        assert parse(chosen.text, CATALOGUE).arguments == meant


_NAMES = dict(zip((each.path for each in CATALOGUE), NATIVE.names, strict=True))


def _said(example: str, name: str, given: dict[str, Any]) -> str:
    """Return how a value was written: what a model made of it isn't always a way to write it."""
    value = given[name]
    if isinstance(value, str | int):
        return str(value)
    words = example.split()
    keyed = [word.partition(":")[2] for word in words if word.startswith(f"{name}:")]
    return next(iter(keyed), words[3] if name == "days" else "")


def test_what_was_chosen_becomes_text() -> None:
    chosen = NATIVE.chosen(data("latest", count=3, topic="public health", since="24h"))
    assert chosen is not None
    assert chosen.text == 'latest count:3 topic:"public health" since:24h'


def test_sharing_stands_at_the_end() -> None:
    chosen = NATIVE.chosen(data("search", words="harbour deal", share=True))
    assert chosen is not None
    assert chosen.text == "search share:yes harbour deal"
    private = NATIVE.chosen(data("search", words="harbour deal", share=False))
    assert private is not None
    assert private.text == "search harbour deal"


def test_the_bare_command_of_a_group_is_its_list() -> None:
    chosen = NATIVE.chosen(data("digest list", number="2"))
    assert chosen is not None
    assert chosen.text == "digest number:2"


@pytest.mark.parametrize(
    "older",
    [
        data("headlines"),
        data("digest"),
        data("latest", mood="good"),
        {"name": "brief", "type": CHAT},
        {"name": "other", "type": CHAT, "options": data("latest")["options"]},
    ],
)
def test_what_is_not_declared_any_more_is_not_understood(older: dict[str, Any]) -> None:
    assert NATIVE.chosen(older) is None


def test_what_is_being_typed() -> None:
    asked = data("digest at", time="08:00", topic="poli")
    asked["options"][0]["options"][0]["options"][1]["focused"] = True
    typing = NATIVE.typing(asked)
    assert typing is not None
    assert (typing.command.name, typing.argument, typing.typed) == ("digest at", "topic", "poli")


def test_nothing_is_being_typed() -> None:
    assert NATIVE.typing(data("latest", count=3)) is None


@pytest.mark.parametrize(
    ("text", "changes"),
    [("digest at time:08:00", True), ("digest number:2", False), ("story 1", False), ("gone 1", True)],
)
def test_whether_a_text_changes_anything(text: str, *, changes: bool) -> None:
    assert NATIVE.changes(text) is changes


def test_commands_that_collide_are_refused() -> None:
    with pytest.raises(ValueError, match="Two commands are called `/brief digest list`"):
        Native([a_command("digest"), a_command("digest", "list")])


def test_three_words_are_refused() -> None:
    with pytest.raises(ValueError, match="more words than Discord has levels"):
        Native([a_command("digest", "at", "dawn")])


@pytest.mark.parametrize("name", ["Latest", "way-too-long-for-a-name-of-a-command", "läst", "two.words"])
def test_a_name_that_discord_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="Discord takes no option called"):
        Native([a_command(name)])


def test_too_many_options_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 25 options"):
        Native([a_command(f"command-{number}") for number in range(MOST_OPTIONS + 1)])
    Native([a_command(f"command-{number}") for number in range(MOST_OPTIONS)])


def test_a_name_that_an_argument_and_sharing_both_have_is_refused() -> None:
    class Sharing(Value):
        share: Annotated[str, Written(Form.word)]

    with pytest.raises(ValueError, match="two options of the same name"):
        Native([a_command("look", arguments=Sharing, shares=True)])


def test_more_characters_than_discord_takes_are_refused() -> None:
    wordy = [
        replace(a_command(f"group-{group}", f"command-{number}"), summary="x" * 100)
        for group in range(4)
        for number in range(20)
    ]
    with pytest.raises(ValueError, match="say less"):
        Native(wordy)
