"""Who has a follow-up: claimed, given back, assigned."""

from pathlib import Path

from tests.unit.commands.follow_up_chat import ANNA, BEN, EDITH, buttons, chat, shown


def test_the_first_has_it_and_the_second_is_told_who(tmp_path: Path) -> None:
    first, again, second = chat(tmp_path / "s.db", (ANNA, "claim F1"), (ANNA, "claim f1"), (BEN, "claim 1"))
    assert "F1 is yours." in shown(first)
    assert list(buttons(first)) == ["Due…", "Done", "Drop…", "Give it back"]
    assert "F1 is yours already." in shown(again)
    assert "anna has F1 already." in shown(second)


def test_it_is_given_back_by_its_owner_and_stays_given_back(tmp_path: Path) -> None:
    _, not_theirs, back, again = chat(
        tmp_path / "s.db",
        (ANNA, "claim F1"),
        (BEN, "unclaim F1"),
        (ANNA, "unclaim F1"),
        (ANNA, "unclaim F1"),
    )
    assert "anna has F1, so only they or an editor can give it back." in shown(not_theirs)
    assert "F1 is given back; nobody has it now." in shown(back)
    assert buttons(back)["I'll take it"].says == "claim F1"
    assert "Nobody has F1." in shown(again)


def test_an_editor_assigns_it_and_nobody_else_does(tmp_path: Path) -> None:
    refused, given, again, theirs = chat(
        tmp_path / "s.db",
        (BEN, "assign F1 <@U-anna>"),
        (EDITH, "assign F1 <@U-anna>"),
        (EDITH, "assign F1 @U-anna"),
        (ANNA, "claim F1"),
    )
    assert "`assign` is for editors" in shown(refused)
    assert "anna has F1 now, and is told so." in shown(given)
    assert "F1 is anna’s already." in shown(again)
    assert "F1 is yours already." in shown(theirs)


def test_an_editor_can_assign_it_to_themselves(tmp_path: Path) -> None:
    (mine,) = chat(tmp_path / "s.db", (EDITH, "assign F1 me"))
    assert "F1 is yours." in shown(mine)


def test_who_is_unknown_or_a_bot_gets_none(tmp_path: Path) -> None:
    unknown, bot, nonsense = chat(
        tmp_path / "s.db",
        (EDITH, "assign F1 <@U-stranger>"),
        (EDITH, "assign F1 <@U-beep>"),
        (EDITH, "assign F1 <@>"),
    )
    assert "Nobody could be found under “U-stranger” here." in shown(unknown)
    assert "beep can't have a follow-up" in shown(bot)
    assert "Name a person with an @ in front" in shown(nonsense)


def test_what_is_no_follow_up_is_said_to_be_none(tmp_path: Path) -> None:
    none, nonsense, missing = chat(
        tmp_path / "s.db", (ANNA, "claim F9"), (ANNA, "claim bridge"), (ANNA, "claim")
    )
    assert "There is no follow-up F9." in shown(none)
    assert "Write a follow-up's number, such as F12" in shown(nonsense)
    assert "`claim` needs a follow-up's number." in shown(missing)
