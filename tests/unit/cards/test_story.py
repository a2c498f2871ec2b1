"""A story's card says what its brief says, in the order of the source."""

from datetime import UTC, datetime

from adapters import plain
from bot.cards.stories import stories_card
from bot.cards.story import brief_card, post_card
from bot.model.brief import Brief
from bot.model.card import Button, Buttons, Card
from bot.model.document import BlockKind, Document, Draft
from bot.model.flag import Flag
from bot.model.story import Report, Story
from bot.reading.read import read
from tests.contracts.drafts import a_brief
from tests.fakes import conversation, person

SEEN = datetime(2026, 11, 2, 7, tzinfo=UTC)


def story(brief: Brief) -> Story:
    report = Report(outlet="City Desk", headline="Plan agreed", first_seen=SEEN)
    return Story(number=7, headline="Plan agreed", brief=brief, reports=(report,), first_seen=SEEN)


def test_paragraphs_and_bullets_keep_their_order() -> None:
    document = Document.build(
        [
            Draft(BlockKind.heading, "What happened", level=2),
            Draft(BlockKind.paragraph, "The cabinet named two steps:"),
            Draft(BlockKind.bullet, "A levy on fuel."),
            Draft(BlockKind.bullet, "A levy on flights."),
            Draft(BlockKind.paragraph, "Both start in 2027."),
        ]
    )
    shown = plain.render(brief_card(story(read(document, headline="Plan agreed").brief)), zone=UTC)
    said = ["two steps:", "- A levy on fuel.", "- A levy on flights.", "Both start in 2027."]
    assert [shown.index(words) for words in said] == sorted(shown.index(words) for words in said)


def buttons(card: Card) -> list[Button]:
    return [button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]


def flagged(name: str, angle: str = "") -> Flag:
    return Flag(story=7, by=person(name), where=conversation(), at=SEEN, angle=angle)


def test_a_story_can_be_read_and_flagged_wherever_it_is_shown_in_short() -> None:
    seven = story(a_brief("It rained."))
    for card in (post_card(seven), stories_card("Latest", "1 story", [seven])):
        assert [(button.label, button.says) for button in buttons(card)] == [
            ("Read brief", "story 7"),
            ("Flag", "follow 7"),
        ]


def test_a_card_of_one_story_names_the_command_that_shows_all_of_it() -> None:
    seven = story(a_brief("It rained."))
    assert post_card(seven).whole == brief_card(seven).whole == "story 7"
    assert stories_card("Latest", "1 story", [seven]).whole == ""


def test_a_brief_names_who_has_flagged_the_story_and_with_which_angle() -> None:
    seven = story(a_brief("It rained."))
    assert "Flagged" not in plain.render(brief_card(seven))
    shown = plain.render(brief_card(seven, [flagged("anna", "who pays?"), flagged("ben")]), width=1000)
    assert "Flagged for a follow-up by anna (who pays?), ben\n" in shown


def test_very_many_flags_and_long_angles_stay_one_short_note() -> None:
    flags = [flagged(f"person {number}", "why? " * 60) for number in range(500)]
    shown = plain.render(brief_card(story(a_brief("It rained.")), flags), width=10_000)
    (note,) = [line for line in shown.splitlines() if line.startswith("Flagged")]
    assert "and 490 more" in note
    assert len(note) < 1_800
