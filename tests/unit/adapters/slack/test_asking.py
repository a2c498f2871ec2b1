"""Buttons that ask: what they carry, the form that opens, and what is read off it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.asking import LONGEST_SAYS, Asked, action_id, form, read_ask, read_form
from adapters.slack.blocks.render import render
from bot.model.card import Ask, Button, Buttons, Card
from bot.model.people import ChannelRef, Conversation, MessageRef
from tests.servers.slack import blockkit

HERE = Conversation(channel=ChannelRef(platform="slack", workspace="T1", id="C1"), thread="1.0")
ASKED = Asked(says="drop F12", where=HERE, on=MessageRef(conversation=HERE, id="2.0"))
REASON = Ask(label="Reason")
DAY = Ask(label="Day", kind="day", hint="tomorrow 17:00")

TEXT = st.text(max_size=60) | st.just('"\\' * 30) | st.just("\ufb2c" * 60)  # which is three when composed
ASKS = st.builds(
    Ask,
    label=TEXT.map(lambda text: text[:24]).filter(bool),
    kind=st.sampled_from(["words", "day"]),
    hint=TEXT,
    optional=st.booleans(),
)


def inputs(view: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def sent(view: dict[str, Any], **given: str | None) -> dict[str, Any]:
    """Return a view that was sent off, with what was put into its inputs, by the name of Slack's value."""
    kinds = {"plain_text_input": "value", "datepicker": "selected_date", "timepicker": "selected_time"}
    values = {}
    for block in inputs(view):
        element = block["element"]
        name = kinds[element["type"]]
        value = {"type": element["type"], name: given.get(name)}
        values[block["block_id"]] = {element["action_id"]: value}
    return view | {"state": {"values": values}}


@given(ASKS, st.integers(0, 99), TEXT)
def test_slack_takes_every_button_and_form(ask: Ask, number: int, title: str) -> None:
    identity = action_id(ask, number)
    assert len(identity) <= 255
    read = read_ask(identity)
    assert read is not None
    assert (read.kind, read.optional) == (ask.kind, ask.optional)
    assert not blockkit.of_view(form(read, ASKED, title))


@pytest.mark.parametrize("says", ["x" * LONGEST_SAYS, '"' * LONGEST_SAYS, "🚩" * LONGEST_SAYS])
def test_the_longest_command_comes_back_from_its_form_and_a_longer_one_is_no_button(says: str) -> None:
    asked = ASKED.model_copy(update={"says": says})
    view = form(REASON, asked, "Drop…")
    assert not blockkit.of_view(view)
    assert read_form(sent(view, value="why")) == (asked, f"{says} :: why")
    [row] = render(Card(summary="x", blocks=(button(says),))).blocks
    assert row["type"] == "actions"
    [told] = render(Card(summary="x", blocks=(button(says + "x"),))).blocks
    assert told["type"] == "rich_text"


def button(says: str) -> Buttons:
    return Buttons(buttons=(Button(label="Drop…", says=says, asks=REASON),))


def test_a_form_is_called_as_its_button_and_shows_what_is_meant() -> None:
    view = form(Ask(label="Reason", hint="e.g. nothing to it"), ASKED, "Drop…")
    [words] = inputs(view)
    assert (view["title"]["text"], words["label"]["text"]) == ("Drop", "Reason")
    assert words["element"]["placeholder"]["text"] == "e.g. nothing to it"
    assert (words["element"]["max_length"], words["optional"]) == (300, False)
    assert "/brief drop F12 …" in view["blocks"][-1]["elements"][0]["text"]


def test_a_day_is_chosen_with_or_without_a_time() -> None:
    view = form(DAY, ASKED, "Another time…")
    assert [(block["element"]["type"], block["optional"]) for block in inputs(view)] == [
        ("datepicker", False),
        ("timepicker", True),
    ]
    for time, said in ((None, "2026-05-19"), ("17:00", "2026-05-19 17:00")):
        chosen = sent(view, selected_date="2026-05-19", selected_time=time)
        assert read_form(chosen)[1] == f"drop F12 :: {said}"


def test_what_may_be_left_empty_says_the_bare_command() -> None:
    view = form(Ask(label="Note", optional=True), ASKED, "Done…")
    assert inputs(view)[0]["optional"] is True
    assert read_form(sent(view, value=None)) == (ASKED, "drop F12")


@pytest.mark.parametrize(
    "identity", ["", "says:1", "asks:", "asks:1:", "asks:1:{}", 'asks:1:{"label":""}', "x"]
)
def test_other_buttons_ask_nothing(identity: str) -> None:
    assert read_ask(identity) is None
