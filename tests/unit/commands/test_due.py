"""When a follow-up is to be done, and when its owner is reminded."""

from pathlib import Path

from tests.unit.commands.follow_up_chat import ANNA, BEN, buttons, chat, shown


def test_a_due_time_is_echoed_in_full_and_set_once(tmp_path: Path) -> None:
    due, again, off, none = chat(
        tmp_path / "s.db",
        (ANNA, "due F1 tomorrow 17:00"),
        (ANNA, "due F1 tomorrow 17:00"),
        (ANNA, "due F1 off"),
        (ANNA, "due F1 off"),
    )
    assert "F1 is due on Tuesday 3 November 2026 at 17:00 (UTC)." in shown(due)
    assert "at 17:00 (UTC) already." in shown(again)
    assert "F1 has no due time." in shown(off)
    assert "F1 has no due time already." in shown(none)


def test_the_clock_is_that_of_the_person(tmp_path: Path) -> None:
    in_zone = ANNA.model_copy(update={"zone": "America/New_York"})
    due, choice = chat(tmp_path / "s.db", (in_zone, "due F1 noon"), (in_zone, "due F1"))
    assert "Monday 2 November 2026 at 12:00 (America/New_York)" in shown(due)
    assert "The zone is America/New_York." in shown(choice)


def test_without_words_usual_moments_are_offered_each_as_a_full_date(tmp_path: Path) -> None:
    (choice,) = chat(tmp_path / "s.db", (ANNA, "due F1"))
    assert {label: button.says for label, button in buttons(choice).items()} == {
        "Today 17:00": "due F1 2026-11-02 17:00",
        "Tomorrow 09:00": "due F1 2026-11-03 09:00",
        "Fri 6 Nov 17:00": "due F1 2026-11-06 17:00",
        "Mon 9 Nov 09:00": "due F1 2026-11-09 09:00",
        "Another time…": "due F1",
    }
    asks = buttons(choice)["Another time…"].asks
    assert asks is not None
    assert asks.kind == "day"


def test_every_moment_that_is_offered_can_be_taken(tmp_path: Path) -> None:
    (choice,) = chat(tmp_path / "1.db", (ANNA, "due F1"))
    offered = [button.says for button in buttons(choice).values() if not button.asks]
    for card in chat(tmp_path / "2.db", *((ANNA, says) for says in offered)):
        assert "F1 is due on" in shown(card)


def test_what_is_over_or_unclear_is_refused_with_what_would_be_right(tmp_path: Path) -> None:
    over, unclear, far = chat(
        tmp_path / "s.db",
        (ANNA, "due F1 2026-05-19"),
        (ANNA, "due F1 soon"),
        (ANNA, "due F1 9999-12-31"),
    )
    assert "Tuesday 19 May 2026 at 17:00 (UTC) is over already." in shown(over)
    assert "“soon” can't be read as one time" in shown(unclear)
    assert "is more than five years away." in shown(far)
    assert all("tomorrow 5pm" in shown(each) for each in (over, unclear, far))


def test_reminders_are_put_off_by_the_owner(tmp_path: Path) -> None:
    nobodys, _, usual, monday, not_theirs = chat(
        tmp_path / "s.db",
        (ANNA, "snooze F1"),
        (ANNA, "claim F1"),
        (ANNA, "snooze F1"),
        (ANNA, "snooze F1 next monday 8am"),
        (BEN, "snooze F1"),
    )
    assert "Nobody has F1, so nobody is reminded of it." in shown(nobodys)
    assert "No reminder of F1 until Tuesday 3 November 2026 at 09:00 (UTC)." in shown(usual)
    assert "until Monday 9 November 2026 at 08:00" in shown(monday)
    assert "only they or an editor" in shown(not_theirs)


def test_nothing_is_due_that_is_done(tmp_path: Path) -> None:
    _, choice, due = chat(tmp_path / "s.db", (ANNA, "done F1"), (ANNA, "due F1"), (ANNA, "due F1 friday"))
    assert "F1 is done, so nothing is due." in shown(choice)
    assert "F1 is done already." in shown(due)
