"""The form in which a text is looked over, and what a message says as plain text."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.forms import LONGEST, MOST, form, form_text
from adapters.discord.messages import message_text, plain
from tests.servers.discord.openapi import faults


def the_form(text: str, *, of_message: bool = True) -> dict[str, Any]:
    async def made() -> dict[str, Any]:
        modal = form(text, of_message=of_message)
        assert modal.is_finished()  # so that discord.py keeps nothing of it
        return modal.to_dict()

    return asyncio.run(made())


def inputs(modal: dict[str, Any]) -> list[dict[str, Any]]:
    return [each["component"] for each in modal["components"] if "component" in each]


def sent(modal: dict[str, Any]) -> dict[str, Any]:
    """Return what Discord sends when a form is submitted as it is."""
    labels = [
        {
            "type": 18,
            "component": {"type": 4, "custom_id": each["custom_id"], "value": each.get("value") or ""},
        }
        for each in inputs(modal)
    ]
    return {"custom_id": modal["custom_id"], "components": [{"type": 10, "id": 1}, *labels]}


def note(modal: dict[str, Any]) -> str:
    return str(modal["components"][0]["content"])


@pytest.mark.parametrize("text", ["", "Short.", "a" * 9_000, "word " * 2_000, "A line.\n\n" * 1_500])
def test_discord_takes_the_form(text: str) -> None:
    modal = the_form(text)
    assert not faults("POST", "/interactions/1/token/callback", {"type": 9, "data": modal})
    assert all(len(each.get("value") or "") <= LONGEST for each in inputs(modal))


@given(st.text(alphabet="ab \n", max_size=LONGEST * MOST).map(str.strip).filter(bool))
def test_what_nobody_edits_comes_back_as_it_was(text: str) -> None:
    assert form_text(sent(the_form(text))) == text


def test_a_long_text_is_spread_between_paragraphs() -> None:
    text = "\n\n".join(["Nine words make a line of this long text."] * 200)
    modal = the_form(text)
    assert len(inputs(modal)) == 3
    assert all(each["value"].endswith("text.") for each in inputs(modal))
    assert form_text(sent(modal)) == text
    assert "its end is missing" not in note(modal)


def test_what_has_no_room_is_said_to_be_missing() -> None:
    modal = the_form("word " * 4_000)
    assert len(inputs(modal)) == MOST
    assert "its end is missing" in note(modal)


def test_what_is_taken_out_leaves_nothing_behind() -> None:
    modal = sent(the_form("a" * LONGEST + "\n" + "b" * LONGEST + "\n" + "c"))
    modal["components"][2]["component"]["value"] = ""
    assert form_text(modal) == "a" * LONGEST + "\nc"


def test_the_form_says_what_becomes_of_its_text() -> None:
    assert "There is nothing to read" in note(the_form("", of_message=True))
    assert "Paste the text" in note(the_form("", of_message=False))
    assert "Look it over" in note(the_form("Mayor resigns."))
    assert "reads the page at this address" in note(the_form("https://example.org/1"))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("**Mayor** _resigns_ ~~today~~ ||secret||", "Mayor resigns today secret"),
        ("***very** bold*", "very bold"),
        ("# Mayor resigns\n-# small\n> quoted", "Mayor resigns\nsmall\nquoted"),
        ("[her letter](<https://example.org/a_(b)>)", "her letter (https://example.org/a_(b))"),
        ("see <https://example.org/a_b_c>", "see https://example.org/a_b_c"),
        ("https://example.org/a_b_c snake_case_name", "https://example.org/a_b_c snake_case_name"),
        ("<@42> and <@!43> in <#7>, <@&8>", "@Anna and @somebody in #channel, @role"),
        ("<:flag:123> <a:dance_2:456>", ":flag: :dance_2:"),
        ("at <t:1780000000:f>", "at 2026-05-28 20:26 UTC"),
        ("at <t:999999999999>", "at <t:999999999999>"),
        ("`code` and ```py\nmore\n```", "code and more"),
        (r"\*not bold\* \# no heading", "*not bold* # no heading"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("@everyone", "@everyone"),
    ],
)
def test_a_message_as_plain_text(markup: str, text: str) -> None:
    message = {"content": markup, "mentions": [{"id": "42", "username": "anna", "global_name": "Anna"}]}
    assert message_text(message) == text


def test_a_link_alone_is_its_address_and_no_words_are_what_is_shown_below() -> None:
    embed = {
        "title": "Mayor resigns",
        "description": "She **leaves** in June.",
        "url": "https://example.org/1",
    }
    linked = {"content": "<https://example.org/_1_>", "embeds": [embed]}
    assert message_text(linked) == "https://example.org/_1_"
    assert (
        message_text({"content": "", "embeds": [embed]})
        == "Mayor resigns\n\nShe leaves in June.\n\nhttps://example.org/1"
    )


def test_a_forwarded_message_says_what_it_forwards() -> None:
    assert message_text(
        {"content": "", "message_snapshots": [{"message": {"content": "Mayor resigns"}}]}
    ) == ("Mayor resigns")


def test_a_message_of_components_says_their_texts() -> None:
    container = {"type": 17, "components": [{"type": 10, "content": "## Mayor resigns"}, {"type": 14}]}
    assert message_text({"content": "", "components": [container]}) == "Mayor resigns"


def test_nobody_is_named_without_a_message() -> None:
    assert plain("<@42>") == "@somebody"
