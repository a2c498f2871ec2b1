"""The card of a follow-up, and the line under the posts that show its story."""

from datetime import UTC, date
from typing import Any

import pytest

from adapters import plain
from bot.cards.follow_up import FollowUpShown, follow_up_card, footed
from bot.cards.story import brief_card, post_card
from bot.model.card import Button, Buttons, Card, Mention, Note, Paragraph
from bot.model.follow_up import FollowUp, FollowUpState, NamedDay
from bot.model.story import Story
from tests.golden import values as v
from tests.golden.cards import cards

GOLDEN = cards()


def card(follow_up: FollowUp, story: Story | None = None) -> Card:
    return follow_up_card(
        FollowUpShown(follow_up=follow_up, story=story or v.asking(), flags=v.flags(), zone="UTC", now=v.NOW)
    )


def buttons(of: Card) -> dict[str, Button]:
    rows = (block.buttons for block in of.blocks if isinstance(block, Buttons))
    return {button.label: button for row in rows for button in row}


def shown(of: Card) -> str:
    return plain.render(of, width=1000, zone=UTC)


def test_an_open_one_offers_the_storys_questions_and_to_take_it() -> None:
    made = card(v.follow_up(days=()))
    assert "1. Who pays for the ferry?" in shown(made)
    assert {label: button.says for label, button in buttons(made).items()} == {
        "Chase 1": "angle F12 1",
        "Chase 2": "angle F12 2",
        "Another angle…": "angle F12",
        "I'll take it": "claim F12",
        "Due…": "due F12",
        "Done": "done F12",
        "Drop…": "drop F12",
        "History": "history F12",
    }
    assert "Flagged by anna, ben" in shown(made)


def test_one_that_has_its_angle_asks_no_more() -> None:
    claimed = card(v.follow_up(angle="Who pays?", state=FollowUpState.claimed, owner=v.BEN, due=v.NOW))
    assert "Chase 1" not in buttons(claimed)
    assert "Give it back" in buttons(claimed)
    assert "I'll take it" not in buttons(claimed)
    assert "ben has it, due 2 Nov 2026, 08:00 UTC" in shown(claimed)


def test_what_is_closed_says_how_and_can_be_reopened() -> None:
    closed: dict[str, Any] = {"closed_by": v.BEN, "closed_at": v.NOW, "closing": "The city pays"}
    for state, said in ((FollowUpState.done, "Done by ben"), (FollowUpState.dropped, "Dropped by ben")):
        made = card(v.follow_up(state=state, **closed))
        assert f"{said}: The city pays" in shown(made)
        assert list(buttons(made)) == ["Reopen", "History"]


def test_a_day_that_the_story_names_is_offered_with_its_sentence_until_it_is_there() -> None:
    days = (
        NamedDay(day=date(2026, 11, 1), sentence="It met yesterday."),
        NamedDay(day=date(2026, 11, 19), sentence="It meets on 19 November."),
    )
    made = card(v.follow_up(days=days))
    assert "“It meets on 19 November.”" in shown(made)
    assert buttons(made)["Due Thu 19 Nov"].says == "due F12 2026-11-19"
    assert "yesterday" not in shown(made)
    assert "Due Thu 19 Nov" not in buttons(card(v.follow_up(days=days, due=v.NOW)))


def test_nobody_is_mentioned() -> None:
    for name in ("follow-up", "follow-up-claimed", "follow-up-done", "follow-up-hostile", "footer-hostile"):
        proses = [b.prose for b in GOLDEN[name].blocks if isinstance(b, Paragraph | Note)]
        assert proses
        assert not [span for prose in proses for span in prose if isinstance(span, Mention)]


def test_the_line_stands_above_the_buttons_of_its_story_and_goes_with_the_last_follow_up() -> None:
    bare = post_card(v.council())
    known = (v.follow_up(), v.follow_up(9, state=FollowUpState.done, closed_by=v.BEN))
    footer = footed(bare, 142, known)
    at = next(n for n, block in enumerate(footer.blocks) if isinstance(block, Note) and block.story == 142)
    assert footer.blocks[at + 1] == bare.blocks[-1]
    assert "F12 open · F9 done by ben" in shown(footer)
    withdrawn = v.follow_up(state=FollowUpState.withdrawn)
    assert footed(footer, 142, (withdrawn,)) == bare
    assert footed(bare, 7, known) == bare


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_putting_the_line_there_again_changes_nothing(name: str) -> None:
    known = (v.follow_up(), v.follow_up(13, state=FollowUpState.claimed, owner=v.BEN, due=v.NOW))
    for story in (142, 1):
        once = footed(GOLDEN[name], story, known)
        assert footed(once, story, known) == once
        assert footed(once, story, ()) == footed(GOLDEN[name], story, ())


def test_a_brief_that_is_posted_keeps_one_line_that_is_brought_up_to_date() -> None:
    brief = brief_card(v.council(), (v.follow_up(), v.follow_up(13)))
    later = footed(brief, 142, (v.follow_up(state=FollowUpState.done, closed_by=v.BEN), v.follow_up(13)))
    assert shown(later).count("F12 done by ben · F13 open") == 1
    assert len([block for block in later.blocks if isinstance(block, Note) and block.story == 142]) == 1
