"""A story's card says what its brief says, in the order of the source."""

from datetime import UTC, datetime

from adapters import plain
from bot.cards.stories import stories_card
from bot.cards.story import brief_card, post_card
from bot.model.brief import Brief
from bot.model.card import Button, Buttons, Card
from bot.model.document import BlockKind, Document, Draft
from bot.model.follow_up import FollowUp, FollowUpState
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


def follow_up(number: int, *, angle: str = "", state: FollowUpState = FollowUpState.open) -> FollowUp:
    owner = person("ben") if state is FollowUpState.claimed else None
    return FollowUp(
        number=number,
        story=7,
        slug="plan-agreed",
        home=conversation(),
        made_by=person("anna"),
        made_at=SEEN,
        angle=angle,
        state=state,
        owner=owner,
    )


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


def test_a_brief_tells_of_its_follow_ups_with_what_helps_next() -> None:
    seven = story(a_brief("It rained."))
    known = [follow_up(1, angle="who pays?"), follow_up(2, state=FollowUpState.claimed)]
    card = brief_card(seven, known)
    shown = plain.render(card, width=1000)
    assert "F1 who pays? · open\n" in shown
    assert "F2 · ben has it\n" in shown
    assert [button.says for button in buttons(card)] == ["claim F1", "history F2", "follow 7"]


def test_a_follow_up_that_was_taken_back_is_not_told_of() -> None:
    seven = story(a_brief("It rained."))
    assert brief_card(seven, [follow_up(1, state=FollowUpState.withdrawn)]) == brief_card(seven)


def test_very_many_follow_ups_and_long_angles_stay_few_short_notes() -> None:
    many = [follow_up(number, angle="why? " * 60) for number in range(1, 500)]
    shown = plain.render(brief_card(story(a_brief("It rained.")), many), width=10_000)
    assert "and 494 more" in shown
    assert max(len(line) for line in shown.splitlines()) < 300
