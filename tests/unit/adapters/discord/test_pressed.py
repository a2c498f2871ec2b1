"""A press tells the command again, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.components.mark import LEAST, MOST, mark
from adapters.discord.components.pressed import Pressed, custom_id, menu_id, menu_value, pressed
from bot.model.card import Ask

GUILD = "1" * 19
printed = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=120)


@given(st.integers(0, 99), printed, st.sampled_from(["", GUILD]))
def test_a_press_says_what_the_button_says(place: int, says: str, workspace: str) -> None:
    made = custom_id(place, says, workspace)
    if made is None:
        assert len(says.encode("utf-16-le")) // 2 > 100 - len(f"says:{place}:{workspace}:")
    else:
        assert len(made) <= 100
        assert pressed(made) == Pressed(says, workspace)


def test_a_menu_says_what_was_chosen() -> None:
    assert pressed(menu_id(3, GUILD), ["follow 142"]) == Pressed("follow 142", GUILD)
    assert pressed(menu_id(3), []) is None


REASON = Ask(label="Reason", hint="why it isn't worth it")
WHEN = Ask(label="When", kind="day", hint="tomorrow 17:00", optional=True)


@pytest.mark.parametrize("asks", [REASON, WHEN, Ask(label="a:b|c", hint=":1:2:"), Ask(label="🚩" * 12)])
@pytest.mark.parametrize("workspace", ["", GUILD])
def test_a_button_that_asks_says_what_for(asks: Ask, workspace: str) -> None:
    made = custom_id(99, "drop F12", workspace, asks)
    assert made is not None
    assert pressed(made) == Pressed("drop F12", workspace, asks)
    assert pressed(menu_id(3, workspace), [menu_value("drop F12", asks)]) == Pressed(
        "drop F12", workspace, asks
    )


def test_a_hint_gives_way_to_a_long_command_and_then_there_is_no_button() -> None:
    made = custom_id(99, "drop F12 " + "x" * 40, GUILD, REASON)
    assert made is not None
    said = pressed(made)
    assert said is not None
    assert said.asks == Ask(label="Reason")
    assert custom_id(99, "drop F12 " + "x" * 60, GUILD, REASON) is None


@given(printed, st.integers(1, 24), st.integers(0, 60), st.booleans())
def test_every_id_of_a_button_that_asks_can_be_read_or_has_no_room(
    says: str, label: int, hint: int, optional: bool
) -> None:
    asks = Ask(label="L" * label, hint="h" * hint, optional=optional)
    made = custom_id(5, says, "", asks)
    if made is not None:
        said = pressed(made)
        assert said is not None
        assert (said.says, said.asks and said.asks.label) == (says, asks.label)


def test_a_command_has_almost_all_the_room_of_an_id() -> None:
    assert custom_id(99, "x" * 91) is not None
    assert custom_id(99, "x" * 92) is None
    assert custom_id(99, "x" * 72, GUILD) is not None


def test_what_can_not_be_said_in_an_id_has_none() -> None:
    assert [custom_id(0, says) for says in ("", "  ", "add x\ny", "\u202e")] == [None] * 4


def test_what_is_not_ours_says_nothing() -> None:
    foreign = ["", "publish", "says", "says:x::latest", "says:1:abc:latest", "says:1::", " says:1::latest"]
    foreign += ["asks:1::w:0:0:drop F1", "asks:1::x:1:0:Ldrop F1", "asks:1::w:3:0:Why", "asks:1:::1:0:Ldrop"]
    assert [pressed(each) for each in foreign] == [None] * len(foreign)


@given(st.text(max_size=25))
def test_a_mark_is_always_the_same_and_none_that_discord_gives_itself(key: str) -> None:
    assert LEAST <= mark(key) <= MOST
    assert mark(key) == mark(key)


def test_marks_of_different_posts_differ() -> None:
    assert len({mark(f"delivery-{number}") for number in range(2_000)}) == 2_000


def test_a_mark_stays_the_same_in_versions_to_come() -> None:
    """Posts of last week are still looked for: the number must never change."""
    assert mark("k") == 116_773_987
