"""What a line typed in the playground is."""

import pytest

from adapters.console.typed import HERE, Line, Reacts, line_of, reacts
from bot.model.people import Role

FLAG = "\N{TRIANGULAR FLAG ON POST}"


def said(text: str) -> tuple[str, str, str]:
    line = line_of(text)
    return line.actor.id, line.channel, line.said


@pytest.mark.parametrize(
    ("text", "who", "channel", "words"),
    [
        ("latest", "you", HERE, "latest"),
        ("ben: claim F1", "ben", HERE, "claim F1"),
        ("as Ben: claim F1", "ben", HERE, "claim F1"),
        ("anna #sports: latest 3", "anna", "sports", "latest 3"),
        ("#sports: latest", "you", "sports", "latest"),
        ("search since:7d budget", "you", HERE, "search since:7d budget"),
        ("carl: claim F1", "you", HERE, "carl: claim F1"),
        (": latest", "you", HERE, ": latest"),
        ("ben claims: it", "you", HERE, "ben claims: it"),
        ("ben: angle F1 Who: the mayor?", "ben", HERE, "angle F1 Who: the mayor?"),
    ],
)
def test_a_name_or_a_channel_in_front_says_who_speaks_and_where(
    text: str, who: str, channel: str, words: str
) -> None:
    assert said(text) == (who, channel, words)


def test_each_person_has_a_role_of_their_own() -> None:
    roles = [line_of(text).actor.role for text in ("latest", "anna: latest", "ben: latest")]
    assert roles == [Role.admin, Role.editor, Role.reader]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (f"react {FLAG} 12", Reacts(mark=FLAG, post=12)),
        (f"unreact {FLAG} 12", Reacts(mark=FLAG, post=12, present=False)),
        (f"{FLAG} 12", Reacts(mark=FLAG, post=12)),
        (FLAG, Reacts(mark=FLAG)),
        ("react flag 1", Reacts(mark=FLAG, post=1)),
        ("React done", Reacts(mark="✅")),
        ("react 2 1", Reacts(mark="2\N{COMBINING ENCLOSING KEYCAP}", post=1)),
        ("2️⃣ 1", Reacts(mark="2\N{COMBINING ENCLOSING KEYCAP}", post=1)),
        ("🙋🏽‍♀️ 1", Reacts(mark="🙋‍♀", post=1)),
        ("react parrot 3", Reacts(mark="parrot", post=3)),
    ],
)
def test_a_reaction_is_an_emoji_and_the_number_of_a_post(text: str, meant: Reacts) -> None:
    assert reacts(text) == meant


@pytest.mark.parametrize(
    "text", ["latest", "12", "? 1", "/brief latest", "éclair 1", "reactions", "“Bridge” 1 2"]
)
def test_anything_else_is_no_reaction(text: str) -> None:
    assert reacts(text) is None


def test_a_line_is_kept_without_the_spaces_around_it() -> None:
    assert line_of("  latest \n") == Line(said="latest")
