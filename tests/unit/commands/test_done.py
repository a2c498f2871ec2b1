"""How a follow-up ends and comes back, what it asks, and its history."""

from pathlib import Path

from bot.model.card import answered
from tests.unit.commands.follow_up_chat import ANNA, BEN, buttons, chat, shown


def test_done_and_reopened_and_each_said_once(tmp_path: Path) -> None:
    done, again, back, open_already = chat(
        tmp_path / "s.db",
        (ANNA, "done F1 The city pays"),
        (BEN, "done F1"),
        (BEN, "reopen F1"),
        (BEN, "reopen F1"),
    )
    assert "F1 is done." in shown(done)
    assert list(buttons(done)) == ["Reopen", "History"]
    assert "F1 is done already." in shown(again)
    assert "F1 is open again; nobody has it." in shown(back)
    assert "F1 is open already." in shown(open_already)


def test_a_drop_needs_its_reason_and_the_button_asks_for_it(tmp_path: Path) -> None:
    (why,) = chat(tmp_path / "1.db", (ANNA, "drop F1"))
    assert "Why is F1 dropped?" in shown(why)
    button = buttons(why)["Drop…"]
    assert button.asks is not None
    reason = 'because: "nothing" happened'
    dropped, again, story = chat(
        tmp_path / "2.db", (ANNA, answered(button.says, reason)), (BEN, "drop F1"), (BEN, "story 1")
    )
    assert "F1 is dropped." in shown(dropped)
    assert "F1 was dropped already." in shown(again)
    assert f"F1 · dropped by anna: {reason}" in shown(story)


def test_only_the_owner_or_an_editor_ends_it(tmp_path: Path) -> None:
    _, done, dropped = chat(tmp_path / "s.db", (ANNA, "claim F1"), (BEN, "done F1"), (BEN, "drop F1 old"))
    assert "only they or an editor can say that it is done" in shown(done)
    assert "only they or an editor can drop it" in shown(dropped)


def test_an_angle_is_set_once_and_another_makes_a_second_follow_up(tmp_path: Path) -> None:
    ask, angle, same, second, none = chat(
        tmp_path / "s.db",
        (ANNA, "angle F1"),
        (ANNA, "angle F1 Who pays?"),
        (ANNA, "angle F1 who pays?"),
        (BEN, "angle F1 Since when?"),
        (BEN, "angle F1 7"),
    )
    assert "F1 has no angle yet." in shown(ask)
    assert buttons(ask)["Angle…"].asks is not None
    assert "F1 asks: Who pays?" in shown(angle)
    assert "F1 asks that already: Who pays?" in shown(same)
    assert "F1 asks something else, so F2 was made: Since when?" in shown(second)
    assert "There is no open question 7" in shown(none)


def test_words_that_are_too_long_are_refused_with_the_limit(tmp_path: Path) -> None:
    for card in chat(
        tmp_path / "s.db", *((ANNA, f"{verb} F1 {'x' * 301}") for verb in ("done", "drop", "angle"))
    ):
        assert "Say it in at most 300 characters." in shown(card)


def test_the_history_tells_who_did_what_and_where_oldest_first(tmp_path: Path) -> None:
    *_, history = chat(
        tmp_path / "s.db",
        (BEN, "claim F1"),
        (BEN, "due F1 friday"),
        (BEN, "done F1 The city pays"),
        (ANNA, "history F1"),
    )
    lines = [line for line in shown(history).splitlines() if line.startswith("- ")]
    assert [line.split(" · ")[1] for line in lines] == [
        "anna flagged it",
        "ben took it",
        "ben set it due 6 Nov 2026, 17:00 UTC",
        "ben said it is done: The city pays",
    ]
    assert all(line.endswith("· #C1") for line in lines)


def test_the_history_shows_the_newest_thirty(tmp_path: Path) -> None:
    turns = [(ANNA, verb) for _ in range(20) for verb in ("claim F1", "unclaim F1")]
    *_, history = chat(tmp_path / "s.db", *turns, (ANNA, "history F1"))
    lines = [line for line in shown(history).splitlines() if line.startswith("- ")]
    assert len(lines) == 30
    assert "The 30 newest of 41 lines." in shown(history)
    assert "anna flagged it" not in shown(history)
