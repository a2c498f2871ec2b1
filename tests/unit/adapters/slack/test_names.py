"""People and channels in what is typed: ids where a command takes them, names everywhere else."""

from typing import Annotated

import pytest

from adapters.slack.meant import meant
from adapters.slack.names import Names
from bot.commands.command import Command, Form, Written
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value
from tests.unit.adapters.slack.inside import Inside, in_slack


class Assigning(Value):
    """A person as an argument."""

    number: Annotated[str, Written(Form.word)]
    person: Annotated[str, Written(Form.word, suggest="person")]


class Listing(Value):
    """A channel as an option."""

    channel: Annotated[str, Written(Form.option, suggest="channel")] = ""


class Saying(Value):
    """Free words."""

    number: Annotated[str, Written(Form.word)]
    words: Annotated[str, Written(Form.words)] = ""


async def no_run(_: object, __: Value) -> Card:
    raise AssertionError("nobody runs it")


def command(path: str, arguments: type[Value]) -> Command[object, Value]:
    return Command(
        path=tuple(path.split()),
        summary="",
        arguments=arguments,
        role=Role.reader,
        examples=(),
        run=no_run,
    )


COMMANDS = (
    command("assign", Assigning),
    command("followups", Listing),
    command("followups handover", Saying),
    command("done", Saying),
)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("assign F12 x", "assign"),
        ("/brief ASSIGN F12", "assign"),
        ("brief assign F12", "assign"),
        ("share:yes followups", "followups"),
        ("channel:<#C1|a> /brief followups handover", "followups handover"),
        ("followups handovers", "followups"),
        ("assigned F12", None),
        ("assign:F12", None),
        ("", None),
        ("briefly assign", None),
    ],
)
def test_a_text_means_the_command_with_the_longest_path(text: str, path: str | None) -> None:
    found = meant(text, COMMANDS)
    assert (found.name if found else None) == path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("assign F12 <@U1|anna>", "assign F12 <@U1>"),
        ("assign F12 <@U1>", "assign F12 <@U1>"),
        ("followups channel:<#C1|newsroom>", "followups channel:<#C1>"),
        ("followups <@U1|anna>", "followups @anna"),
        ("done F12 <@U1|anna> has it, see <#C1|newsroom>", "done F12 @anna has it, see #newsroom"),
        ("done F12 <@U1> has it, see <#C1>", "done F12 @anna has it, see #newsroom"),
        ("done F12 <@U404> and <#C404>", "done F12 @somebody and #channel"),
        ("dune F12 <@U1>", "dune F12 @anna"),
        ("done F12 <@U1|@an\u202ena>", "done F12 @anna"),
        ("done F12 <@u1> <!here> <@U1|a|b>", "done F12 <@u1> <!here> <@U1|a|b>"),
    ],
)
def test_ids_stay_where_a_command_takes_them(text: str, said: str) -> None:
    @in_slack()
    async def live(inside: Inside) -> None:
        assert await Names(inside.people, COMMANDS).spelled(text) == said

    live()


@in_slack()
async def test_a_long_list_of_people_is_not_looked_up(inside: Inside) -> None:
    everybody = " ".join(f"<@U{number}>" for number in range(100, 200))
    assert await Names(inside.people, COMMANDS).told(everybody) == " ".join(["@somebody"] * 100)
    assert len(inside.slack.called("users.info")) == 20


@in_slack()
async def test_while_slack_can_not_be_asked_people_are_somebody(inside: Inside) -> None:
    inside.slack.go_down()
    assert await Names(inside.people, COMMANDS).told("<@U1> in <#C1>") == "@somebody in #channel"
